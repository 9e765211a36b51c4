"""Reads of claims: what waits, who looked in vain, what the house took upon itself."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, selectinload

from catalogue.outlets.models import Till
from pos.sales.claims.models import ClaimLook, LateMoney
from pos.sales.models import Sale, Tender, TenderConfirmation


@dataclass(frozen=True)
class Claim:
    """A QRIS tender whose money nobody has seen, with those who looked for it in vain."""

    tender: Tender
    looks: list[ClaimLook]


def waiting(session: Session, *, outlet_id: int | None = None) -> list[Claim]:
    """Return the claims of completed sales, of one outlet or of all; oldest first."""
    tenders = session.scalars(
        _of(outlet_id)
        .outerjoin(TenderConfirmation, TenderConfirmation.tender_id == Tender.id)
        .where(Tender.kind == "qris", Tender.amount > 0, TenderConfirmation.tender_id.is_(None))
    ).all()
    looks = session.scalars(
        select(ClaimLook)
        .where(ClaimLook.tender_id.in_([tender.id for tender in tenders]))
        .order_by(ClaimLook.id)
    ).all()
    return [Claim(tender, [x for x in looks if x.tender_id == tender.id]) for tender in tenders]


def missing(session: Session, *, outlet_id: int | None = None) -> list[Tender]:
    """Return the tenders whose risk the house accepted and whose money did not come yet."""
    return list(
        session.scalars(
            _of(outlet_id)
            .join(TenderConfirmation, TenderConfirmation.tender_id == Tender.id)
            .outerjoin(LateMoney, LateMoney.tender_id == Tender.id)
            .where(TenderConfirmation.kind == "accepted", LateMoney.id.is_(None))
        )
    )


def late_of(session: Session, tender_id: int) -> LateMoney | None:
    """Return how the money of a claim came late or in another way, or None."""
    return session.scalar(select(LateMoney).where(LateMoney.tender_id == tender_id))


def late_ways(session: Session, tender_ids: Collection[int]) -> dict[int, str]:
    """Return the way in which the money of each claim came late or otherwise, by the tender's id."""
    if not tender_ids:
        return {}
    rows = session.execute(
        select(LateMoney.tender_id, LateMoney.way).where(LateMoney.tender_id.in_(tender_ids))
    )
    return {row.tender_id: row.way for row in rows}


def late_cash(session: Session, shift_id: int) -> int:
    """Return the rupiah that a shift's drawer took for claims of earlier sales."""
    return int(
        session.scalar(
            select(func.coalesce(func.sum(Tender.amount), 0))
            .join(LateMoney, LateMoney.tender_id == Tender.id)
            .where(LateMoney.shift_id == shift_id)
        )
        or 0
    )


def _of(outlet_id: int | None) -> Select[Tender]:
    where: list[ColumnElement[bool]] = [Sale.state == "completed"]
    if outlet_id is not None:
        where.append(Till.outlet_id == outlet_id)
    return (
        select(Tender)
        .join(Sale, Sale.id == Tender.sale_id)
        .join(Till, Till.id == Sale.till_id)
        .where(*where)
        .options(selectinload(Tender.sale))
        .order_by(Tender.id)
    )
