"""From a document to the bytes for one printer: a pure function, run by the worker."""

from PIL import Image

from printers.documents import Document, Keepsake, Labels
from printers.escpos import roll_bytes
from printers.label_bytes import UnknownStock, label_bytes
from printers.labels import DOTS_PER_MM, STOCKS
from printers.logo import for_roll
from printers.ornament import in_black
from printers.profile import Profile
from printers.rolls import NotForRoll, lay_out

PHOTO_SHARE, PHOTO_TALLEST, MOTIF_TALL = 0.86, 460, 240
"""A card's picture on a roll: how much of its width, and how many dots high; one is printed for good."""


class NotForPrinter(ValueError):
    """This printer cannot print this kind of document."""


def render(
    document: Document, profile: Profile, copy: int = 0, *, picture: Image.Image | None = None
) -> bytes:
    """Return the bytes of a document for a printer; NotForPrinter if it cannot print it.

    `copy` > 0 marks the paper SALINAN, whatever the stored document says; `picture` is
    what stands at its head, in grey: the house's logo, or the photo of a card's piece.
    """
    if copy:
        document = document.as_copy(copy)
    try:
        if isinstance(document, Labels):
            return _labels(document, profile)
        if profile.language != "escpos":
            raise NotForPrinter(f"a {profile.language} printer cannot print a {document.kind}")
        drawn = _head(document, picture, profile.dots)
        return roll_bytes(lay_out(document, profile.columns, profile.letters, drawn), profile)
    except (NotForRoll, UnknownStock) as error:
        raise NotForPrinter(f"{type(error).__name__}: {error}") from error


def _labels(labels: Labels, profile: Profile) -> bytes:
    name = labels.stock or profile.stock
    stock = STOCKS.get(name)
    if stock and profile.language == "escpos" and stock.roll_mm * DOTS_PER_MM > profile.dots:
        raise NotForPrinter(f"labels {name} are wider than the paper")
    return label_bytes(labels, profile.language, name)


def _head(document: Document, picture: Image.Image | None, dots: int) -> Image.Image | None:
    """Return what stands at the head of a roll in black dots; a card without a photo shows its motif."""
    if not isinstance(document, Keepsake):
        return for_roll(picture, dots) if picture else None
    if picture:
        return for_roll(picture, dots, share=PHOTO_SHARE, tallest=PHOTO_TALLEST)
    return in_black(document.ornament, MOTIF_TALL)
