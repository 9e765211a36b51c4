"""Daftar Pembayaran on A4: maker, means, amount, signature; the total in words; which notes."""

from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Spacer, Table

from core.i18n import _
from core.money import plain, rupiah, terbilang
from printers.documents import PaymentList, PaymentRow
from printers.pdf.sheet import (
    HEADING,
    INK,
    LINE,
    RIGHT,
    SMALL,
    SMALL_RIGHT,
    STRONG,
    STRONG_RIGHT,
    WORDS,
    build,
    grid,
    letterhead,
    signatures,
    text,
    with_note,
)
from printers.words import change_first, long_day

WIDTHS = (9, 57, 23, 27, 26, 36)
INDENTED = ParagraphStyle("indented", SMALL, leftIndent=15 * mm)
"""Every other signature begins further in, so that none runs into the one above."""
ROW = 12.5 * mm
"""High enough to sign in."""


def payment_list_pdf(paper: PaymentList) -> bytes:
    """Return the list to sign."""
    title = _("Daftar pembayaran %(number)s", number=paper.number)
    when = ", ".join(filter(None, (paper.place, long_day(paper.day))))
    story = [*letterhead(paper, title, when), _rows(paper), Spacer(0, 4 * mm)]
    signed = signatures(((_("Bendahara,"), paper.treasurer), (_("Mengetahui,"), "")), above=18)
    words = text(f"# {terbilang(paper.total)} rupiah #", WORDS)
    story.append(KeepTogether([text(_("Terbilang"), SMALL), words, Spacer(0, 6 * mm), signed]))
    if paper.notes:
        story += [Spacer(0, 8 * mm), KeepTogether(_notes(paper))]
    footer = "   ".join((title, long_day(paper.day), paper.house.name))
    return build(story, paper, title=f"{title} {paper.day.isoformat()}", footer=footer)


def _rows(paper: PaymentList) -> Table:
    head = [text(_("No."), SMALL_RIGHT), text(_("IKM"), SMALL), text(_("Laporan"), SMALL),
            text(_("Cara"), SMALL), text(_("Jumlah (Rp)"), SMALL_RIGHT), text(_("Tanda tangan"), SMALL)]  # fmt: skip
    body = [_row(n, row) for n, row in enumerate(paper.rows, 1)]
    sums = [(_("Jumlah"), paper.total, STRONG, STRONG_RIGHT)]
    if 0 < paper.cash < paper.total:
        sums = [
            (_("Tunai"), paper.cash, SMALL, RIGHT),
            (_("Transfer"), paper.total - paper.cash, SMALL, RIGHT),
            *sums,
        ]
    feet = [["", text(name, style), "", "", text(plain(amount), right), ""]
            for name, amount, style, right in sums]  # fmt: skip
    heights = [None, *([ROW] * len(body)), *([None] * len(feet))]
    table = Table(
        [head, *body, *feet], colWidths=[w * mm for w in WIDTHS], rowHeights=heights, repeatRows=1
    )
    last = -len(feet) - 1
    table.setStyle([
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("VALIGN", (-1, 1), (-1, last), "TOP"),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK), ("LINEBELOW", (0, 1), (-1, last), 0.4, LINE),
        ("LINEABOVE", (0, last + 1), (-1, last + 1), 0.8, INK), ("LINEBELOW", (0, -1), (-1, -1), 0.4, LINE),
        ("LINEBEFORE", (-1, 1), (-1, last), 0.4, LINE),
        ("LEFTPADDING", (0, 0), (0, -1), 0), ("RIGHTPADDING", (0, 0), (0, -1), 6),
        ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ])  # fmt: skip
    return table


def _row(n: int, row: PaymentRow) -> list[Any]:
    """Who is paid by transfer signs nothing; the bank's slip is the proof."""
    means = _("Tunai") if row.means == "cash" else _("Transfer")
    sign = (
        text(str(n), SMALL if n % 2 else INDENTED)
        if row.means == "cash"
        else text(_("lewat bank"), SMALL)
    )
    return [
        text(str(n), RIGHT),
        with_note(row.maker, row.maker_code),
        text(row.statement),
        with_note(means, row.became) if row.became else text(means),
        text(plain(row.amount), STRONG_RIGHT),
        sign,
    ]


def _notes(paper: PaymentList) -> list[Any]:
    envelopes, fetch = ({part.note: part.count for part in of} for of in (paper.notes, paper.fetch))
    notes = sorted({*envelopes, *fetch}, reverse=True)
    columns = [(_("Isi amplop"), envelopes)]
    if fetch:
        columns = [(_("Minta ke bank"), fetch), *columns]
    header = [_("Pecahan"), *(part for name, _of in columns for part in (name, _("Jumlah (Rp)")))]
    rows = [[rupiah(note), *_counts(note, columns)] for note in notes]
    sums = [sum(note * count for note, count in of.items()) for _name, of in columns]
    rows.append([_("Jumlah"), *(part for total in sums for part in ("", plain(total)))])
    table = grid(header, rows, (30, *((28, 30) * len(columns))), numbers_from=1)
    table.hAlign = "LEFT"
    told = _("Isi amplop: lembar atau keping yang mengisi semua amplop pas, tanpa kembalian.")
    if fetch and sums[0] < sums[1]:
        told += " " + _("Yang tidak diminta ke bank sudah ada di kas bendahara; tukar dulu kalau pecahannya lain.")  # fmt: skip
    if paper.change:
        told += " " + change_first([(part.note, part.count) for part in paper.change])
    return [text(_("Pecahan"), HEADING), text(told, SMALL), Spacer(0, 2 * mm), table]


def _counts(note: int, columns: list[tuple[str, dict[int, int]]]) -> list[str]:
    return [
        part
        for _name, of in columns
        for part in ((plain(of[note]), plain(note * of[note])) if note in of else ("–", "–"))
    ]
