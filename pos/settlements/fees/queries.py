"""Reads of fees: what is in force on a date, and what was charged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.products import contracts
from pos.settlements.fees.models import FeeRate, MonthlyFee


@dataclass(frozen=True)
class Month:
    """What was charged for a month: how many makers, and rupiah in all."""

    month: date
    makers: int
    amount: int


def rates(session: Session, kind: str, *, on: date) -> dict[int | None, FeeRate]:
    """Return the rates of a kind in force on a date, by maker; None is that of all."""
    rows = session.scalars(
        select(FeeRate)
        .where(FeeRate.kind == kind, FeeRate.starts_on <= on)
        .order_by(FeeRate.starts_on, FeeRate.id)
    )
    return {row.maker_id: row for row in rows}


def amount_of(found: dict[int | None, FeeRate], maker_id: int | None) -> int:
    """Return the rupiah that these rates ask of a maker: the own, else that of all, else nothing."""
    row = found.get(maker_id) or found.get(None)
    return row.amount if row else 0


def coming(session: Session, *, after: date) -> list[FeeRate]:
    """Return the rates that begin later, the first first."""
    rows = select(FeeRate).where(FeeRate.starts_on > after).order_by(FeeRate.starts_on, FeeRate.id)
    return list(session.scalars(rows))


def transfer_fee(session: Session, maker_id: int, *, on: date) -> int:
    """Return the rupiah that a transfer costs a maker: nothing unless the contract says the maker bears it."""
    held = contracts.of_makers_in_force(session, [maker_id], on=on).get(maker_id)
    if held is None or held.fee_bearer != "maker":
        return 0
    return amount_of(rates(session, "transfer", on=on), None)


def to_charge(
    session: Session, month: date, began: datetime, *, after: int, limit: int
) -> Sequence[Maker]:
    """Return makers in business since before a month `began` who were not charged for it, by id."""
    charged = select(MonthlyFee.maker_id).where(MonthlyFee.month == month)
    return list(
        session.scalars(
            select(Maker)
            .where(
                Maker.archived_at.is_(None), Maker.joined_at < began, Maker.id > after,
                Maker.id.not_in(charged),
            )
            .order_by(Maker.id)
            .limit(limit)
        )
    )  # fmt: skip


def months(session: Session, *, limit: int) -> list[Month]:
    """Return what was charged for the newest months."""
    rows = session.execute(
        select(MonthlyFee.month, func.count(), func.sum(MonthlyFee.amount))
        .group_by(MonthlyFee.month)
        .order_by(MonthlyFee.month.desc())
        .limit(limit)
    )
    return [Month(month, int(count), int(amount)) for month, count, amount in rows]
