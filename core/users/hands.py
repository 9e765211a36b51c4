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


def behind(session: Session, user_id: int, *, at: datetime | None = None) -> int | None:
    """Return who may be speaking in a person's place: whoever let them in lately, else None.

    Without `at` when the log was last written, for questions that are not told the moment: whoever
    asks has signed in within the day.
    """
    user = session.get(User, user_id)
    if user is None or user.let_in_at is None or user.let_in_by is None:
        return None
    if at is None:
        at = session.scalar(select(AuditEntry.at).order_by(AuditEntry.id.desc()).limit(1))
    return user.let_in_by if at is not None and is_fresh(session, user, at=at) else None


def speakers(session: Session, user_id: int, *, at: datetime | None = None) -> set[int]:
    """Return whose word a person's may be: their own, that of who let them in lately, and so on."""
    found: set[int] = set()
    one: int | None = user_id
    while one is not None and one not in found:
        found.add(one)
        one = behind(session, one, at=at)
    return found


def may_be_one(session: Session, one: int, other: int, *, at: datetime) -> bool:
    """Say whether two people may be one: either speaks for the other, or one hand for both."""
    return not speakers(session, one, at=at).isdisjoint(speakers(session, other, at=at))


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
