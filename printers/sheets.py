"""Price tags on A4: sticker sheets and hangtags to cut, for offices with a plain printer.

Print at 100 % ("actual size"). The offset in millimetres corrects a printer that draws in its
paper askew; the start position lets a sheet that is begun be used up.
"""

import io
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from core.i18n import use_locale
from printers.documents import Label, Labels
from printers.labels import DOTS_PER_MM, SHEET, Bars, Square, Words, arrange
from printers.lettering import BOLD, REGULAR
from printers.symbols import ean13, qr, runs

DOT = mm / DOTS_PER_MM


@dataclass(frozen=True)
class Sheet:
    """A sheet of labels; all measures in millimetres, from the upper left corner."""

    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    pitch_x: float
    pitch_y: float
    cut: bool = False

    @property
    def places(self) -> int:
        """Labels on one sheet."""
        return self.columns * self.rows


SHEETS = {
    "a4-65": Sheet(5, 13, 38.1, 21.2, 4.75, 10.7, 40.6, 21.2),
    "a4-40": Sheet(4, 10, 52.5, 29.7, 0, 0, 52.5, 29.7),
    "a4-24": Sheet(3, 8, 70, 37, 0, 0.5, 70, 37),
    "a4-15": Sheet(5, 3, 40, 80, 5, 28.5, 40, 80, cut=True),
}
"""65 stickers of 38 × 21 mm, 40 of 52 × 30, 24 of 70 × 37, and 15 hangtags of 40 × 80 to cut."""


def sheet_pdf(
    labels: Labels,
    sheet_name: str,
    *,
    start: int = 1,
    offset_mm: tuple[float, float] = (0, 0),
) -> bytes:
    """Return A4 pages of labels; `start` is the first free place (1 = upper left, row by row)."""
    sheet = SHEETS[sheet_name]
    if not 1 <= start <= sheet.places:
        raise ValueError(f"a sheet has places 1 to {sheet.places}")
    _register_fonts()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setTitle("Titip " + sheet_name)
    with use_locale(labels.language):
        for number, label in enumerate(labels.each(), start - 1):
            place = number % sheet.places
            if place == 0 and number > start - 1:
                canvas.showPage()
            x = sheet.left + offset_mm[0] + place % sheet.columns * sheet.pitch_x
            y = sheet.top + offset_mm[1] + place // sheet.columns * sheet.pitch_y
            _draw(canvas, label, sheet, (x, y), demo=labels.demo)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _register_fonts() -> None:
    known = pdfmetrics.getRegisteredFontNames()
    for name, path in (("Vera", REGULAR), ("VeraBd", BOLD)):
        if name not in known:
            pdfmetrics.registerFont(TTFont(name, str(path)))


def _draw(
    canvas: Canvas, label: Label, sheet: Sheet, at: tuple[float, float], *, demo: bool
) -> None:
    """Draw one label whose upper left corner stands at `at` millimetres."""
    canvas.saveState()
    canvas.translate(at[0] * mm, A4[1] - at[1] * mm)
    width, height = sheet.width * DOTS_PER_MM, sheet.height * DOTS_PER_MM
    if sheet.cut:
        _cutting_guide(canvas, width * DOT, height * DOT)
    for thing in arrange(label, width, height, device=SHEET, demo=demo):
        if isinstance(thing, Words):
            canvas.setFont("VeraBd" if thing.bold else "Vera", thing.size * DOT)
            canvas.drawString(thing.x * DOT, -(thing.y + thing.size) * DOT, thing.text)
        elif isinstance(thing, Bars):
            _modules(canvas, ean13(thing.code), thing, 0, thing.height)
        else:
            for row, modules in enumerate(qr(thing.text)):
                _modules(canvas, modules, thing, row * thing.module, thing.module)
    canvas.restoreState()


def _cutting_guide(canvas: Canvas, width: float, height: float) -> None:
    canvas.setLineWidth(0.3)
    canvas.setDash(1, 2)
    canvas.rect(0, -height, width, height)
    canvas.circle(width / 2, -4.5 * mm, 1.75 * mm)


def _modules(
    canvas: Canvas, modules: str, symbol: Bars | Square, down: float, height: float
) -> None:
    """Fill the black runs of one row of a symbol, `down` dots below its top."""
    y = -(symbol.y + down + height) * DOT
    for first, count in runs(modules):
        x = (symbol.x + first * symbol.module) * DOT
        canvas.rect(x, y, count * symbol.module * DOT, height * DOT, stroke=0, fill=1)
