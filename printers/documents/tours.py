"""The guide's slip: what a group brought, and the fee that was handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from printers.codec import BrokenDocument
from printers.documents.base import Document


@dataclass(frozen=True, kw_only=True)
class GuideSlip(Document):
    """Bukti uang pemandu, signed by who pays and who takes it.

    fee = ⌊(sold − returned) × bps / 10000⌋; amount = fee + carried in whole Rp100, never below 0.
    """

    kind: ClassVar[str] = "guide_slip"

    number: str
    outlet: str
    agency: str
    visited_on: date
    sales: int
    sold: int
    returned: int
    bps: int
    fee: int
    amount: int
    words: str
    source: str
    paid_at: datetime
    zone: str
    paid_by: str
    guide: str = ""
    people: int = 0
    carried: int = 0

    @property
    def kept(self) -> int:
        """What stays for the next visit: rupiah below Rp100, or what is owed back."""
        return self.fee + self.carried - self.amount

    def check(self) -> None:
        """The fee follows from the sales, and no more is paid than is due."""
        if self.fee != (self.sold - self.returned) * self.bps // 10_000:
            raise BrokenDocument(f"{self.number}: the fee does not follow from the sales")
        if self.amount > max(0, self.fee + self.carried):
            raise BrokenDocument(f"{self.number}: more is paid than is due")
