"""Whether this browser practises at the till it stands at."""

from flask import g

from catalogue.outlets.models import Till
from core.web import db
from pos.sales.practice.models import Practice
from pos.sales.practice.ticket import any_of_session, of_session


def practice_at(till: Till) -> Practice | None:
    """Return the practice that this browser is in at a till, or None."""
    number = g.web_session.id if g.web_session is not None else None
    return of_session(db(), number, till.id)


def practises() -> bool:
    """Say whether this browser practises, at whatever till it began."""
    number = g.web_session.id if g.web_session is not None else None
    return number is not None and any_of_session(db(), number)


def is_practising(till: Till) -> bool:
    """Say whether this browser's till is a practice till now."""
    return practice_at(till) is not None
