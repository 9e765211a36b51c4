"""What day it is at the house, for the office's money pages."""

from datetime import date

from core.clock import local_date
from core.web import db, now
from pos.settlements import documents


def today() -> date:
    """Return the house's date at this request's moment."""
    return local_date(now(), documents.zone(db()))
