"""The till's receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from printers.codec import BrokenDocument
from printers.documents.base import Document


@dataclass(frozen=True, kw_only=True)
class ReceiptLine:
    """One line: `amount` = quantity × unit price − discount; negative quantity = a return."""

    title: str
    maker: str
    quantity: int
    unit_price: int
    amount: int
    code: str = ""
    discount: int = 0
    discount_label: str = ""


@dataclass(frozen=True, kw_only=True)
class ReceiptTender:
    """How a part was paid, in the words of the shop; `claimed` = not yet seen by the acquirer."""

    label: str
    amount: int
    reference: str = ""
    claimed: bool = False


@dataclass(frozen=True, kw_only=True)
class Receipt(Document):
    """The till's receipt. `total` = sum of the line amounts + rounding.

    A cash tender's amount is what was received; `change` is what went back. `url` is the digital
    receipt, None while there is no public address. `original` is the sale a return belongs to.
    """

    kind: ClassVar[str] = "receipt"

    outlet: str
    till: str
    number: str
    cashier: str
    completed_at: datetime
    zone: str
    lines: tuple[ReceiptLine, ...]
    total: int
    tenders: tuple[ReceiptTender, ...]
    rounding: int = 0
    change: int = 0
    original: str = ""
    practice: bool = False
    url: str | None = None
    footer: tuple[str, ...] = ()

    def check(self) -> None:
        """Lines and rounding must make the total."""
        for line in self.lines:
            if line.quantity * line.unit_price - line.discount != line.amount:
                raise BrokenDocument(f"line {line.title!r} of {self.number} does not add up")
        if sum(line.amount for line in self.lines) + self.rounding != self.total:
            raise BrokenDocument(f"receipt {self.number} does not add up")

    @property
    def list_total(self) -> int:
        """Sum of the lines at list price."""
        return sum(line.quantity * line.unit_price for line in self.lines)

    @property
    def discount_total(self) -> int:
        """Sum of the discounts, a positive number of rupiah."""
        return sum(line.discount for line in self.lines)

    @property
    def pieces(self) -> int:
        """How many pieces went over the counter, returns not counted."""
        return sum(line.quantity for line in self.lines if line.quantity > 0)

    @property
    def claimed(self) -> bool:
        """Whether a tender still waits for its confirmation."""
        return any(tender.claimed for tender in self.tenders)
