"""Reads of deposits: what is left of each, what a shift took and gave back."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.i18n import _
from pos.sales.deposits.models import Deposit, DepositReturn
from pos.sales.models import Sale, Tender


@dataclass(frozen=True)
class Open:
    """A deposit and the rupiah that are left of it."""

    deposit: Deposit
    left: int


@dataclass(frozen=True)
class OfShift:
    """Rupiah of deposits that a shift took less what it gave back: all of it, and in cash."""

    total: int
    taken_in_cash: int
    given_in_cash: int


def require(session: Session, deposit_id: int) -> Deposit:
    """Return the deposit, or raise NotFound."""
    found = session.get(Deposit, deposit_id)
    if found is None:
        raise NotFound(_("Uang muka ini tidak ada dalam daftar."))
    return found


def lock(session: Session, deposit_id: int) -> Deposit:
    """Return the deposit, used by nobody else until this transaction ends; or raise NotFound."""
    found = session.scalar(
        select(Deposit).where(Deposit.id == deposit_id).with_for_update(of=Deposit)
    )
    if found is None:
        raise NotFound(_("Uang muka ini tidak ada dalam daftar."))
    return found


def left_of(session: Session, deposit_ids: Sequence[int]) -> dict[int, int]:
    """Return the rupiah left of each deposit: its amount less what was used and given back."""
    rows = session.execute(
        select(Deposit.id, Deposit.amount - _used() - _given_back()).where(
            Deposit.id.in_(deposit_ids)
        )
    )
    return {deposit_id: int(left) for deposit_id, left in rows}


def open_deposits(session: Session) -> list[Open]:
    """Return the deposits of which something is left, oldest first."""
    left = Deposit.amount - _used() - _given_back()
    rows = session.execute(select(Deposit, left).where(left > 0).order_by(Deposit.id))
    return [Open(deposit, int(amount)) for deposit, amount in rows]


def of_outlet(deposits: Sequence[Open], outlet_id: int) -> list[Open]:
    """Return those that were taken at one outlet: another one's customers are not listed there."""
    return [one for one in deposits if one.deposit.till.outlet_id == outlet_id]


def by_slip(session: Session, text: str) -> Deposit | None:
    """Return the deposit of a slip, scanned or typed, of whatever outlet; or None."""
    return session.scalar(select(Deposit).where(Deposit.number == text.strip().upper()))


def by_number(session: Session, number: str) -> Deposit:
    """Return the deposit whose slip a customer brings; or raise NotFound."""
    found = by_slip(session, number)
    if found is None:
        raise NotFound(_("Uang muka ini tidak ada dalam daftar."))
    return found


def returns_of(session: Session, deposit_id: int) -> list[DepositReturn]:
    """Return what was given back of a deposit, oldest first."""
    return list(
        session.scalars(
            select(DepositReturn)
            .where(DepositReturn.deposit_id == deposit_id)
            .order_by(DepositReturn.id)
        )
    )


def uses_of(session: Session, deposit_id: int) -> list[Tender]:
    """Return the tenders of completed sales that a deposit paid, oldest first."""
    return list(
        session.scalars(
            select(Tender)
            .join(Sale, Sale.id == Tender.sale_id)
            .where(Tender.deposit_id == deposit_id, Sale.state == "completed")
            .order_by(Tender.id)
        )
    )


def of_shift(session: Session, shift_id: int) -> OfShift:
    """Return what a shift took in deposits less what it gave back of them."""

    def total(of: type[Deposit | DepositReturn], *where: ColumnElement[bool]) -> int:
        query = select(func.coalesce(func.sum(of.amount), 0)).where(of.shift_id == shift_id, *where)
        return int(session.scalar(query) or 0)

    return OfShift(
        total=total(Deposit) - total(DepositReturn),
        taken_in_cash=total(Deposit, Deposit.way == "cash"),
        given_in_cash=total(DepositReturn, DepositReturn.way == "cash"),
    )


def _used() -> ColumnElement[int]:
    return (
        select(func.coalesce(func.sum(Tender.amount), 0))
        .join(Sale, Sale.id == Tender.sale_id)
        .where(Tender.deposit_id == Deposit.id, Sale.state == "completed")
        .correlate(Deposit)
        .scalar_subquery()
    )


def _given_back() -> ColumnElement[int]:
    return (
        select(func.coalesce(func.sum(DepositReturn.amount), 0))
        .where(DepositReturn.deposit_id == Deposit.id)
        .correlate(Deposit)
        .scalar_subquery()
    )
