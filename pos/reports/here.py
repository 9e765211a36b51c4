"""What day it is at the house, and which days the address asks a report for."""

from datetime import date

from flask import request

from catalogue.outlets import queries as outlets
from core.clock import local_date
from core.errors import Refused
from core.web import db, now
from pos.reports.dates import Span, span_of


def today() -> date:
    """Return the date at the main outlet."""
    return local_date(now(), outlets.house_zone(db()))


def asked_span() -> tuple[Span, Refused | None]:
    """Return the span of the address, or this month and what is wrong with the address."""
    day = today()
    try:
        return span_of(request.args, today=day), None
    except Refused as error:
        return Span(day.replace(day=1), day), error
