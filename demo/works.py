"""What stands about one maker and one work of the demonstration; all of it is invented."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Work:
    """A product: list price in rupiah, `net` under net terms, pieces brought to gallery and stall.

    `keeps` is the days ahead at which food expires; `fresh` marks what came only days ago.
    """

    title: str
    price: int
    pieces: tuple[int, int] = (0, 0)
    motif: str = ""
    technique: str = ""
    size: str = ""
    weight: str = ""
    unit: str = "buah"
    net: int | None = None
    kind: str = "counted"
    keeps: int | None = None
    fresh: bool = False
    note: str = ""
    note_en: str = ""
    is_passed_on: bool = False


@dataclass(frozen=True, kw_only=True)
class Hand:
    """A maker: terms are a commission in basis points, 0 for a net price, None for the default."""

    name: str
    owner: str
    sentra: str
    address: str
    phone: str
    nib: str | None
    story: str
    story_en: str
    works: tuple[Work, ...]
    terms: int | None = None
    pin: str | None = None
    permits: tuple[tuple[str, str, int | None], ...] = ()
    """Certificates: kind, number, and days ahead at which it ends."""
