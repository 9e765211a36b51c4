"""What a maker's goods sold for in a year, as the bank or the tax office asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from printers.codec import BrokenDocument
from printers.documents.base import Document


@dataclass(frozen=True, kw_only=True)
class MonthSold:
    """One month: pieces, their list value and the maker's share of it in rupiah, less returns."""

    month: date
    pieces: int
    amount: int
    share: int


@dataclass(frozen=True, kw_only=True)
class Turnover(Document):
    """Surat keterangan penjualan of one maker and year, up to `until`.

    It names a person, so it is made when it is asked for and kept nowhere.
    """

    kind: ClassVar[str] = "turnover"

    maker: str
    maker_code: str
    sentra: str
    owner: str = ""
    nib: str = ""
    address: str = ""
    year: int
    until: date
    months: tuple[MonthSold, ...]
    amount: int
    share: int
    issued_at: datetime
    zone: str
    place: str = ""

    def check(self) -> None:
        """The months make the year."""
        if (self.amount, self.share) != (
            sum(month.amount for month in self.months),
            sum(month.share for month in self.months),
        ):
            raise BrokenDocument(f"turnover {self.year} of {self.maker_code} does not add up")
