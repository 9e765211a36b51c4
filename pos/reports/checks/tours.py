"""Guides' fees: each is what the sales of its visit said when it was paid, and what was sealed."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.i18n import _
from pos.reports.checks import Book, Result, id_ranges
from pos.reports.checks.office import link_content
from pos.sales.models import Sale, SaleLine
from pos.sales.tours import queries
from pos.sales.tours.models import GuideFee, SaleVisit
from pos.sales.tours.service import CASH_STEP, SOURCE, sealed
from pos.shifts.models import CashMovement


def fees(book: Book) -> Result:
    """A fee follows from the sales and returns that it counted, and the drawer gave just as much.

    The sales counted are those that belong to the visit now: nothing moves once a fee is paid.
    """
    session = book.session
    for first, last in id_ranges(session, GuideFee.id):
        for fee in session.scalars(select(GuideFee).where(GuideFee.id.between(first, last))).all():
            right = (
                _follows(session, fee)
                and _is_on_paper(fee)
                and link_content(session, SOURCE, fee.id) == sealed(fee)
                and _left_the_drawer(session, fee)
            )
            yield None if right else _("uang pemandu %(number)s", number=fee.number)


def sales(book: Book) -> Result:
    """A sale that was made for a visit says so from its first row on, and every row goes on from the last."""
    session = book.session
    for first, last in id_ranges(session, SaleVisit.id):
        sale_ids = session.scalars(
            select(SaleVisit.sale_id).where(SaleVisit.id.between(first, last)).distinct()
        ).all()
        for sale_id in sale_ids:
            rows = session.scalars(
                select(SaleVisit).where(SaleVisit.sale_id == sale_id).order_by(SaleVisit.id)
            ).all()
            was = session.scalar(select(Sale.visit_id).where(Sale.id == sale_id))
            before, right = None, was is None or rows[0].visit_id == was
            for row in rows:
                right = right and row.from_id == before
                before = row.visit_id
            yield None if right else _("rombongan nota dengan nomor dalam %(n)s", n=sale_id)
    lost = session.scalar(
        select(Sale.id)
        .where(
            Sale.visit_id.is_not(None), Sale.state == "completed",
            ~select(SaleVisit.id).where(SaleVisit.sale_id == Sale.id).exists(),
        )
        .limit(1)
    )  # fmt: skip
    yield None if lost is None else _("rombongan nota dengan nomor dalam %(n)s", n=lost)


def _follows(session: Session, fee: GuideFee) -> bool:
    counted_sales, counted_returns = fee.counted["sales"], fee.counted["returns"]
    return (
        sorted(counted_sales) == list(queries.brought(session, fee.visit_id).sales)
        and fee.sold == _net(session, SaleLine.sale_id, counted_sales, kind="sale")
        and fee.returned == _net(session, SaleLine.id, counted_returns, kind="return")
        and fee.fee == fee.base * fee.fee_bps // 10_000
        and fee.amount == max(0, fee.fee + fee.carried - (fee.fee + fee.carried) % CASH_STEP)
    )


def _net(session: Session, column: object, ids: Collection[int], *, kind: str) -> int:
    query = select(func.coalesce(func.sum(SaleLine.list_amount - SaleLine.discount), 0)).where(
        column.in_(ids),  # type: ignore[attr-defined]
        SaleLine.kind == kind,
        SaleLine.terms.is_distinct_from("postage"),
    )
    return int(session.scalar(query) or 0)


def _is_on_paper(fee: GuideFee) -> bool:
    told = fee.document
    return (
        told["sold"], told["returned"], told["fee"], told["carried"], told["amount"]
    ) == (fee.sold, fee.returned, fee.fee, fee.carried, fee.amount)  # fmt: skip


def _left_the_drawer(session: Session, fee: GuideFee) -> bool:
    if fee.source != "drawer" or not fee.amount:
        return fee.movement_id is None
    movement = session.get(CashMovement, fee.movement_id)
    return movement is not None and (movement.kind, movement.amount, movement.shift_id) == (
        "out",
        fee.amount,
        fee.shift_id,
    )
