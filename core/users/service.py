"""Verbs about people: create, sign in, enrol a device, revoke, and write the security log."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from core.db import Database
from core.errors import Refused, TooMany
from core.i18n import _
from core.ids import new_token
from core.users import hands, queries
from core.users.models import (
    AuditEntry,
    Credential,
    Device,
    SignInAttempt,
    User,
    UserRole,
    WebSession,
)
from core.users.secrets import fingerprint, hash_secret, matches

SESSION_LIFE = {
    "password": timedelta(hours=16),
    "pin": timedelta(hours=16),
    "maker": timedelta(days=90),
}
MAX_FAILURES = {"user": 8, "device": 20, "address": 40}
"""Failed tries within a quarter of an hour before an account, device or address must wait."""

MIN_PASSWORD = 8


class WrongSecret(Refused):
    """The name and the password or PIN do not belong together."""


def create_user(
    session: Session,
    name: str,
    *,
    login: str | None,
    roles: Iterable[str],
    at: datetime,
    by: int | None,
) -> User:
    """Add a person with roles; `login` is unique, None for one who comes by phone."""
    name = name.strip()
    if not name:
        raise Refused(_("Isi nama orangnya."), field="name")
    if login is not None:
        login = login.strip().lower()
        if not login:
            raise Refused(_("Isi nama masuk."), field="login")
        if queries.by_login(session, login):
            raise Refused(_("Nama masuk itu sudah dipakai. Pilih yang lain."), field="login")
    user = User(name=name, login=login, created_at=at)
    hands.touch(user, by=by, at=at)
    user.role_rows = [UserRole(role=role) for role in sorted(set(roles))]
    session.add(user)
    session.flush()
    record(session, "user.created", kind="user", subject_id=user.id, by=by, at=at)
    return user


def set_secret(session: Session, user: User, kind: str, hashed: str, *, at: datetime) -> None:
    """Store the hash of a new password or PIN (hash it before the write transaction)."""
    row = session.get(Credential, (user.id, kind))
    if row is None:
        session.add(Credential(user_id=user.id, kind=kind, hash=hashed, changed_at=at))
    else:
        row.hash, row.changed_at = hashed, at
    session.flush()


def check_new_password(password: str) -> str:
    """Return the hash of an acceptable password; refuse a short one."""
    if len(password) < MIN_PASSWORD:
        raise Refused(_("Kata sandi paling sedikit %(n)s huruf.", n=MIN_PASSWORD), field="password")
    return hash_secret(password)


def check_new_pin(pin: str, *, phone: str | None = None) -> str:
    """Return the hash of an acceptable PIN of four to six digits.

    Refused where it is among the first that anybody tries: one digit all along, digits in a row, or
    part of the `phone` number that is typed beside it.
    """
    if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 6):
        raise Refused(_("PIN terdiri dari 4 sampai 6 angka."), field="pin")
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if len(steps) == 1 and steps <= {0, 1, 9}:
        raise Refused(
            _("PIN ini yang pertama ditebak orang. Jangan angka kembar atau berurutan."),
            field="pin",
        )
    if phone and pin in phone:
        raise Refused(
            _("PIN ini ada di nomor HP-nya, jadi mudah ditebak. Pilih yang lain."), field="pin"
        )
    return hash_secret(pin)


def verify_secret(
    database: Database,
    user: User | None,
    kind: str,
    secret: str,
    *,
    subjects: dict[str, str],
    at: datetime,
) -> User:
    """Return the person if the secret is right; count and refuse otherwise.

    `subjects` maps a limit's kind (user, device, address) to what is counted. Runs on a reader
    and counts tries in short transactions of their own, so that no write lock is held while
    Argon2 works and a refused request still counts.
    """
    found = whose_secret(
        database, [user] if user is not None else [], kind, secret, subjects=subjects, at=at
    )
    return found[0]


def whose_secret(
    database: Database,
    candidates: Sequence[User],
    kind: str,
    secret: str,
    *,
    subjects: dict[str, str],
    at: datetime,
) -> list[User]:
    """Return those of `candidates` whose secret this is, one at least; refuse as `verify_secret`.

    A try counts before it is looked at and is taken back when it was right, so that many at once
    are no more than the limit either.
    """
    with database.reader() as session:
        refuse_too_many(session, subjects, at=at)
        hashes = [queries.secret_hash(session, one, kind) for one in candidates] or [None]
    tries = _begin_try(database, subjects, at=at)
    right = [matches(hashed, secret) for hashed in hashes]
    if any(right):
        _take_back(database, tries)
        return [one for one, is_right in zip(candidates, right, strict=True) if is_right]
    if kind == "pin":
        raise WrongSecret(_("PIN salah. Coba lagi."), field="pin")
    raise WrongSecret(_("Nama atau kata sandi salah. Coba lagi."), field="password")


def _begin_try(database: Database, subjects: dict[str, str], *, at: datetime) -> list[int]:
    """Count a try and return its rows; raises TooMany where it is beyond a limit.

    The rows are committed before they are counted: of tries at the same moment each sees those that
    were counted before it, so no more than the limit go on.
    """
    tries = count_failure(database, subjects, at=at)
    with database.reader() as session:
        is_beyond = any(
            queries.recent_failures(session, subject, at=at) > MAX_FAILURES[kind_of]
            for kind_of, subject in subjects.items()
        )
    if is_beyond:
        _take_back(database, tries)
        raise _too_many()
    return tries


def _take_back(database: Database, tries: Collection[int]) -> None:
    with database.writer() as session:
        session.execute(delete(SignInAttempt).where(SignInAttempt.id.in_(tries)))


def refuse_too_many(session: Session, subjects: dict[str, str], *, at: datetime) -> None:
    """Raise TooMany where one of the subjects has failed too often of late; see verify_secret."""
    for kind_of, subject in subjects.items():
        if queries.recent_failures(session, subject, at=at) >= MAX_FAILURES[kind_of]:
            raise _too_many()


def _too_many() -> TooMany:
    return TooMany(_("Terlalu banyak percobaan. Tunggu 15 menit, lalu coba lagi."))


def count_failure(database: Database, subjects: dict[str, str], *, at: datetime) -> list[int]:
    """Count a failed try at each of the subjects, in a short transaction of its own; return the rows."""
    with database.writer() as session:
        session.execute(
            delete(SignInAttempt).where(SignInAttempt.at < at - queries.ATTEMPT_WINDOW * 4)
        )
        rows = [SignInAttempt(subject=subject, at=at) for subject in subjects.values()]
        session.add_all(rows)
        session.flush()
        return [row.id for row in rows]


def open_session(
    session: Session,
    user: User,
    *,
    kind: str,
    device: Device | None,
    at: datetime,
    browser: str = "",
) -> str:
    """Sign a person in and return the token for the cookie; `browser` tells phones apart in lists."""
    token = new_token()
    session.add(
        WebSession(
            token_hash=fingerprint(token),
            user_id=user.id,
            device_id=device.id if device else None,
            kind=kind,
            browser=browser,
            created_at=at,
            last_seen_at=at,
            expires_at=at + SESSION_LIFE[kind],
        )
    )
    record(session, "session.opened", kind="user", subject_id=user.id, by=user.id, at=at)
    return token


def close_session(session: Session, web_session: WebSession, *, at: datetime) -> None:
    """Sign out: the cookie is worth nothing from now on."""
    web_session.revoked_at = at
    session.flush()


def enrol_device(session: Session, name: str, *, by: User, at: datetime) -> tuple[Device, str]:
    """Enrol this browser and return the device and the token for its cookie."""
    token = new_token()
    device = Device(name=name, token_hash=fingerprint(token), enrolled_at=at, enrolled_by=by.id)
    session.add(device)
    session.flush()
    record(session, "device.enrolled", kind="device", subject_id=device.id, by=by.id, at=at)
    return device, token


def record(
    session: Session,
    action: str,
    *,
    kind: str,
    subject_id: int | None,
    by: int | None,
    at: datetime,
    detail: dict[str, Any] | None = None,
) -> None:
    """Write one line of the activity log about a thing."""
    record_all(session, action, kind=kind, subject_ids=[subject_id], by=by, at=at, detail=detail)


def record_all(
    session: Session,
    action: str,
    *,
    kind: str,
    subject_ids: Sequence[int | None],
    by: int | None,
    at: datetime,
    detail: dict[str, Any] | None = None,
) -> None:
    """Write one line of the activity log about each of several things."""
    session.add_all(
        AuditEntry(
            at=at,
            actor_id=by,
            action=action,
            subject_kind=kind,
            subject_id=subject_id,
            detail=detail,
        )
        for subject_id in subject_ids
    )
    session.flush()
