"""Time: the one place that asks what time it is, and the Indonesian zones."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

ZONES = {
    "WIB": timezone(timedelta(hours=7), "WIB"),
    "WITA": timezone(timedelta(hours=8), "WITA"),
    "WIT": timezone(timedelta(hours=9), "WIT"),
}
"""Indonesia's three zones; none has daylight saving."""
HOUR_MINUTE = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
"""An hour and minute as forms send it: 09:30."""


class Clock:
    """Tells the time; started at another moment (TITIP_NOW) it runs on from there."""

    def __init__(
        self, start: datetime | None = None, source: Callable[[], datetime] | None = None
    ) -> None:
        self._source = source or (lambda: datetime.now(UTC))
        self._shift = start - self._source() if start is not None else timedelta(0)

    def now(self) -> datetime:
        """Return the present moment, aware, UTC."""
        return (self._source() + self._shift).astimezone(UTC)


def local(at: datetime, zone: str) -> datetime:
    """Return the moment `at` as the wall clock of `zone` (WIB, WITA or WIT)."""
    return at.astimezone(ZONES[zone])


def local_date(at: datetime, zone: str) -> date:
    """Return the calendar date in `zone` at the moment `at`."""
    return local(at, zone).date()
