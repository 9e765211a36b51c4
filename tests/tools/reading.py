"""Reading printed symbols, papers and pages back, as a scanner and a reader would."""

import re

import pypdfium2
import zxingcpp
from PIL import Image, ImageFilter

MARGIN = 24
TURN = 2.0
"""Degrees by which a hand holds a tag askew."""


def scan(image: Image.Image) -> list[tuple[str, str]]:
    """Return (format, text) of every symbol on a picture, from the top down.

    The picture gets a white edge, as paper on a desk has none: symbols cut off stay unreadable.
    It is read as it is: made smaller, a turned EAN-13 may be misread as another valid one.
    """
    framed = Image.new("L", (image.width + 2 * MARGIN, image.height + 2 * MARGIN), 255)
    framed.paste(image.convert("L"), (MARGIN, MARGIN))
    found = zxingcpp.read_barcodes(framed, try_downscale=False)
    found.sort(key=lambda symbol: symbol.position.top_left.y)
    return [(_plain_name(symbol.format), symbol.text) for symbol in found]


def hand_held(image: Image.Image, *, zoom: float = 1.5, blur: float = 0.75) -> Image.Image:
    """Return a picture as a camera in a hand takes it: turned by 2°, `blur` source dots soft."""
    large = image.convert("L").resize(
        (round(image.width * zoom), round(image.height * zoom)), Image.Resampling.BICUBIC
    )
    framed = Image.new("L", (large.width + 4 * MARGIN, large.height + 4 * MARGIN), 255)
    framed.paste(large, (2 * MARGIN, 2 * MARGIN))
    turned = framed.rotate(TURN, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    return turned.filter(ImageFilter.GaussianBlur(blur * zoom))


def _plain_name(symbology: object) -> str:
    name = str(symbology).rsplit(".", 1)[-1].lower()
    return "".join(c for c in name if c.isalnum())


def pages(pdf: bytes, dpi: int) -> list[Image.Image]:
    """Return the pages of a PDF as grey pictures."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]
    finally:
        document.close()


def page_texts(pdf: bytes) -> list[str]:
    """Return the words on each page of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def drawn(svg: bytes) -> Image.Image:
    """Paint the QR code of an SVG by segno: one path of moves and strokes along whole rows."""
    text = svg.decode()
    side = int(re.search(r'width="(\d+)"', text).group(1))  # type: ignore[union-attr]
    scale = int(re.search(r"scale\((\d+)\)", text).group(1))  # type: ignore[union-attr]
    path = re.search(r' d="([^"]+)"', text).group(1)  # type: ignore[union-attr]
    image = Image.new("L", (side, side), "white")
    x = y = 0.0
    for letter, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        given = [float(number) for number in re.findall(r"-?\d*\.?\d+", numbers)]
        if letter == "h":
            box = (x * scale, (y - 0.5) * scale, (x + given[0]) * scale, (y + 0.5) * scale)
            image.paste(0, tuple(round(edge) for edge in box))
            x += given[0]
        else:
            x, y = (given[0], given[1]) if letter == "M" else (x + given[0], y + given[1])
    return image


def amounts(html: str) -> dict[str, int]:
    """Return the rupiah that a page of ours shows, by the names they have for tests."""
    found = re.findall(r'data-testid="([\w-]+)" data-amount="(-?\d+)"', html)
    return {name: int(amount) for name, amount in found}
