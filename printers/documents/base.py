"""What every paper has: whose it is, its language, and the marks of copies and demonstration."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Self

from core.clock import ZONES
from printers.codec import BrokenDocument


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """Whose paper it is: name, address line by line, phone (may be empty)."""

    name: str
    address: tuple[str, ...] = ()
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class Document:
    """What every paper has. `demo` prints MODE CONTOH; `copy` n > 0 prints SALINAN n."""

    kind: ClassVar[str]
    version: ClassVar[int] = 1

    house: Letterhead
    language: str = "id"
    demo: bool = False
    copy: int = 0

    def __post_init__(self) -> None:
        """Refuse a document that contradicts itself."""
        if self.language not in ("id", "en"):
            raise BrokenDocument(f"no language {self.language!r}")
        zone = getattr(self, "zone", "WIB")
        if zone not in ZONES:
            raise BrokenDocument(f"no zone {zone!r}")
        self.check()

    def check(self) -> None:
        """Raise BrokenDocument where the sums of the paper do not agree."""

    def as_copy(self, number: int) -> Self:
        """Return the same document marked as copy `number` (0 = the original)."""
        return replace(self, copy=number)
