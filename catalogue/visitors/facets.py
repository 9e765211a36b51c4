"""Narrowing down the works on show: what remains, and how many each choice leaves.

Counts of a group ignore the group's own choices, so a visitor sees what ticking one more would add.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain

from catalogue.visitors.boxes import GROUPS, LABELS, SAID, VALUES, label_of
from catalogue.visitors.shown import Work
from catalogue.visitors.wishes import DEAREST, Asked
from core.i18n import _

OPEN = ("craft", "type", "trait", "price")
"""The groups whose boxes are seen at once; the others open at a touch, or where one is ticked."""
FIRST = 8
"""Boxes of a group that are seen before a touch."""


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
    def first(self) -> list[Option]:
        """The boxes seen at once: the first ones, and what is ticked."""
        more = self.more
        return [option for option in self.options if option not in more]

    @property
    def more(self) -> list[Option]:
        """The boxes behind a touch, where there are many."""
        if len(self.options) <= FIRST + 2:
            return []
        return [option for option in self.options[FIRST:] if not option.on]

    @property
    def is_open(self) -> bool:
        """True where its boxes are seen at once."""
        return self.name in OPEN or any(option.on for option in self.options)


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
    """Return the works in the order asked; `fit` keeps the order they came in."""
    if sort == "new":
        return sorted(works, key=lambda work: work.hung, reverse=True)
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


def _rank(group: str, value: str, counts: Counter[str]) -> tuple[int, str]:
    """Return what boxes are sorted by: where they have an order that, else the fullest first."""
    if group in SAID:
        order = list(SAID[group])
        return (order.index(value) if value in order else 99, value)
    return (-counts[value], value)
