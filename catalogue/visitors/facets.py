"""Narrowing down the works on show: what was asked, what remains, and how many each choice leaves.

Counts of a group ignore the group's own choices, so a visitor sees what ticking one more would add.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlencode

from catalogue.products.glossary import english_motif, english_technique
from catalogue.visitors.meanings import craft_name
from catalogue.visitors.shown import Work
from core.i18n import _, current_locale
from core.text import fold

BANDS = {
    "0-50": (0, 50_000),
    "50-250": (50_000, 250_000),
    "250-1000": (250_000, 1_000_000),
    "1000": (1_000_000, None),
}
"""Price bands in thousands of rupiah: from (excluded, but for the first) to (included)."""

DOUBLED = re.compile(r"\b(\w+) \1\b")
"""A doubled word that lost its hyphen in an address: kupu kupu."""

Pairs = Sequence[tuple[str, str]]
"""Names and values of an address, in its order, names as often as they stand there."""

SORTS = ("new", "low", "high")
GROUPS = ("craft", "motif", "technique", "price", "place")


@dataclass(frozen=True)
class Asked:
    """What a visitor asked for; an empty set means no wish."""

    query: str = ""
    craft: frozenset[str] = frozenset()
    motif: frozenset[str] = frozenset()
    technique: frozenset[str] = frozenset()
    price: frozenset[str] = frozenset()
    place: frozenset[str] = frozenset()
    maker: str = ""
    sort: str = "new"

    @property
    def chosen(self) -> int:
        """How many choices are on."""
        return sum(len(getattr(self, group)) for group in GROUPS) + bool(self.maker)


@dataclass(frozen=True)
class Option:
    """One box to tick."""

    value: str
    label: str
    count: int
    on: bool


@dataclass(frozen=True)
class Facet:
    """A group of boxes."""

    name: str
    label: str
    options: list[Option] = field(default_factory=list)


def asked_for(pairs: Pairs) -> Asked:
    """Return what the pairs of an address ask for; what is unknown is left out."""

    def last(name: str) -> str:
        return next((value for key, value in reversed(pairs) if key == name), "")

    wishes = {
        group: frozenset([value for key, value in pairs if key == group and value][:20])
        for group in GROUPS
    }
    return Asked(
        query=" ".join(last("q").split())[:100],
        maker=last("maker"),
        sort=last("sort") if last("sort") in SORTS else "new",
        **wishes,
    )


def page_number(pairs: Pairs, last: int) -> int:
    """Return the page asked for, brought into 1..`last`."""
    asked = next((value for key, value in pairs if key == "page"), "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    return min(max(number, 1), last)


def chips(pairs: Pairs, path: str) -> list[tuple[str, str]]:
    """Return each choice that is on, with the address that takes it off again."""
    kept = [(key, value) for key, value in pairs if key != "page" and value]
    return [
        (label_of(*pair), _address(path, [other for other in kept if other != pair]))
        for pair in dict.fromkeys(kept)
        if pair[0] in GROUPS
    ]


def _address(path: str, pairs: Pairs) -> str:
    return path + ("?" + urlencode(pairs) if pairs else "")


def band_of(price: int) -> str:
    """Return the price band that a price in rupiah falls into."""
    return next(name for name, (_low, high) in BANDS.items() if high is None or price <= high)


def narrow(works: Iterable[Work], asked: Asked, *, but: str = "") -> list[Work]:
    """Return the works that every wish lets through, leaving out the wishes of the group `but`."""
    wishes = [
        (getattr(asked, group), VALUES[group])
        for group in GROUPS
        if group != but and getattr(asked, group)
    ]
    return [
        work
        for work in works
        if (not asked.maker or work.maker_slug == asked.maker)
        and all(wanted & values(work) for wanted, values in wishes)
    ]


def in_order(works: list[Work], sort: str) -> list[Work]:
    """Return the works in the order asked; `new` keeps the order they came in."""
    if sort == "low":
        return sorted(works, key=lambda work: work.price)
    if sort == "high":
        return sorted(works, key=lambda work: -work.price)
    return works


def facets(works: list[Work], asked: Asked) -> list[Facet]:
    """Return the groups of boxes for these works, each with how many works it would leave."""
    made = []
    for group in GROUPS:
        counts: Counter[str] = Counter()
        for work in narrow(works, asked, but=group):
            counts.update(VALUES[group](work))
        on: frozenset[str] = getattr(asked, group)
        values = set(counts) | on
        options = [
            Option(value, label_of(group, value), counts[value], value in on)
            for value in sorted(values, key=lambda v: _rank(group, v, counts))
        ]
        if len(options) > 1 or on:
            made.append(Facet(group, _(LABELS[group]), options))
    return made


def label_of(group: str, value: str) -> str:
    """Return the words beside a box."""
    english = current_locale() == "en"
    if group == "craft":
        return craft_name(value.replace("-", " "))
    if group == "motif":
        name = DOUBLED.sub(r"\1-\1", value.replace("-", " "))
        return english_motif(name) if english else name.capitalize()
    if group == "technique":
        name = value.replace("-", " ")
        return _capital(english_technique(name) if english else name)
    if group == "price":
        return _(PRICE_LABELS[value]) if value in PRICE_LABELS else value
    return value


def _rank(group: str, value: str, counts: Counter[str]) -> tuple[int, str]:
    if group == "price":
        return (list(BANDS).index(value) if value in BANDS else 99, value)
    return (-counts[value], value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@lru_cache(maxsize=1024)
def _one(text: str) -> frozenset[str]:
    return frozenset([fold(text).replace(" ", "-")]) if text else frozenset()


VALUES: dict[str, Callable[[Work], frozenset[str]]] = {
    "craft": lambda work: _one(work.craft),
    "motif": lambda work: _one(work.motif),
    "technique": lambda work: _one(work.technique),
    "price": lambda work: frozenset([band_of(work.price)]),
    "place": lambda work: frozenset(work.places),
}

LABELS = {
    "craft": "Kerajinan",
    "motif": "Motif",
    "technique": "Cara membuat",
    "price": "Harga",
    "place": "Ada di",
}

PRICE_LABELS = {
    "0-50": "Sampai Rp50.000",
    "50-250": "Rp50.000 sampai Rp250.000",
    "250-1000": "Rp250.000 sampai Rp1 juta",
    "1000": "Di atas Rp1 juta",
}
