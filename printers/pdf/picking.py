"""Daftar ambil: what to fetch for tagging, maker by maker, with a box to tick."""

from collections.abc import Sequence
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Spacer

from core.i18n import _
from core.money import plain
from printers.documents import PickingGroup, PickingList
from printers.pdf.sheet import (
    HEADING,
    SMALL,
    TickBox,
    build,
    facts,
    grid,
    letterhead,
    text,
    with_note,
)
from printers.words import long_day

WIDTHS = (9, 29, 80, 20, 18, 22)


def picking_pdf(picking: PickingList) -> bytes:
    """Return the list on A4; each maker's goods under the maker's name."""
    title = _("Daftar ambil untuk label")
    pieces = sum(group.pieces for group in picking.groups)
    story = letterhead(picking, title, picking.batch)
    story.append(facts((
        (_("Tempat"), picking.outlet),
        (_("Tanggal"), long_day(picking.day)),
        (_("Perajin"), plain(len(picking.groups))),
        (_("Label"), plain(pieces)),
    )))  # fmt: skip
    story.append(Spacer(0, 3 * mm))
    story.append(text(_("Satu label untuk setiap buah. Lembar ialah halaman di PDF semua perajin."),
                      SMALL))  # fmt: skip
    for group in picking.groups:
        story += _group(group)
    return build(story, picking, title=title, footer=f"{title}   {picking.batch}")


def _group(group: PickingGroup) -> list[Any]:
    rows: list[Sequence[Any]] = [
        (TickBox(), line.code, with_note(line.title, line.detail), line.shelf,
         plain(line.quantity), line.sheets)
        for line in group.lines
    ]  # fmt: skip
    header = ("", _("Kode"), _("Barang"), _("Rak"), _("Banyak"), _("Lembar"))
    name = _("%(maker)s (%(code)s): %(kinds)s macam, %(n)s buah", maker=group.maker,
             code=group.maker_code, kinds=plain(len(group.lines)), n=plain(group.pieces))  # fmt: skip
    table = grid(header, rows, WIDTHS, numbers_from=4, last_is_sum=False)
    return [CondPageBreak(36 * mm), Spacer(0, 5 * mm), text(name, HEADING), table]
