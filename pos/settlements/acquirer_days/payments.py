"""What became of each payment that came by an acquirer; read for its day, or locked for a credit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVarTuple

from sqlalchemy import Case, Select, case, func, select
from sqlalchemy.orm import Session, selectinload

from pos.sales.claims.models import LateMoney, SurplusMoney, SurplusReturn
from pos.sales.deposits.models import Deposit
from pos.sales.models import Sale, Tender, TenderConfirmation
from pos.settlements.acquirer_days.models import STANDS, AcquirerCreditPart

Columns = TypeVarTuple("Columns")


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


def of_day(session: Session, kind: str, day: date) -> list[Payment]:
    """Return the payments of a day of a tender, with what became of each."""
    tenders = session.scalars(_tenders(kind).where(Sale.business_date == day)).all()
    left = session.scalars(_deposits(kind).where(Deposit.business_date == day)).all()
    return [*_of_tenders(session, kind, tenders), *_of_deposits(session, left)]


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
    back = select(AcquirerCreditPart.tender_id).where(AcquirerCreditPart.is_back, STANDS)
    found = session.scalars(
        _tenders(kind)
        .join(AcquirerCreditPart, AcquirerCreditPart.tender_id == Tender.id)
        .join(TenderConfirmation, TenderConfirmation.tender_id == Tender.id)
        .outerjoin(LateMoney, (LateMoney.tender_id == Tender.id) & (LateMoney.way == kind))
        .where(
            STANDS,
            ~AcquirerCreditPart.is_back,
            TenderConfirmation.kind == "accepted",
            LateMoney.id.is_(None),
            Tender.id.not_in(back),
        )
    )
    return [Payment(one, "seen", is_back=True) for one in found]


def waiting_surplus(session: Session, kind: str) -> list[SurplusMoney]:
    """Return surplus money that no credit paid and that nobody gave back from the acquirer's account."""
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


def sums(session: Session, kind: str, *, since: date) -> dict[date, dict[str, tuple[int, int]]]:
    """Return of each day from `since` on how many payments are in each state, and their rupiah."""
    found: dict[date, dict[str, tuple[int, int]]] = {}
    for wanted in (_by_state(kind, since=since), _left_by_state(kind, since=since)):
        for day, became, count, amount in session.execute(wanted):
            by = found.setdefault(day, {})
            more = by.get(became, (0, 0))
            by[became] = (more[0] + int(count), more[1] + int(amount))
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
    return [one for one in waiting_surplus(session, kind) if one.id in ids]


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
    return what & STANDS & ~AcquirerCreditPart.is_back


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
