"""Reads of acquirers' days: how each day stands, and the credits that paid for it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.i18n import _
from pos.sales.claims.models import SurplusMoney
from pos.sales.deposits.models import Deposit
from pos.sales.models import Sale, Tender
from pos.settlements.acquirer_days import payments
from pos.settlements.acquirer_days.models import STANDS, AcquirerCredit, AcquirerCreditPart
from pos.settlements.acquirer_days.payments import Payment

DAYS = 62
"""How many days with such money the list goes back."""

FIELDS = ("claim", "deposit", "back", "surplus")
"""Where the form ticks what a credit pays for: tenders, deposits, tenders taken back, surplus money."""

SETTLED = ("matched", "otherwise")
"""What needs nothing more."""


@dataclass(frozen=True)
class Day:
    """One business date of a tender: its payments, the credits on its page, and what waits besides."""

    kind: str
    day: date
    payments: tuple[Payment, ...]
    credits: tuple[AcquirerCredit, ...]
    earlier: tuple[Payment, ...]
    backs: tuple[Payment, ...]
    surplus: tuple[SurplusMoney, ...]

    def sum_of(self, *states: str) -> int:
        """Rupiah of the payments in these states; of all without any."""
        return sum(one.amount for one in self.payments if not states or one.state in states)

    @property
    def state(self) -> str:
        """How the day stands: done, part, open or missing."""
        return standing({one.state for one in self.payments})

    @property
    def live(self) -> tuple[AcquirerCredit, ...]:
        """The credits that were not taken back."""
        return tuple(credit for credit in self.credits if credit.reversed_at is None)

    @property
    def charged(self) -> int:
        """Rupiah that the acquirer kept."""
        return sum(credit.charge for credit in self.live)

    @property
    def banked(self) -> int:
        """Rupiah that came into the bank."""
        return sum(credit.amount for credit in self.live)

    @property
    def beyond(self) -> int:
        """Rupiah that these credits paid for something else: other days, surplus, money taken back."""
        mine = {(type(one.thing), one.thing.id) for one in self.payments}
        return sum(
            part.amount for credit in self.live for part in credit.parts
            if part.is_back or (type(part.thing), part.thing.id) not in mine
        )  # fmt: skip

    @property
    def elsewhere(self) -> int:
        """Rupiah of this day's payments that came with a credit on another day's page."""
        here = {credit.id for credit in self.live}
        return sum(
            one.amount for one in self.payments
            if one.state == "matched" and one.credit_id not in here
        )  # fmt: skip


@dataclass(frozen=True)
class DayRow:
    """One day in the list: rupiah paid, how much of it is matched, and how it stands."""

    day: date
    count: int
    claimed: int
    matched: int
    state: str


def standing(states: set[str]) -> str:
    """Return how a day stands whose payments are in these states."""
    if states <= set(SETTLED):
        return "done"
    if states <= {*SETTLED, "missing"}:
        return "missing"
    return "part" if "matched" in states else "open"


def acquirer_day(session: Session, kind: str, day: date) -> Day:
    """Return a day of a tender with everything that its page shows."""
    came = session.scalars(
        select(AcquirerCredit)
        .where(AcquirerCredit.kind == kind, AcquirerCredit.day == day)
        .order_by(AcquirerCredit.id)
    )
    return Day(
        kind=kind,
        day=day,
        payments=tuple(payments.of_day(session, kind, day)),
        credits=tuple(came),
        earlier=tuple(payments.unmatched(session, kind, before=day)),
        backs=tuple(payments.taken_back(session, kind)),
        surplus=tuple(payments.waiting_surplus(session, kind)),
    )


def rows(session: Session, kind: str) -> list[DayRow]:
    """Return the newest days that have such money, newest first."""
    of_tenders = (
        select(Sale.business_date)
        .join(Tender, Tender.sale_id == Sale.id)
        .where(Sale.state == "completed", Tender.kind == kind)
    )
    of_deposits = select(Deposit.business_date).where(Deposit.way == kind)
    days = union(of_tenders, of_deposits).subquery()
    newest = session.scalars(
        select(days.c.business_date).order_by(days.c.business_date.desc()).limit(DAYS)
    ).all()
    if not newest:
        return []
    sums = payments.sums(session, kind, since=newest[-1])
    return [
        DayRow(
            day, sum(count for count, _amount in by.values()),
            sum(amount for _count, amount in by.values()), by.get("matched", (0, 0))[1],
            standing(set(by)),
        )
        for day, by in sorted(sums.items(), reverse=True)
    ]  # fmt: skip


def require_credit(session: Session, kind: str, credit_id: int) -> AcquirerCredit:
    """Return the credit of that kind and id, or raise NotFound."""
    found = session.get(AcquirerCredit, credit_id)
    if found is None or found.kind != kind:
        raise NotFound(_("Uang masuk ini tidak ada dalam daftar."))
    return found


def is_kept_back(session: Session, credit: AcquirerCredit) -> bool:
    """Say whether another credit that stands was made smaller by money that this one had paid."""
    mine = [part.tender_id for part in credit.parts if part.tender_id is not None]
    return (
        session.scalar(
            select(AcquirerCreditPart.id).where(
                AcquirerCreditPart.tender_id.in_(mine),
                AcquirerCreditPart.is_back,
                STANDS,
                AcquirerCreditPart.credit_id != credit.id,
            )
        )
        is not None
    )


def surplus_in_bank(session: Session) -> set[int]:
    """Return the ids of the surplus money that a credit brought into the bank."""
    return set(
        session.scalars(
            select(AcquirerCreditPart.surplus_id).where(
                AcquirerCreditPart.surplus_id.is_not(None), STANDS
            )
        )
    )


def came_with(session: Session, row: SurplusMoney) -> int | None:
    """Return the credit that brought surplus money into the bank, or None."""
    return session.scalar(
        select(AcquirerCreditPart.credit_id).where(AcquirerCreditPart.surplus_id == row.id, STANDS)
    )
