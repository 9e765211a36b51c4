"""What completing does to the goods: which lot is taken, and what happens to a unique piece."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from catalogue.stock import queries as stock
from catalogue.stock import service as stock_service
from core.i18n import _
from pos.sales.errors import PieceSold
from pos.sales.models import Sale, SaleLine


def hand_over(session: Session, sale: Sale, *, on: date, by: int, at: datetime) -> None:
    """Move every line's pieces out of stock (or back in), each line once, products in id order."""
    for line in sorted(sale.lines, key=lambda line: (line.product_id, line.id)):
        if line.product.kind == "service":
            continue
        if line.kind == "return":
            _take_back(session, sale, line, on=on, by=by, at=at)
        elif line.product.is_unique:
            _sell_piece(session, sale, line, on=on, by=by, at=at)
        else:
            _sell_counted(session, sale, line, on=on, by=by, at=at)


def _sell_piece(
    session: Session, sale: Sale, line: SaleLine, *, on: date, by: int, at: datetime
) -> None:
    # Takes the reservation anew if it ran out meanwhile, and its unique index is the lock.
    stock_service.reserve(session, line.product, source=("sale", sale.id), at=at)
    if stock.is_sold(session, line.product_id):
        raise PieceSold(_("%(title)s sudah terjual.", title=line.title))
    outlet_id = sale.till.outlet_id
    source = ("sale_line", line.id)
    here = stock.on_hand(session, line.product_id, outlet_id)
    if here < 1:
        # Recorded lost, in transit or elsewhere, yet it is in the customer's hand: the record
        # gives way, with a movement that says so.
        stock_service.move(
            session, line.product_id, outlet_id, 1 - here, reason="found", source=source,
            business_date=on, by=by, at=at,
        )
    stock_service.move(
        session, line.product_id, outlet_id, -1, reason="sold", source=source,
        business_date=on, by=by, at=at,
    )
    stock_service.release(session, source=("sale", sale.id), product_id=line.product_id, at=at)


def _sell_counted(
    session: Session, sale: Sale, line: SaleLine, *, on: date, by: int, at: datetime
) -> None:
    left = line.quantity
    taken: dict[int | None, int] = {}
    for lot, pieces in stock.lots_on_hand(session, line.product_id, sale.till.outlet_id):
        if left == 0:
            break
        if lot is not None and lot.expires_on < on:
            continue
        take = min(left, pieces)
        taken[lot.id if lot else None] = take
        left -= take
    if left:  # more in the customer's hand than on record: the level goes below zero and shows
        taken[None] = taken.get(None, 0) + left
    for lot_id, pieces in taken.items():
        stock_service.move(
            session, line.product_id, sale.till.outlet_id, -pieces, reason="sold",
            source=("sale_line", line.id), business_date=on, by=by, at=at, lot_id=lot_id,
        )


def _take_back(
    session: Session, sale: Sale, line: SaleLine, *, on: date, by: int, at: datetime
) -> None:
    stock_service.move(
        session, line.product_id, sale.till.outlet_id, line.quantity, reason="customer_return",
        source=("sale_line", line.id), business_date=on, by=by, at=at,
    )
