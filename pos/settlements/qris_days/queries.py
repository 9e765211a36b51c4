"""Reads of QRIS days: what became of each claim, and how each day stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVarTuple

from sqlalchemy import Case, Select, case, func, select
from sqlalchemy.orm import Session, selectinload

from core.errors import NotFound
from core.i18n import _
from pos.sales.claims.models import LateMoney, SurplusMoney, SurplusReturn
from pos.sales.models import Sale, Tender, TenderConfirmation
from pos.settlements.qris_days.models import QrisCredit, QrisCreditPart

Columns = TypeVarTuple("Columns")

DAYS = 62
"""How many days with QRIS money the list goes back."""

SETTLED = ("matched", "otherwise")
"""What needs nothing more."""


@dataclass(frozen=True)
class DayClaim:
    """A claim (negative: money given back by QRIS) and what became of it.

    `state`: matched with a credit, seen in the acquirer's app, waiting, missing (the house took the
    risk), or paid otherwise.
    """

    tender: Tender
    state: str
    credit_id: int | None = None


@dataclass(frozen=True)
class QrisDay:
    """One business date of QRIS: its claims, the credits on its page, surplus money not yet matched."""

    day: date
    claims: tuple[DayClaim, ...]
    credits: tuple[QrisCredit, ...]
    earlier: tuple[DayClaim, ...]
    surplus: tuple[SurplusMoney, ...]

    def sum_of(self, *states: str) -> int:
        """Rupiah of the claims in these states; of all without any."""
        return sum(c.tender.amount for c in self.claims if not states or c.state in states)

    @property
    def state(self) -> str:
        """How the day stands: done, part, open or missing."""
        return standing({c.state for c in self.claims})

    @property
    def live(self) -> tuple[QrisCredit, ...]:
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
        """Rupiah that these credits paid for something else: other days' claims, surplus money."""
        mine = {c.tender.id for c in self.claims}
        return sum(
            part.amount for credit in self.live for part in credit.parts
            if part.tender_id not in mine
        )  # fmt: skip

    @property
    def elsewhere(self) -> int:
        """Rupiah of this day's claims that came with a credit on another day's page."""
        here = {credit.id for credit in self.live}
        return sum(
            c.tender.amount for c in self.claims
            if c.state == "matched" and c.credit_id not in here
        )  # fmt: skip


@dataclass(frozen=True)
class DayRow:
    """One day in the list: rupiah claimed, how much of it is matched, and how it stands."""

    day: date
    count: int
    claimed: int
    matched: int
    state: str


def standing(states: set[str]) -> str:
    """Return how a day stands whose claims are in these states."""
    if states <= set(SETTLED):
        return "done"
    if states <= {*SETTLED, "missing"}:
        return "missing"
    return "part" if "matched" in states else "open"


def qris_day(session: Session, day: date) -> QrisDay:
    """Return a day with everything that its page shows."""
    came = session.scalars(select(QrisCredit).where(QrisCredit.day == day).order_by(QrisCredit.id))
    found = session.scalars(_tenders().where(Sale.business_date == day)).all()
    return QrisDay(
        day=day,
        claims=tuple(_claims(session, found)),
        credits=tuple(came),
        earlier=tuple(unmatched(session, before=day)),
        surplus=tuple(_surplus(session)),
    )


def unmatched(session: Session, *, before: date) -> list[DayClaim]:
    """Return what earlier days still miss, oldest first; what was paid otherwise is none of it."""
    found = session.scalars(
        _tenders()
        .outerjoin(
            QrisCreditPart,
            (QrisCreditPart.tender_id == Tender.id) & QrisCreditPart.is_released.is_(False),
        )
        .where(Sale.business_date < before, QrisCreditPart.id.is_(None))
    ).all()
    return [claim for claim in _claims(session, found) if claim.state != "otherwise"]


def rows(session: Session) -> list[DayRow]:
    """Return the newest days that have QRIS money, newest first."""
    newest = session.scalars(
        select(Sale.business_date)
        .join(Tender, Tender.sale_id == Sale.id)
        .where(Sale.state == "completed", Tender.kind == "qris")
        .group_by(Sale.business_date)
        .order_by(Sale.business_date.desc())
        .limit(DAYS)
    ).all()
    if not newest:
        return []
    state = _became()
    found = session.execute(
        _with_all(
            select(Sale.business_date, state, func.count(), func.sum(Tender.amount))
            .select_from(Tender)
            .join(Sale, Sale.id == Tender.sale_id)
        )
        .where(Sale.state == "completed", Tender.kind == "qris", Sale.business_date >= newest[-1])
        .group_by(Sale.business_date, state)
    ).all()
    sums: dict[date, dict[str, tuple[int, int]]] = {}
    for day, became, count, amount in found:
        assert day is not None
        sums.setdefault(day, {})[str(became)] = (int(count), int(amount))
    return [
        DayRow(
            day, sum(count for count, _amount in by.values()),
            sum(amount for _count, amount in by.values()), by.get("matched", (0, 0))[1],
            standing(set(by)),
        )
        for day, by in sorted(sums.items(), reverse=True)
    ]  # fmt: skip


