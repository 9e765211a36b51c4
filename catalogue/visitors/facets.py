"""Narrowing down the works on show: what was asked, what remains, and how many each choice leaves.

Counts of a group ignore the group's own choices, so a visitor sees what ticking one more would add.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from urllib.parse import urlencode

from catalogue.products.fact_words import english_colour, english_material
from catalogue.products.glossary import (
    english_craft,
    english_motif,
    english_technique,
    english_thing,
)
from catalogue.visitors import traits
from catalogue.visitors.meanings import craft_name
from catalogue.visitors.shown import Work
from core.i18n import _, current_locale
from core.money import rupiah
from core.text import capitalised, key

DOUBLED = re.compile(r"\b(\w+) \1\b")
"""A doubled word that lost its hyphen in an address: kupu kupu."""

Pairs = Sequence[tuple[str, str]]
"""Names and values of an address, in its order, names as often as they stand there."""

SORTS = ("new", "low", "high")
GROUPS = (
    "craft", "type", "trait", "price", "made", "technique", "motif", "material", "colour", "size",
    "sentra", "place",
)  # fmt: skip
OPEN = ("craft", "type", "trait", "price")
"""The groups whose boxes are seen at once; the others open at a touch, or where one is ticked."""
DEAREST = 10**12


@dataclass(frozen=True)
class Asked:
    """What a visitor asked for; an empty set means no wish. `low` and `high` are rupiah, included."""

    query: str = ""
    boxes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    maker: str = ""
    low: int | None = None
    high: int | None = None
    sort: str = "new"

    def of(self, group: str) -> frozenset[str]:
        """The boxes ticked in a group."""
        return self.boxes.get(group, frozenset())

    @property
    def chosen(self) -> int:
        """How many choices are on."""
        ticked = sum(len(self.of(group)) for group in GROUPS)
        return ticked + sum(bool(one) for one in (self.maker, self.low, self.high))


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

    @property
    def is_open(self) -> bool:
        """True where its boxes are seen at once."""
        return self.name in OPEN or any(option.on for option in self.options)


def asked_for(pairs: Pairs) -> Asked:
    """Return what the pairs of an address ask for; what is unknown is left out."""

    def last(name: str) -> str:
        return next((value for key, value in reversed(pairs) if key == name), "")

    boxes = {
        group: frozenset([value for key, value in pairs if key == group and value][:20])
        for group in GROUPS
    }
    return Asked(
        query=" ".join(last("q").split())[:100],
        boxes={group: values for group, values in boxes.items() if values},
        maker=last("maker"),
        low=_rupiah(last("min")),
        high=_rupiah(last("max")),
        sort=last("sort") if last("sort") in SORTS else "new",
    )


def _rupiah(typed: str) -> int | None:
    """Return the amount a visitor typed (Rp50.000, 50000); None for nothing or nonsense."""
    digits = re.sub(r"[\s.,]|^rp", "", typed.strip().lower())
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 12:
        return None
    return min(int(digits), DEAREST) or None


def page_number(pairs: Pairs, last: int) -> int:
    """Return the page asked for, brought into 1..`last`."""
    asked = next((value for key, value in pairs if key == "page"), "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    return min(max(number, 1), last)


def chips(pairs: Pairs, path: str) -> list[tuple[str, str]]:
    """Return each choice that is on, with the address that takes it off again."""
    kept = [(key, value) for key, value in pairs if key != "page" and value]
    asked = asked_for(pairs)
    ends = {"min": asked.low, "max": asked.high}
    return [
        (_chip(pair, ends), address(path, [other for other in kept if other != pair]))
        for pair in dict.fromkeys(kept)
        if pair[0] in GROUPS or ends.get(pair[0])
    ]


def _chip(pair: tuple[str, str], ends: Mapping[str, int | None]) -> str:
    amount = ends.get(pair[0])
    if amount is None:
        return label_of(*pair)
    price = rupiah(amount)
    return (
        _("mulai %(price)s", price=price)
        if pair[0] == "min"
        else _("sampai %(price)s", price=price)
    )


def address(path: str, pairs: Pairs) -> str:
    """Return the path with these pairs behind it, if there are any."""
    return path + ("?" + urlencode(pairs) if pairs else "")


def narrow(works: Iterable[Work], asked: Asked, *, but: str = "") -> list[Work]:
    """Return the works that every wish lets through, leaving out the wishes of the group `but`."""
    wishes = [(asked.of(group), VALUES[group]) for group in asked.boxes if group != but]
    low, high = asked.low or 0, asked.high or DEAREST
    return [
        work
        for work in works
        if (not asked.maker or but == "maker" or work.maker_slug == asked.maker)
        and low <= work.price <= high
        and all(wanted & values(work) for wanted, values in wishes)
    ]


def makers(works: Iterable[Work], asked: Asked) -> list[Option]:
    """Return the makers to choose one from, by name, each with how many works that would leave."""
    met = narrow(works, asked, but="maker")
    counts = Counter((work.maker, work.maker_slug) for work in met)
    return [
        Option(slug, name, count, slug == asked.maker)
        for (name, slug), count in sorted(counts.items())
    ]


def in_order(works: list[Work], sort: str) -> list[Work]:
    """Return the works in the order asked; `new` keeps the order they came in."""
    if sort == "low":
        return sorted(works, key=lambda work: work.price)
    if sort == "high":
        return sorted(works, key=lambda work: -work.price)
    return works


def facets(works: list[Work], asked: Asked, left: list[Work]) -> list[Facet]:
    """Return the groups of boxes for these works, each with how many works it would leave.

    `left` are those of the works that every wish lets through, in any order.
    """
    made = []
    for group in GROUPS:
        on = asked.of(group)
        counted = narrow(works, asked, but=group) if on else left
        counts = Counter(chain.from_iterable(map(VALUES[group], counted)))
        values = set(counts) | on
        options = [
            Option(value, label_of(group, value), counts[value], value in on)
            for value in sorted(values, key=lambda v: _rank(group, v, counts))
        ]
        if len(options) > 1 or on or (group == "trait" and options):
            made.append(Facet(group, _(LABELS[group]), options))
    return made


def label_of(group: str, value: str) -> str:
    """Return the words beside a box."""
    if group == "craft":
        return craft_name(value.replace("-", " "))
    if group in SAID:
        return _(SAID[group][value]) if value in SAID[group] else value
    if group == "place":
        return value
    name = DOUBLED.sub(r"\1-\1", value.replace("-", " "))
    said = ENGLISH[group](name) if current_locale() == "en" else name
    return capitalised(said)


def _rank(group: str, value: str, counts: Counter[str]) -> tuple[int, str]:
    """Return what boxes are sorted by: where they have an order that, else the fullest first."""
    if group in SAID:
        order = list(SAID[group])
        return (order.index(value) if value in order else 99, value)
    return (-counts[value], value)


@lru_cache(maxsize=1024)
def _one(text: str) -> frozenset[str]:
    return frozenset([key(text)]) if text else frozenset()


def _sizes(work: Work) -> frozenset[str]:
    sizes = (traits.size_of(size, work.weight) for size in work.sizes or (work.measure,))
    return frozenset(size for size in sizes if size)


def _traits(work: Work) -> frozenset[str]:
    has = {
        "unique": work.unique,
        "halal": work.halal,
        "bag": traits.fits_a_bag(work.measure, work.weight),
    }
    return frozenset(name for name, holds in has.items() if holds)


VALUES: dict[str, Callable[[Work], frozenset[str]]] = {
    "craft": lambda work: _one(work.craft),
    "type": lambda work: traits.thing(work.title),
    "trait": _traits,
    "price": lambda work: frozenset([traits.band_of(work.price)]),
    "made": lambda work: _one(traits.made_by(work.technique)),
    "technique": lambda work: _one(work.technique),
    "motif": lambda work: _one(work.motif),
    "material": lambda work: traits.listed(work.material),
    "colour": lambda work: traits.listed(work.colour),
    "size": _sizes,
    "sentra": lambda work: _one(work.sentra),
    "place": lambda work: frozenset(work.places),
}

ENGLISH: dict[str, Callable[[str], str]] = {
    "type": english_thing,
    "technique": english_technique,
    "motif": english_motif,
    "material": english_material,
    "colour": english_colour,
    "sentra": english_craft,
}

LABELS = {
    "craft": "Kerajinan",
    "type": "Jenis barang",
    "trait": "Pilihan",
    "price": "Harga",
    "made": "Dibuat dengan",
    "technique": "Cara membuat",
    "motif": "Motif",
    "material": "Bahan",
    "colour": "Warna",
    "size": "Ukuran",
    "sentra": "Sentra",
    "place": "Ada di",
}

SAID: dict[str, dict[str, str]] = {
    "trait": {
        "unique": "Karya tunggal",
        "bag": "Muat di tas: sampai 30 cm atau 250 g",
        "halal": "Bersertifikat halal",
    },
    "price": {
        "0-25": "Sampai Rp25.000",
        "25-50": "Rp25.000–50.000",
        "50-100": "Rp50.000–100.000",
        "100-250": "Rp100.000–250.000",
        "250-500": "Rp250.000–500.000",
        "500-1000": "Rp500.000–1 juta",
        "1000-2500": "Rp1–2,5 juta",
        "2500-5000": "Rp2,5–5 juta",
        "5000": "Di atas Rp5 juta",
    },
    "made": {
        "hand": "Tangan",
        "mixed": "Gabungan beberapa cara",
        "machine": "Mesin",
        "print": "Cetak atau sablon",
    },
    "size": {
        **{letter: letter.upper() for letter in traits.LETTERS},
        "cm-30": "Sampai 30 cm",
        "cm-100": "30 sampai 100 cm",
        "cm-more": "Lebih dari 100 cm",
        "g-100": "Sampai 100 g",
        "g-250": "100 sampai 250 g",
        "g-more": "Lebih dari 250 g",
    },
}
"""Groups whose boxes have a fixed order, with the words beside each (Indonesian sources)."""
