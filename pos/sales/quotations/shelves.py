"""Where the goods of quotations lie: how many pieces at which place."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy.orm import Session

from catalogue.outlets import queries as outlets
from catalogue.products.models import Product
from catalogue.stock import queries as stock


class Shelf(NamedTuple):
    """A place that has pieces of a product."""

    outlet_id: int
    name: str
    pieces: int


def shelves_of(session: Session, products: Iterable[Product]) -> dict[int, list[Shelf]]:
    """Return by product the places that have pieces of it, the main one first; read together."""
    ids = [product.id for product in products]
    here = stock.on_hand_of(session, ids)
    every = outlets.every(session)
    return {
        number: [
            Shelf(outlet.id, outlet.name, here[number][outlet.id])
            for outlet in every
            if outlet.id in here.get(number, {})
        ]
        for number in ids
    }
