"""Kartu karya on A6, two sides: the picture with a name under it, and what is to be known of it."""

import io
from collections.abc import Callable

from PIL import Image, ImageOps
from reportlab.lib.pagesizes import A6
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfgen.canvas import Canvas

from core.i18n import _
from printers.documents import Keepsake
from printers.pdf.cloth import lay_cloth
from printers.pdf.sheet import GOLD, INK, QUIET_INK
from printers.pdf.square import draw_square
from printers.words import to_latin

WIDTH, HEIGHT = A6
EDGE = 6.5 * mm
"""No printer that a gallery has reaches the paper's edge; so much becomes the card's own frame."""
INSIDE = WIDTH - 2 * EDGE
PICTURE = 101 * mm
SQUARE = 22 * mm
DOTS = 300
"""Dots an inch that a photo is printed with."""
SERIF, SLANTED, SANS, BOLD = "Times-Roman", "Times-Italic", "Helvetica", "Helvetica-Bold"

Row = tuple[str, str, float, float]
"""A line of words on the back: words, font, size, and how much lower it stands than the last."""


def keepsake_pdf(card: Keepsake, photo: bytes | None = None) -> bytes:
    """Return both sides of a card; `photo` is its picture, without one its motif is laid on cloth.

    The language must be set. Equal cards give equal bytes.
    """
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A6, invariant=1)
    canvas.setTitle(to_latin(_("Kartu karya: %(title)s", title=card.title)))
    canvas.setAuthor(to_latin(card.house.name))
    _face(canvas, card, photo)
    canvas.showPage()
    _back(canvas, card)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _face(canvas: Canvas, card: Keepsake, photo: bytes | None) -> None:
    bottom = HEIGHT - EDGE - PICTURE
    if photo:
        fitted = _cut(photo)
        canvas.drawImage(fitted, EDGE, bottom, INSIDE, PICTURE)
    else:
        lay_cloth(canvas, card.ornament, left=EDGE, bottom=bottom, width=INSIDE, height=PICTURE)
    _thread(canvas, bottom - 3 * mm)
    size, title = _fitted(card.title, SERIF, (17, 15, 13.5, 12, 10.5), most=2)
    y = bottom - 4.5 * mm
    canvas.setFillColor(INK)
    for line in title:
        y -= size * 1.2
        _centred(canvas, line, y, SERIF, size)
    size, maker = _fitted(card.maker, SANS, (9.5, 8.5, 7.5), most=1)
    y -= size * 1.75
    _centred(canvas, maker[0], y, SANS, size)
    canvas.setFillColor(QUIET_INK)
    size, where = _fitted(card.sentra, SANS, (8.5, 7.5), most=1)
    _centred(canvas, where[0], y - 11, SANS, size)
    canvas.setFillColor(GOLD)
    only = _("Karya tunggal")
    _centred(canvas, only, EDGE - 1, SLANTED, 10)
    _demo(canvas, card)


def _back(canvas: Canvas, card: Keepsake) -> None:
    canvas.setFillColor(INK)
    size, name = _fitted(card.house.name, SERIF, (12, 10.5, 9), most=1)
    _centred(canvas, name[0], HEIGHT - EDGE - size, SERIF, size)
    _thread(canvas, HEIGHT - EDGE - 7.5 * mm)
    top, foot = HEIGHT - EDGE - 9 * mm, EDGE + SQUARE + 4 * mm
    y = top
    for words, font, size, down in _told(card, room=top - foot):
        y -= down
        canvas.setFillColor(QUIET_INK if font == SANS else INK)
        canvas.setFont(font, size)
        canvas.drawString(EDGE, y, words)
    _foot(canvas, card)
    _demo(canvas, card)


def _told(card: Keepsake, *, room: float) -> list[Row]:
    """Return what the back tells, in the largest letters with which it fits; else cut off."""
    rows: list[Row] = []
    for scale in (1.15, 1.07, 1.0, 0.94, 0.88, 0.82, 0.76, 0.7):
        rows = _rows(card, scale)
        if sum(down for _w, _f, _s, down in rows) <= room:
            return rows
    while sum(down for _w, _f, _s, down in rows) > room:
        rows.pop()
    words, font, size, down = rows[-1]
    return [*rows[:-1], (words + " ...", font, size, down)]


def _rows(card: Keepsake, scale: float) -> list[Row]:
    rows: list[Row] = []
    for fact in card.told:
        rows += _block(fact.label, SANS, 7.2 * scale, 7 * scale)
        rows += _block(fact.value, SERIF, 10.4 * scale, 0.6 * scale)
    return rows


def _block(words: str, font: str, size: float, above: float) -> list[Row]:
    split = simpleSplit(to_latin(words), font, size, INSIDE)
    return [(line, font, size, size * 1.18 + (0 if at else above)) for at, line in enumerate(split)]


def _foot(canvas: Canvas, card: Keepsake) -> None:
    """Draw the square that leads to the piece's page, and beside it code, promise and house."""
    left = EDGE
    if card.url:
        draw_square(canvas, card.url, left=left, bottom=EDGE, side=SQUARE)
        left += SQUARE + 4 * mm
    said = [_("Halaman karya ini tetap ada, tanpa nama pemiliknya.")] if card.url else []
    room = WIDTH - EDGE - left
    rows_: list[tuple[str, str, float]] = []
    for words, font, size in (
        *((one, SLANTED, 9.0) for one in said), (card.code, "Courier", 8.0),
        (", ".join(card.house.address), SANS, 7.0),
    ):  # fmt: skip
        rows_ += [(line, font, size) for line in simpleSplit(to_latin(words), font, size, room)[:3]]
    y = EDGE + 1
    for line, font, size in reversed(rows_):
        canvas.setFillColor(QUIET_INK if font == SANS else INK)
        canvas.setFont(font, size)
        canvas.drawString(left, y, line)
        y += size * 1.35


def _thread(canvas: Canvas, y: float) -> None:
    """Draw couched gold thread across the card: two lines with stitches between."""
    canvas.setStrokeColor(GOLD)
    canvas.setLineWidth(0.5)
    for at in (y, y + 2.6):
        canvas.line(EDGE, at, WIDTH - EDGE, at)
    canvas.setLineWidth(0.4)
    at = EDGE + 2
    while at < WIDTH - EDGE:
        canvas.line(at, y, at, y + 2.6)
        at += 4


def _demo(canvas: Canvas, card: Keepsake) -> None:
    if card.demo:
        canvas.setFillColor(INK)
        _centred(canvas, _("MODE CONTOH"), HEIGHT - EDGE + 4, BOLD, 7)


def _fitted(
    words: str, font: str, sizes: tuple[float, ...], *, most: int
) -> tuple[float, list[str]]:
    """Return the largest size with which words take at most so many lines, and those lines."""
    lines: list[str] = []
    for size in sizes:
        lines = simpleSplit(to_latin(words), font, size, INSIDE) or [""]
        if len(lines) <= most:
            return size, lines
    return sizes[-1], [*lines[: most - 1], lines[most - 1] + " ..."]


def _cut(photo: bytes) -> ImageReader:
    """Return a photo cut to the card's window from its middle, as sharp as paper shows it."""
    inch = 72.0
    size = round(INSIDE / inch * DOTS), round(PICTURE / inch * DOTS)
    fit: Callable[..., Image.Image] = ImageOps.fit
    return ImageReader(fit(Image.open(io.BytesIO(photo)).convert("RGB"), size))


def _centred(canvas: Canvas, words: str, y: float, font: str, size: float) -> None:
    canvas.setFont(font, size)
    canvas.drawCentredString(WIDTH / 2, y, to_latin(words))
