"""What shifts demand: float, what was counted, cash in and out, hand-overs of money."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.outlets.models import Till
from pos.ledger.queries import account_code
from pos.reports.checks.demands.expected import Events, one
from pos.shifts.models import CashDelivery, CashMovement, Handover, Shift


def shifts(session: Session, first: int, last: int) -> Events:
    """Return what is demanded by float, count and banking of each shift."""
    found: Events = {}
    for shift in session.scalars(select(Shift).where(Shift.id.between(first, last))):
        drawer = account_code("cash", till_id=shift.till_id)
        safe = account_code("safe", outlet_id=shift.till.outlet_id)
        day = shift.business_date
        held, hand = shift.float_held, account_code("holder", user_id=shift.opened_by)
        found[shift.id] = [
            one("float", drawer, safe, shift.opening_float - held, day),
            one("float_held", drawer, hand, held, day),
        ]
        if shift.counted_cash is not None:
            over = shift.counted_cash - (shift.expected_cash or 0)
            found[shift.id] += [
                one("over_short", drawer, "over_short", over, day),
                one("banked", safe, drawer, shift.counted_cash, day)
                if shift.kept_by is None
                else one(
                    "kept", account_code("holder", user_id=shift.kept_by), drawer,
                    shift.counted_cash, day,
                ),
            ]  # fmt: skip
    return found


def cash_movements(session: Session, first: int, last: int) -> Events:
    """Return what is demanded by cash in, out and dropped."""
    rows = session.execute(
        select(CashMovement, Shift.till_id, Shift.business_date, Till.outlet_id)
        .join(Shift, Shift.id == CashMovement.shift_id)
        .join(Till, Till.id == Shift.till_id)
        .where(CashMovement.id.between(first, last))
    )
    found: Events = {}
    for row, till_id, day, outlet_id in rows:
        drawer = account_code("cash", till_id=till_id)
        other = account_code("safe", outlet_id=outlet_id) if row.kind == "drop" else "treasury"
        to, from_ = (drawer, other) if row.kind == "in" else (other, drawer)
        found[row.id] = [one(row.kind, to, from_, row.amount, day)]
    return found


def handovers(session: Session, first: int, last: int) -> Events:
    """Return what is demanded by what a hand-over found."""
    rows = session.execute(
        select(Handover, Shift.till_id, Shift.business_date)
        .join(Shift, Shift.id == Handover.shift_id)
        .where(Handover.id.between(first, last))
    )
    return {
        row.id: [
            one("over_short", account_code("cash", till_id=till_id), "over_short",
                 row.difference, day)
        ]
        for row, till_id, day in rows
    }  # fmt: skip


def deliveries(session: Session, first: int, last: int) -> Events:
    """Return what is demanded by carried money that was handed in."""
    found: Events = {}
    for row in session.scalars(select(CashDelivery).where(CashDelivery.id.between(first, last))):
        hand = account_code("holder", user_id=row.holder_id)
        place = account_code(row.to_kind, outlet_id=row.to_outlet_id)
        found[row.id] = [
            one("handed_in", place, hand, row.amount, row.business_date),
            one("over_short", hand, "over_short", row.difference, row.business_date),
        ]
    return found
