"""What a visitor may see. Every field shown in public is named here, and nothing else leaves.

The classes here are the allow-list: a page gets these and never a row, so a maker's phone, address,
owner, NIB or account cannot slip into a template.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from catalogue.outlets.welcome import Today
from catalogue.products.glossary import english_technique
from catalogue.products.sizes import order
from core.i18n import current_locale
from core.text import key

BADGES = ("halal", "pirt", "bpom", "sni", "batikmark", "ig")
"""Certificates that a visitor is told of; the rest is between the maker and the office."""

BRIEFLY = ("basket", "sale")
"""Holders that decide within the hour; what they leave can be bought again."""


@dataclass(frozen=True)
class Place:
    """An outlet as a visitor finds it."""

    code: str
    name: str
    address: str
    zone: str = "WIB"


@dataclass(frozen=True)
class Door:
    """What a visitor must know to come to a place; `way` in the language now spoken.

    `is_original` where the page is English and the way was written in Indonesian only.
    """

    place: Place
    week: tuple[tuple[str, str], ...] = ()
    today: Today | None = None
    way: str = ""
    is_original: bool = False
    position: str = ""


class Picture(NamedTuple):
    """A photo as an <img> needs it: the name of its largest file, and the size of that."""

    name: str
    width: int
    height: int


@dataclass(frozen=True)
class Cluster:
    """A sentra as a visitor meets it: its name in the language now spoken, and its craft."""

    slug: str
    name: str
    craft: str
    makers: int
    works: int = 0


@dataclass(frozen=True)
class Hand:
    """A maker as a visitor meets her: the business, never the person's data."""

    slug: str
    name: str
    sentra: str
    craft: str
    story: str
    works: int = 0
    photo: Picture | None = None
    sentra_slug: str = ""
    in_indonesian: bool = False
    """True where the page is English and the story is told in Indonesian only."""

    @property
    def initials(self) -> str:
        """The first letters of the first two words of the name."""
        return "".join(word[0] for word in self.name.split()[:2]).upper()


class Work(NamedTuple):
    """A product on a card: what it is, whose, what it costs, where it is now.

    A tuple, because a page of the gallery makes thousands of them.
    """

    slug: str
    title: str
    english: str
    maker: str
    maker_slug: str
    sentra: str
    craft: str
    motif: str
    technique: str
    price: int
    unique: bool
    places: tuple[str, ...] = ()
    held: str = ""
    """Who holds it, as `meanings.HOLDS` names them; nobody while it is empty."""
    coming: tuple[str, ...] = ()
    """Places that it is being carried to."""
    photo: Picture | None = None
    card: int | None = None
    """What sizes of one thing have in common; `as_cards` makes one work of them."""
    thing: str = ""
    thing_english: str = ""
    size: str = ""
    sizes: tuple[str, ...] = ()
    dearest: int = 0
    material: str = ""
    colour: str = ""
    measure: str = ""
    """Its size as it was written, whether it has others or not."""
    weight: str = ""
    """What names its weight: the fact, else its title."""
    halal: bool = False
    hung: date = date.min
    """The day it came to the gallery."""
    sold: bool = False
    """True where somebody took home the only one there was; one that went back was not sold."""

    @property
    def name(self) -> str:
        """The title in the language now spoken."""
        return self.english if current_locale() == "en" else self.title

    @property
    def made(self) -> str:
        """The technique in the language now spoken."""
        return english_technique(self.technique) if current_locale() == "en" else self.technique

    @property
    def seed(self) -> str:
        """What its picture is drawn by where it has no photo: all sizes of a thing look alike."""
        return key(self.thing) or self.slug

    @property
    def offered(self) -> bool:
        """True while it can be bought: on hand somewhere, and held by nobody."""
        return bool(self.places) and not self.held

    @property
    def on_show(self) -> bool:
        """True while it hangs there, also for the half hour that it is kept for somebody."""
        return bool(self.places) and (not self.held or self.held in BRIEFLY)


@dataclass(frozen=True)
class Detail:
    """All that the page of one product shows."""

    work: Work
    hand: Hand | None
    description: str
    code: str
    size: str
    net_weight: str
    material: str = ""
    colour: str = ""
    days_to_make: int | None = None
    care: str = ""
    ingredients: str = ""
    storage: str = ""
    packed: str = ""
    in_indonesian: bool = False
    """True where the page is English and the description was written in Indonesian only."""
    sold: bool = False
    """True where somebody took home the only one there was."""
    photos: tuple[Picture, ...] = ()
    sizes: tuple[Work, ...] = ()
    stock: tuple[tuple[Place, int], ...] = ()
    marked: tuple[tuple[Place, int], ...] = ()
    """Where its price has come down by the plan, and what it costs there now."""
    certificates: tuple[tuple[str, str], ...] = field(default=())

    @property
    def slugs(self) -> set[str]:
        """Its own slug and those of its sizes: a wall shows all of them as one work."""
        return {self.work.slug, *(size.slug for size in self.sizes)}

    @property
    def price_now(self) -> int:
        """What one piece costs, where its price came down the most."""
        return min((price for _place, price in self.marked), default=self.work.price)

    @property
    def expressly_last(self) -> bool:
        """True where exactly one piece of a counted product is left."""
        return not self.work.unique and sum(count for _place, count in self.stock) == 1


def as_cards(works: list[Work]) -> list[Work]:
    """Return the works with the sizes of one thing as one of them, where its first one stood.

    Where some sizes can be bought, only those count.
    """
    groups: dict[int, list[Work]] = {}
    for work in works:
        if work.card is not None:
            groups.setdefault(work.card, []).append(work)
    shown: list[Work] = []
    for work in works:
        if work.card is None:
            shown.append(work)
        elif work.card in groups:
            shown.append(_as_card(groups.pop(work.card)))
    return shown


def _as_card(members: list[Work]) -> Work:
    ordered = sorted(
        [work for work in members if work.offered] or members, key=lambda work: order(work.size)
    )
    first = ordered[0]
    return first._replace(
        title=first.thing,
        english=first.thing_english,
        price=min(work.price for work in ordered),
        dearest=max(work.price for work in ordered),
        sizes=tuple(work.size for work in ordered),
        places=tuple(dict.fromkeys(place for work in ordered for place in work.places)),
        coming=tuple(dict.fromkeys(place for work in ordered for place in work.coming)),
        photo=next((work.photo for work in ordered if work.photo), None),
    )
