"""Reads of acquirers' days: what became of each payment, and how each day stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVarTuple

from sqlalchemy import Case, Select, case, func, select, union
from sqlalchemy.orm import Session, selectinload

from core.errors import NotFound
from core.i18n import _
from pos.sales.claims.models import LateMoney, SurplusMoney, SurplusReturn
from pos.sales.deposits.models import Deposit
from pos.sales.models import Sale, Tender, TenderConfirmation
from pos.settlements.acquirer_days.models import AcquirerCredit, AcquirerCreditPart

Columns = TypeVarTuple("Columns")

DAYS = 62
"""How many days with such money the list goes back."""

FIELDS = ("claim", "deposit", "back", "surplus")
"""Where the form ticks what a credit pays for: tenders, deposits, tenders taken back, surplus money."""

SETTLED = ("matched", "otherwise")
"""What needs nothing more."""


@dataclass(frozen=True)
class Payment:
    """A tender or a deposit that came by an acquirer (negative: given back), and what became of it.

    `state`: matched with a credit, seen (QRIS in the acquirer's app, a card by the machine), waiting,
    missing (the house took the risk), or paid otherwise. `is_back`: the buyer's bank took the money
    back after it had been paid out, and the acquirer keeps it from another credit.
    """

    thing: Tender | Deposit
    state: str
    credit_id: int | None = None
    is_back: bool = False

    @property
    def amount(self) -> int:
        """Rupiah that it adds to a credit."""
        return -self.thing.amount if self.is_back else self.thing.amount

    @property
    def number(self) -> str:
        """The number of its receipt, or of the deposit's slip."""
        return self.thing.sale.number or "" if isinstance(self.thing, Tender) else self.thing.number

    @property
    def day(self) -> date:
        """Its business date."""
        if isinstance(self.thing, Deposit):
            return self.thing.business_date
        assert self.thing.sale.business_date is not None, "of a completed sale"
        return self.thing.sale.business_date

    @property
    def at(self) -> datetime:
        """When it was paid."""
        return self.thing.at

    @property
    def zone(self) -> str:
        """The zone of the place where it was paid."""
        till = self.thing.sale.till if isinstance(self.thing, Tender) else self.thing.till
        return till.outlet.zone

    @property
    def field(self) -> str:
        """The field of the form in which it is ticked by its id."""
        if self.is_back:
            return "back"
        return "claim" if isinstance(self.thing, Tender) else "deposit"

    @property
    def is_charged_back(self) -> bool:
        """Whether a credit paid for it whose money the house then had to do without."""
        return self.state == "matched" and self._confirmed == "accepted"

    @property
    def may_be_lost(self) -> bool:
        """Whether a manager may say that its money will not come, or was taken back again."""
        return self.amount > 0 and self.field == "claim" and self._confirmed is None

    @property
    def _confirmed(self) -> str | None:
        seen = self.thing.confirmation if isinstance(self.thing, Tender) else None
        return seen.kind if seen else None


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
    tenders = session.scalars(_tenders(kind).where(Sale.business_date == day)).all()
    left = session.scalars(_deposits(kind).where(Deposit.business_date == day)).all()
    return Day(
        kind=kind,
        day=day,
        payments=(*_of_tenders(session, kind, tenders), *_of_deposits(session, left)),
        credits=tuple(came),
        earlier=tuple(unmatched(session, kind, before=day)),
        backs=tuple(taken_back(session, kind)),
        surplus=tuple(_surplus(session, kind)),
    )


def unmatched(session: Session, kind: str, *, before: date) -> list[Payment]:
    """Return what earlier days still miss, oldest first; what was paid otherwise is none of it."""
    tenders = session.scalars(
        _without_part(_tenders(kind), AcquirerCreditPart.tender_id == Tender.id).where(
            Sale.business_date < before
        )
    ).all()
    left = session.scalars(
        _without_part(_deposits(kind), AcquirerCreditPart.deposit_id == Deposit.id).where(
            Deposit.business_date < before
        )
    ).all()
    found = [*_of_tenders(session, kind, tenders), *_of_deposits(session, left)]
    return sorted((one for one in found if one.state != "otherwise"), key=lambda one: one.day)


def taken_back(session: Session, kind: str) -> list[Payment]:
    """Return what buyers' banks took back and no credit was made smaller by yet, oldest first."""
    back = select(AcquirerCreditPart.tender_id).where(
        AcquirerCreditPart.is_back, AcquirerCreditPart.is_released.is_(False)
    )
    found = session.scalars(
        _tenders(kind)
        .join(AcquirerCreditPart, AcquirerCreditPart.tender_id == Tender.id)
        .join(TenderConfirmation, TenderConfirmation.tender_id == Tender.id)
        .outerjoin(LateMoney, (LateMoney.tender_id == Tender.id) & (LateMoney.way == kind))
        .where(
            AcquirerCreditPart.is_released.is_(False),
            AcquirerCreditPart.is_back.is_(False),
            TenderConfirmation.kind == "accepted",
            LateMoney.id.is_(None),
            Tender.id.not_in(back),
        )
    )
    return [Payment(one, "seen", is_back=True) for one in found]


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
    sums: dict[date, dict[str, tuple[int, int]]] = {}
    for wanted in (_by_state(kind, since=newest[-1]), _left_by_state(kind, since=newest[-1])):
        for day, became, count, amount in session.execute(wanted):
            by = sums.setdefault(day, {})
            more = by.get(became, (0, 0))
            by[became] = (more[0] + int(count), more[1] + int(amount))
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


def lock_payments(
    session: Session, kind: str, tender_ids: Sequence[int], deposit_ids: Sequence[int]
) -> list[Payment]:
    """Return the payments of these ids with what became of each, locked; others are left out."""
    tenders = _tenders(kind).where(Tender.id.in_(tender_ids)).with_for_update(of=Tender)
    left = _deposits(kind).where(Deposit.id.in_(deposit_ids)).with_for_update(of=Deposit)
    return [
        *_of_tenders(session, kind, session.scalars(tenders).all()),
        *_of_deposits(session, session.scalars(left).all()),
    ]


def lock_taken_back(session: Session, kind: str, tender_ids: Sequence[int]) -> list[Payment]:
    """Return what was taken back of these tenders and waits for a credit, locked; others are left out."""
    ids = set(tender_ids)
    _lock(session, Tender, ids)
    return [one for one in taken_back(session, kind) if one.thing.id in ids]


def lock_surplus(session: Session, kind: str, surplus_ids: Sequence[int]) -> list[SurplusMoney]:
    """Return the surplus money of these ids that waits for a credit, locked; other is left out."""
    ids = set(surplus_ids)
    _lock(session, SurplusMoney, ids)
    return [one for one in _surplus(session, kind) if one.id in ids]


def is_kept_back(session: Session, credit: AcquirerCredit) -> bool:
    """Say whether another credit that stands was made smaller by money that this one had paid."""
    mine = [part.tender_id for part in credit.parts if part.tender_id is not None]
    return (
        session.scalar(
            select(AcquirerCreditPart.id).where(
                AcquirerCreditPart.tender_id.in_(mine),
                AcquirerCreditPart.is_back,
                AcquirerCreditPart.is_released.is_(False),
                AcquirerCreditPart.credit_id != credit.id,
            )
        )
        is not None
    )


def came_with(session: Session, row: SurplusMoney) -> int | None:
    """Return the credit that brought surplus money into the bank, or None."""
    return session.scalar(
        select(AcquirerCreditPart.credit_id).where(
            AcquirerCreditPart.surplus_id == row.id, AcquirerCreditPart.is_released.is_(False)
        )
    )


def _lock(session: Session, model: type[Tender | SurplusMoney], ids: Iterable[int]) -> None:
    session.execute(
        select(model.id).where(model.id.in_(ids)).order_by(model.id).with_for_update(of=model)
    )


def _tenders(kind: str) -> Select[Tender]:
    return (
        select(Tender)
        .join(Sale, Sale.id == Tender.sale_id)
        .where(Sale.state == "completed", Tender.kind == kind)
        .options(selectinload(Tender.sale), selectinload(Tender.confirmation))
        .order_by(Tender.id)
    )


def _deposits(kind: str) -> Select[Deposit]:
    return select(Deposit).where(Deposit.way == kind).order_by(Deposit.id)


def _pays(what: Any) -> Any:
    """The join of a payment with the credit that stands for it."""
    return what & AcquirerCreditPart.is_released.is_(False) & AcquirerCreditPart.is_back.is_(False)


def _without_part(wanted: Select[Any], what: Any) -> Select[Any]:
    return wanted.outerjoin(AcquirerCreditPart, _pays(what)).where(AcquirerCreditPart.id.is_(None))


def _by_state(kind: str, *, since: date) -> Select[Any, Any, Any, Any]:
    """Days, what became of their tenders, how many and how much."""
    state = _became(kind)
    return (
        _with_all(
            select(Sale.business_date, state, func.count(), func.sum(Tender.amount))
            .select_from(Tender)
            .join(Sale, Sale.id == Tender.sale_id)
        )
        .where(Sale.state == "completed", Tender.kind == kind, Sale.business_date >= since)
        .group_by(Sale.business_date, state)
    )


def _left_by_state(kind: str, *, since: date) -> Select[Any, Any, Any, Any]:
    state = case((AcquirerCreditPart.id.is_not(None), "matched"), else_="seen")
    return (
        select(Deposit.business_date, state, func.count(), func.sum(Deposit.amount))
        .outerjoin(AcquirerCreditPart, _pays(AcquirerCreditPart.deposit_id == Deposit.id))
        .where(Deposit.way == kind, Deposit.business_date >= since)
        .group_by(Deposit.business_date, state)
    )


def _of_tenders(session: Session, kind: str, tenders: Sequence[Tender]) -> list[Payment]:
    became = session.execute(
        _with_all(select(Tender.id, _became(kind).label("state"), AcquirerCreditPart.credit_id))
        .where(Tender.id.in_([tender.id for tender in tenders]))
    )  # fmt: skip
    by_id = {row.id: row for row in became}
    return [Payment(one, by_id[one.id].state, by_id[one.id].credit_id) for one in tenders]


def _of_deposits(session: Session, left: Sequence[Deposit]) -> list[Payment]:
    paid = AcquirerCreditPart.deposit_id
    rows = session.execute(
        select(paid, AcquirerCreditPart.credit_id).where(_pays(paid.in_([one.id for one in left])))
    )
    matched = {deposit_id: credit_id for deposit_id, credit_id in rows}  # noqa: C416  # rows
    return [
        Payment(one, "matched" if one.id in matched else "seen", matched.get(one.id))
        for one in left
    ]


def _became(kind: str) -> Case[str]:
    """What became of a tender of a kind; its query is joined by `_with_all`."""
    return case(
        (AcquirerCreditPart.id.is_not(None), "matched"),
        (LateMoney.way == kind, "seen"),
        (LateMoney.id.is_not(None), "otherwise"),
        (TenderConfirmation.kind == "accepted", "missing"),
        (TenderConfirmation.kind == "confirmed", "seen"),
        (TenderConfirmation.kind.is_not(None), "otherwise"),
        (Tender.amount < 0, "seen"),
        else_="waiting" if kind == "qris" else "seen",
    )


def _with_all(query: Select[*Columns]) -> Select[*Columns]:
    """Join to a query of tenders what says what became of them."""
    return (
        query.outerjoin(TenderConfirmation, TenderConfirmation.tender_id == Tender.id)
        .outerjoin(LateMoney, LateMoney.tender_id == Tender.id)
        .outerjoin(AcquirerCreditPart, _pays(AcquirerCreditPart.tender_id == Tender.id))
    )


def _surplus(session: Session, kind: str) -> list[SurplusMoney]:
    """Surplus money that no credit paid and that nobody gave back from the acquirer's account."""
    return list(
        session.scalars(
            _without_part(select(SurplusMoney), AcquirerCreditPart.surplus_id == SurplusMoney.id)
            .outerjoin(SurplusReturn, SurplusReturn.surplus_id == SurplusMoney.id)
            .where(
                SurplusMoney.kind == kind,
                SurplusReturn.id.is_(None) | (SurplusReturn.source != kind),
            )
            .order_by(SurplusMoney.id)
        )
    )
