"""Goods on the move: the packing list of a transfer, and the account of a bazar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from printers.codec import BrokenDocument
from printers.documents.base import Document
from printers.documents.record import Signer
from printers.documents.shift import ReportRow


@dataclass(frozen=True, kw_only=True)
class PackingLine:
    """Some pieces of one kind of goods that somebody carries, at their list price."""

    code: str
    title: str
    quantity: int
    price: int
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class PackingList(Document):
    """Daftar bawaan: what left one place for another, signed by who gives, carries and receives."""

    kind: ClassVar[str] = "packing_list"

    number: str
    origin: str
    destination: str
    sent_at: datetime
    zone: str
    sent_by: str
    carrier: str
    lines: tuple[PackingLine, ...]
    purpose: str = ""
    notes: tuple[str, ...] = ()
    signers: tuple[Signer, ...] = ()

    @property
    def pieces(self) -> int:
        """How many pieces in all."""
        return sum(line.quantity for line in self.lines)

    @property
    def value(self) -> int:
        """Value of the goods at list price."""
        return sum(line.quantity * line.price for line in self.lines)


@dataclass(frozen=True, kw_only=True)
class BazarLine:
    """A product at a bazar: pieces, and the rupiah that buyers paid for those sold.

    taken = sold + returned + lost + missing; services were never taken, only sold.
    """

    code: str
    title: str
    maker: str
    taken: int
    sold: int
    returned: int
    lost: int
    missing: int
    amount: int
    is_service: bool = False


@dataclass(frozen=True, kw_only=True)
class MakerShare:
    """What a maker's goods brought at a bazar, and her share of it."""

    name: str
    code: str
    pieces: int
    amount: int
    share: int


@dataclass(frozen=True, kw_only=True)
class BazarAccount(Document):
    """Hitungan bazar. Paid for goods = makers' shares + house share = tenders − rounding.

    `closed_at` None means that it is not the last word yet; `claimed` is QRIS money that nobody
    has seen arrive, and stands among the tenders.
    """

    kind: ClassVar[str] = "bazar_account"

    number: str
    name: str
    outlet: str
    place: str
    first_day: date
    last_day: date
    printed_at: datetime
    zone: str
    carrier: str
    lines: tuple[BazarLine, ...]
    tenders: tuple[ReportRow, ...]
    rounding: int
    makers: tuple[MakerShare, ...]
    house_share: int
    sales: int
    claimed: int = 0
    closed_at: datetime | None = None
    closed_by: str = ""
    notes: tuple[str, ...] = ()

    @property
    def amount(self) -> int:
        """What buyers paid for the goods."""
        return sum(line.amount for line in self.lines)

    def check(self) -> None:
        """Goods, money and shares must agree to the piece and the rupiah."""
        for line in self.lines:
            accounted = line.sold + line.returned + line.lost + line.missing
            if not line.is_service and line.taken != accounted:
                raise BrokenDocument(f"{self.number}: {line.code} does not add up")
        if self.amount != sum(row.amount for row in self.tenders) - self.rounding:
            raise BrokenDocument(f"{self.number}: the takings do not add up")
        if self.amount != sum(maker.share for maker in self.makers) + self.house_share:
            raise BrokenDocument(f"{self.number}: the shares do not add up")
