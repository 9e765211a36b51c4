"""Reads about shifts: which is open, what the drawer should hold."""

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from core.errors import NotFound
from core.i18n import _
from pos.ledger import queries as ledger
from pos.ledger.models import Account
from pos.shifts.models import CashMovement, Handover, Shift


def open_shift(session: Session, till_id: int) -> Shift | None:
    """Return the open shift of a till, or None."""
    return session.scalar(
        select(Shift)
        .where(Shift.till_id == till_id, Shift.closed_at.is_(None))
        .options(lazyload(Shift.cashier))  # mostly who asks, and known already
    )


def lock_open_shift(session: Session, till_id: int) -> Shift | None:
    """Return the open shift of a till, kept open until this transaction ends, or None."""
    return session.scalar(
        select(Shift)
        .where(Shift.till_id == till_id, Shift.closed_at.is_(None))
        .options(lazyload(Shift.cashier))
        .with_for_update(of=Shift)
        .execution_options(populate_existing=True)
    )


def require_shift(session: Session, shift_id: int) -> Shift:
    """Return the shift, or raise NotFound."""
    shift = session.get(Shift, shift_id)
    if shift is None:
        raise NotFound(_("Sif ini tidak ada dalam daftar."))
    return shift


def drawer(session: Session, till_id: int) -> int:
    """Return the rupiah that a till's drawer should hold; zero while no shift is open."""
    return ledger.balance_of(session, ledger.account_code("cash", till_id=till_id))


def in_hand(session: Session, user_id: int) -> int:
    """Return the rupiah of the house that a person carries."""
    return ledger.balance_of(session, ledger.account_code("holder", user_id=user_id))


def lock_in_hand(session: Session, user_id: int) -> int:
    """Return the rupiah that a person carries, changed by nobody else until this transaction ends."""
    session.execute(
        select(Account.id)
        .where(Account.code == ledger.account_code("holder", user_id=user_id))
        .with_for_update(key_share=True)
    ).all()
    return in_hand(session, user_id)


def cash_movements(session: Session, shift_id: int) -> list[CashMovement]:
    """Return what went into and out of the drawer by hand, oldest first."""
    return list(
        session.scalars(
            select(CashMovement).where(CashMovement.shift_id == shift_id).order_by(CashMovement.id)
        )
    )


def handovers(session: Session, shift_id: int) -> list[Handover]:
    """Return who passed the drawer to whom during a shift, oldest first."""
    return list(
        session.scalars(select(Handover).where(Handover.shift_id == shift_id).order_by(Handover.id))
    )


def passed_on(session: Session, shift_id: int) -> list[list[int | None]]:
    """Return [id, from, to, counted, expected] of a shift's hand-overs, as closing seals them."""
    return [
        [row.id, row.from_id, row.to_id, row.counted, row.expected]
        for row in handovers(session, shift_id)
    ]


def has_drawer(session: Session, shift: Shift) -> int:
    """Return the id of the person who answers for a shift's drawer now."""
    last = session.scalar(
        select(Handover.to_id)
        .where(Handover.shift_id == shift.id)
        .order_by(Handover.id.desc())
        .limit(1)
    )
    return shift.opened_by if last is None else last


def recent(session: Session, *, limit: int, offset: int = 0) -> list[Shift]:
    """Return shifts, newest first."""
    return list(
        session.scalars(select(Shift).order_by(Shift.id.desc()).limit(limit).offset(offset))
    )
