"""What runs in the second process of a race; kept apart so that a spawned process can import it."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from catalogue.products.models import Product
from catalogue.stock import service as stock
from catalogue.stock.counts import counting, queries
from core.db import Database
from core.errors import Refused


def count_at(
    url: str, count_id: int, product_id: int, user_id: int, times: int, at: datetime, start: Any
) -> list[str]:
    """Scan one thing some times when all are ready; return what came of each scan."""
    database = Database(url)

    def scan(session: Session) -> None:
        count = queries.lock(session, count_id)
        product = session.get_one(Product, product_id)
        counting.scan(session, count, product, by=user_id, at=at)

    try:
        start.wait()
        return [_try(database, scan) for _time in range(times)]
    finally:
        database.dispose()


def sell_at(
    url: str, product_id: int, outlet_id: int, first: int, times: int, at: datetime, start: Any
) -> list[str]:
    """Sell single pieces when all are ready, sources `first` and on; return what came of each."""
    database = Database(url)
    try:
        start.wait()
        return [
            _try(
                database,
                lambda session, number=number: stock.move(
                    session, product_id, outlet_id, -1, reason="sold", source=("race", number),
                    business_date=at.date(), by=None, at=at,
                ),
            )
            for number in range(first, first + times)
        ]  # fmt: skip
    finally:
        database.dispose()


def _try(database: Database, work: Any) -> str:
    try:
        database.write(work)
        return "done"
    except Refused as refusal:
        return refusal.message
