"""Shifts: what a drawer should have held, and what was counted in it."""

from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from catalogue.outlets.models import Till
from core.i18n import _
from pos.reports.checks import Book, Result, id_ranges
from pos.reports.checks.office import link_content
from pos.sales.claims.models import LateMoney
from pos.sales.deposits.models import Deposit, DepositReturn
from pos.sales.models import Sale, Tender
from pos.settlements.models import Payout
from pos.shifts.models import CashCount, CashDelivery, CashMovement, Handover, Shift
from pos.shifts.queries import drawer, passed_on


def shifts(book: Book) -> Result:
    """A closed shift expected what its rows come to, and its count, report and seal agree."""
    session = book.session
    for first, last in id_ranges(session, Shift.id):
        for shift in session.scalars(select(Shift).where(Shift.id.between(first, last))).all():
            right = shift.closed_at is None or _is_right(session, shift)
            yield None if right else _("sif %(n)s", n=shift.id)


def drawers(book: Book) -> Result:
    """A drawer holds nothing while its till is closed, and what its shift took while it is open."""
    session = book.session
    for till in session.scalars(select(Till).order_by(Till.id)):
        shift = session.scalar(
            select(Shift).where(Shift.till_id == till.id, Shift.closed_at.is_(None))
        )
        right = drawer(session, till.id) == (expected_cash(session, shift) if shift else 0)
        yield None if right else _("laci %(till)s", till=till.series)


def deliveries(book: Book) -> Result:
    """Cash that was handed in is what was sealed."""
    session = book.session
    for first, last in id_ranges(session, CashDelivery.id):
        for one in session.scalars(
            select(CashDelivery).where(CashDelivery.id.between(first, last))
        ).all():
            sealed = link_content(session, "cash_delivery", one.id)
            right = sealed is not None and (
                sealed["holder"], sealed["to"], sealed["amount"], sealed["difference"]
            ) == (
                one.holder_id, [one.to_kind, one.to_outlet_id], one.amount, one.difference
            )  # fmt: skip
            yield None if right else _("setoran uang %(n)s", n=one.id)


def expected_cash(session: Session, shift: Shift) -> int:
    """Return what the drawer should hold by the shift's rows.

    The float, cash sales, moves, what counts at hand-overs corrected, deposits, money of
    earlier claims, less payouts and deposits given back.
    """
    sold = _sum(
        session,
        Tender.amount,
        Tender.kind == "cash",
        Tender.sale_id.in_(
            select(Sale.id).where(Sale.shift_id == shift.id, Sale.state == "completed")
        ),
    )
    moved = _sum(
        session,
        case((CashMovement.kind == "in", CashMovement.amount), else_=-CashMovement.amount),
        CashMovement.shift_id == shift.id,
    )
    corrected = _sum(session, Handover.counted - Handover.expected, Handover.shift_id == shift.id)
    still_out: ColumnElement[bool] = Payout.reversed_at.is_(None)
    if shift.closed_at is not None:  # what came back later went to the treasurer
        still_out = still_out | (Payout.reversed_at >= shift.closed_at)
    paid = _sum(session, Payout.amount, Payout.shift_id == shift.id, still_out)
    deposited = _sum(session, Deposit.amount, Deposit.shift_id == shift.id, Deposit.way == "cash")
    given_back = _sum(
        session, DepositReturn.amount, DepositReturn.shift_id == shift.id,
        DepositReturn.way == "cash",
    )  # fmt: skip
    late = _sum(
        session,
        Tender.amount,
        Tender.id.in_(select(LateMoney.tender_id).where(LateMoney.shift_id == shift.id)),
    )
    brought = sold + moved + corrected + deposited + late
    return shift.opening_float + brought - given_back - paid


def _is_right(session: Session, shift: Shift) -> bool:
    counts = session.execute(
        select(func.count(), func.sum(CashCount.denomination * CashCount.pieces)).where(
            CashCount.shift_id == shift.id
        )
    ).one()
    report = shift.report or {}
    sealed = link_content(session, "shift", shift.id)
    passed = passed_on(session, shift.id)
    return (
        shift.expected_cash == expected_cash(session, shift)
        and (counts[0] == 0 or counts[1] == shift.counted_cash)
        and (report.get("counted"), report.get("expected"), report.get("opening_float"))
        == (shift.counted_cash, shift.expected_cash, shift.opening_float)
        and sum(note * n for note, n in report["denominations"]) == (counts[1] or 0)
        and _says_what_was_paid(session, shift.id, report)
        and sealed is not None
        and bool(sealed.get("uncounted")) != shift.is_counted
        and sealed.get("kept_by") == shift.kept_by
        and sealed.get("handovers", passed) == passed  # seals of the first releases name none
        and (sealed["counted"], sealed["expected"], sealed["till"], sealed["business_date"])
        == (shift.counted_cash, shift.expected_cash, shift.till_id, str(shift.business_date))
    )


def _says_what_was_paid(session: Session, shift_id: int, report: dict[str, Any]) -> bool:
    """Whether the ways of paying of a report, and the parts of its proof, come to what was paid."""
    paid = _sum(
        session,
        Tender.amount,
        Tender.sale_id.in_(
            select(Sale.id).where(Sale.shift_id == shift_id, Sale.state == "completed")
        ),
    )
    received, *parts = (int(row["amount"]) for row in report["proof"])
    told = sum(int(row["amount"]) for row in report["tenders"])
    return paid == told and received == sum(parts)


def _sum(session: Session, column: ColumnElement[int] | object, *where: object) -> int:
    query = select(func.coalesce(func.sum(column), 0)).where(*where)  # type: ignore[arg-type]
    return int(session.scalar(query) or 0)
