"""Days on the shelf: what is on hand at an outlet is what came last, the oldest is sold first.

A piece's time begins when the house received it from its maker and goes on when it is carried to
another outlet. Where pieces came to an outlet in another way (carried there, brought back by a
buyer, found by a count), they count as of the last delivery before that, which is never too early.
"""

from datetime import date

from sqlalchemy import Select, Subquery, case, func, select
from sqlalchemy.orm import Session, aliased

from catalogue.stock.models import Movement, StockLevel

FROM_MAKER = ("received", "opening")


def _arrivals() -> Select[*tuple[object, ...]]:
    """Return what came to outlets: how much, since when, and how much came there after it."""
    earlier = aliased(Movement)
    delivered = (
        select(func.max(earlier.business_date))
        .where(
            earlier.product_id == Movement.product_id,
            earlier.reason.in_(FROM_MAKER),
            earlier.quantity > 0,
            earlier.id < Movement.id,
        )
        .correlate(Movement)
        .scalar_subquery()
    )
    since = case(
        (Movement.reason.in_(FROM_MAKER), Movement.business_date),
        else_=func.coalesce(delivered, Movement.business_date),
    )
    so_far = func.sum(Movement.quantity).over(
        partition_by=(Movement.product_id, Movement.outlet_id), order_by=Movement.id.desc()
    )
    return select(
        Movement.product_id, Movement.outlet_id, Movement.quantity, since.label("since"),
        (so_far - Movement.quantity).label("newer"),
    ).where(Movement.quantity > 0)  # fmt: skip


def _levels() -> Select[*tuple[object, ...]]:
    pieces = func.sum(StockLevel.on_hand)
    return (
        select(StockLevel.product_id, StockLevel.outlet_id, pieces.label("pieces"))
        .group_by(StockLevel.product_id, StockLevel.outlet_id)
        .having(pieces > 0)
    )


def on_shelf() -> Subquery:
    """Return what is on hand: `product_id`, `outlet_id`, `pieces`, `since` for the oldest piece."""
    level, came = _levels().subquery("level"), _arrivals().subquery("came")
    return (
        select(
            level.c.product_id,
            level.c.outlet_id,
            level.c.pieces,
            func.min(came.c.since).label("since"),
        )
        .join(
            came,
            (came.c.product_id == level.c.product_id)
            & (came.c.outlet_id == level.c.outlet_id)
            & (came.c.newer < level.c.pieces),
        )
        .group_by(level.c.product_id, level.c.outlet_id, level.c.pieces)
        .subquery("on_shelf")
    )


def layers(session: Session, product_id: int, outlet_id: int) -> list[tuple[date, int]]:
    """Return the pieces of a product at an outlet by the day they came, the oldest first."""
    pieces = session.scalar(
        _levels()
        .with_only_columns(func.sum(StockLevel.on_hand))
        .where(StockLevel.product_id == product_id, StockLevel.outlet_id == outlet_id)
    )
    came = (
        _arrivals()
        .where(Movement.product_id == product_id, Movement.outlet_id == outlet_id)
        .subquery("came")
    )
    rows = session.execute(
        select(came.c.since, came.c.quantity, came.c.newer)
        .where(came.c.newer < int(pieces or 0))
        .order_by(came.c.since, came.c.newer.desc())
    )
    found: dict[date, int] = {}
    for since, quantity, newer in rows:
        found[since] = found.get(since, 0) + min(int(quantity), int(pieces or 0) - int(newer))
    return list(found.items())


def ages(session: Session, product_id: int, outlet_id: int, *, on: date) -> list[tuple[int, int]]:
    """Return the pieces of a product at an outlet by days on the shelf, the oldest first."""
    return [((on - since).days, pieces) for since, pieces in layers(session, product_id, outlet_id)]
