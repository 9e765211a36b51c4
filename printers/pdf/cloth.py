"""A cloth laid on a sheet: a piece's motif in gold thread, where nobody has taken its photo yet."""

from dataclasses import dataclass

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from printers.documents import Ornament
from printers.ornament import BANDS, CORD, STRIPES, lines, rows

WIDE = 600.0
"""Units across, whatever the size on paper: strokes and stripes are drawn in these."""


@dataclass(frozen=True)
class _Loom:
    canvas: Canvas
    motif: Ornament
    height: float


def lay_cloth(
    canvas: Canvas, motif: Ornament, *, left: float, bottom: float, width: float, height: float
) -> None:
    """Draw the cloth into a rectangle of a page (points): stripes, narrow rows, one great row."""
    canvas.saveState()
    edge = canvas.beginPath()
    edge.rect(left, bottom, width, height)
    canvas.clipPath(edge, stroke=0, fill=0)
    canvas.translate(left, bottom + height)
    canvas.scale(width / WIDE, -width / WIDE)
    tall = height * WIDE / width
    loom = _Loom(canvas, motif, tall)
    canvas.setFillColor(HexColor(motif.cloth[0]))
    canvas.rect(0, 0, WIDE, tall, stroke=0, fill=1)
    _weave(loom)
    for at, high in STRIPES:
        _stripes(loom, at * tall, high * tall)
    canvas.beginForm("motif", -motif.wide, -100, motif.wide, 100)
    _gold(canvas, motif)
    canvas.endForm()
    for at, scale in rows(WIDE, tall, motif.wide):
        _row(loom, at * tall, scale)
    canvas.restoreState()


def _weave(loom: _Loom) -> None:
    """Draw the ground's threads: dark ones across, light ones along."""
    canvas = loom.canvas
    canvas.setLineWidth(1)
    for colour, alpha in (("#000000", 0.18), ("#ffffff", 0.05)):
        canvas.setStrokeColor(HexColor(colour))
        canvas.setStrokeAlpha(alpha)
        down = colour == "#ffffff"
        at = 2.0
        while at < (WIDE if down else loom.height):
            canvas.line(*((at, 0, at, loom.height) if down else (0, at, WIDE, at)))
            at += 4
    canvas.setStrokeAlpha(1)


def _stripes(loom: _Loom, middle: float, high: float) -> None:
    """Draw a group of stripes with a gold cord on either side."""
    canvas = loom.canvas
    top = middle - high / 2
    for first, last, colour in BANDS:
        canvas.setFillColor(HexColor(loom.motif.cloth[colour]))
        canvas.rect(0, top + first * high, WIDE, (last - first) * high, stroke=0, fill=1)
    for y in (top - CORD, top + high + CORD):
        _couch(canvas, loom.motif.gold, ((0, y), (WIDE, y)), 1.5)


def _row(loom: _Loom, middle: float, scale: float) -> None:
    """Lay the motif side by side over the whole width, one of them in the middle."""
    canvas, step = loom.canvas, (loom.motif.wide + 16) * scale
    beside = int(WIDE / 2 / step) + 1
    for at in range(-beside, beside + 1):
        canvas.saveState()
        canvas.translate(WIDE / 2 + at * step, middle)
        canvas.scale(scale, scale)
        canvas.doForm("motif")
        canvas.restoreState()


def _gold(canvas: Canvas, motif: Ornament) -> None:
    """Draw one motif: areas filled with thread, the accent, and the lines couched over them."""
    deep, body, _light, _glint = motif.gold
    for path, colour in ((motif.a, body), (motif.b, deep), (motif.c, motif.cloth[2])):
        canvas.setFillColor(HexColor(colour))
        canvas.setStrokeColor(HexColor(body))
        canvas.setLineWidth(0.7)
        for points, _closed in lines(path):
            _draw(canvas, (*points, points[0]), fill=1, stroke=int(path == motif.c))
    for points, closed in lines(motif.thread):
        _couch(canvas, motif.gold, (*points, points[0]) if closed else points, 0.62)


def _couch(
    canvas: Canvas, gold: tuple[str, ...], points: tuple[tuple[float, float], ...], weight: float
) -> None:
    """Draw gold-wrapped thread caught by small stitches: shadow, body, light, glint."""
    deep, _body, light, glint = gold
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    for colour, width, alpha in (
        ("#000000", 5.4, 0.4), (deep, 4.2, 1.0), (light, 2.6, 1.0), (glint, 1.1, 1.0),
    ):  # fmt: skip
        canvas.setStrokeColor(HexColor(colour))
        canvas.setStrokeAlpha(alpha)
        canvas.setLineWidth(width * weight)
        if colour == glint:
            canvas.setDash(2.4 * weight, 2.8 * weight)
        _draw(canvas, points, fill=0, stroke=1)
    canvas.setDash()


def _draw(
    canvas: Canvas, points: tuple[tuple[float, float], ...], *, fill: int, stroke: int
) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    canvas.drawPath(path, stroke=stroke, fill=fill)
