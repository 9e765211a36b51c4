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
    """A sheet of labels; all measures in millimetres, from the upper left corner.

    `margin` stays white inside each label: what lies at the paper's edge no office printer reaches.
    """

    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    pitch_x: float
    pitch_y: float
    margin: float = 1
    cut: bool = False
    holes: bool = False

    @property
    def places(self) -> int:
        """Labels on one sheet."""
        return self.columns * self.rows


SHEETS = {
    "a4-65": Sheet(5, 13, 38.1, 21.2, 4.75, 10.7, 40.6, 21.2),
    "a4-40": Sheet(4, 10, 52.5, 29.7, 0, 0, 52.5, 29.7, margin=4.5),
    "a4-24": Sheet(3, 8, 70, 37, 0, 0.5, 70, 37, margin=4.5),
    "a4-33x15": Sheet(6, 18, 33, 15, 6, 13.5, 33, 15, cut=True),
    "a4-40x30": Sheet(5, 9, 40, 30, 5, 13.5, 40, 30, cut=True),
    "a4-50x25": Sheet(4, 11, 50, 25, 5, 11, 50, 25, cut=True),
    "a4-15": Sheet(5, 3, 40, 80, 5, 28.5, 40, 80, cut=True, holes=True),
}
"""Sticker sheets as shops sell them (65 of 38 × 21 mm, 40 of 52 × 30, 24 of 70 × 37), and plain
paper to cut: the three label sizes, and hangtags of 40 × 80 mm with a hole for the thread."""


class Book:
    """Sheets of labels under construction; equal labels are drawn once and placed many times."""

    def __init__(
        self,
        sheet_name: str,
        *,
        start: int = 1,
        offset_mm: tuple[float, float] = (0, 0),
        demo: bool = False,
        canvas: Canvas | None = None,
    ) -> None:
        """Begin at place `start` (1 = upper left, row by row); ValueError where there is none.

        With a `canvas` the sheets follow what is on it, and whoever made it saves it.
        """
        self.sheet = SHEETS[sheet_name]
        if not 1 <= start <= self.sheet.places:
            raise ValueError(f"a sheet has places 1 to {self.sheet.places}")
        _register_fonts()
        self.demo, self.offset = demo, offset_mm
        self.next = start - 1
        self.out = io.BytesIO()
        if canvas is None:
            canvas = Canvas(self.out, pagesize=A4, invariant=1)
            canvas.setTitle("Titip " + sheet_name)
        self.canvas = canvas
        self.drawn: dict[Label, str] = {}
        self.is_page_clean = True

    def add(self, label: Label, count: int = 1) -> None:
        """Place a label `count` times; the words are in the language now in use."""
        name = self._form(label)
        for _piece in range(count):
            place = self.next % self.sheet.places
            if place == 0 and not self.is_page_clean:
                self.canvas.showPage()
            x = self.sheet.left + self.offset[0] + place % self.sheet.columns * self.sheet.pitch_x
            y = self.sheet.top + self.offset[1] + place // self.sheet.columns * self.sheet.pitch_y
            self.canvas.saveState()
            self.canvas.translate(x * mm, A4[1] - y * mm)
            self.canvas.doForm(name)
            self.canvas.restoreState()
            self.next += 1
            self.is_page_clean = False

    def finish(self) -> bytes:
        """Return the PDF; nothing can be added any more."""
        self.canvas.showPage()
        self.canvas.save()
        return self.out.getvalue()

    def _form(self, label: Label) -> str:
        """Return the name under which a label is drawn once for the whole document."""
        if label not in self.drawn:
            self.drawn[label] = f"label{len(self.drawn)}"
            width, height = self.sheet.width * mm, self.sheet.height * mm
            self.canvas.beginForm(self.drawn[label], 0, -height, width, 0)
            _draw(self.canvas, label, self.sheet, demo=self.demo)
            self.canvas.endForm()
        return self.drawn[label]


