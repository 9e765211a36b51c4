"""The papers of paying day: the list that everybody signs, and a slip for each envelope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from printers.codec import BrokenDocument
from printers.documents.base import Document
from printers.documents.statement import STAMP_DUTY_ABOVE


@dataclass(frozen=True, kw_only=True)
class NoteCount:
    """So many notes (or coins) of `note` rupiah."""

    note: int
    count: int


@dataclass(frozen=True, kw_only=True)
class EnvelopeSlip:
    """What lies in one maker's envelope: rupiah, and in which notes.

    `code` is what a scanner reads, the statement's number; `link` the address that a phone opens,
    empty where the showroom has none. `carried` stays in the maker's balance.
    """

    maker: str
    maker_code: str
    code: str
    until: date
    amount: int
    notes: tuple[NoteCount, ...]
    link: str = ""
    carried: int = 0

    @property
    def needs_stamp(self) -> bool:
        """Whether a kuitansi of it asks for a meterai: above, not at, five million rupiah."""
        return self.amount > STAMP_DUTY_ABOVE


@dataclass(frozen=True, kw_only=True)
class PaymentSlips(Document):
    """One slip for each maker, eight on a sheet, to cut apart and lay into the envelopes."""

    kind: ClassVar[str] = "payment_slips"

    slips: tuple[EnvelopeSlip, ...]

    def check(self) -> None:
        """The notes of an envelope must come to its amount."""
        for slip in self.slips:
            if sum(part.note * part.count for part in slip.notes) != slip.amount:
                raise BrokenDocument(f"the notes of {slip.code} do not come to its amount")


@dataclass(frozen=True, kw_only=True)
class PaymentRow:
    """One maker on the list: who, by which statement, how much, and room for a signature.

    `means` is cash or transfer; `became` tells, on a list that is printed again, how she was paid.
    """

    maker: str
    maker_code: str
    statement: str
    amount: int
    means: str = "cash"
    became: str = ""


@dataclass(frozen=True, kw_only=True)
class PaymentList(Document):
    """Daftar Pembayaran: who signs for how much, and which notes fill the envelopes.

    `fetch` are the notes that the bank was asked for, where kas bendahara had too little,
    `change` those that are changed into one larger note before the envelopes are filled.
    """

    kind: ClassVar[str] = "payment_list"

    number: str
    day: date
    place: str
    treasurer: str
    rows: tuple[PaymentRow, ...]
    notes: tuple[NoteCount, ...]
    fetch: tuple[NoteCount, ...] = ()
    change: tuple[NoteCount, ...] = ()

    @property
    def total(self) -> int:
        """Rupiah of all rows."""
        return sum(row.amount for row in self.rows)

    @property
    def cash(self) -> int:
        """Rupiah of the rows that are paid in cash."""
        return sum(row.amount for row in self.rows if row.means == "cash")

    def check(self) -> None:
        """The notes of the envelopes must come to what is paid in cash."""
        if sum(part.note * part.count for part in self.notes) != self.cash:
            raise BrokenDocument("the notes do not come to the cash of the payment list")
