"""What day it is at the house, asked by the pages of every folder."""

from datetime import date

from flask import g

from catalogue.outlets import queries
from core.web import db, now


def today() -> date:
    """Return the house's date at this request's moment: the calendar of the main outlet's zone."""
    if "house_date" not in g:  # a page asks several times
        g.house_date = queries.house_date(db(), now())
    day: date = g.house_date
    return day
