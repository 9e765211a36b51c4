"""Which days a month's report compares. Pure."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from core.errors import NotFound
from core.forms import iso_day
from core.i18n import _
from pos.reports.dates import Span


@dataclass(frozen=True)
class Months:
    """The days of a month up to today, and as many of the month and the year before.

    `is_over` says that the month is whole; then the others are whole months too.
    """

    now: Span
    before: Span
    year_before: Span
    is_over: bool


def months(first: date, *, today: date) -> Months:
    """Return the days that the report of the month that begins on `first` compares."""
    end = first.replace(day=monthrange(first.year, first.month)[1])
    is_over = end < today
    last_day = None if is_over else min(today, end).day
    return Months(
        now=_days(first, last_day),
        before=_days(previous(first), last_day),
        year_before=_days(first.replace(year=first.year - 1), last_day),
        is_over=is_over,
    )


def month_of(text: str, *, today: date) -> date:
    """Return the first day of a month written 2026-05; raise NotFound for none, or one to come."""
    first = iso_day(f"{text}-01")
    if first is None or first > today or first.year < 2000:
        raise NotFound(_("Bulan itu tidak ada laporannya."))
    return first


def previous(first: date) -> date:
    """Return the first day of the month before."""
    return (first - timedelta(days=1)).replace(day=1)


def _days(first: date, last_day: int | None) -> Span:
    days = monthrange(first.year, first.month)[1]
    return Span(first, first.replace(day=min(last_day or days, days)))
