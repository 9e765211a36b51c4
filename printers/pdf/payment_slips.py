"""Slips of paying day on A4, eight on a sheet to cut apart: whose, how much, which notes, a code."""

import io

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from core.i18n import _
from core.money import plain, rupiah, terbilang
from printers.documents import EnvelopeSlip, PaymentSlips
from printers.pdf.sheet import INK, LINE, QUIET_INK
from printers.symbols import QUIET, code128, qr, runs
from printers.words import long_day, to_latin

COLUMNS, ROWS = 2, 4
WIDTH, HEIGHT = A4[0] / COLUMNS, A4[1] / ROWS
EDGE = 8 * mm
"""No office printer reaches the paper's edge, and a cut is never quite straight."""
SQUARE = 25 * mm
BAR, BAR_HEIGHT = 0.36 * mm, 8 * mm
TEXT_WIDTH = WIDTH - 2 * EDGE - SQUARE - 4 * mm


def payment_slips_pdf(paper: PaymentSlips) -> bytes:
    """Return the slips of all makers as one PDF; equal papers give equal bytes."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setTitle(to_latin(_("Slip bayar")))
    canvas.setAuthor(to_latin(paper.house.name))
    places = COLUMNS * ROWS
    for first in range(0, len(paper.slips), places):
        for at, slip in enumerate(paper.slips[first : first + places]):
            row, column = divmod(at, COLUMNS)
            canvas.saveState()
            canvas.translate(column * WIDTH, A4[1] - (row + 1) * HEIGHT)
            _slip(canvas, paper, slip)
            canvas.restoreState()
        _cuts(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _slip(canvas: Canvas, paper: PaymentSlips, slip: EnvelopeSlip) -> None:
    top = HEIGHT - EDGE
    canvas.setFillColor(QUIET_INK)
    _line(canvas, paper.house.name, top - 7, "Helvetica", 8)
    if paper.demo:
        canvas.setFont("Helvetica-Bold", 7.5)
        canvas.drawRightString(WIDTH - EDGE, top - 7, _("MODE CONTOH"))
    canvas.setFillColor(INK)
    y = top - 24
    for line in _wrapped(slip.maker, "Helvetica-Bold", 12.5, most=2):
        _line(canvas, line, y, "Helvetica-Bold", 12.5)
        y -= 14
    canvas.setFillColor(QUIET_INK)
    _line(
        canvas,
        f"{slip.maker_code}   {_('sampai %(day)s', day=long_day(slip.until))}",
        y,
        "Helvetica",
        8,
    )
    y -= 25
    canvas.setFillColor(INK)
    _line(canvas, rupiah(slip.amount), y, "Helvetica-Bold", 21)
    y -= 15
    for line in _wrapped(f"{terbilang(slip.amount)} rupiah", "Times-Italic", 9.5, most=3):
        _line(canvas, line, y, "Times-Italic", 9.5)
        y -= 10.5
    canvas.setFillColor(QUIET_INK)
    inside = ", ".join(f"{part.count}×{plain(part.note)}" for part in slip.notes)
    for line in (
        *_wrapped(_("Isi: %(notes)s", notes=inside), "Helvetica", 8, most=3),
        *_remarks(slip),
    ):
        y -= 10
        _line(canvas, line, y, "Helvetica", 8)
    _codes(canvas, slip)


def _remarks(slip: EnvelopeSlip) -> list[str]:
    found = []
    if slip.carried:
        found.append(_("Sisa di saldo %(amount)s", amount=rupiah(slip.carried)))
    if slip.needs_stamp:
        found.append(_("Kuitansi: tempel meterai Rp10.000"))
    return found


def _codes(canvas: Canvas, slip: EnvelopeSlip) -> None:
    """Draw the square for phones upper right and the bars for the till's scanner below it."""
    canvas.setFillColor(INK)
    rows = qr(slip.link or slip.code)
    module = SQUARE / len(rows)
    left, top = WIDTH - EDGE - SQUARE, HEIGHT - EDGE - 12
    for number, row in enumerate(rows):
        for first, count in runs(row):
            canvas.rect(left + first * module, top - (number + 1) * module, count * module, module,
                        stroke=0, fill=1)  # fmt: skip
    bars = code128(slip.code)
    left = WIDTH - EDGE - (len(bars) + QUIET) * BAR
    for first, count in runs(bars):
        canvas.rect(left + first * BAR, EDGE + 9, count * BAR, BAR_HEIGHT, stroke=0, fill=1)
    canvas.setFont("Courier", 8)
    canvas.drawCentredString(left + len(bars) * BAR / 2, EDGE, slip.code)


def _cuts(canvas: Canvas) -> None:
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    canvas.setDash(2, 3)
    canvas.line(WIDTH, 0, WIDTH, A4[1])
    for row in range(1, ROWS):
        canvas.line(0, row * HEIGHT, A4[0], row * HEIGHT)


def _wrapped(words: str, font: str, size: float, *, most: int) -> list[str]:
    lines: list[str] = simpleSplit(to_latin(words), font, size, TEXT_WIDTH)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1] + " ..."]
    return lines


def _line(canvas: Canvas, words: str, y: float, font: str, size: float) -> None:
    canvas.setFont(font, size)
    canvas.drawString(EDGE, y, to_latin(words))
