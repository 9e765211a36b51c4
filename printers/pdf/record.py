"""Berita acara on A4: every copy on one sheet where they fit, to be cut apart and signed."""

from collections.abc import Sequence
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import PageBreak, Spacer

from core.i18n import _
from core.money import plain
from printers.documents import Record
from printers.pdf.sheet import (
    SMALL,
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
FACTS_A_ROW = 5


def record_pdf(record: Record) -> bytes:
    """Return a record on A4, once for each of its copies."""
    story: list[Any] = []
    for number, whose in enumerate(record.copies):
        if number:
            free = HALF - height_of(_copy(record, whose)) if len(record.copies) == 2 else 0
            # A short record needs one sheet: both copies on it, to be cut apart.
            story.append(CutLine(free) if free > 0 else PageBreak())
        story += _copy(record, whose)
    footer = "   ".join((record.number, moment(record.made_at, record.zone)))
    return build(story, record, title=f"{record.title} {record.number}", footer=footer)


def _copy(record: Record, whose: str) -> list[Any]:
    story = letterhead(record, record.title, whose)
    told = [
        (_("Nomor"), record.number), (_("Waktu"), moment(record.made_at, record.zone)),
        *((fact.label, fact.value) for fact in record.facts),
    ]  # fmt: skip
    for first in range(0, len(told), FACTS_A_ROW):
        story += [facts(told[first : first + FACTS_A_ROW]), Spacer(0, 3 * mm)]
    story += [Spacer(0, 1 * mm), text(record.opening), Spacer(0, 2 * mm)]
    if record.lines:
        story.append(_lines(record))
    if record.notes:
        story += [Spacer(0, 3 * mm), *(text(note, SMALL) for note in record.notes)]
    story += [Spacer(0, 5 * mm), signing(record.signers, above=16)]
    return story


def _lines(record: Record) -> Any:
    counted: list[Sequence[Any]] = [
        (str(n), line.code, with_note(line.title, line.detail), plain(line.quantity))
        for n, line in enumerate(record.lines, 1)
    ]
    header: tuple[str, ...] = (_("No."), _("Kode"), _("Barang"), _("Banyak"))
    total: tuple[str, ...] = (_("Jumlah"), "", "", plain(record.pieces))
    if not record.amount_label:
        return grid(header, [*counted, total], (16, 30, 114, 18), numbers_from=3)
    rows = [(*row, plain(line.amount)) for row, line in zip(counted, record.lines, strict=True)]
    return grid(
        (*header, record.amount_label), [*rows, (*total, plain(record.amount))],
        (16, 30, 84, 18, 30), numbers_from=3,
    )  # fmt: skip
