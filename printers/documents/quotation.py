"""A quotation: what a firm may have, for how much, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from printers.codec import BrokenDocument
from printers.documents.base import Document


@dataclass(frozen=True, kw_only=True)
class PriceTier:
    """The price of one piece in rupiah from so many pieces on."""

    pieces: int
    price: int


@dataclass(frozen=True, kw_only=True)
class QuotedLine:
    """Some pieces of one product; `days`: made to order within so many, None: from the shelf."""

    title: str
    code: str
    maker: str
    quantity: int
    price: int
    amount: int
    tiers: tuple[PriceTier, ...]
    days: int | None = None


@dataclass(frozen=True, kw_only=True)
class Quotation(Document):
    """Surat penawaran harga; `replaces` is the number of the one it stands for now.

    It names the firm and no person of it: whoever asked is forgotten one day, the letter stays.
    """

    kind: ClassVar[str] = "quotation"

    number: str
    enquiry: str
    replaces: str = ""
    firm: str
    issued_on: date
    valid_until: date
    wanted_by: date | None
    lines: tuple[QuotedLine, ...]
    total: int
    note: str = ""
    terms: str = ""
    place: str = ""
    signatory: str = ""
    email: str = ""
    bank: str = ""
    """Where a firm transfers to: bank, number, holder; empty where the terms offer no transfer."""
    url: str = ""
    """The firm's own page, empty where nobody could reach it."""

    def check(self) -> None:
        """Every line and the total are what their parts come to, at the price for that many."""
        for line in self.lines:
            fitting = [tier.price for tier in line.tiers if tier.pieces <= line.quantity]
            if not fitting or (line.price, line.amount) != (
                fitting[-1],
                fitting[-1] * line.quantity,
            ):
                raise BrokenDocument(f"quotation {self.number}: {line.code} does not add up")
        if self.total != sum(line.amount for line in self.lines):
            raise BrokenDocument(f"quotation {self.number} does not add up")
