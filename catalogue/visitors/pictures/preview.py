"""A motif on its cloth as a JPEG: messengers and shopping sites show no SVG beside a link."""

import io
from functools import lru_cache

from PIL import Image, ImageDraw

from catalogue.visitors.pictures import sample
from catalogue.visitors.pictures.cloth import Shades
from catalogue.visitors.pictures.paths import Motif
from core.images import ONE_AT_A_TIME
from printers.ornament import BANDS, CORD, STRIPES, lines, rows

WIDTH, HEIGHT = 600, 750
FINE = 2
"""It is drawn so many times larger, then made smaller: edges are even."""


@lru_cache(maxsize=48)
def preview(craft: str, motif: str, seed: str) -> bytes:
    """Return the picture of a work that has no photo, the same for the same words."""
    drawn, wide, cloth, gold = sample(craft, motif, seed)
    with ONE_AT_A_TIME:
        image = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), cloth[0])
        _stripes(ImageDraw.Draw(image), cloth, gold)
        for middle, scale in rows(WIDTH, HEIGHT, wide):
            _row(image, _stamp(drawn, wide, cloth, gold, scale), round(middle * image.height))
        out = io.BytesIO()
        image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(out, "JPEG", quality=86)
    return out.getvalue()


def _stripes(draw: ImageDraw.ImageDraw, cloth: Shades, gold: Shades) -> None:
    width, height = WIDTH * FINE, HEIGHT * FINE
    dark = "#" + "".join(f"{int(cloth[0][at : at + 2], 16) * 4 // 5:02x}" for at in (1, 3, 5))
    for y in range(4, height, 4 * FINE):
        draw.line((0, y, width, y), fill=dark, width=FINE)
    for middle, high in STRIPES:
        top, tall = (middle - high / 2) * height, high * height
        for first, last, colour in BANDS:
            draw.rectangle((0, top + first * tall, width, top + last * tall), fill=cloth[colour])
        for cord in (top - CORD * FINE, top + tall + CORD * FINE):
            for shade, weight in ((gold[0], 6), (gold[2], 4), (gold[3], 1)):
                draw.line((0, cord, width, cord), fill=shade, width=weight * FINE // 2 or 1)


def _stamp(motif: Motif, wide: int, cloth: Shades, gold: Shades, scale: float) -> Image.Image:
    """Draw one motif in gold: areas, the accent, and the thread couched over them."""
    size = round((wide + 16) * scale * FINE), round(150 * scale * FINE)
    stamp = Image.new("RGBA", size)
    draw, unit = ImageDraw.Draw(stamp), scale * FINE
    deep, body, light, glint = gold

    def placed(points: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
        return [(size[0] / 2 + x * unit, size[1] / 2 + y * unit) for x, y in points]

    for path, colour in ((motif.a, body), (motif.b, deep), (motif.c, cloth[2])):
        for points, _closed in lines(path):
            draw.polygon(placed(points), fill=colour, outline=body)
    for points, closed in lines(motif.thread):
        thread = placed((*points, points[0]) if closed else points)
        for colour, weight in ((deep, 2.6), (light, 1.6), (glint, 0.6)):
            draw.line(thread, fill=colour, width=max(1, round(weight * unit)), joint="curve")
    return stamp


def _row(image: Image.Image, stamp: Image.Image, middle: int) -> None:
    """Lay the motif side by side over the whole width, one of them in the middle."""
    beside = image.width // (2 * stamp.width) + 1
    for at in range(-beside, beside + 1):
        left = (image.width - stamp.width) // 2 + at * stamp.width
        image.paste(stamp, (left, middle - stamp.height // 2), stamp)
