"""Bars and squares: Code 128, EAN-13 and QR as plain modules, drawn by whoever needs them."""

from functools import lru_cache

import barcode
import segno
from PIL import Image, ImageDraw

from core.ids import is_ean13

QUIET = 10
"""Modules left white on each side of a bar symbol."""
QR_QUIET = 4
"""Modules left white around a QR symbol."""


class UnprintableCode(ValueError):
    """The text cannot stand in this kind of symbol."""


@lru_cache(maxsize=512)
def ean13(code: str) -> str:
    """Return the 95 modules of an EAN-13 as ones and zeros; a wrong check digit is refused.

    The library would silently correct or trim the digits, and the tag would read otherwise.
    """
    if not is_ean13(code):
        raise UnprintableCode(f"{code!r} is not 13 digits with a right check digit")
    symbol = barcode.get_barcode_class("ean13")(code)
    if symbol.get_fullcode() != code:
        raise UnprintableCode(f"{code!r} would be printed as {symbol.get_fullcode()!r}")
    return str(symbol.build()[0]).replace("G", "1")


@lru_cache(maxsize=512)
def code128(text: str) -> str:
    """Return the modules of a Code 128 as ones and zeros; only printable ASCII goes in."""
    if not text or not text.isascii() or not text.isprintable():
        raise UnprintableCode(f"{text!r} cannot stand in a Code 128")
    return str(barcode.get_barcode_class("code128")(text).build()[0])


@lru_cache(maxsize=512)
def qr(text: str) -> tuple[str, ...]:
    """Return the rows of a QR symbol as ones and zeros, without the white border."""
    made = segno.make(text, error="m", micro=False, boost_error=False)
    return tuple("".join("1" if cell else "0" for cell in row) for row in made.matrix)


def runs(modules: str) -> list[tuple[int, int]]:
    """Return the black runs of a row of modules as (first module, how many)."""
    found: list[tuple[int, int]] = []
    for at, module in enumerate(modules):
        if module != "1":
            continue
        if found and sum(found[-1]) == at:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((at, 1))
    return found


def svg_path(rows: tuple[str, ...], height: int = 1) -> str:
    """Return rows of modules as the `d` of an SVG path, each row `height` units high."""
    return "".join(
        f"M{x} {y * height}h{width}v{height}h-{width}z"
        for y, row in enumerate(rows)
        for x, width in runs(row)
    )


def bar_image(modules: str, dots: int, height: int) -> Image.Image:
    """Return bars of whole dots, `dots` a module, `height` dots high, without quiet zones."""
    image = Image.new("1", (len(modules) * dots, height), 1)
    draw = ImageDraw.Draw(image)
    for first, count in runs(modules):
        draw.rectangle((first * dots, 0, (first + count) * dots - 1, height - 1), fill=0)
    return image


def qr_image(rows: tuple[str, ...], dots: int) -> Image.Image:
    """Return a QR symbol of `dots` dots a module, without the white border."""
    image = Image.new("1", (len(rows) * dots, len(rows) * dots), 1)
    for y, row in enumerate(rows):
        image.paste(bar_image(row, dots, dots), (0, y * dots))
    return image
