"""What stands at a paper's head, the house's logo or a card's photo: kept in grey, printed in black dots."""

import io
from datetime import datetime

from PIL import Image, ImageOps
from sqlalchemy.orm import Session

from core import settings
from core.clock import local_date
from core.errors import Refused
from core.files import Files
from core.i18n import _
from core.images import ONE_AT_A_TIME, upright
from printers.documents import Document, Keepsake

LOGO = settings.declare("paper.logo", "", "Logo di struk", str)
"""The SHA-256 of the file; empty for none."""

KEPT = (576, 320)
"""Width and height in dots within which the logo is kept: a whole roll of 80 mm, 40 mm high."""
SHARE = 0.66
"""How much of the paper's width a logo may take: a head that draws long black bars gets hot."""
TALLEST = 200
"""Dots, that is 25 mm; a long picture costs paper at every sale."""


def kept_name(session: Session, at: datetime) -> str:
    """Return the name of the logo's file at the moment `at`, empty for none.

    Asked for the day in Indonesia's east, the first to turn: a logo counts once it is put on, and
    paper does not know in which zone its house is.
    """
    return settings.get(session, LOGO, on=local_date(at, "WIT"))


class NoPicture(Refused):
    """What was uploaded cannot be a logo."""


def prepare(content: bytes, files: Files) -> str:
    """Re-encode an uploaded picture in grey on white and store it; return its name.

    Slow, so never in a write transaction. Raises Refused beside `logo`.
    """
    with ONE_AT_A_TIME:
        grey = _trimmed(upright(content, "logo").convert("L"))
    grey.thumbnail(KEPT)
    grey.info.clear()
    out = io.BytesIO()
    grey.save(out, "PNG", optimize=True)
    return files.put(out.getvalue())


def _trimmed(grey: Image.Image) -> Image.Image:
    """Cut the empty border off: it would only feed paper."""
    box = ImageOps.invert(grey).point(lambda level: 255 if level > 16 else 0).getbbox()
    if box is None:
        raise NoPicture(_("Gambar ini putih polos."), field="logo")
    return grey.crop(box)


def opened(files: Files, name: str) -> Image.Image | None:
    """Return the logo of that name in grey, or None where there is none."""
    try:
        with files.open(name) as file:
            return Image.open(io.BytesIO(file.read())).convert("L")
    except OSError:
        return None  # a receipt without its logo is better than none


def drawing_for(document: Document, files: Files, logo: str) -> Image.Image | None:
    """Return what stands at a paper's head, in grey: a card's own photo, else the house's logo."""
    name = document.photo if isinstance(document, Keepsake) else logo
    return opened(files, name) if name else None


def for_roll(
    grey: Image.Image, dots: int, *, share: float = SHARE, tallest: int = TALLEST
) -> Image.Image:
    """Return a drawing as black dots for a paper of that many printable dots across."""
    width, height = int(dots * share), tallest
    scale = min(width / grey.width, height / grey.height)
    size = max(8, round(grey.width * scale)), max(1, round(grey.height * scale))
    return ImageOps.autocontrast(grey.resize(size)).convert("1")  # Floyd-Steinberg
