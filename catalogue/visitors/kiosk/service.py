"""Verbs of the gallery's screens: open with a link, close, and let a member of staff out of one."""

from datetime import datetime

from sqlalchemy.orm import Session

from catalogue.outlets import queries as outlets
from catalogue.outlets.models import Outlet
from catalogue.visitors.kiosk import queries
from catalogue.visitors.kiosk.models import Kiosk
from core.errors import Refused
from core.i18n import _
from core.ids import new_uuid
from core.users import service as people

IDLE = (30, 60, 90, 180)
"""Seconds without a touch that a manager may choose from."""


def open_screens(
    session: Session, outlet: Outlet, *, idle_seconds: int, by: int, at: datetime
) -> Kiosk:
    """Return a place's new link for tablets; the old one ends, and with it its screens.

    Raises Refused where nobody there has a PIN: nobody could leave the screen again.
    """
    if not outlets.staff_with_pin(session, outlet.id):
        raise Refused(
            _("Belum ada petugas tempat ini yang punya PIN, jadi layarnya tidak bisa ditutup lagi.")
        )
    earlier = queries.of_outlet(session, outlet.id)
    if earlier is not None:
        earlier.closed_at = at
        session.flush()
    made = Kiosk(
        outlet_id=outlet.id, outlet=outlet, token=new_uuid(), idle_seconds=idle_seconds,
        opened_at=at, opened_by=by,
    )  # fmt: skip
    session.add(made)
    session.flush()
    people.record(session, "kiosk.opened", kind="outlet", subject_id=outlet.id, by=by, at=at)
    return made


def close_screens(session: Session, kiosk: Kiosk, *, by: int, at: datetime) -> None:
    """End a link: its tablets show the public site again when they next ask for a page."""
    if kiosk.closed_at is None:
        kiosk.closed_at = at
        session.flush()
        people.record(
            session, "kiosk.closed", kind="outlet", subject_id=kiosk.outlet_id, by=by, at=at
        )


def leave(session: Session, kiosk: Kiosk, *, by: int, at: datetime) -> None:
    """Write down who took a tablet out of the gallery's pages."""
    people.record(session, "kiosk.left", kind="outlet", subject_id=kiosk.outlet_id, by=by, at=at)
