"""Reading printed symbols back, as a scanner would."""

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
