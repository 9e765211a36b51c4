"""The X and Z reports of a shift."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from printers.codec import BrokenDocument
from printers.documents.base import Document


@dataclass(frozen=True, kw_only=True)
class ReportRow:
    """One row of a shift report: a label, how many, and rupiah; `hidden`: not told yet, and 0."""

    label: str
    amount: int
    count: int | None = None
    hidden: bool = False


@dataclass(frozen=True, kw_only=True)
class ShiftReport(Document):
    """X (while open) or Z (at close) of one shift.

    `proof_ok` is None on an X. `difference` = counted − expected. `denominations` are pairs of
    (note in rupiah, how many). `drawers` count how often the drawer was opened. `claims` is QRIS
    money nobody has seen yet, `held` the tickets that go on. `head` is the till's chain as the
    paper was made, `office_head` the office's. `uncounted`: nobody counted, so `counted` is only
    what was expected. `kept_by` carries the cash until it is handed in. `blind`: figures that the
    drawer could be reckoned from are left out, because it is not counted yet.
    """

    kind: ClassVar[str] = "shift_report"

    letter: str
    number: str
    outlet: str
    till: str
    cashier: str
    business_date: date
    opened_at: datetime
    printed_at: datetime
    zone: str
    opening_float: int
    first_sale: str = ""
    last_sale: str = ""
    sales: tuple[ReportRow, ...] = ()
    tenders: tuple[ReportRow, ...] = ()
    cash: tuple[ReportRow, ...] = ()
    expected: int | None = None
    counted: int | None = None
    denominations: tuple[tuple[int, int], ...] = ()
    proof: tuple[ReportRow, ...] = ()
    proof_ok: bool | None = None
    head: str = ""
    closed_by: str = ""
    cashiers: tuple[ReportRow, ...] = ()
    handovers: tuple[ReportRow, ...] = ()
    drawers: tuple[ReportRow, ...] = ()
    claims: tuple[ReportRow, ...] = ()
    held: tuple[ReportRow, ...] = ()
    office_head: str = ""
    uncounted: bool = False
    kept_by: str = ""
    blind: bool = False

    def check(self) -> None:
        """The letter is X or Z; counted notes make the counted sum."""
        if self.letter not in ("X", "Z"):
            raise BrokenDocument(f"no shift report {self.letter!r}")
        notes = sum(note * count for note, count in self.denominations)
        if self.denominations and notes != self.counted:
            raise BrokenDocument(f"the counted notes of {self.number} do not make the sum")

    @property
    def difference(self) -> int | None:
        """Counted minus expected cash, None while nothing was counted."""
        if self.counted is None or self.expected is None:
            return None
        return self.counted - self.expected