def sheet_pdf(
    labels: Labels,
    sheet_name: str,
    *,
    start: int = 1,
    offset_mm: tuple[float, float] = (0, 0),
) -> bytes:
    """Return A4 pages of labels; `start` is the first free place (1 = upper left, row by row)."""
    book = Book(sheet_name, start=start, offset_mm=offset_mm, demo=labels.demo)
    with use_locale(labels.language):
        _add_all(book, labels)
    return book.finish()


def sheets_behind(
    canvas: Canvas,
    labels: Labels,
    sheet_name: str,
    *,
    start: int = 1,
    offset_mm: tuple[float, float] = (0, 0),
) -> None:
    """Put sheets of labels behind the pages of another document; see `sheet_pdf`."""
    book = Book(sheet_name, start=start, offset_mm=offset_mm, demo=labels.demo, canvas=canvas)
    with use_locale(labels.language):
        _add_all(book, labels)
    canvas.showPage()


def _add_all(book: Book, labels: Labels) -> None:
    for run in labels.runs:
        book.add(run.label, run.count)


def outline_pdf(sheet_name: str, *, offset_mm: tuple[float, float] = (0, 0)) -> bytes:
    """Return one A4 page with the edge and the number of every place, to hold against a sheet."""
    sheet = SHEETS[sheet_name]
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setTitle("Titip " + sheet_name)
    canvas.setLineWidth(0.4)
    canvas.setFont("Helvetica", 8)
    for place in range(sheet.places):
        x = (sheet.left + offset_mm[0] + place % sheet.columns * sheet.pitch_x) * mm
        top = (sheet.top + offset_mm[1] + place // sheet.columns * sheet.pitch_y) * mm
        foot = A4[1] - top - sheet.height * mm
        canvas.rect(x, foot, sheet.width * mm, sheet.height * mm)
        canvas.drawCentredString(
            x + sheet.width * mm / 2, foot + sheet.height * mm / 2, f"{place + 1}"
        )
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _register_fonts() -> None:
    known = pdfmetrics.getRegisteredFontNames()
    for name, path in (("Vera", REGULAR), ("VeraBd", BOLD)):
        if name not in known:
            pdfmetrics.registerFont(TTFont(name, str(path)))


def _draw(canvas: Canvas, label: Label, sheet: Sheet, *, demo: bool) -> None:
    """Draw one label whose upper left corner is the origin."""
    width, height = sheet.width * DOTS_PER_MM, sheet.height * DOTS_PER_MM
    if sheet.cut:
        canvas.saveState()
        _cutting_guide(canvas, width * DOT, height * DOT, hole=sheet.holes)
        canvas.restoreState()
    margin = sheet.margin * DOTS_PER_MM
    for thing in arrange(label, width, height, device=SHEET, margin=margin, demo=demo):
        if isinstance(thing, Words):
            canvas.setFont("VeraBd" if thing.bold else "Vera", thing.size * DOT)
            canvas.drawString(thing.x * DOT, -(thing.y + thing.size) * DOT, thing.text)
        elif isinstance(thing, Bars):
            _modules(canvas, ean13(thing.code), thing, 0, thing.height)
        else:
            for row, modules in enumerate(qr(thing.text)):
                _modules(canvas, modules, thing, row * thing.module, thing.module)


def _cutting_guide(canvas: Canvas, width: float, height: float, *, hole: bool) -> None:
    canvas.setLineWidth(0.3)
    canvas.setDash(1, 2)
    canvas.rect(0, -height, width, height)
    if hole:
        canvas.circle(width / 2, -4.5 * mm, 1.75 * mm)


def _modules(
    canvas: Canvas, modules: str, symbol: Bars | Square, down: float, height: float
) -> None:
    """Fill the black runs of one row of a symbol, `down` dots below its top."""
    y = -(symbol.y + down + height) * DOT
    for first, count in runs(modules):
        x = (symbol.x + first * symbol.module) * DOT
        canvas.rect(x, y, count * symbol.module * DOT, height * DOT, stroke=0, fill=1)
