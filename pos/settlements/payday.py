"""Paying day: who gets how much in cash, and how many of each note to fetch from the bank."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pos.settlements.models import Statement
from pos.settlements.service import payable_amount

NOTES = (100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100)
"""Notes and coins in use, largest first; each amount of cash is a multiple of the last."""


@dataclass(frozen=True)
class PaydayRow:
    """One maker on the list: the statement and the rupiah to hand over in cash."""

    statement: Statement
    amount: int


@dataclass(frozen=True)
class Payday:
    """The list to sign, and the notes that pay everybody exactly."""

    rows: tuple[PaydayRow, ...]
    notes: tuple[tuple[int, int], ...]

    @property
    def total(self) -> int:
        """Rupiah to fetch."""
        return sum(row.amount for row in self.rows)


def payday(statements: Sequence[Statement]) -> Payday:
    """Return the paying day of unpaid statements; those with less than Rp100 are left out."""
    rows = [PaydayRow(one, payable_amount(one.closing, "cash")) for one in statements]
    rows = [row for row in rows if row.amount]
    return Payday(tuple(rows), notes_for(row.amount for row in rows))


def notes_for(amounts: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Return (note, how many) so that every one of `amounts` can be paid without change."""
    counts = dict.fromkeys(NOTES, 0)
    for amount in amounts:
        left = amount
        for note in NOTES:
            pieces, left = divmod(left, note)
            counts[note] += pieces
    return tuple((note, count) for note, count in counts.items() if count)
