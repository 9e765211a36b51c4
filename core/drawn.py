"""Lines that were drawn on a screen: a signature as strokes of points, never as somebody's image.

A drawing is text, strokes apart by `;`, points by a space: `12,40 15,44;80,20 90,60`. Points are
whole numbers on a pad of WIDTH by HEIGHT, down from the top left. Nothing else gets in, so that it
can be shown as SVG and drawn into a PDF as it is.
"""

import re

from core.errors import Refused
from core.i18n import _

WIDTH, HEIGHT = 600, 200
LONGEST = 20_000
SMALLEST = 30
"""How wide or high a signature is at least; less is a finger that slipped."""
FORM = re.compile(r"\d{1,3},\d{1,3}(?:[ ;]\d{1,3},\d{1,3})*")

Stroke = list[tuple[int, int]]


def checked(text: str, *, field: str) -> str:
    """Return a drawing as it came, "" for none; raise Refused beside `field` for anything else."""
    text = text.strip()
    if not text:
        return ""
    if len(text) > LONGEST:
        raise Refused(_("Coretannya terlalu panjang. Hapus, lalu tanda tangani lagi."), field=field)
    if not FORM.fullmatch(text) or not _fits(text):
        raise Refused(_("Tanda tangannya tidak terbaca. Hapus, lalu coba lagi."), field=field)
    xs, ys = zip(*(point for stroke in strokes(text) for point in stroke), strict=True)
    if max(max(xs) - min(xs), max(ys) - min(ys)) < SMALLEST:
        raise Refused(_("Itu baru titik. Tanda tangani di dalam kotaknya."), field=field)
    return text


def strokes(text: str) -> list[Stroke]:
    """Return the strokes of a drawing, each its points in order; none for ""."""
    if not text:
        return []
    return [
        [(int(x), int(y)) for x, y in (point.split(",") for point in stroke.split(" "))]
        for stroke in text.split(";")
    ]


def svg_path(text: str) -> str:
    """Return a drawing as the `d` of an SVG path on a view box of WIDTH by HEIGHT."""
    return "".join(
        "M" + "L".join(f"{x} {y}" for x, y in (stroke if len(stroke) > 1 else stroke * 2))
        for stroke in strokes(text)
    )


def _fits(text: str) -> bool:
    return all(x <= WIDTH and y <= HEIGHT for stroke in strokes(text) for x, y in stroke)
