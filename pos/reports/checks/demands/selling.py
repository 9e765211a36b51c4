"""What selling demands: a line's split, tenders, rounding, late and surplus money, deposits."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from pos.ledger.queries import account_code
from pos.reports.checks.demands.expected import Events, one
from pos.sales.claims.models import LateMoney, SurplusMoney, SurplusReturn
from pos.sales.deposits.models import Deposit, DepositReturn
from pos.sales.models import Sale, SaleLine, Tender, TenderConfirmation
from pos.sales.posting import TENDER_ACCOUNTS
from pos.shifts.models import Shift

CLAIM_GOES_TO = {"confirmed": "{kind}", "accepted": "{kind}_missing"}
"""Where a claim's money goes; one that was paid in another way has an event of its own."""


def sale_lines(session: Session, first: int, last: int) -> Events:
    """Return what is demanded by the split of each line."""
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
            one("discount", "discount", "clearing", sign * (line.house_discount or 0), day)
        ]
        if line.terms == "postage":
            found[line.id].append(one("postage", "clearing", "postage", commission, day))
            continue
        if line.maker_id is None:
            found[line.id].append(one("house_sale", "clearing", "house_sales", commission, day))
            continue
        payable = account_code("payable", maker_id=line.maker_id)
        share = sign * (line.maker_share or 0)
        found[line.id] += [
            one("share", "clearing", payable, share, day),
            one("commission", "clearing", "commission", commission, day),
        ]
    return found


def tenders(session: Session, first: int, last: int) -> Events:
    """Return what is demanded by how each ticket was paid, and what became of each claim."""
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
        found[tender.id] = [one("tender", account, "clearing", tender.amount, day)]
        seen = tender.confirmation
        if seen is not None and seen.kind in CLAIM_GOES_TO:
            account = CLAIM_GOES_TO[seen.kind].format(kind=tender.kind)
            waits = TENDER_ACCOUNTS.get(tender.kind, tender.kind)
            found[tender.id].append(
                one(seen.kind, account, waits, tender.amount, seen.business_date)
            )
    return found


def sales(session: Session, first: int, last: int) -> Events:
    """Return what is demanded by the rounding of each ticket."""
    rows = session.execute(
        select(Sale.id, Sale.rounding, Sale.business_date).where(
            Sale.id.between(first, last), Sale.state == "completed"
        )
    )
    return {
        sale_id: [one("rounding", "clearing", "rounding", rounding, day)]
        for sale_id, rounding, day in rows
    }


def late_money(session: Session, first: int, last: int) -> Events:
    """Return what is demanded by claimed money that came later."""
    rows = session.execute(
        select(LateMoney, TenderConfirmation.kind, Shift.till_id)
        .outerjoin(TenderConfirmation, TenderConfirmation.tender_id == LateMoney.tender_id)
        .outerjoin(Shift, Shift.id == LateMoney.shift_id)
        .where(LateMoney.id.between(first, last))
    )
    return {
        row.id: [
            one(
                "late",
                money_account(row.way, till_id),
                f"{row.tender.kind}_missing" if kind == "accepted" else "qris_claimed",
                row.tender.amount,
                row.business_date,
            )
        ]
        for row, kind, till_id in rows
    }


def surplus(session: Session, first: int, last: int) -> Events:
    """Return what is demanded by an acquirer's money of no ticket."""
    rows = session.scalars(select(SurplusMoney).where(SurplusMoney.id.between(first, last)))
    return {
        row.id: [one("surplus", row.kind, f"{row.kind}_surplus", row.amount, row.business_date)]
        for row in rows
    }


def surplus_back(session: Session, first: int, last: int) -> Events:
    """Return what is demanded by such money given back."""
    rows = session.scalars(select(SurplusReturn).where(SurplusReturn.id.between(first, last)))
    return {
        row.id: [
            one(
                "surplus_back",
                f"{row.surplus.kind}_surplus",
                row.source,
                row.surplus.amount,
                row.business_date,
            )
        ]
        for row in rows
    }


def deposits(session: Session, first: int, last: int) -> Events:
    """Return what is demanded by deposits taken."""
    rows = session.scalars(select(Deposit).where(Deposit.id.between(first, last)))
    return {
        row.id: [
            one("taken", money_account(row.way, row.till_id), "deposits", row.amount,
                 row.business_date)
        ]
        for row in rows
    }  # fmt: skip


def deposit_returns(session: Session, first: int, last: int) -> Events:
    """Return what is demanded by deposits given back."""
    rows = session.scalars(select(DepositReturn).where(DepositReturn.id.between(first, last)))
    return {
        row.id: [
            one("given_back", "deposits", money_account(row.way, row.till_id), row.amount,
                 row.business_date)
        ]
        for row in rows
    }  # fmt: skip


def money_account(way: str, till_id: int | None) -> str:
    """Return the account that money seen at a till goes to, or comes from."""
    if way == "cash":
        return account_code("cash", till_id=till_id)
    return {"qris": "qris", "card": "card", "transfer": "bank"}[way]
