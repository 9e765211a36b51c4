"""Tanda terima titipan: two equal copies to sign, one for the maker, one for the house."""

from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Spacer

from core.i18n import _
from core.money import plain
from printers.documents import ConsignmentNote, Signer
from printers.pdf.sheet import (
    HEADING,
    SMALL,
    STRONG,
    CutLine,
    build,
    facts,
    grid,
    height_of,
    letterhead,
    signing,
    text,
    with_note,
)
from printers.words import moment

HALF = 133 * mm


def consignment_pdf(note: ConsignmentNote, behind: Callable[[Canvas], None] | None = None) -> bytes:
    """Return a consignment note on A4: two halves of one sheet, or each copy on its own pages.

    `behind` draws pages that follow, so that one print brings the tags too.
    """
    title = _("Tanda terima titipan")
    story = _copy(note, title, _("Lembar untuk perajin"))
    free = HALF - height_of(_copy(note, title, ""))
    # A short note needs one sheet: both copies on it, to be cut apart.
    story.append(CutLine(free) if free > 0 else PageBreak())
    story += _copy(note, title, _("Lembar untuk galeri"))
    footer = "   ".join((note.number, moment(note.received_at, note.zone)))
    return build(
        story, note, title=f"{title} {note.number}", footer=footer,
        after=behind,
    )  # fmt: skip


def _copy(note: ConsignmentNote, title: str, whose: str) -> list[Any]:
    story = letterhead(note, title, whose)
    story.append(facts((
        (_("Nama perajin"), f"{note.maker} ({note.maker_code})"),
        (_("Nomor"), note.number),
        (_("Diterima"), moment(note.received_at, note.zone)),
        (_("Tempat"), note.outlet),
    )))  # fmt: skip
    rows: list[Sequence[Any]] = [
        (str(n), line.code, with_note(line.title, line.detail), str(line.quantity),
         plain(line.price), plain(line.quantity * line.price))
        for n, line in enumerate(note.lines, 1)
    ]  # fmt: skip
    rows.append((_("Jumlah"), "", "", str(note.pieces), "", plain(note.value)))
    header = (_("No."), _("Kode"), _("Barang"), _("Banyak"), _("Harga"), _("Nilai"))
    story += [Spacer(0, 6 * mm), text(_("Yang dititipkan"), HEADING)]
    story.append(grid(header, rows, (16, 30, 66, 16, 24, 26), numbers_from=3))
    story.append(Spacer(0, 5 * mm))
    if note.terms:
        story.append(text(note.terms))
    story += [text(line, SMALL) for line in note.notes]
    if note.differences:
        story.append(text(_("Dibanding yang dikabarkan:"), STRONG))
        story += [text(line) for line in note.differences]
    signers = note.signers or (
        Signer(role=_("Yang menyerahkan"), name=note.delivered_by or note.maker),
        Signer(role=_("Yang menerima"), name=note.received_by),
    )
    story += [Spacer(0, 5 * mm), signing(signers, above=16)]
    return story
