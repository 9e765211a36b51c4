"""Kartu karya: the card that goes home with a piece of which there is only one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from printers.documents.base import Document
from printers.documents.record import Fact


@dataclass(frozen=True, kw_only=True)
class Ornament:
    """A motif as SVG path data around (0, 0), `wide` units across and about 120 high.

    `thread` are lines laid on the cloth, `a` and `b` areas filled with thread, `c` an accent.
    """

    thread: str
    a: str
    b: str
    c: str
    wide: int
    cloth: tuple[str, ...]
    """Colours of the cloth: ground, second ground, warm stripe, ochre stripe."""
    gold: tuple[str, ...]
    """Shades of the thread: deep, body, light, glint."""


@dataclass(frozen=True, kw_only=True)
class Keepsake(Document):
    """What a buyer may know of a piece; never who bought it, nor what it cost.

    `told` are its facts one under the other: technique as declared, days to make, what the motif's
    name says, care. `url` leads to the piece's page and is empty where nobody could reach it. `photo`
    names a file of ours, empty for none: then the ornament is shown.
    """

    kind: ClassVar[str] = "keepsake"

    title: str
    maker: str
    sentra: str
    code: str
    told: tuple[Fact, ...]
    url: str
    photo: str
    ornament: Ornament
