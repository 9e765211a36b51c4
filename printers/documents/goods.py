"""What a maker brought: tanda terima; what to fetch for tagging; and the test page of a printer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from printers.documents.base import Document
from printers.documents.record import Signer


@dataclass(frozen=True, kw_only=True)
class ConsignmentLine:
    """One kind of goods that a maker brought: how many, at which list price."""

    code: str
    title: str
    quantity: int
    price: int
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class ConsignmentNote(Document):
    """Tanda terima titipan: what a maker brought, signed by both, in two copies.

    `differences` say how it differs from what she announced; empty where nobody announced it.
    """

    kind: ClassVar[str] = "consignment_note"

    number: str
    maker: str
    maker_code: str
    outlet: str
    received_at: datetime
    zone: str
    received_by: str
    lines: tuple[ConsignmentLine, ...]
    delivered_by: str = ""
    terms: str = ""
    notes: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()
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
class TestPage(Document):
    """A page that shows what a printer can do."""

    kind: ClassVar[str] = "test_page"
    __test__: ClassVar[bool] = False  # pytest must not take it for a test

    printer: str
    printed_at: datetime
    zone: str
    connection: str = ""


@dataclass(frozen=True, kw_only=True)
class PickingLine:
    """One product to fetch: how many pieces, from where, and on which sheets its tags are."""

    code: str
    title: str
    quantity: int
    detail: str = ""
    shelf: str = ""
    sheets: str = ""


@dataclass(frozen=True, kw_only=True)
class PickingGroup:
    """What to fetch of one maker's."""

    maker: str
    maker_code: str
    lines: tuple[PickingLine, ...]

    @property
    def pieces(self) -> int:
        """How many pieces in all."""
        return sum(line.quantity for line in self.lines)


@dataclass(frozen=True, kw_only=True)
class PickingList(Document):
    """Daftar ambil of a tagging day: maker by maker which goods get their tags."""

    kind: ClassVar[str] = "picking_list"

    batch: str
    outlet: str
    day: date
    groups: tuple[PickingGroup, ...]
