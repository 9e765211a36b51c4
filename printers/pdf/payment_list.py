"""Daftar Pembayaran on A4: number, maker, amount, signature; the total in words; notes to fetch."""

from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Spacer, Table

from core.i18n import _
from core.money import plain, rupiah, terbilang
from printers.documents import PaymentList
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
from printers.words import long_day

WIDTHS = (10, 66, 24, 28, 50)
INDENTED = ParagraphStyle("indented", SMALL, leftIndent=22 * mm)
"""Every other signature begins further in, so that none runs into the one above."""
ROW = 12.5 * mm
"""High enough to sign in."""


def payment_list_pdf(paper: PaymentList) -> bytes:
    """Return the list to sign."""
    title = _("Daftar pembayaran")
    when = ", ".join(filter(None, (paper.place, long_day(paper.day))))
    story = [*letterhead(paper, title, when), _rows(paper), Spacer(0, 4 * mm)]
    signed = signatures(((_("Bendahara,"), paper.treasurer), (_("Mengetahui,"), "")), above=18)
    words = text(f"# {terbilang(paper.total)} rupiah #", WORDS)
    story.append(KeepTogether([text(_("Terbilang"), SMALL), words, Spacer(0, 6 * mm), signed]))
    story += [Spacer(0, 8 * mm), KeepTogether(_notes(paper))]
    footer = "   ".join((title, long_day(paper.day), paper.house.name))
    return build(story, paper, title=f"{title} {paper.day.isoformat()}", footer=footer)


def _rows(paper: PaymentList) -> Table:
    head = [text(_("No."), SMALL_RIGHT), text(_("IKM"), SMALL), text(_("Laporan"), SMALL),
            text(_("Jumlah (Rp)"), SMALL_RIGHT), text(_("Tanda tangan"), SMALL)]  # fmt: skip
    body = [
        [text(str(n), RIGHT), with_note(row.maker, row.maker_code), text(row.statement),
         text(plain(row.amount), STRONG_RIGHT), text(str(n), SMALL if n % 2 else INDENTED)]
        for n, row in enumerate(paper.rows, 1)
    ]  # fmt: skip
    total = [
        text(""),
        text(_("Jumlah"), STRONG),
        text(""),
        text(plain(paper.total), STRONG_RIGHT),
        "",
    ]
    heights = [None, *([ROW] * len(body)), None]
    table = Table(
        [head, *body, total], colWidths=[w * mm for w in WIDTHS], rowHeights=heights, repeatRows=1
    )
    table.setStyle([
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("VALIGN", (-1, 1), (-1, -2), "TOP"),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK), ("LINEBELOW", (0, 1), (-1, -1), 0.4, LINE),
        ("LINEABOVE", (0, -1), (-1, -1), 0.8, INK), ("LINEBEFORE", (-1, 1), (-1, -2), 0.4, LINE),
        ("LEFTPADDING", (0, 0), (0, -1), 0), ("RIGHTPADDING", (0, 0), (0, -1), 6),
        ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ])  # fmt: skip
    return table


def _notes(paper: PaymentList) -> list[Any]:
    rows = [
        (rupiah(part.note), plain(part.count), plain(part.note * part.count))
        for part in paper.notes
    ]
    rows.append((_("Jumlah"), "", plain(paper.total)))
    header = (_("Pecahan"), _("Lembar atau keping"), _("Jumlah (Rp)"))
    table = grid(header, rows, (34, 34, 34), numbers_from=1)
    table.hAlign = "LEFT"
    return [
        text(_("Pecahan untuk semua amplop"), HEADING),
        text(_("Dengan ini setiap amplop terisi pas, tanpa kembalian."), SMALL),
        Spacer(0, 2 * mm), table,
    ]  # fmt: skip
