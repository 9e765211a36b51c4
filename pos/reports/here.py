"""Which days the address asks a report for."""

from flask import request

from catalogue.outlets.here import today
from core.errors import Refused
from pos.reports.dates import Span, span_of


def asked_span() -> tuple[Span, Refused | None]:
    """Return the span of the address, or this month and what is wrong with the address."""
    day = today()
    try:
        return span_of(request.args, today=day), None
    except Refused as error:
        return Span(day.replace(day=1), day), error
