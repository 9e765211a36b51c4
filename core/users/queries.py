"""Reads about people, sessions and devices."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from core.errors import NotFound
from core.i18n import _
from core.users.models import (
    AuditEntry,
    Credential,
    Device,
    SignInAttempt,
    User,
    WebSession,
)
from core.users.secrets import fingerprint

ATTEMPT_WINDOW = timedelta(minutes=15)


def by_login(session: Session, login: str) -> User | None:
    """Return the active person with that log-in name, upper and lower case alike."""
    return session.scalar(
        select(User).where(User.login == login.strip().lower(), User.archived_at.is_(None))
    )


def require_user(session: Session, user_id: int) -> User:
    """Return the active person, or raise NotFound."""
    user = session.get(User, user_id)
    if user is None or user.archived_at is not None:
        raise NotFound(_("Orang ini tidak ada dalam daftar."))
    return user


def secret_hash(session: Session, user: User | None, kind: str) -> str | None:
    """Return the stored hash of a person's password or PIN, or None."""
    if user is None:
        return None
    return session.scalar(
        select(Credential.hash).where(Credential.user_id == user.id, Credential.kind == kind)
    )


def session_of(session: Session, token: str | None, *, at: datetime) -> WebSession | None:
    """Return the live session of a cookie's token, or None."""
    if not token:
        return None
    found = (
        session.scalars(
            select(WebSession)
            .where(WebSession.token_hash == fingerprint(token))
            .options(joinedload(WebSession.user).joinedload(User.role_rows))  # asked twice a POST
        )
        .unique()
        .one_or_none()
    )
    if found is None or found.revoked_at is not None or found.expires_at <= at:
        return None
    return None if found.user.archived_at is not None else found


def device_of(session: Session, token: str | None) -> Device | None:
    """Return the enrolled device of a cookie's token, or None."""
    if not token:
        return None
    return session.scalar(
        select(Device).where(Device.token_hash == fingerprint(token), Device.revoked_at.is_(None))
    )


def recent_failures(session: Session, subject: str, *, at: datetime) -> int:
    """Count failed tries at `subject` within the last quarter of an hour."""
    return (
        session.scalar(
            select(func.count())
            .select_from(SignInAttempt)
            .where(SignInAttempt.subject == subject, SignInAttempt.at > at - ATTEMPT_WINDOW)
        )
        or 0
    )


def names_of(session: Session, user_ids: Iterable[int | None]) -> dict[int, str]:
    """Return the names of these people by id; None among the ids is left out."""
    ids = {number for number in user_ids if number is not None}
    if not ids:
        return {}
    rows = session.execute(select(User.id, User.name).where(User.id.in_(ids)))
    return {row.id: row.name for row in rows}


def anyone(session: Session) -> bool:
    """Say whether there is any person at all; an empty house shows the set-up page."""
    return session.scalar(select(User.id).limit(1)) is not None


def log_of(session: Session, kind: str, subject_id: int, *, limit: int = 50) -> list[AuditEntry]:
    """Return the newest log entries about one thing."""
    return list(
        session.scalars(
            select(AuditEntry)
            .where(AuditEntry.subject_kind == kind, AuditEntry.subject_id == subject_id)
            .order_by(AuditEntry.id.desc())
            .limit(limit)
        )
    )
