"""Verbs about places: open an outlet, set up a till, enrol a browser for it."""

from datetime import datetime

from sqlalchemy.orm import Session

from catalogue.outlets import queries
from catalogue.outlets.models import Outlet, StaffOutlet, Till, TillDevice
from core.errors import Refused
from core.i18n import _
from core.text import fold
from core.users import service as people
from core.users.models import Device, User


def open_outlet(
    session: Session, code: str, name: str, *, at: datetime, zone: str = "WIB", address: str = ""
) -> Outlet:
    """Add an outlet; the first one is the main one, where goods go unless said otherwise."""
    code, name = code.strip().upper(), name.strip()
    if not (code.isascii() and code.isalnum() and len(code) <= 8):
        raise Refused(_("Kode tempat terdiri dari paling banyak 8 huruf atau angka."), field="code")
    if not fold(name):
        raise Refused(_("Isi nama tempatnya."), field="name")
    if queries.by_code(session, code):
        raise Refused(_("Kode tempat itu sudah dipakai."), field="code")
    outlet = Outlet(
        code=code,
        name=name,
        zone=zone,
        address=address,
        created_at=at,
        is_main=queries.main_outlet(session) is None,
    )
    session.add(outlet)
    session.flush()
    return outlet


def describe(
    session: Session, outlet: Outlet, *, name: str, address: str, by: int, at: datetime
) -> None:
    """Change a place's name and address; papers printed before keep what they say."""
    if not fold(name):
        raise Refused(_("Isi nama tempatnya."), field="name")
    outlet.name, outlet.address = name.strip(), address.strip()
    session.flush()
    people.record(session, "outlet.changed", kind="outlet", subject_id=outlet.id, by=by, at=at)


def set_up_till(session: Session, outlet: Outlet, name: str, *, series: str) -> Till:
    """Add a till with its own number series (letters and digits, at most 5)."""
    series = series.strip().upper()
    if not (series.isascii() and series.isalnum() and 1 <= len(series) <= 5):
        raise Refused(_("Seri terdiri dari 1 sampai 5 huruf atau angka."), field="series")
    till = Till(outlet_id=outlet.id, outlet=outlet, name=name.strip(), series=series)
    session.add(till)
    session.flush()
    return till


def choose_printers(
    session: Session,
    till: Till,
    *,
    receipt: int | None,
    label: int | None,
    prints_itself: bool,
    by: int,
    at: datetime,
) -> None:
    """Say which printers (by id) a till uses, and whether a receipt comes out unasked."""
    till.receipt_printer_id, till.label_printer_id = receipt, label
    till.prints_itself = prints_itself
    session.flush()
    people.record(session, "till.printers", kind="outlet", subject_id=till.outlet_id, by=by, at=at)


def assign_device(session: Session, device: Device, till: Till) -> None:
    """Let an enrolled browser work for a till; a former assignment is replaced."""
    row = session.get(TillDevice, device.id)
    if row is None:
        session.add(TillDevice(device_id=device.id, till_id=till.id))
    else:
        row.till_id = till.id
    session.flush()


def staff(session: Session, user: User, outlet: Outlet) -> None:
    """Let a person work at an outlet."""
    if outlet.id not in queries.outlets_of_user(session, user.id):
        session.add(StaffOutlet(user_id=user.id, outlet_id=outlet.id))
        session.flush()
