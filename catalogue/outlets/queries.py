"""Reads about outlets, tills and who works there."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.outlets.models import Outlet, StaffOutlet, Till, TillDevice
from core.clock import local_date
from core.errors import NotFound
from core.i18n import _
from core.users.models import Credential, Device, User, UserRole
from printers.models import Printer


def by_code(session: Session, code: str) -> Outlet | None:
    """Return the outlet of that code, or None."""
    return session.scalar(select(Outlet).where(Outlet.code == code.strip().upper()))


def main_outlet(session: Session) -> Outlet | None:
    """Return the main outlet, or None before there is one."""
    return session.scalar(select(Outlet).where(Outlet.is_main))


def house_zone(session: Session) -> str:
    """Return the zone of the house's own clock: the main outlet's, WIB before there is one."""
    main = main_outlet(session)
    return main.zone if main else "WIB"


def house_date(session: Session, at: datetime) -> date:
    """Return the date on the house's own calendar at the moment `at`."""
    return local_date(at, house_zone(session))


def require_main(session: Session) -> Outlet:
    """Return the main outlet, or raise NotFound."""
    outlet = main_outlet(session)
    if outlet is None:
        raise NotFound(_("Belum ada tempat penjualan. Buat dulu ruang pamernya."))
    return outlet


def require_outlet(session: Session, outlet_id: int) -> Outlet:
    """Return the outlet, or raise NotFound."""
    outlet = session.get(Outlet, outlet_id)
    if outlet is None:
        raise NotFound(_("Tempat ini tidak ada dalam daftar."))
    return outlet


def every(session: Session) -> list[Outlet]:
    """Return every outlet there ever was, the main one first."""
    return list(session.scalars(select(Outlet).order_by(Outlet.is_main.desc(), Outlet.name)))


def active(session: Session) -> list[Outlet]:
    """Return the outlets in use, the main one first."""
    return [outlet for outlet in every(session) if outlet.archived_at is None]


def choices(session: Session) -> list[tuple[int, str]]:
    """Return id and name of every place in use, to choose from."""
    return [(outlet.id, outlet.name) for outlet in active(session)]


def active_tills(session: Session) -> list[Till]:
    """Return the tills in use, by outlet and name."""
    return list(
        session.scalars(
            select(Till)
            .join(Outlet)
            .where(Till.archived_at.is_(None))
            .order_by(Outlet.is_main.desc(), Outlet.name, Till.id)
        )
    )


def all_tills(session: Session) -> list[Till]:
    """Return every till there ever was: a series is never given out twice."""
    return list(session.scalars(select(Till).order_by(Till.id)))


def receipt_printer_at(session: Session, outlet: Outlet) -> Printer | None:
    """Return the printer that an outlet's papers come out of: its first till's, or None."""
    tills = [till for till in outlet.tills if till.archived_at is None]
    number = tills[0].receipt_printer_id if tills else None
    return session.get(Printer, number) if number is not None else None


def require_till(session: Session, till_id: int) -> Till:
    """Return the till, or raise NotFound."""
    till = session.get(Till, till_id)
    if till is None:
        raise NotFound(_("Kasir ini tidak ada dalam daftar."))
    return till


def till_of_device(session: Session, device: Device | None) -> Till | None:
    """Return the till that a browser is enrolled for, or None."""
    if device is None:
        return None
    return session.scalar(
        select(Till)
        .join(TillDevice)
        .where(TillDevice.device_id == device.id, Till.archived_at.is_(None))
    )


def outlets_of_user(session: Session, user_id: int) -> set[int]:
    """Return the ids of the outlets where a person works."""
    return set(session.scalars(select(StaffOutlet.outlet_id).where(StaffOutlet.user_id == user_id)))


def staff_with_pin(session: Session, outlet_id: int) -> list[User]:
    """Return who may enter a till of this outlet by PIN, by name."""
    return list(
        session.scalars(
            select(User)
            .join(StaffOutlet, StaffOutlet.user_id == User.id)
            .join(Credential, Credential.user_id == User.id)
            .join(UserRole, UserRole.user_id == User.id)
            .where(
                StaffOutlet.outlet_id == outlet_id,
                Credential.kind == "pin",
                UserRole.role.in_(("cashier", "manager")),
                User.archived_at.is_(None),
            )
            .distinct()
            .order_by(User.name)
        )
    )


def people_at(session: Session, outlet_id: int) -> set[int]:
    """Return the ids of the people who work at an outlet."""
    return set(
        session.scalars(select(StaffOutlet.user_id).where(StaffOutlet.outlet_id == outlet_id))
    )
