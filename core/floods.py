"""Floods: what strangers may send is counted by the hour, from one address and in all."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

WINDOW = timedelta(hours=1)


def is_flood(
    session: Session,
    made: InstrumentedAttribute[datetime],
    sent_by: InstrumentedAttribute[str | None],
    *where: ColumnElement[bool],
    sender: str | None,
    at: datetime,
    from_one: int,
    from_all: int,
) -> bool:
    """Say whether within an hour `from_one` rows came from `sender`, or `from_all` from anybody.

    The columns `made` and `sent_by` tell when a row came and from where; `where` narrows the rows.
    """
    lately = select(func.count()).where(made > at - WINDOW, *where)
    from_here = session.scalar(lately.where(sent_by == (sender or ""))) or 0
    return from_here >= from_one or (session.scalar(lately) or 0) >= from_all
