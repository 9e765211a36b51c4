"""Where the goods of a quotation lie: how many pieces at which place."""

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


def shelves_of(session: Session, product: Product) -> list[Shelf]:
    """Return the places that have pieces of a product, the main one first; none of a service."""
    here = stock.on_hand_of(session, [product.id]).get(product.id, {})
    return [
        Shelf(outlet.id, outlet.name, here[outlet.id])
        for outlet in outlets.every(session)
        if outlet.id in here
    ]
