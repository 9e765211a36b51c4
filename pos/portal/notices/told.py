"""What a notice tells: lines, a statement, payments, a transfer that failed, and what is owed now."""

from dataclasses import dataclass
from datetime import date

from pos.portal.notices import parts
from pos.portal.notices.parts import Parts


@dataclass(frozen=True)
class ToldLine:
    """A line of a notice: pieces and rupiah as the maker feels them, a return negative.

    `waits`: its money was not seen yet, a QRIS claim. `statement_id` is the statement it stands on,
    `paid_on` the day on which that money was handed over.
    """

    id: int
    title: str
    quantity: int
    listed: int
    share: int
    day: date
    waits: bool = False
    statement_id: int | None = None
    paid_on: date | None = None


@dataclass(frozen=True)
class Owing:
    """A statement that is still to be paid; its `parts` come to `closing`. Rupiah.

    `means`: cash or transfer, as the maker is usually paid.
    """

    id: int
    number: str
    closing: int
    parts: Parts
    means: str = "cash"


@dataclass(frozen=True)
class Paid:
    """A payment; the `parts` of what was paid come to `amount` + `carried`.

    `carried` is the rupiah below Rp100 that cash leaves for the next time. `is_reversed`: it was
    taken back after the notice of it was made.
    """

    id: int
    number: str
    amount: int
    is_transfer: bool
    day: date
    carried: int = 0
    parts: Parts = ()
    is_reversed: bool = False


@dataclass(frozen=True)
class Failed:
    """A transfer for a statement that the bank did not pay, and why; nothing was paid since."""

    id: int
    statement: str
    amount: int
    reason: str


@dataclass(frozen=True)
class News:
    """What a maker has not been told yet; `now`: what the house owes her in all, None if unknown."""

    lines: tuple[ToldLine, ...]
    owing: Owing | None = None
    payments: tuple[Paid, ...] = ()
    failed: Failed | None = None
    now: Parts | None = None

    def __bool__(self) -> bool:
        """Say whether there is anything to tell."""
        return bool(self.lines or self.owing or self.payments or self.failed)

    @property
    def owed(self) -> int | None:
        """Rupiah that the house owes her in all, None if unknown."""
        return None if self.now is None else parts.total(self.now)

    @property
    def items(self) -> list[tuple[str, int]]:
        """What is told, as a notice keeps it: kind and id."""
        return [
            *(("line", line.id) for line in self.lines),
            *(("statement", one.id) for one in (self.owing,) if one),
            *(("payout", one.id) for one in self.payments),
            *(("failed", one.id) for one in (self.failed,) if one),
        ]
