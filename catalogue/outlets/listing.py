"""The office's lists of people and of places."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from catalogue.outlets import people, queries
from catalogue.outlets.models import Outlet, StaffOutlet, Till
from core.i18n import _
from core.lists import Column, Condition, Listing, by_id, one_of
from core.users.models import User, UserRole

ROLES = {
    "manager": _("Pengurus"),
    "cashier": _("Kasir"),
    "officer": _("Dinas"),
    "maker": _("Perajin"),
}
SECRETS = {"password": _("kata sandi"), "pin": _("PIN")}


class Person(NamedTuple):
    """A row of the list: who, in which roles, at which places, signing in by what; in words."""

    user: User
    roles: str
    places: str
    secrets: str


def _holds(role: str) -> Condition:
    return exists().where(UserRole.user_id == User.id, UserRole.role == role)


def _filled(session: Session, users: Sequence[User]) -> Sequence[Person]:
    works_at, names = people.outlets_by_user(session), queries.choices(session)
    secrets = people.secrets_of(session, [user.id for user in users])
    return [
        Person(
            user,
            ", ".join(_(name) for role, name in ROLES.items() if role in user.roles),
            ", ".join(name for number, name in names if number in works_at.get(user.id, ())),
            ", ".join(
                _(name) for kind, name in SECRETS.items() if kind in secrets.get(user.id, ())
            ),
        )
        for user in users
    ]


def _works_at(outlet_id: int) -> Condition:
    return exists().where(StaffOutlet.user_id == User.id, StaffOutlet.outlet_id == outlet_id)


STAFF = Listing(
    name="orang",
    label=_("Orang"),
    query=select(User).where(
        User.archived_at.is_(None), or_(*(_holds(role) for role in people.STAFF_ROLES))
    ),
    key=User.id,
    columns=(
        Column("name", _("Nama"), lambda r: r.user.name, sort=func.lower(User.name)),
        Column("login", _("Nama masuk"), lambda r: r.user.login, sort=func.coalesce(User.login, "")),
        Column("roles", _("Peran"), lambda r: r.roles),
        Column("places", _("Tempat"), lambda r: r.places),
        Column("secrets", _("Masuk dengan"), lambda r: r.secrets),
    ),
    order="name",
    filters=(
        one_of("role", _("Peran"), {
            role: (ROLES[role], _holds(role)) for role in people.STAFF_ROLES
        }),
        by_id("outlet", _("Tempat"), _works_at, queries.choices),
    ),
    has=lambda word: or_(
        func.lower(User.name).contains(word, autoescape=True),
        func.coalesce(User.login, "").contains(word, autoescape=True),
    ),
    hint=_("nama"),
    fill=_filled,
)  # fmt: skip


def _tills(session: Session, outlets: Sequence[Outlet]) -> Sequence[tuple[Outlet, list[Till]]]:
    tills = queries.active_tills(session)
    return [(one, [till for till in tills if till.outlet_id == one.id]) for one in outlets]


def _series(row: Any) -> str:
    return ", ".join(f"{till.name} ({till.series})" for till in row[1])


OUTLETS = Listing(
    name="tempat",
    label=_("Tempat dan kasir"),
    query=select(Outlet).where(Outlet.archived_at.is_(None)),
    key=Outlet.id,
    columns=(
        Column("code", _("Kode"), lambda r: r[0].code, on_page=False),
        Column("name", _("Tempat"), lambda r: r[0].name, sort=func.lower(Outlet.name)),
        Column("address", _("Alamat"), lambda r: r[0].address, sort=func.lower(Outlet.address)),
        Column("tills", _("Kasir (seri nota)"), _series),
        Column("zone", _("Zona waktu"), lambda r: r[0].zone, on_page=False),
        Column("opened", _("Nomor urut"), lambda r: r[0].id, sort=Outlet.id, on_page=False),
    ),
    order="opened",
    fill=_tills,
)
