"""How many lots on hand have expired or soon will."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from catalogue.stock.models import Lot, StockLevel

WEEK, MONTH = timedelta(days=7), timedelta(days=30)
SPANS = ("expired", "week", "month")
"""Past its day; in seven days or less; in thirty or less."""


def within(today: date, span: str) -> ColumnElement[bool]:
    """Return the condition that a lot belongs to one of SPANS."""
    if span == "expired":
        return Lot.expires_on < today
    if span == "week":
        return Lot.expires_on.between(today, today + WEEK)
    return Lot.expires_on.between(today + WEEK + timedelta(days=1), today + MONTH)


def counts(session: Session, *, today: date) -> dict[str, int]:
    """Return how many lots with pieces on hand stand in each span; a lot counts at each place."""
    sums = [func.coalesce(func.sum(case((within(today, span), 1), else_=0)), 0) for span in SPANS]
    row = session.execute(
        select(*sums)
        .select_from(StockLevel)
        .join(Lot, Lot.id == StockLevel.lot_key)
        .where(StockLevel.on_hand > 0)
    ).one()
    return dict(zip(SPANS, map(int, row), strict=True))
