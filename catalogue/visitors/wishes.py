"""What a visitor asked of the wall: read from an address, and written into the next one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from catalogue.visitors.boxes import GROUPS, label_of
from catalogue.visitors.sayings import said
from catalogue.visitors.search import is_for_little
from core.i18n import _
from core.money import rupiah

Pairs = Sequence[tuple[str, str]]
"""Names and values of an address, in its order, names as often as they stand there."""

SORTS = ("fit", "new", "low", "high")
"""How a wall may be ordered; `fit`, how well a work meets the words, only where there are some."""
KEPT = (*GROUPS, "maker", "min", "max", "sort")
"""The names in an address that a new search keeps."""
DEAREST = 10**12


@dataclass(frozen=True)
class Asked:
    """What a visitor asked for; an empty set means no wish. `low` and `high` are rupiah, included."""

    query: str = ""
    """What was typed, as it stands in the box."""
    words: str = ""
    """The same without the prices that it says."""
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


def asked_for(pairs: Pairs) -> Asked:
    """Return what the pairs of an address ask for; what is unknown is left out."""

    def last(name: str) -> str:
        return next((value for key, value in reversed(pairs) if key == name), "")

    query = " ".join(last("q").split())[:100]
    meant = said(query)
    boxes = {
        group: frozenset([value for key, value in pairs if key == group and value][:20])
        for group in GROUPS
    }
    return Asked(
        query=query,
        words=meant.words,
        boxes={group: values for group, values in boxes.items() if values},
        maker=last("maker"),
        low=_rupiah(last("min")) or meant.low,
        high=_rupiah(last("max")) or meant.high,
        sort=_sort(last("sort"), query),
    )


def _sort(chosen: str, query: str) -> str:
    """Return the order that was chosen, else the one that suits what is searched."""
    if chosen in SORTS and (query or chosen != "fit"):
        return chosen
    if is_for_little(query):
        return "low"
    return "fit" if query else "new"


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
