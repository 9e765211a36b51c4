"""What each kind of event demands of the ledger, computed from its own rows: docs/postings.md as code."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from catalogue.outlets.models import Till
from catalogue.stock.counts.models import CountLine
from catalogue.stock.departures.models import Comeback, DepartureLine
from catalogue.stock.departures.queries import COMEBACK, LINE
from pos.ledger.queries import account_code
from pos.reports.checks import counts, departures
from pos.reports.checks.office import predecessors
from pos.sales.claims.models import LateMoney, SurplusMoney, SurplusReturn
from pos.sales.deposits.models import Deposit, DepositReturn
from pos.sales.models import Sale, SaleLine, Tender, TenderConfirmation
from pos.sales.posting import TENDER_ACCOUNTS
from pos.sales.tours.models import GuideFee
from pos.sales.tours.service import SOURCE as GUIDE_FEE
from pos.settlements.adjusting.models import Adjustment
from pos.settlements.counting import LINE as COUNT_LINE
from pos.settlements.fees.models import MonthlyFee
from pos.settlements.maker_records.models import MakerMerge
from pos.settlements.models import MoneyTransfer, Payout
from pos.settlements.opening.models import OpeningBalance
from pos.settlements.qris_days.models import QrisCredit
from pos.settlements.qris_days.service import SOURCE as QRIS_CREDIT
from pos.shifts.models import CashDelivery, CashMovement, Handover, Shift


@dataclass(frozen=True)
class Expected:
    """An entry as its event demands it: `debits` are the accounts it may go to.

    A negative amount is the entry the other way round; `day` None is not looked at.
    """

    reason: str
    debits: tuple[str, ...]
    credits: tuple[str, ...]
    amount: int
    day: date | None


Events = dict[int, list[Expected]]

CLAIM_GOES_TO = {"confirmed": "qris", "accepted": "qris_missing"}
"""Where a claim's money goes; one that was paid in another way has an event of its own."""


def _one(reason: str, debit: str, credit: str, amount: int, day: date | None) -> Expected:
    return Expected(reason, (debit,), (credit,), amount, day)


def _sale_lines(session: Session, first: int, last: int) -> Events:
    rows = session.execute(
        select(SaleLine, Sale.business_date)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(SaleLine.id.between(first, last), Sale.state == "completed")
    )
    found: Events = {}
    for line, day in rows:
        sign = -1 if line.kind == "return" else 1
        commission = sign * (line.commission or 0)
        found[line.id] = [
            _one("discount", "discount", "clearing", sign * (line.house_discount or 0), day)
        ]
        if line.terms == "postage":
            found[line.id].append(_one("postage", "clearing", "postage", commission, day))
            continue
        if line.maker_id is None:
            found[line.id].append(_one("house_sale", "clearing", "house_sales", commission, day))
            continue
        payable = account_code("payable", maker_id=line.maker_id)
        share = sign * (line.maker_share or 0)
        found[line.id] += [
            _one("share", "clearing", payable, share, day),
            _one("commission", "clearing", "commission", commission, day),
        ]
    return found


def _tenders(session: Session, first: int, last: int) -> Events:
    rows = session.execute(
        select(Tender, Sale.business_date, Sale.till_id)
        .join(Sale, Sale.id == Tender.sale_id)
        .where(Tender.id.between(first, last), Sale.state == "completed")
        .options(selectinload(Tender.confirmation))
    )
    found: Events = {}
    for tender, day, till_id in rows:
        account = TENDER_ACCOUNTS.get(tender.kind, tender.kind)
        if tender.kind == "cash":
            account = account_code("cash", till_id=till_id)
        if tender.kind == "maker":
            account = account_code("payable", maker_id=tender.maker_id)
        elif tender.kind == "qris" and tender.amount < 0:
            account = "qris"
        found[tender.id] = [_one("tender", account, "clearing", tender.amount, day)]
        seen = tender.confirmation
        if seen is not None and seen.kind in CLAIM_GOES_TO:
            account = CLAIM_GOES_TO[seen.kind]
            found[tender.id].append(
                _one(seen.kind, account, "qris_claimed", tender.amount, seen.business_date)
            )
    return found


def _late_money(session: Session, first: int, last: int) -> Events:
    rows = session.execute(
        select(LateMoney, TenderConfirmation.kind, Shift.till_id)
        .outerjoin(TenderConfirmation, TenderConfirmation.tender_id == LateMoney.tender_id)
        .outerjoin(Shift, Shift.id == LateMoney.shift_id)
        .where(LateMoney.id.between(first, last))
    )
    return {
        row.id: [
            _one(
                "late",
                money_account(row.way, till_id),
                "qris_missing" if kind == "accepted" else "qris_claimed",
                row.tender.amount,
                row.business_date,
            )
        ]
        for row, kind, till_id in rows
    }


def _deposits(session: Session, first: int, last: int) -> Events:
    rows = session.scalars(select(Deposit).where(Deposit.id.between(first, last)))
    return {
        row.id: [
            _one("taken", money_account(row.way, row.till_id), "deposits", row.amount,
                 row.business_date)
        ]
        for row in rows
    }  # fmt: skip


