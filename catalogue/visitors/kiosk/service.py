"""Verbs of the gallery's screens: make a link, begin on a tablet, try the way out, close."""

import hmac
import secrets
from datetime import date, datetime

from sqlalchemy.orm import Session

from catalogue.outlets.models import Outlet
from catalogue.visitors.kiosk import queries
from catalogue.visitors.kiosk.models import Kiosk
from core.db import Database
from core.errors import Refused, TooMany
from core.i18n import _
from core.ids import new_token, new_uuid
from core.users import service as people
from core.users.secrets import fingerprint

IDLE = (30, 60, 90, 180)
"""Seconds without a touch that a manager may choose from."""
TRIES = 10
"""Wrong codes of a screen in one day, before its way out is locked until the next."""


def open_screen(
    session: Session, outlet: Outlet, *, idle_seconds: int, by: int, at: datetime
) -> Kiosk:
    """Return a new link for one tablet of a place; one that waits already is good no longer."""
    earlier = queries.waiting(session, outlet.id)
    if earlier is not None:
        earlier.closed_at = at
        session.flush()
    made = Kiosk(
        outlet_id=outlet.id, outlet=outlet, token=new_uuid(), code=f"{secrets.randbelow(10**6):06}",
        idle_seconds=idle_seconds, opened_at=at, opened_by=by,
    )  # fmt: skip
    session.add(made)
    session.flush()
    people.record(session, "kiosk.opened", kind="outlet", subject_id=outlet.id, by=by, at=at)
    return made


def begin(session: Session, token: str, *, by: int | None, at: datetime) -> str:
    """Spend a link on a tablet and return that tablet's secret; `by` is who was signed in on it.

    Raises NotFound where a tablet used the link already.
    """
    kiosk = queries.require_link(session, token)
    session.refresh(kiosk, with_for_update={"of": Kiosk})
    kiosk = queries.require_link(session, token)  # of two tablets at once the second is refused
    secret = new_token()
    kiosk.secret_hash, kiosk.begun_at = fingerprint(secret), at
    session.flush()
    people.record(session, "kiosk.begun", kind="outlet", subject_id=kiosk.outlet_id, by=by, at=at)
    return secret


def is_locked(kiosk: Kiosk, *, on: date) -> bool:
    """Say whether a screen's way out is locked for the day `on`: too many wrong codes. Pure."""
    return kiosk.wrong_on == on and kiosk.wrong_tries >= TRIES


def check_code(database: Database, kiosk_id: int, code: str, *, on: date) -> None:
    """Refuse a code that is not the screen's, and count it in a transaction of its own.

    Each try holds the screen's row, so that many at once are no more than the limit either. Raises
    TooMany where the way out is locked for the day `on`, Refused where the code is wrong.
    """
    with database.writer() as session:
        kiosk = session.get_one(Kiosk, kiosk_id, with_for_update={"of": Kiosk})
        locked = is_locked(kiosk, on=on)
        right = not locked and hmac.compare_digest(kiosk.code.encode(), code.encode())
        if not (locked or right):
            kiosk.wrong_tries = kiosk.wrong_tries + 1 if kiosk.wrong_on == on else 1
            kiosk.wrong_on = on
    if locked:
        raise TooMany(
            _(
                "Terlalu banyak kode salah: terkunci sampai besok. "
                "Pengurus bisa mengakhiri layar ini di Tempat dan kasir."
            ),
            field="code",
        )
    if not right:
        raise Refused(_("Kode keluar salah. Coba lagi."), field="code")


def leave(session: Session, kiosk: Kiosk, *, at: datetime) -> None:
    """End a screen with its own code, which says nothing of who typed it."""
    kiosk.closed_at = at
    session.flush()
    people.record(session, "kiosk.left", kind="outlet", subject_id=kiosk.outlet_id, by=None, at=at)


def close(session: Session, kiosk: Kiosk, *, by: int, at: datetime) -> None:
    """End a link, or a screen: its tablet shows the public site when it next asks for a page."""
    kiosk.closed_at = at
    session.flush()
    people.record(session, "kiosk.closed", kind="outlet", subject_id=kiosk.outlet_id, by=by, at=at)
