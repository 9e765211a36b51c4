"""What completing does to the goods: which lot is taken, and what happens to a unique piece."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue.outlets.models import Till
from catalogue.stock import queries as stock
from catalogue.stock import service as stock_service
from catalogue.stock.cards.sources import Paper, explains
from catalogue.stock.counts.tills import tells_at_till
from catalogue.stock.models import Lot, Movement
from catalogue.stock.transfers import arriving
from core.i18n import _
from pos.sales.errors import PieceSold
from pos.sales.models import Sale, SaleLine


def hand_over(session: Session, sale: Sale, *, on: date, by: int, at: datetime) -> None:
    """Move every line's pieces out of stock (or back in), each line once.

    Pieces first, then counted goods, both in id order, so that two tills never wait for each
    other in a circle.
    """
    lines = sorted(sale.lines, key=lambda line: (line.product_id, line.id))
    goods = [line for line in lines if line.product.kind != "service"]
    for line in goods:
        if line.product.is_unique and line.kind == "sale":
            _sell_piece(session, sale, line, on=on, by=by, at=at)
    moved = [line for line in goods if line.kind == "return" or not line.product.is_unique]
    if not moved:
        return
    outlet_id = sale.till.outlet_id
    here = stock.all_lots_on_hand(session, [line.product_id for line in moved], outlet_id)
    came_from = {line.id: _lots_of_units(session, line) for line in moved if line.kind == "return"}
    stock_service.move_all(
        session,
        [
            Movement(
                product_id=line.product_id,
                outlet_id=outlet_id,
                lot_id=lot_id,
                quantity=pieces,
                reason="sold" if line.kind == "sale" else "customer_return",
                source_kind="sale_line",
                source_id=line.id,
                business_date=on,
                at=at,
                actor_id=by,
            )
            for line in moved
            for lot_id, pieces in (
                came_from[line.id]
                if line.kind == "return"
                else _pieces(line, here.get(line.product_id, []), on=on)
            ).items()
        ],
    )


def _lots_of_units(session: Session, line: SaleLine) -> dict[int | None, int]:
    """Return the pieces of a return by the lot that those units were sold from.

    The units of the sold line are numbered through its lots in the order they were taken, so food
    comes back with its day of expiry.
    """
    assert line.first_unit is not None
    sold = session.execute(
        select(Movement.lot_id, -Movement.quantity)
        .where(
            Movement.source_kind == "sale_line", Movement.source_id == line.return_of_id,
            Movement.reason == "sold",
        )
        .order_by(Movement.id)
    )  # fmt: skip
    first, last = line.first_unit, line.first_unit + line.quantity - 1
    found: dict[int | None, int] = {}
    before = 0
    for lot_id, pieces in sold:
        units = min(last, before + pieces) - max(first, before + 1) + 1
        if units > 0:
            found[lot_id] = units
        before += pieces
    return found


def _sell_piece(
    session: Session, sale: Sale, line: SaleLine, *, on: date, by: int, at: datetime
) -> None:
    # Takes the reservation anew if it ran out meanwhile, and its unique index is the lock.
    stock_service.reserve(session, line.product, source=("sale", sale.id), at=at)
    if stock.is_sold(session, line.product_id):
        raise PieceSold(_("%(title)s sudah terjual.", title=line.title))
    outlet_id = sale.till.outlet_id
    source = ("sale_line", line.id)
    # Recorded lost, in transit or elsewhere, yet it is in the customer's hand: the record gives way.
    arriving.bring_here(
        session, line.product_id, outlet_id, source=source, business_date=on, by=by, at=at
    )
    stock_service.move(
        session,
        line.product_id,
        outlet_id,
        -1,
        reason="sold",
        source=source,
        business_date=on,
        by=by,
        at=at,
    )
    stock_service.release(session, source=("sale", sale.id), product_id=line.product_id, at=at)


def _pieces(
    line: SaleLine, on_hand: list[tuple[Lot | None, int]], *, on: date
) -> dict[int | None, int]:
    """Return how many sold pieces move, negative, by lot: from the lot that expires first."""
    left = line.quantity
    taken: dict[int | None, int] = {}
    for lot, pieces in on_hand:
        if left == 0:
            break
        if lot is not None and lot.expires_on < on:
            continue
        take = min(left, pieces)
        taken[lot.id if lot else None] = -take
        left -= take
    if left:  # more in the customer's hand than on record: the level goes below zero and shows
        taken[None] = taken.get(None, 0) - left
    return taken


@explains("sale_line")
def _receipts(session: Session, ids: Collection[int]) -> dict[int, Paper]:
    """Name the receipts of sold and returned lines on stock cards."""
    rows = session.execute(
        select(SaleLine.id, Sale.number)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(SaleLine.id.in_(ids))
    )
    return {
        line_id: Paper(_("Nota %(number)s", number=number), f"/manage/sales/{number}")
        for line_id, number in rows
    }


@tells_at_till
def _on_tickets(session: Session, outlet_id: int, product_ids: Collection[int]) -> dict[int, int]:
    """Count what lies on the open and held tickets of an outlet, for those who count its stock."""
    rows = session.execute(
        select(SaleLine.product_id, func.sum(SaleLine.quantity))
        .join(Sale, Sale.id == SaleLine.sale_id)
        .join(Till, Till.id == Sale.till_id)
        .where(
            Sale.state.in_(("open", "held")), Till.outlet_id == outlet_id,
            SaleLine.kind == "sale", SaleLine.product_id.in_(product_ids),
        )
        .group_by(SaleLine.product_id)
    )  # fmt: skip
    return {product_id: int(pieces) for product_id, pieces in rows}
