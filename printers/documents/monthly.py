"""The month's report to the office that looks after the makers: sums only, nobody's name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from printers.codec import BrokenDocument
from printers.documents.base import Document


@dataclass(frozen=True, kw_only=True)
class MonthSums:
    """What a month came to: receipts, pieces, turnover, makers' share, what was paid to them."""

    sales: int = 0
    pieces: int = 0
    turnover: int = 0
    share: int = 0
    paid: int = 0


@dataclass(frozen=True, kw_only=True)
class MonthGroup:
    """A sentra, or several small ones together; a figure that would show a single maker is None.

    `before` and `year_before` are the same days a month and a year earlier, `active` the makers
    with goods here or sold, `members` those who belong to it.
    """

    name: str
    members: int
    active: int
    turnover: int
    pieces: int
    share: int
    paid: int | None
    turnover_before: int | None
    pieces_before: int | None
    paid_before: int | None
    turnover_year_before: int | None
    pieces_year_before: int | None
    paid_year_before: int | None


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How many of those who need a licence have one that is valid."""

    label: str
    have: int
    need: int


@dataclass(frozen=True, kw_only=True)
class Guests:
    """Who came: groups and the people in them, and single visitors from here and from abroad."""

    groups: int = 0
    in_groups: int = 0
    local: int = 0
    foreign: int = 0

    @property
    def people(self) -> int:
        """All of them."""
        return self.in_groups + self.local + self.foreign


@dataclass(frozen=True, kw_only=True)
class MonthlyReport(Document):
    """One page for the Dinas. `now`, `before` and `year_before` are whole sums, house goods included.

    `own` is the turnover of the house's own goods among `now`. No number: a draft.
    """

    kind: ClassVar[str] = "monthly_report"

    number: str
    first: date
    last: date
    addressee: str
    place: str
    signatory: str
    position: str
    members: int
    active: int
    now: MonthSums
    before: MonthSums
    year_before: MonthSums
    own: int
    groups: tuple[MonthGroup, ...]
    coverage: tuple[Coverage, ...]
    guests: Guests
    guests_before: Guests
    guests_year_before: Guests
    made_at: datetime
    zone: str

    def check(self) -> None:
        """No group sold more than the whole, and no more than all have a licence."""
        if self.groups and sum(one.turnover for one in self.groups) > self.now.turnover - self.own:
            raise BrokenDocument(f"{self.number}: the groups come to more than the whole")
        if any(one.have > one.need for one in self.coverage):
            raise BrokenDocument(f"{self.number}: more have a licence than need one")
