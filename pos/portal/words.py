"""Days and times as a maker reads them, in the language now spoken."""

from datetime import date, datetime

from babel.dates import format_date

from core.clock import local
from core.i18n import current_locale


def short_day(when: date, today: date | None = None) -> str:
    """Return a day for a row: `9 Mei`, with the year when it is not `today`'s."""
    form = "d MMM" if today is not None and today.year == when.year else "d MMM yyyy"
    return format_date(when, form, locale=current_locale())


def long_day(when: date) -> str:
    """Return a day with its weekday: `Sabtu, 9 Mei 2026`."""
    return format_date(when, "EEEE, d MMMM yyyy", locale=current_locale())


def month(when: date) -> str:
    """Return a month by name: `Mei 2026`."""
    return format_date(when, "MMMM yyyy", locale=current_locale())


def clock_time(at: datetime, zone: str) -> str:
    """Return the wall clock in a zone: `10.43`, in English `10:43`."""
    return local(at, zone).strftime("%H.%M" if current_locale() == "id" else "%H:%M")
