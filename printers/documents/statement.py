"""A maker's papers about money: the statement, and the kuitansi of a payout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from printers.codec import BrokenDocument
from printers.documents.base import Document


@dataclass(frozen=True, kw_only=True)
class StatementLine:
    """One sold (or returned) line of a maker: share = what the maker gets of it.

    `discount` and `commission` are what was taken off, as positive rupiah; on a return all
    amounts are negative. `note` says who bore a discount, or which receipt a return belongs to.
    """

    day: date
    number: str
    title: str
    quantity: int
    amount: int
    discount: int
    commission: int
    share: int
    outlet: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class StatementEntry:
    """A maker's entry that is no sale line: payout, fee, compensation. Signed rupiah.

    `carried`: a balance from elsewhere (saldo pindahan), from before the books or a merged maker.
    `kind` is the reason that the ledger has for it.
    """

    day: date
    label: str
    amount: int
    carried: bool = False
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class Statement(Document):
    """Laporan hasil titipan. closing = opening + shares of the lines + entries.

    `held` is money not yet due, told apart and no part of `closing`. `heads` are the heads of the
    hash chains at posting, in the form `name: digest`.
    """

    kind: ClassVar[str] = "statement"

    number: str
    maker: str
    maker_code: str
    period_from: date
    period_to: date
    posted_at: datetime
    zone: str
    opening: int
    lines: tuple[StatementLine, ...]
    entries: tuple[StatementEntry, ...]
    closing: int
    held: int = 0
    terms: str = ""
    payment: str = ""
    heads: tuple[str, ...] = ()

    @property
    def carried(self) -> int:
        """Rupiah that were carried over: part of the entries, told apart in the sum."""
        return sum(entry.amount for entry in self.entries if entry.carried)

    def check(self) -> None:
        """Opening, lines and entries must make the closing balance."""
        earned = sum(line.share for line in self.lines)
        if self.opening + earned + sum(e.amount for e in self.entries) != self.closing:
            raise BrokenDocument(f"statement {self.number} does not add up")


STAMP_DUTY_ABOVE = 5_000_000


@dataclass(frozen=True, kw_only=True)
class PayoutSlip(Document):
    """Kuitansi of one payout. `carried` is what of the statement this payment leaves over.

    `from_maker`: the maker hands the money over, and the house signs for it. `paid_by`: who hands it
    over or takes it for the house, empty where that is written by hand; `approved_by`: who agreed.
    """

    kind: ClassVar[str] = "payout_slip"

    number: str
    maker: str
    maker_code: str
    amount: int
    purpose: str
    method: str
    paid_at: datetime
    zone: str
    paid_by: str
    statement: str = ""
    place: str = ""
    carried: int = 0
    from_maker: bool = False
    approved_by: str = ""

    @property
    def needs_stamp(self) -> bool:
        """Whether UU 10/2020 asks for a meterai: only above, not at, five million rupiah."""
        return self.amount > STAMP_DUTY_ABOVE
