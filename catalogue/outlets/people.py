"""Verbs about the people of the house: let someone in, move them, change secrets, let them go."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from catalogue.outlets import service
from catalogue.outlets.models import Outlet, StaffOutlet
from core.errors import Refused
from core.i18n import _
from core.users import hands
from core.users import service as people
from core.users.models import Credential, User, UserRole, WebSession

STAFF_ROLES = ("cashier", "manager", "officer")


def hire(
    session: Session,
    name: str,
    *,
    login: str,
    roles: Collection[str],
    outlets: Iterable[Outlet],
    password: str | None,
    pin: str | None,
    by: int,
    at: datetime,
) -> User:
    """Let a new person in; `password` and `pin` are hashes, at least one of them is needed."""
    _check_roles(roles)
    if password is None and pin is None:
        raise Refused(_("Isi kata sandi atau PIN; tanpa itu orangnya tidak bisa masuk."),
                      field="password")  # fmt: skip
    user = people.create_user(session, name, login=login, roles=roles, at=at, by=by)
    change_secrets(session, user, password=password, pin=pin, by=by, at=at)
    for outlet in outlets:
        service.staff(session, user, outlet)
    return user


def change(
    session: Session,
    user: User,
    *,
    name: str,
    roles: Collection[str],
    outlets: Iterable[Outlet],
    by: int,
    at: datetime,
) -> None:
    """Change a person's name, roles and places; nobody takes the manager's role from themselves."""
    _check_roles(roles)
    if user.id == by and "manager" not in roles:
        raise Refused(_("Peran pengurus Anda sendiri hanya bisa dicabut pengurus lain."),
                      field="role")  # fmt: skip
    if not name:
        raise Refused(_("Isi nama orangnya."), field="name")
    user.name = name
    kept = [row for row in user.role_rows if row.role not in STAFF_ROLES or row.role in roles]
    held = {row.role for row in kept}
    if "manager" in roles and "manager" not in held:
        hands.touch(user, by=by, at=at)
    user.role_rows = kept + [UserRole(role=role) for role in roles if role not in held]
    session.execute(delete(StaffOutlet).where(StaffOutlet.user_id == user.id))
    session.flush()
    for outlet in outlets:
        service.staff(session, user, outlet)
    people.record(session, "user.changed", kind="user", subject_id=user.id, by=by, at=at)


def change_secrets(
    session: Session, user: User, *, password: str | None, pin: str | None, by: int, at: datetime
) -> None:
    """Set a new password and/or PIN (hashes); whoever is signed in elsewhere is signed out."""
    for kind, hashed in (("password", password), ("pin", pin)):
        if hashed is not None:
            people.set_secret(session, user, kind, hashed, at=at)
    hands.touch(user, by=by, at=at)
    if user.id != by:
        _sign_out(session, user, at=at)
    people.record(session, "user.secret_changed", kind="user", subject_id=user.id, by=by, at=at)


def let_go(session: Session, user: User, *, by: int, at: datetime) -> None:
    """End a person's access; what they did stays under their name."""
    if user.id == by:
        raise Refused(_("Anda tidak bisa menutup akses Anda sendiri."))
    user.archived_at = at
    user.login = None  # the name may be given to somebody else
    _sign_out(session, user, at=at)
    people.record(session, "user.archived", kind="user", subject_id=user.id, by=by, at=at)


def staff_of_house(session: Session) -> list[User]:
    """Return everybody who works for the house, by name; makers who only sign in as such are not."""
    return list(
        session.scalars(
            select(User)
            .join(UserRole)
            .where(UserRole.role.in_(STAFF_ROLES), User.archived_at.is_(None))
            .distinct()
            .order_by(User.name)
        )
    )


def secrets_of(session: Session, user_ids: Collection[int]) -> dict[int, set[str]]:
    """Return which secrets (password, pin) each of these people has."""
    found: dict[int, set[str]] = {}
    for user_id, kind in session.execute(
        select(Credential.user_id, Credential.kind).where(Credential.user_id.in_(user_ids))
    ):
        found.setdefault(user_id, set()).add(kind)
    return found


def outlets_by_user(session: Session) -> dict[int, set[int]]:
    """Return the places where each person works, by person."""
    found: dict[int, set[int]] = {}
    for user_id, outlet_id in session.execute(select(StaffOutlet.user_id, StaffOutlet.outlet_id)):
        found.setdefault(user_id, set()).add(outlet_id)
    return found


def _sign_out(session: Session, user: User, *, at: datetime) -> None:
    session.execute(
        update(WebSession)
        .where(WebSession.user_id == user.id, WebSession.revoked_at.is_(None))
        .values(revoked_at=at)
    )
    session.flush()


def _check_roles(roles: Collection[str]) -> None:
    if not roles or not set(roles) <= set(STAFF_ROLES):
        raise Refused(_("Pilih paling sedikit satu peran."), field="role")
