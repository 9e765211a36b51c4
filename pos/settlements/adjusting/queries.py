"""Reads of adjustments."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.i18n import _
from core.users.models import User, UserRole
from pos.settlements.adjusting.models import Adjustment


def require(session: Session, number: str) -> Adjustment:
    """Return the adjustment of that number, or raise NotFound."""
    found = session.scalar(select(Adjustment).where(Adjustment.number == number.strip().upper()))
    if found is None:
        raise NotFound(_("Usulan ini tidak ada dalam daftar."))
    return found


def counts(session: Session) -> dict[str, int]:
    """Return how many adjustments stand in each state."""
    rows = session.execute(select(Adjustment.state, func.count()).group_by(Adjustment.state))
    return {state: int(count) for state, count in rows}


def has_another_manager(session: Session, *, than: int) -> bool:
    """Say whether somebody else than this person may decide."""
    found = select(User.id).join(UserRole, UserRole.user_id == User.id)
    found = found.where(UserRole.role == "manager", User.archived_at.is_(None), User.id != than)
    return session.scalar(found.limit(1)) is not None
