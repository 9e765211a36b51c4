"""Perjanjian titip jual: what a maker and the house agree on, with the goods as annex."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from printers.documents.base import Document


@dataclass(frozen=True, kw_only=True)
class Clause:
    """A section of an agreement; the one without a heading opens it."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AnnexLine:
    """Goods in the house when the agreement was made; `terms` where they differ from its own."""

    code: str
    title: str
    quantity: int
    price: int
    net_price: int | None = None
    terms: str = ""


@dataclass(frozen=True, kw_only=True)
class Agreement(Document):
    """Perjanjian titip jual: two parties, clauses, places to sign, the goods as annex."""

    kind: ClassVar[str] = "agreement"

    number: str
    agreed_on: date
    annexed_on: date
    maker: str
    maker_code: str
    owner: str
    maker_address: str
    maker_phone: str
    nib: str
    signed_by: str
    clauses: tuple[Clause, ...]
    annex: tuple[AnnexLine, ...]
    has_net_prices: bool = False

    @property
    def pieces(self) -> int:
        """How many pieces the annex has."""
        return sum(line.quantity for line in self.annex)

    @property
    def value(self) -> int:
        """Value of the annex at list price."""
        return sum(line.quantity * line.price for line in self.annex)