def require_credit(session: Session, credit_id: int) -> QrisCredit:
    """Return the credit of that id, or raise NotFound."""
    found = session.get(QrisCredit, credit_id)
    if found is None:
        raise NotFound(_("Uang masuk ini tidak ada dalam daftar."))
    return found


def lock_claims(session: Session, tender_ids: Sequence[int]) -> list[DayClaim]:
    """Return the QRIS tenders of these ids with what became of each, locked; others are left out."""
    wanted = _tenders().where(Tender.id.in_(tender_ids)).with_for_update(of=Tender)
    return _claims(session, session.scalars(wanted).all())


def lock_surplus(session: Session, surplus_ids: Sequence[int]) -> list[SurplusMoney]:
    """Return the surplus money of these ids that waits for a credit, locked; other is left out."""
    ids = set(surplus_ids)
    session.execute(
        select(SurplusMoney.id)
        .where(SurplusMoney.id.in_(ids))
        .order_by(SurplusMoney.id)
        .with_for_update(of=SurplusMoney)
    )
    return [one for one in _surplus(session) if one.id in ids]


def came_with(session: Session, row: SurplusMoney) -> int | None:
    """Return the credit that brought surplus money into the bank, or None."""
    return session.scalar(
        select(QrisCreditPart.credit_id).where(
            QrisCreditPart.surplus_id == row.id, QrisCreditPart.is_released.is_(False)
        )
    )


def _tenders() -> Select[Tender]:
    return (
        select(Tender)
        .join(Sale, Sale.id == Tender.sale_id)
        .where(Sale.state == "completed", Tender.kind == "qris")
        .options(selectinload(Tender.sale), selectinload(Tender.confirmation))
        .order_by(Tender.id)
    )


def _claims(session: Session, tenders: Sequence[Tender]) -> list[DayClaim]:
    became = session.execute(
        _with_all(select(Tender.id, _became().label("state"), QrisCreditPart.credit_id))
        .where(Tender.id.in_([tender.id for tender in tenders]))
    )  # fmt: skip
    by_id = {row.id: row for row in became}
    return [DayClaim(one, by_id[one.id].state, by_id[one.id].credit_id) for one in tenders]


def _became() -> Case[str]:
    """What became of a claim; its query is joined by `_with_all`."""
    return case(
        (QrisCreditPart.id.is_not(None), "matched"),
        (LateMoney.way == "qris", "seen"),
        (LateMoney.id.is_not(None), "otherwise"),
        (TenderConfirmation.kind == "accepted", "missing"),
        (TenderConfirmation.kind == "confirmed", "seen"),
        (TenderConfirmation.kind.is_not(None), "otherwise"),
        (Tender.amount < 0, "seen"),
        else_="waiting",
    )


def _with_all(query: Select[*Columns]) -> Select[*Columns]:
    """Join to a query of tenders what says what became of them."""
    return (
        query.outerjoin(TenderConfirmation, TenderConfirmation.tender_id == Tender.id)
        .outerjoin(LateMoney, LateMoney.tender_id == Tender.id)
        .outerjoin(
            QrisCreditPart,
            (QrisCreditPart.tender_id == Tender.id) & QrisCreditPart.is_released.is_(False),
        )
    )


def _surplus(session: Session) -> list[SurplusMoney]:
    """Surplus money that no credit paid and that nobody gave back from the acquirer's account."""
    return list(
        session.scalars(
            select(SurplusMoney)
            .outerjoin(
                QrisCreditPart,
                (QrisCreditPart.surplus_id == SurplusMoney.id)
                & QrisCreditPart.is_released.is_(False),
            )
            .outerjoin(SurplusReturn, SurplusReturn.surplus_id == SurplusMoney.id)
            .where(
                QrisCreditPart.id.is_(None),
                SurplusReturn.id.is_(None) | (SurplusReturn.source != "qris"),
            )
            .order_by(SurplusMoney.id)
        )
    )
