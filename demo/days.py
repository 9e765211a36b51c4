"""Moments before the demonstration's now, on the clock of Bandar Lampung."""

from datetime import UTC, date, datetime, time, timedelta

from core.clock import ZONES, local_date


def day(at: datetime, days_ago: int) -> date:
    """Return the local date `days_ago` before `at`; negative lies ahead."""
    return local_date(at, "WIB") - timedelta(days=days_ago)


def moment(at: datetime, days_ago: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """Return a time of a local day before `at`, in UTC."""
    clock = time(hour, minute, second, tzinfo=ZONES["WIB"])
    return datetime.combine(day(at, days_ago), clock).astimezone(UTC)
