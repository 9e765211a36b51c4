"""Berita acara: a signed record of goods that left, came, or were counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from printers.documents.base import Document


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that the record states: `Perajin`, `Sekar Benangmas (M0001)`."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True)
class RecordLine:
    """One kind of goods: how many, and the rupiah of the whole line where they are told."""

    code: str
    title: str
    quantity: int
    amount: int = 0
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Signer:
    """Who signs: `Yang menyerahkan`, the name if it is known, what was drawn (core/drawn.py)."""

    role: str
    name: str = ""
    drawing: str = ""


@dataclass(frozen=True, kw_only=True)
class Record(Document):
    """A record of goods that two sides sign, on as many copies as there are `copies`.

    `amount_label` names the rupiah of the lines; empty leaves them out.
    """

    kind: ClassVar[str] = "record"

    title: str
    number: str
    made_at: datetime
    zone: str
    facts: tuple[Fact, ...]
    opening: str
    lines: tuple[RecordLine, ...]
    signers: tuple[Signer, ...]
    amount_label: str = ""
    notes: tuple[str, ...] = ()
    copies: tuple[str, ...] = ("",)

    @property
    def pieces(self) -> int:
        """How many pieces in all."""
        return sum(line.quantity for line in self.lines)

    @property
    def amount(self) -> int:
        """The rupiah of all lines."""
        return sum(line.amount for line in self.lines)
