"""Reading printed symbols and pages back, as a scanner and a reader would."""

import pypdfium2
import zxingcpp
from PIL import Image

MARGIN = 24


def scan(image: Image.Image) -> list[tuple[str, str]]:
    """Return (format, text) of every symbol on a picture, from the top down.

    The picture gets a white edge, as paper on a desk has none: symbols cut off stay unreadable.
    """
    framed = Image.new("L", (image.width + 2 * MARGIN, image.height + 2 * MARGIN), 255)
    framed.paste(image.convert("L"), (MARGIN, MARGIN))
    found = zxingcpp.read_barcodes(framed)
    found.sort(key=lambda symbol: symbol.position.top_left.y)
    return [(_plain_name(symbol.format), symbol.text) for symbol in found]


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
