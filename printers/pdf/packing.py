"""Daftar bawaan on A4: what is carried from one place to another, with three signatures."""

from collections.abc import Sequence
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Spacer

from core.i18n import _
from core.money import plain
from printers.documents import PackingList, Signer
from printers.pdf.sheet import (
    HEADING,
    SMALL,
    build,
    facts,
    grid,
    letterhead,
    signing,
    text,
    with_note,
)
from printers.words import moment


def packing_pdf(packed: PackingList) -> bytes:
    """Return a packing list on A4; the last column is for ticking at arrival."""
    title = _("Daftar bawaan")
    story = letterhead(packed, title, packed.purpose)
    story.append(facts((
        (_("Nomor"), packed.number),
        (_("Dari"), packed.origin),
        (_("Ke"), packed.destination),
        (_("Yang membawa"), packed.carrier),
        (_("Berangkat"), moment(packed.sent_at, packed.zone)),
    )))  # fmt: skip
    rows: list[Sequence[Any]] = [
        (str(n), line.code, with_note(line.title, line.detail), plain(line.price),
         str(line.quantity), plain(line.quantity * line.price), "......")
        for n, line in enumerate(packed.lines, 1)
    ]  # fmt: skip
    rows.append((_("Jumlah"), "", "", "", str(packed.pieces), plain(packed.value), ""))
    header = (
        _("No."), _("Kode"), _("Barang"), _("Harga"), _("Banyak"), _("Nilai"), _("Sampai"),
    )  # fmt: skip
    story += [Spacer(0, 6 * mm), text(_("Yang dibawa"), HEADING)]
    story.append(grid(header, rows, (16, 29, 59, 22, 15, 23, 14), numbers_from=3))
    story.append(Spacer(0, 4 * mm))
    story += [text(line, SMALL) for line in packed.notes]
    story.append(text(
        _("Yang membawa bertanggung jawab atas barang ini sampai diterima dan dihitung."), SMALL,
    ))  # fmt: skip
    signers = packed.signers or (
        Signer(role=_("Yang menyerahkan"), name=packed.sent_by),
        Signer(role=_("Yang membawa"), name=packed.carrier),
        Signer(role=_("Yang menerima")),
    )
    story.append(KeepTogether([Spacer(0, 5 * mm), signing(signers, above=17)]))
    footer = "   ".join((packed.number, moment(packed.sent_at, packed.zone)))
    return build(story, packed, title=f"{title} {packed.number}", footer=footer)
