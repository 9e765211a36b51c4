"""Berita acara stok opname: what was counted against what was on record, and what a shortage costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from printers.documents.base import Document


@dataclass(frozen=True, kw_only=True)
class CountedLine:
    """One product that was counted; `value` is what a shortage is worth, `owed` the house's part.

    `counted` has the pieces that lay on tickets at the tills.
    """

    code: str
    title: str
    counted: int
    expected: int
    detail: str = ""
    value: int = 0
    owed: int = 0

    @property
    def difference(self) -> int:
        """Pieces beyond the record (negative: missing)."""
        return self.counted - self.expected


@dataclass(frozen=True, kw_only=True)
class CountedGroup:
    """What was counted of one maker's; `maker` is empty for the house's own goods."""

    maker: str
    maker_code: str
    lines: tuple[CountedLine, ...]

    @property
    def owed(self) -> int:
        """What the house owes this maker, in rupiah."""
        return sum(line.owed for line in self.lines)


@dataclass(frozen=True, kw_only=True)
class CountRecord(Document):
    """The record of a count that maker and house sign; `signed_at` is None until they have."""

    kind: ClassVar[str] = "count_record"

    number: str
    outlet: str
    scope: str
    started_at: datetime
    zone: str
    counters: tuple[str, ...]
    maker_name: str
    house_name: str
    groups: tuple[CountedGroup, ...]
    signed_at: datetime | None = None
    maker_drawing: str = ""
    house_drawing: str = ""
    notes: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[CountedLine, ...]:
        """Every line."""
        return tuple(line for group in self.groups for line in group.lines)

    @property
    def short(self) -> int:
        """Pieces that are missing, all lines that lack some together."""
        return -sum(min(line.difference, 0) for line in self.lines)

    @property
    def surplus(self) -> int:
        """Pieces beyond the record, all lines that have some together."""
        return sum(max(line.difference, 0) for line in self.lines)
