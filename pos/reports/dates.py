"""The days a report is about: what the address says, checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from core.errors import Refused
from core.forms import iso_day
from core.i18n import _

LONGEST = timedelta(days=20 * 366)
"""No book is older."""


@dataclass(frozen=True)
class Span:
    """Business dates `first`..`last`, both inclusive."""

    first: date
    last: date

    @property
    def days(self) -> list[date]:
        """Every day of the span, oldest first."""
        return [self.first + timedelta(n) for n in range((self.last - self.first).days + 1)]

    def whole_months(self, *, today: date) -> "Span":
        """Return the span from the first of its first month to the end of its last, or to today."""
        end = (self.last.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)
        return Span(self.first.replace(day=1), max(self.first, min(end, today)))

    def before(self) -> "Span":
        """Return the span of the same length that ends the day before this one."""
        return Span(self.first - (self.last - self.first) - timedelta(1), self.first - timedelta(1))


def span_of(given: Mapping[str, str], *, today: date) -> Span:
    """Return the span of ?from=&to= (ISO dates); this month up to today where they are left out.

    Raises Refused for what is no date, and for an end before its beginning.
    """
    last = _day(given.get("to", ""), "to") or today
    first = _day(given.get("from", ""), "from") or last.replace(day=1)
    if first > last:
        raise Refused(_("Tanggal akhir tidak boleh sebelum tanggal mulai."), field="to")
    # Nothing happened after tomorrow (an outlet further east is ahead of us), nor long ago:
    # what was asked for is cut to what can be, so that no page draws a thousand years.
    end = min(last, today + timedelta(1))
    return Span(min(max(first, end - LONGEST), end), end)


def _day(text: str, field: str) -> date | None:
    if not text.strip():
        return None
    found = iso_day(text.strip())
    if found is None:
        raise Refused(
            _("Tanggal “%(day)s” tidak terbaca. Tulis seperti 2026-05-09.", day=text[:20]),
            field=field,
        )
    return found
