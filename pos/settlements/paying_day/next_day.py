"""The next paying day: asked for where the money is made ready, told to makers on page and phone."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from core import settings
from core.errors import Refused
from core.i18n import _

PAYDAY = settings.declare("notices.payday", "", "Hari bayar berikutnya", str)
"""ISO date; empty while nobody said."""


def next_payday(session: Session, *, on: date) -> date | None:
    """Return the next paying day, None while nobody said which or it is over."""
    told = settings.get(session, PAYDAY, on=on)
    day = date.fromisoformat(told) if told else None
    return day if day is not None and day >= on else None


def keep(session: Session, day: date | None, *, today: date, by: int, at: datetime) -> None:
    """Keep the next paying day, None where it is not sure; raises Refused for one that is over."""
    if day is not None and day < today:
        raise Refused(_("Hari itu sudah lewat."), field="payday")
    settings.change(session, PAYDAY, day.isoformat() if day else "", on=today, by=by, at=at)
