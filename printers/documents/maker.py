"""What a maker's page says, for one who has no phone: a slip from the counter's printer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from printers.codec import BrokenDocument
from printers.documents.base import Document


@dataclass(frozen=True, kw_only=True)
class SumRow:
    """One row of a sum: what it is, and signed rupiah."""

    label: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class SlipLine:
    """A line that sold (a return is negative): pieces, and the maker's share in rupiah."""

    day: date
    number: str
    title: str
    quantity: int
    share: int


@dataclass(frozen=True, kw_only=True)
class SlipStock:
    """What is left of one thing at one place; `note` says what to do about it, if anything."""

    title: str
    outlet: str
    pieces: int
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class SlipReceived:
    """Money that came into the maker's hands: how, and the number of its receipt."""

    day: date
    label: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class MakerSlip(Document):
    """The maker's page on a roll: total = the rows = held + payable − behind. Rupiah, signed.

    `title` is what the total is (hers, or an advance), `when` when what is payable is paid and how
    much of it in cash. `lines` are the newest of those in the sum, `more` counts the others;
    `received` is the newest of what `paid` sums.
    """

    kind: ClassVar[str] = "maker_slip"

    maker: str
    maker_code: str
    printed_at: datetime
    zone: str
    rows: tuple[SumRow, ...]
    total: int
    held: int
    payable: int
    paid: int
    today: int
    month: int
    year: int
    lines: tuple[SlipLine, ...] = ()
    more: int = 0
    stock: tuple[SlipStock, ...] = ()
    title: str = ""
    when: str = ""
    behind: int = 0
    received: tuple[SlipReceived, ...] = ()

    def check(self) -> None:
        """Both sums of the slip come to what is the maker's."""
        if sum(row.amount for row in self.rows) != self.total:
            raise BrokenDocument(f"slip of {self.maker_code}: the rows do not add up")
        if self.held + self.payable - self.behind != self.total:
            raise BrokenDocument(f"slip of {self.maker_code}: held and payable do not add up")
