"""Price tags, and batches of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from printers.codec import BrokenDocument
from printers.documents.base import Document


@dataclass(frozen=True, kw_only=True)
class Label:
    """One price tag. `code` is 13 digits with a right check digit; `url` is the page of the piece.

    `facts` are short words under the name (technique, days to make, size); food has
    `best_before`, `lot` and `marks` (P-IRT, Halal).
    """

    code: str
    title: str
    price: int
    maker: str = ""
    facts: tuple[str, ...] = ()
    best_before: date | None = None
    lot: str = ""
    marks: tuple[str, ...] = ()
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class LabelRun:
    """One label, `count` times."""

    label: Label
    count: int = 1


@dataclass(frozen=True, kw_only=True)
class Labels(Document):
    """A batch of price tags; `stock` names the labels, empty = those that the printer holds."""

    kind: ClassVar[str] = "labels"

    runs: tuple[LabelRun, ...]
    stock: str = ""

    def check(self) -> None:
        """Every count is at least one."""
        if any(run.count < 1 for run in self.runs):
            raise BrokenDocument("a label is printed at least once")

    def each(self) -> tuple[Label, ...]:
        """Return the labels one by one, as they come out of the printer."""
        return tuple(run.label for run in self.runs for _ in range(run.count))
