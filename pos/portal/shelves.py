"""What a maker has left at each outlet."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue.outlets.models import Outlet
from catalogue.products.models import Product
from catalogue.stock.models import Movement, StockLevel

BROUGHT = ("received", "opening", "returned_to_maker")


@dataclass(frozen=True)
class Shelf:
    """One product of the maker: pieces left by outlet, and how many she ever brought."""

    title: str
    code: str
    unit: str
    brought: int
    places: tuple[tuple[str, int], ...]

    @property
    def left(self) -> int:
        """Pieces on record at all outlets."""
        return sum(pieces for _place, pieces in self.places)

    @property
    def is_gone(self) -> bool:
        """True when nothing is left to sell."""
        return self.left <= 0


def shelves(session: Session, maker_id: int) -> list[Shelf]:
    """Return the maker's products that she brought, those nearest to running out first."""
    rows = session.execute(
        select(Movement.product_id, func.sum(Movement.quantity))
        .join(Product, Product.id == Movement.product_id)
        .where(Product.maker_id == maker_id, Movement.reason.in_(BROUGHT))
        .group_by(Movement.product_id)
    )
    brought = {product_id: int(pieces) for product_id, pieces in rows}
    places: dict[int, list[tuple[str, int]]] = {}
    levels = session.execute(
        select(StockLevel.product_id, Outlet.name, func.sum(StockLevel.on_hand))
        .join(Product, Product.id == StockLevel.product_id)
        .join(Outlet, Outlet.id == StockLevel.outlet_id)
        .where(Product.maker_id == maker_id)
        .group_by(StockLevel.product_id, Outlet.id, Outlet.name, Outlet.is_main)
        .having(func.sum(StockLevel.on_hand) != 0)
        .order_by(Outlet.is_main.desc(), Outlet.name)
    )
    for product_id, outlet, pieces in levels:
        places.setdefault(product_id, []).append((outlet, int(pieces)))
    products = session.scalars(
        select(Product)
        .where(Product.maker_id == maker_id, Product.archived_at.is_(None))
        .order_by(Product.title_key, Product.id)
    )
    found = [
        Shelf(
            title=product.title,
            code=product.code if product.codes else "",
            unit=product.unit,
            brought=brought[product.id],
            places=tuple(places.get(product.id, ())),
        )
        for product in products
        if product.id in brought
    ]
    return sorted(found, key=lambda shelf: (shelf.left, shelf.title))
