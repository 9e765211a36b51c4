"""Reading printed symbols and pages back, as a scanner and a reader would."""

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
