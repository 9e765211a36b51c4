"""Lines of a bank statement, as somebody pastes them: what came in on each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

DATE = re.compile(
    r"\b\d{1,2} [A-Za-z]{3,9} \d{4}\b|\b\d{1,4}[/-](?:\d{1,2}|[A-Za-z]{3})[/-]\d{1,4}\b|\b\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\b(?!\d)"
)
AMOUNT = re.compile(r"(?<![\w.,])(\d{1,3}(?:[.,]\d{3})+|\d{4,9})(?:[.,]\d{2})?(?![\d.,]*\d)")
"""1.234.567,00 or 1,234,567.00 or 1234567; longer rows of digits are reference numbers."""


@dataclass(frozen=True)
class Read:
    """What was found: rupiah by line, and the lines in which no amount stands."""

    amounts: tuple[int, ...]
    unread: tuple[str, ...]

    @property
    def total(self) -> int:
        """Rupiah of all lines."""
        return sum(self.amounts)


def read(pasted: str) -> Read:
    """Return the amounts of pasted lines: of each line the first, for the balance stands behind it."""
    amounts: list[int] = []
    unread: list[str] = []
    for line in (line.strip() for line in pasted.splitlines()):
        if not line:
            continue
        found = AMOUNT.search(DATE.sub(" ", line))
        if found:
            amounts.append(int(re.sub(r"\D", "", found.group(1))))
        else:
            unread.append(line[:60])
    return Read(tuple(amounts), tuple(unread))


def expected_charge(amounts: Sequence[int], *, bps: int, free_up_to: int) -> int:
    """Return what an acquirer charges on payments: `bps` of each above `free_up_to`, half up."""
    return sum(
        (amount * bps + 5_000) // 10_000 for amount in amounts if amount > max(free_up_to, 0)
    )