def _deposit_returns(session: Session, first: int, last: int) -> Events:
    rows = session.scalars(select(DepositReturn).where(DepositReturn.id.between(first, last)))
    return {
        row.id: [
            _one("given_back", "deposits", money_account(row.way, row.till_id), row.amount,
                 row.business_date)
        ]
        for row in rows
    }  # fmt: skip


def _surplus(session: Session, first: int, last: int) -> Events:
    rows = session.scalars(select(SurplusMoney).where(SurplusMoney.id.between(first, last)))
    return {
        row.id: [_one("surplus", "qris", "qris_surplus", row.amount, row.business_date)]
        for row in rows
    }


def _surplus_back(session: Session, first: int, last: int) -> Events:
    rows = session.scalars(select(SurplusReturn).where(SurplusReturn.id.between(first, last)))
    return {
        row.id: [
            _one("surplus_back", "qris_surplus", row.source, row.surplus.amount, row.business_date)
        ]
        for row in rows
    }


def money_account(way: str, till_id: int | None) -> str:
    """Return the account that money seen at a till goes to, or comes from."""
    if way == "cash":
        return account_code("cash", till_id=till_id)
    return {"qris": "qris", "card": "card", "transfer": "bank"}[way]


def _sales(session: Session, first: int, last: int) -> Events:
    rows = session.execute(
        select(Sale.id, Sale.rounding, Sale.business_date).where(
            Sale.id.between(first, last), Sale.state == "completed"
        )
    )
    return {
        sale_id: [_one("rounding", "clearing", "rounding", rounding, day)]
        for sale_id, rounding, day in rows
    }


def _shifts(session: Session, first: int, last: int) -> Events:
    found: Events = {}
    for shift in session.scalars(select(Shift).where(Shift.id.between(first, last))):
        drawer = account_code("cash", till_id=shift.till_id)
        safe = account_code("safe", outlet_id=shift.till.outlet_id)
        day = shift.business_date
        held, hand = shift.float_held, account_code("holder", user_id=shift.opened_by)
        found[shift.id] = [
            _one("float", drawer, safe, shift.opening_float - held, day),
            _one("float_held", drawer, hand, held, day),
        ]
        if shift.counted_cash is not None:
            over = shift.counted_cash - (shift.expected_cash or 0)
            found[shift.id] += [
                _one("over_short", drawer, "over_short", over, day),
                _one("banked", safe, drawer, shift.counted_cash, day)
                if shift.kept_by is None
                else _one(
                    "kept", account_code("holder", user_id=shift.kept_by), drawer,
                    shift.counted_cash, day,
                ),
            ]  # fmt: skip
    return found


def _cash_movements(session: Session, first: int, last: int) -> Events:
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
        found[row.id] = [_one(row.kind, to, from_, row.amount, day)]
    return found


def _handovers(session: Session, first: int, last: int) -> Events:
    rows = session.execute(
        select(Handover, Shift.till_id, Shift.business_date)
        .join(Shift, Shift.id == Handover.shift_id)
        .where(Handover.id.between(first, last))
    )
    return {
        row.id: [
            _one("over_short", account_code("cash", till_id=till_id), "over_short",
                 row.difference, day)
        ]
        for row, till_id, day in rows
    }  # fmt: skip


def _deliveries(session: Session, first: int, last: int) -> Events:
    found: Events = {}
    for row in session.scalars(select(CashDelivery).where(CashDelivery.id.between(first, last))):
        hand = account_code("holder", user_id=row.holder_id)
        place = account_code(row.to_kind, outlet_id=row.to_outlet_id)
        found[row.id] = [
            _one("handed_in", place, hand, row.amount, row.business_date),
            _one("over_short", hand, "over_short", row.difference, row.business_date),
        ]
    return found


def _payouts(session: Session, first: int, last: int) -> Events:
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
            _one("payout", maker, place, payout.amount, payout.business_date),
            _one("fee", maker, "charges", payout.fee, payout.business_date),
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


def _adjustments(session: Session, first: int, last: int) -> Events:
    rows = session.scalars(
        select(Adjustment).where(Adjustment.id.between(first, last), Adjustment.state == "approved")
    )
    return {
        row.id: [
            _one(
                "adjustment" if row.kind in ("more", "less") else row.kind,
                row.source or HOUSE_SIDE[row.kind],
                account_code("payable", maker_id=row.maker_id), row.effect, row.business_date,
            )
        ]
        for row in rows
    }  # fmt: skip


def _monthly_fees(session: Session, first: int, last: int) -> Events:
    rows = session.scalars(select(MonthlyFee).where(MonthlyFee.id.between(first, last)))
    return {
        row.id: [
            _one("fee", account_code("payable", maker_id=row.maker_id), "maker_fees", row.amount,
                 row.business_date)
        ]
        for row in rows
    }  # fmt: skip


def _guide_fees(session: Session, first: int, last: int) -> Events:
    rows = session.scalars(select(GuideFee).where(GuideFee.id.between(first, last)))
    return {
        row.id: [_one("fee", "fees", "treasury", row.amount, row.business_date)] for row in rows
    }


