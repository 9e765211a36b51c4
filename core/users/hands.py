"""Whose word counts as a second person's: not one whose way in another's hand has just made.

One person alone waits REST, two people do not. A house's own first REST is its beginning, in which
one person lets everybody in and nothing waits.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.users.models import AuditEntry, User, UserRole

REST = timedelta(days=7)


def touch(user: User, *, by: int | None, at: datetime) -> None:
    """Note that somebody else, None for the machine's own command, gave a person a way in."""
    if by != user.id:
        user.let_in_at, user.let_in_by = at, by


def fresh_after(session: Session, *, at: datetime) -> datetime:
    """Return the moment (UTC) after which what one person did alone still waits."""
    began = session.scalar(select(func.min(User.created_at)))
    return at - REST if began is None else max(at - REST, began + REST)


def behind(session: Session, user_id: int) -> int | None:
    """Return who may be speaking in a person's place now: whoever let them in lately, else None.

    Now is when the log was last written, for questions that are not told the moment: whoever asks
    has signed in within the day.
    """
    user = session.get(User, user_id)
    if user is None or user.let_in_at is None or user.let_in_by is None:
        return None
    now = session.scalar(select(AuditEntry.at).order_by(AuditEntry.id.desc()).limit(1))
    return user.let_in_by if now is not None and is_fresh(session, user, at=now) else None


def is_fresh(session: Session, user: User, *, at: datetime) -> bool:
    """Say whether another may still be speaking in this person's place."""
    return user.let_in_at is not None and user.let_in_at > fresh_after(session, at=at)


def fresh(session: Session, *roles: str, at: datetime) -> list[User]:
    """Return the people of these roles in whose place another may still be speaking, by name."""
    found = session.scalars(
        select(User)
        .where(
            User.let_in_at > at - REST,
            User.archived_at.is_(None),
            User.role_rows.any(UserRole.role.in_(roles)),
        )
        .order_by(User.name)
    ).all()
    after = fresh_after(session, at=at) if found else at
    return [user for user in found if user.let_in_at is not None and user.let_in_at > after]
