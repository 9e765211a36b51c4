"""A QR symbol on a sheet: it leads whoever holds the paper to the page behind it."""

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from printers.pdf.sheet import INK
from printers.symbols import qr, runs


def draw_square(canvas: Canvas, text: str, *, left: float, bottom: float, side: float) -> None:
    """Draw the symbol of a text, `side` points wide, without the white border around it."""
    rows = qr(text)
    module = side / len(rows)
    canvas.setFillColor(INK)
    for number, row in enumerate(rows):
        for first, count in runs(row):
            canvas.rect(left + first * module, bottom + side - (number + 1) * module,
                        count * module, module, stroke=0, fill=1)  # fmt: skip


class Square(Flowable):  # type: ignore[misc]
    """The symbol of a text in a story, `side` points wide."""

    def __init__(self, text: str, side: float) -> None:
        super().__init__()
        self.text, self.width, self.height = text, side, side

    def draw(self) -> None:
        """Draw it where the story stands."""
        draw_square(self.canv, self.text, left=0, bottom=0, side=self.width)