def _qris_credits(session: Session, first: int, last: int) -> Events:
    rows = session.scalars(select(QrisCredit).where(QrisCredit.id.between(first, last)))
    return {
        row.id: [
            one
            for sign, tail, day in ((1, "", row.business_date), (-1, "_back", row.reversed_on))
            if day is not None
            for one in (
                _one(f"paid_out{tail}", "bank", "qris", sign * row.amount, day),
                _one(f"charge{tail}", "charges", "qris", sign * row.charge, day),
            )
        ]
        for row in rows
    }


def _transfers(session: Session, first: int, last: int) -> Events:
    rows = session.scalars(select(MoneyTransfer).where(MoneyTransfer.id.between(first, last)))
    return {
        row.id: [
            _one(
                "transfer", _place(row.to_kind, row.to_outlet_id),
                _place(row.from_kind, row.from_outlet_id), row.amount, row.business_date,
            )
        ]
        for row in rows
    }  # fmt: skip


def _opening_balances(session: Session, first: int, last: int) -> Events:
    rows = session.scalars(select(OpeningBalance).where(OpeningBalance.id.between(first, last)))
    found: Events = {}
    for row in rows:
        theirs = row.kind
        if row.maker_id is not None:
            theirs = account_code("payable", maker_id=row.maker_id)
        elif row.outlet_id is not None:
            theirs = account_code("safe", outlet_id=row.outlet_id)
        found[row.id] = [
            one
            for sign, tail, day in ((1, "", row.business_date), (-1, "_back", row.reversed_on))
            if day is not None
            for one in (
                _one(f"owed{tail}", "opening", theirs, sign * row.owed, day),
                _one(f"advance{tail}", theirs, "opening", sign * row.advance, day),
                _one(f"cash{tail}", theirs, "opening", sign * row.cash, day),
            )
        ]
    return found


def _maker_merges(session: Session, first: int, last: int) -> Events:
    rows = session.scalars(
        select(MakerMerge).where(MakerMerge.id.between(first, last), MakerMerge.state == "done")
    )
    return {
        row.id: [
            _one(
                reason, account_code("payable", maker_id=row.from_id),
                account_code("payable", maker_id=row.into_id), amount or 0, row.business_date,
            )
            for reason, amount in (("stated", row.stated), ("unstated", row.unstated))
        ]
        for row in rows
    }  # fmt: skip


def _place(kind: str, outlet_id: int | None) -> str:
    return account_code("opening" if kind == "outside" else kind, outlet_id=outlet_id)


def _losses(session: Session, first: int, last: int) -> Events:
    return _compensation(session, departures.owed(session, first, last))


def _comebacks(session: Session, first: int, last: int) -> Events:
    return _compensation(session, departures.taken_back(session, first, last))


def _compensation(session: Session, owed: departures.Owed) -> Events:
    """Of goods whose maker was merged since, the account of whoever they were then will do."""
    before = {
        account_code("payable", maker_id=into): tuple(
            account_code("payable", maker_id=maker_id) for maker_id in sorted(family)
        )
        for into, family in predecessors(session).items()
    }
    return {
        source_id: [
            Expected(
                "compensation", before.get(debit, (debit,)), before.get(credit, (credit,)), amount,
                day,
            )
        ]
        for source_id, (debit, credit, amount, day) in owed.items()
    }  # fmt: skip


def _shortages(session: Session, first: int, last: int) -> Events:
    return _compensation(session, counts.owed(session, first, last))


EVENTS: dict[str, tuple[Any, Callable[[Session, int, int], Events]]] = {
    "sale": (Sale.id, _sales),
    "sale_line": (SaleLine.id, _sale_lines),
    "tender": (Tender.id, _tenders),
    "late_money": (LateMoney.id, _late_money),
    "surplus_money": (SurplusMoney.id, _surplus),
    "surplus_return": (SurplusReturn.id, _surplus_back),
    "deposit": (Deposit.id, _deposits),
    "deposit_return": (DepositReturn.id, _deposit_returns),
    "shift": (Shift.id, _shifts),
    "cash_movement": (CashMovement.id, _cash_movements),
    "shift_handover": (Handover.id, _handovers),
    "cash_delivery": (CashDelivery.id, _deliveries),
    "payout": (Payout.id, _payouts),
    GUIDE_FEE: (GuideFee.id, _guide_fees),
    QRIS_CREDIT: (QrisCredit.id, _qris_credits),
    "money_transfer": (MoneyTransfer.id, _transfers),
    "opening_balance": (OpeningBalance.id, _opening_balances),
    "adjustment": (Adjustment.id, _adjustments),
    "monthly_fee": (MonthlyFee.id, _monthly_fees),
    LINE: (DepartureLine.id, _losses),
    COMEBACK: (Comeback.id, _comebacks),
    "maker_merge": (MakerMerge.id, _maker_merges),
    COUNT_LINE: (CountLine.id, _shortages),
}
"""Every kind of source in the ledger. A new one is added here with the entries it demands."""
