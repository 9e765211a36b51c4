"""Reads of a product's stock card: its movements with what was left, and the check of its levels."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from catalogue.outlets.models import Outlet
from catalogue.stock import queries as stock
from catalogue.stock.cards.sources import Paper, papers_of
from catalogue.stock.models import Lot, Movement, StockLevel
from core.users.queries import names_of


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which movements of a card are asked for: of one outlet, between two business dates."""

    outlet_id: int | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Row:
    """One movement: `left` is on hand after it, at the outlet asked for or at all together."""

    at: datetime
    zone: str
    outlet: str
    reason: str
    quantity: int
    left: int
    expires_on: date | None
    actor: str
    paper: Paper | None


@dataclass(frozen=True)
class Shelf:
    """What the levels say of one outlet and lot (`expires_on` None: goods without a lot)."""

    outlet: str
    expires_on: date | None
    pieces: int


def card(
    session: Session, product_id: int, wanted: Wanted, *, limit: int | None = None, offset: int = 0
) -> tuple[list[Row], int]:
    """Return a page of a product's movements, newest first, and how many there are.

    `left` counts every movement before, whatever dates are asked for. No `limit` means all.
    """
    moved = _with_sum(product_id, wanted).subquery()
    movement = aliased(Movement, moved)
    where = []
    if wanted.first is not None:
        where.append(movement.business_date >= wanted.first)
    if wanted.last is not None:
        where.append(movement.business_date <= wanted.last)
    count = session.scalar(select(func.count()).select_from(moved).where(*where)) or 0
    found = session.execute(
        select(movement, moved.c.left, Outlet.name, Outlet.zone, Lot.expires_on)
        .join(Outlet, Outlet.id == movement.outlet_id)
        .outerjoin(Lot, Lot.id == movement.lot_id)
        .where(*where)
        .order_by(movement.id.desc())
        .limit(limit)
        .offset(offset)
    ).all()
    papers = papers_of(session, [row[0] for row in found])
    people = names_of(session, [row[0].actor_id for row in found])
    return [
        Row(
            one.at, zone, outlet, one.reason, one.quantity, int(left), expires_on,
            people.get(one.actor_id or 0, ""), papers.get((one.source_kind, one.source_id)),
        )
        for one, left, outlet, zone, expires_on in found
    ], count  # fmt: skip


def _with_sum(product_id: int, wanted: Wanted) -> Select[Movement, int]:
    left = func.sum(Movement.quantity).over(order_by=Movement.id).label("left")
    query = select(Movement, left).where(Movement.product_id == product_id)
    if wanted.outlet_id is not None:
        query = query.where(Movement.outlet_id == wanted.outlet_id)
    return query


def shelves(session: Session, product_id: int) -> list[Shelf]:
    """Return what the levels keep of a product by outlet and lot, zeros left out."""
    rows = session.execute(
        select(Outlet.name, Lot.expires_on, StockLevel.on_hand)
        .join(Outlet, Outlet.id == StockLevel.outlet_id)
        .outerjoin(Lot, Lot.id == StockLevel.lot_key)
        .where(StockLevel.product_id == product_id, StockLevel.on_hand != 0)
        .order_by(Outlet.name, Lot.expires_on.is_(None), Lot.expires_on)
    )
    return [Shelf(outlet, expires_on, pieces) for outlet, expires_on, pieces in rows]


def agrees(session: Session, product_id: int) -> bool:
    """Say whether what is kept as on hand is the sum of the movements; `verify` asks the same."""
    return not stock.levels_that_disagree(session, product_id)
