"""Which product a consigned row means.

Within one sheet a product is its maker, kind, prices and barcode. Against goods already there the
price is left out: the barcode decides, else the kind if exactly one product fits. Pure, and
symmetric in the rows of a sheet.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.text import fold

Kind = tuple[str, str, str, str, str]
"""Title, motif, technique, size and net weight, as matching keys."""

WEIGHT = re.compile(r"(\d+(?:[.,]\d+)?)\s*(kg|kilogram|gram|gr|g)\.?\s*$", re.IGNORECASE)


def grams(written: str) -> int | None:
    """Return the whole grams that a weight, or the end of a title, says; else None."""
    found = WEIGHT.search(written)
    if not found:
        return None
    weight = float(found[1].replace(",", ".")) * (1000 if found[2].casefold()[0] == "k" else 1)
    return round(weight) if weight >= 1 and abs(weight - round(weight)) < 1e-6 else None


def kind(title: str, motif: str, technique: str, size: str, net_weight: str) -> Kind:
    """Return what goods are, whatever they cost; the weight may stand in the title instead."""
    weight = grams(net_weight) or grams(title)
    return (
        fold(title),
        fold(motif),
        fold(technique),
        fold(size),
        str(weight or fold(net_weight)),
    )


@dataclass(frozen=True)
class KnownProduct:
    """A product of one maker that was there before: what it is and costs, and a maker's code."""

    id: int
    kind: Kind
    price: int
    net_price: int | None
    has_own_barcode: bool

    @property
    def prices(self) -> tuple[int, int]:
        """List and net price, 0 for none."""
        return (self.price, self.net_price or 0)


@dataclass(frozen=True)
class Offer:
    """Goods of a sheet that are one product there and have no barcode."""

    kind: Kind
    prices: tuple[int, int]


class Fit(StrEnum):
    """How an offer stands to the products already there."""

    NEW = "new"
    SAME = "same"
    NEW_PRICE = "new_price"
    UNCLEAR = "unclear"


def fit(
    offer: Offer, beside: Sequence[Offer], known: Sequence[KnownProduct]
) -> tuple[Fit, int | None]:
    """Return how `offer` fits the `known` products of its maker, and the id of the one it is.

    `beside` are the sheet's offers of that maker, this one among them. One product and one offer
    of a kind are the same goods, a different price is then a price change. Where there are
    several of either, only an equal price tells; what stays open is UNCLEAR: new, and listed.
    """
    fitting = [p for p in known if p.kind == offer.kind and not p.has_own_barcode]
    equal = sorted(p.id for p in fitting if p.prices == offer.prices)
    if equal:
        return (Fit.SAME, equal[0])
    if not fitting:
        return (Fit.NEW, None)
    rivals = [o for o in beside if o.kind == offer.kind]
    if len(fitting) == 1 and len(rivals) == 1:
        return (Fit.NEW_PRICE, fitting[0].id)
    return (Fit.UNCLEAR, None)
