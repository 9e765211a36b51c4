"""What a maker has left at each outlet, for how long it has been there, and what has to go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue.outlets.models import Outlet
from catalogue.products.models import Product
from catalogue.stock.ageing import listing as ageing
from catalogue.stock.expiry import listing as expiry
from catalogue.stock.models import Movement, StockLevel

BROUGHT = ("received", "opening", "returned_to_maker")
LOW_SHARE = 6
"""A sixth of what she brought is nearly gone."""
SOON = 14
"""Days before the end of which a maker is told: she has to come and fetch."""

Why = Literal["period", "contract", "expiry"]
Times = Mapping[tuple[int, int], tuple[date, date | None]]
"""(product, outlet) -> since when its oldest piece is there, and until when it may be."""


@dataclass(frozen=True)
class Place:
    """Pieces of one product at one outlet; `since` is when the oldest came, None where unknown.

    `until` is the day on which the oldest has to leave, None where its time never ends.
    """

    outlet: str
    pieces: int
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Shelf:
    """One product of the maker: pieces left by outlet, and how many she ever brought."""

    product_id: int
    title: str
    code: str
    unit: str
    brought: int
    places: tuple[Place, ...]

    @property
    def left(self) -> int:
        """Pieces on record at all outlets."""
        return sum(place.pieces for place in self.places)

    @property
    def is_gone(self) -> bool:
        """True when nothing is left to sell."""
        return self.left <= 0

    @property
    def is_low(self) -> bool:
        """True when more is worth bringing: none is left, or few of many."""
        return self.is_gone or self.left * LOW_SHARE <= self.brought


@dataclass(frozen=True)
class Going:
    """Pieces that have to leave a place by a day, and why; `days` is negative once it is past."""

    title: str
    outlet: str
    pieces: int
    by: date
    days: int
    why: Why

    @property
    def is_over(self) -> bool:
        """True when she should fetch it now."""
        return self.days < 0 or (self.days == 0 and self.why != "expiry")


@dataclass(frozen=True)
class Stock:
    """The goods of a maker: those nearest to running out first, and what has to go, soonest first."""

    shelves: tuple[Shelf, ...]
    going: tuple[Going, ...]

    @property
    def next_end(self) -> tuple[str, date] | None:
        """What has to leave next, by its title, and until when it may stay."""
        ends = [
            (place.until, shelf.title)
            for shelf in self.shelves
            for place in shelf.places
            if place.until is not None and place.pieces > 0
        ]
        until, title = min(ends, default=(None, ""))
        return (title, until) if until is not None else None

    @property
    def to_fetch(self) -> list[Going]:
        """What she should fetch now."""
        return [one for one in self.going if one.is_over]

    @property
    def soon(self) -> list[Going]:
        """What will have to go before long."""
        return [one for one in self.going if not one.is_over]


def stock(session: Session, maker_id: int, *, today: date) -> Stock:
    """Return what a maker has at the outlets, as it stands on the date `today`."""
    aged = ageing.of_maker(session, maker_id, today=today)
    times = {(row.product.id, row.outlet.id): (row.since, row.ends_on) for row in aged}
    return Stock(
        tuple(_shelves(session, maker_id, times)),
        tuple(_going(session, maker_id, aged, today=today)),
    )


def _shelves(session: Session, maker_id: int, times: Times) -> list[Shelf]:
    rows = session.execute(
        select(Movement.product_id, func.sum(Movement.quantity))
        .join(Product, Product.id == Movement.product_id)
        .where(Product.maker_id == maker_id, Movement.reason.in_(BROUGHT))
        .group_by(Movement.product_id)
    )
    brought = {product_id: int(pieces) for product_id, pieces in rows}
    places = _places(session, maker_id, times)
    products = session.scalars(
        select(Product)
        .where(Product.maker_id == maker_id, Product.archived_at.is_(None))
        .order_by(Product.title_key, Product.id)
    )
    found = [
        Shelf(
            product_id=product.id,
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


def _going(
    session: Session, maker_id: int, aged: Sequence[ageing.OnShelf], *, today: date
) -> list[Going]:
    found = [
        Going(row.product.title, row.outlet.name, row.pieces, row.ends_on, row.left, _why(row))
        for row in aged
        if row.left is not None and row.ends_on is not None and row.left <= SOON
    ]
    found += [
        Going(row.product.title, row.outlet.name, row.pieces, row.expires_on, row.days, "expiry")
        for row in expiry.of_maker(session, maker_id, today=today)
    ]
    return sorted(found, key=lambda one: (one.by, one.title, one.outlet))


def _why(row: ageing.OnShelf) -> Why:
    return "period" if row.cause == "period" else "contract"


def _places(session: Session, maker_id: int, times: Times) -> dict[int, list[Place]]:
    found: dict[int, list[Place]] = {}
    levels = session.execute(
        select(StockLevel.product_id, Outlet.id, Outlet.name, func.sum(StockLevel.on_hand))
        .join(Product, Product.id == StockLevel.product_id)
        .join(Outlet, Outlet.id == StockLevel.outlet_id)
        .where(Product.maker_id == maker_id)
        .group_by(StockLevel.product_id, Outlet.id, Outlet.name, Outlet.is_main)
        .having(func.sum(StockLevel.on_hand) != 0)
        .order_by(Outlet.is_main.desc(), Outlet.name)
    )
    for product_id, outlet_id, outlet, pieces in levels:
        since, until = times.get((product_id, outlet_id), (None, None))
        place = Place(outlet, int(pieces), since, until)
        found.setdefault(product_id, []).append(place)
    return found
