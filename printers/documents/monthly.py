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
    with goods here or sold, `members` those who belong to it. `sentra` are the ids of what stands
    in it, so that its figures can be looked up; 0 is the house's own goods.
    """

    name: str
    sentra: tuple[int, ...]
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
    """How many of those who need a licence (nib, pirt, halal) have one that is valid."""

    licence: str
    label: str
    have: int
    need: int


@dataclass(frozen=True, kw_only=True)
class Guests:
    """Who came: groups and the people in them, and single visitors from here and from abroad.

    None: nobody counted.
    """

    groups: int = 0
    in_groups: int = 0
    local: int | None = None
    foreign: int | None = None

    @property
    def people(self) -> int | None:
        """All who were counted."""
        if self.local is None and self.foreign is None and not self.in_groups:
            return None
        return self.in_groups + (self.local or 0) + (self.foreign or 0)


@dataclass(frozen=True, kw_only=True)
class MonthlyReport(Document):
    """One page for the Dinas. `now`, `before` and `year_before` are whole sums, house goods included.

    `own` are the house's own goods; with the groups they come to the whole. No number: a draft.
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
    own: MonthGroup | None
    groups: tuple[MonthGroup, ...]
    coverage: tuple[Coverage, ...]
    guests: Guests
    guests_before: Guests
    guests_year_before: Guests
    made_at: datetime
    zone: str

    @property
    def parts(self) -> tuple[MonthGroup, ...]:
        """The rows of the table by sentra: the groups, then the house's own goods if any sold."""
        return (*self.groups, self.own) if self.own else self.groups

    def check(self) -> None:
        """The rows come to the whole, and no more than all have a licence."""
        for name in ("turnover", "pieces", "share"):
            if sum(getattr(one, name) for one in self.parts) != getattr(self.now, name):
                raise BrokenDocument(f"{self.number}: the {name} of its rows is not the whole")
        if any(one.have > one.need for one in self.coverage):
            raise BrokenDocument(f"{self.number}: more have a licence than need one")
