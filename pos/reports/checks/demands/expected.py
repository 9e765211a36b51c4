"""An entry of the ledger as its event demands it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Expected:
    """An entry as its event demands it: `debits` are the accounts it may go to.

    A negative amount is the entry the other way round; `day` None is not looked at.
    """

    reason: str
    debits: tuple[str, ...]
    credits: tuple[str, ...]
    amount: int
    day: date | None


Events = dict[int, list[Expected]]
"""By the id of its source: the entries that it demands."""


def one(reason: str, debit: str, credit: str, amount: int, day: date | None) -> Expected:
    """Return an entry that goes from one account to one other."""
    return Expected(reason, (debit,), (credit,), amount, day)
