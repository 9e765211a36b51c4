"""What the office demands: paying makers, fees, money that moves, opening balances, merges."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from pos.ledger.queries import account_code
from pos.reports.checks.demands.expected import Events, Expected, one
from pos.sales.tours.models import GuideFee
from pos.settlements.acquirer_days.models import AcquirerCredit
from pos.settlements.adjusting.models import Adjustment
from pos.settlements.fees.models import MonthlyFee
from pos.settlements.maker_records.models import MakerMerge
from pos.settlements.models import MoneyTransfer, Payout
from pos.settlements.opening.models import OpeningBalance
from pos.shifts.models import Shift


def payouts(session: Session, first: int, last: int) -> Events:
    """Return what is demanded by payouts, their fees and reversals."""
    rows = session.execute(
        select(Payout, Shift.till_id)
        .outerjoin(Shift, Shift.id == Payout.shift_id)
        .where(Payout.id.between(first, last))
    )
    found: Events = {}
    for payout, till_id in rows:
        maker = account_code("payable", maker_id=payout.maker_id)
        place = account_code("cash", till_id=till_id) if till_id is not None else payout.source
        found[payout.id] = [
            one("payout", maker, place, payout.amount, payout.business_date),
            one("fee", maker, "charges", payout.fee, payout.business_date),
        ]
        if payout.reversed_at is not None:  # a closed drawer has no cash: then the treasurer's
            back = (place, "treasury") if till_id is not None else (place,)
            found[payout.id].append(Expected("reversal", back, (maker,), payout.amount, None))
            found[payout.id].append(Expected("fee_back", ("charges",), (maker,), payout.fee, None))
    return found


HOUSE_SIDE = {
    "compensation": "loss", "fee": "maker_fees", "more": "adjustments", "less": "adjustments",
}  # fmt: skip
"""The house's account of each kind of adjustment in which no money changes hands."""


def adjustments(session: Session, first: int, last: int) -> Events:
    """Return what is demanded by approved proposals."""
    rows = session.scalars(
        select(Adjustment).where(Adjustment.id.between(first, last), Adjustment.state == "approved")
    )
    return {
        row.id: [
            one(
                "adjustment" if row.kind in ("more", "less") else row.kind,
                row.source or HOUSE_SIDE[row.kind],
                account_code("payable", maker_id=row.maker_id), row.effect, row.business_date,
            )
        ]
        for row in rows
    }  # fmt: skip


def monthly_fees(session: Session, first: int, last: int) -> Events:
    """Return what is demanded by monthly fees."""
    rows = session.scalars(select(MonthlyFee).where(MonthlyFee.id.between(first, last)))
    return {
        row.id: [
            one("fee", account_code("payable", maker_id=row.maker_id), "maker_fees", row.amount,
                 row.business_date)
        ]
        for row in rows
    }  # fmt: skip


def guide_fees(session: Session, first: int, last: int) -> Events:
    """Return what is demanded by guides' fees."""
    rows = session.scalars(select(GuideFee).where(GuideFee.id.between(first, last)))
    return {row.id: [one("fee", "fees", "treasury", row.amount, row.business_date)] for row in rows}


def credits_of(kind: str, session: Session, first: int, last: int) -> Events:
    """Return what is demanded by what the acquirer of a tender paid out."""
    rows = session.scalars(
        select(AcquirerCredit).where(
            AcquirerCredit.id.between(first, last), AcquirerCredit.kind == kind
        )
    )
    return {
        row.id: [
            entry
            for sign, tail, day in ((1, "", row.business_date), (-1, "_back", row.reversed_on))
            if day is not None
            for entry in (
                one(f"paid_out{tail}", "bank", kind, sign * row.amount, day),
                one(f"charge{tail}", "charges", kind, sign * row.charge, day),
            )
        ]
        for row in rows
    }


def transfers(session: Session, first: int, last: int) -> Events:
    """Return what is demanded by money moved between places."""
    rows = session.scalars(select(MoneyTransfer).where(MoneyTransfer.id.between(first, last)))
    return {
        row.id: [
            one(
                "transfer", _place(row.to_kind, row.to_outlet_id),
                _place(row.from_kind, row.from_outlet_id), row.amount, row.business_date,
            )
        ]
        for row in rows
    }  # fmt: skip


def opening_balances(session: Session, first: int, last: int) -> Events:
    """Return what is demanded by opening balances."""
    rows = session.scalars(select(OpeningBalance).where(OpeningBalance.id.between(first, last)))
    found: Events = {}
    for row in rows:
        theirs = row.kind
        if row.maker_id is not None:
            theirs = account_code("payable", maker_id=row.maker_id)
        elif row.outlet_id is not None:
            theirs = account_code("safe", outlet_id=row.outlet_id)
        found[row.id] = [
            entry
            for sign, tail, day in ((1, "", row.business_date), (-1, "_back", row.reversed_on))
            if day is not None
            for entry in (
                one(f"owed{tail}", "opening", theirs, sign * row.owed, day),
                one(f"advance{tail}", theirs, "opening", sign * row.advance, day),
                one(f"cash{tail}", theirs, "opening", sign * row.cash, day),
            )
        ]
    return found


def maker_merges(session: Session, first: int, last: int) -> Events:
    """Return what is demanded by merges of makers."""
    rows = session.scalars(
        select(MakerMerge).where(MakerMerge.id.between(first, last), MakerMerge.state == "done")
    )
    return {
        row.id: [
            one(
                reason, account_code("payable", maker_id=row.from_id),
                account_code("payable", maker_id=row.into_id), amount or 0, row.business_date,
            )
            for reason, amount in (("stated", row.stated), ("unstated", row.unstated))
        ]
        for row in rows
    }  # fmt: skip


def _place(kind: str, outlet_id: int | None) -> str:
    return account_code("opening" if kind == "outside" else kind, outlet_id=outlet_id)
