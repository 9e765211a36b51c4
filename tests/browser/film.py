"""Films for a camera that is not there: a tag, the thing, a tag, the thing."""

import io
from pathlib import Path

from PIL import Image, ImageDraw

from printers.symbols import bar_image, ean13, qr, qr_image
from tests.browser.steps import Goods

TAG_FRAMES, OBJECT_FRAMES = 24, 9
"""Of a film that Chromium plays at 30 pictures a second, again and again."""


def tag(goods: Goods, *, square: bool) -> Image.Image:
    """What the camera sees of a price tag: its bars, or its QR."""
    symbol = (
        qr_image(qr(f"https://contoh.id/k/{goods.code}"), 8)
        if square
        else bar_image(ean13(goods.code), 4, 170)
    )
    seen = Image.new("RGB", (640, 480), "#d8cfc0")
    paper = Image.new("RGB", (symbol.width + 80, symbol.height + 100), "white")
    paper.paste(symbol.convert("RGB"), (40, 60))
    ImageDraw.Draw(paper).text((40, 20), goods.title, fill="black")
    seen.paste(paper, ((640 - paper.width) // 2, (480 - paper.height) // 2))
    return seen.rotate(2, fillcolor="#d8cfc0")


def cloth(number: int) -> Image.Image:
    """What the camera sees of the thing itself."""
    seen = Image.new("RGB", (640, 480), f"#{90 + 7 * number:02x}3040")
    ImageDraw.Draw(seen).ellipse((160, 80, 480, 400), fill=f"#30{90 + 7 * number:02x}60")
    return seen


def film(goods: list[Goods], path: Path, *, tag_frames: int = TAG_FRAMES) -> Path:
    """Write what the camera sees, as the MJPEG that Chromium takes for one."""
    with path.open("wb") as out:
        for number, one in enumerate(goods):
            pictures = (
                (tag(one, square=number % 5 == 4), tag_frames),
                (cloth(number), OBJECT_FRAMES),
            )
            for picture, frames in pictures:
                jpeg = io.BytesIO()
                picture.save(jpeg, "JPEG", quality=85, subsampling="4:2:0")
                out.write(jpeg.getvalue() * frames)
    return path
