"""Money that goes back: how a sale was paid decides how, and a full return reverses its rounding.

Without a manager a way gives back at most what it brought in, less what it gave back already;
money that nobody has seen yet (a claim) brought in nothing.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from core.errors import Refused
from core.i18n import _
from core.money import rupiah
from core.users import service as people
from pos.sales.claims import queries as claims
from pos.sales.discounts import Approval
from pos.sales.models import Sale, SaleLine, Tender
from pos.sales.tenders import Offer

OTHERWISE = ("cash", "transfer")
"""How money that came in another way may go back too, under a manager's PIN."""

OF_SOMEBODY = ("deposit", "maker")
"""What no way leads back through: a deposit is used up, and the maker has the money herself."""


class NeedsManager(Refused):
    """Money would go back in a way that it did not come in; a manager may allow it."""


@dataclass(frozen=True)
class Paid:
    """How a ticket's returned goods were paid: rupiah of each way that may go back by it."""

    by_way: dict[str, int]
    claimed: int = 0
    """Rupiah of these sales that were only said to have come."""


def paid_for(session: Session, sale: Sale) -> Paid:
    """Return what the sales whose goods come back on this ticket brought in and still hold.

    What a manager knows without its receipt may go back in cash.
    """
    lines = [line for line in sale.lines if line.kind == "return"]
    by_way: dict[str, int] = {}
    origins = _paid_with(
        session, _origins(session, [line for line in lines if line.approved_by is None])
    )
    claimed = 0
    tenders = _tenders(session, origins, before=sale.id)
    late = claims.late_ways(session, [tender.id for tender in tenders])
    for tender in tenders:
        if tender.kind in OF_SOMEBODY:
            continue
        if tender.is_claimed:
            claimed += tender.amount
        elif tender.confirmation is None or tender.confirmation.kind == "confirmed":
            by_way[tender.kind] = by_way.get(tender.kind, 0) + tender.amount
        elif way := late.get(tender.id):  # it came after all, perhaps in another way
            by_way[way] = by_way.get(way, 0) + tender.amount
    trusted = sum(line.net_amount for line in lines if line.approved_by is not None)
    if trusted:
        by_way["cash"] = max(0, by_way.get("cash", 0)) + trusted
    return Paid({way: left for way, left in by_way.items() if left > 0}, claimed)


def as_paid(paid: Paid, due: int, *, cash_due: int) -> list[Offer] | None:
    """Return how `due` rupiah (positive) go back the way they came, cash first; None if they cannot.

    `cash_due` is the same if all of it goes back in cash, rounded. Cash takes what the other ways
    leave, so that rounding falls on it.
    """
    cash = paid.by_way.get("cash", 0)
    if cash and cash_due <= cash:
        return [Offer("cash")]
    left = due - cash
    offers = []
    for way in sorted(paid.by_way.keys() - {"cash"}):
        part = min(left, paid.by_way[way])
        left -= part
        offers += [Offer(way, -part)] if part else []
    if left:
        return None
    return [*offers, Offer("cash")] if cash else offers


def check(
    session: Session,
    sale: Sale,
    tenders: Sequence[Tender],
    *,
    by: int,
    approval: Approval | None,
) -> None:
    """Refuse money that goes back in a way it did not come in, unless a manager allows it.

    Nobody can send by QRIS or card more than came by it. Raises NeedsManager, Refused.
    """
    back = [tender for tender in tenders if tender.amount < 0]
    if not back:
        return
    paid = paid_for(session, sale)
    beyond = [tender for tender in back if -tender.amount > _most(sale, paid, tender.kind)]
    if not beyond:
        return
    if any(tender.kind not in OTHERWISE for tender in beyond):
        raise Refused(_("Lewat cara ini tidak bisa kembali lebih dari yang dibayar dengannya."))
    if approval is None:
        raise NeedsManager(_needs(paid, beyond[0]), field="approver_pin")
    reason = approval.reason.strip()[:120]
    if not reason:
        raise Refused(_("Tulis alasannya, supaya bisa dibaca lagi nanti."), field="reason")
    people.record(
        session, "sale.refund_approved", kind="sale", subject_id=sale.id, by=approval.manager.id,
        at=beyond[0].at, detail={"reason": reason, "asked_by": by},
    )  # fmt: skip


def _most(sale: Sale, paid: Paid, way: str) -> int:
    # Rounding up the last coin is no other way of paying.
    return paid.by_way.get(way, 0) + (abs(sale.rounding) if way == "cash" else 0)


def _needs(paid: Paid, tender: Tender) -> str:
    if paid.claimed:
        return _(
            "Uang QRIS struk ini, %(amount)s, belum dipastikan. Pastikan dulu di nota itu, atau "
            "minta PIN pengurus.", amount=rupiah(paid.claimed),
        )  # fmt: skip
    return _(
        "%(amount)s tidak dibayar dengan cara ini, jadi perlu PIN pengurus.",
        amount=rupiah(-tender.amount),
    )


def open_claims(session: Session, sale: Sale) -> list[Tender]:
    """Return the QRIS money that nobody has seen yet of a sale and of what was exchanged for it."""
    tenders = [] if sale.is_open else sale.tenders
    if any(line.kind == "return" for line in sale.lines):
        whole = _paid_with(session, {sale.id}) - ({sale.id} if sale.is_open else set())
        tenders = list(
            session.scalars(select(Tender).where(Tender.sale_id.in_(whole)).order_by(Tender.id))
        )
    return [tender for tender in tenders if tender.is_claimed]


def reversed_rounding(session: Session, sale: Sale) -> int | None:
    """Return the rounding of a ticket that brings the last goods of one receipt back, or None.

    It undoes what rounding added to or took off that sale, less what earlier returns of nothing
    else undid already, so that the buyer has exactly what was taken.
    """
    if not sale.lines or any(line.kind == "sale" for line in sale.lines):
        return None
    origins = _origins(session, sale.lines)
    if len(origins) != 1:
        return None
    origin = session.get_one(Sale, next(iter(origins)))
    sold = [line for line in origin.lines if line.kind == "sale"]
    back = session.execute(
        select(SaleLine.sale_id, func.sum(SaleLine.quantity))
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(
            SaleLine.return_of_id.in_([line.id for line in sold]),
            (Sale.state == "completed") | (Sale.id == sale.id),
        )
        .group_by(SaleLine.sale_id)
    )
    units = {sale_id: int(pieces) for sale_id, pieces in back}
    if sum(units.values()) < sum(line.quantity for line in sold):
        return None
    earlier = [ticket for ticket in units if ticket != sale.id]
    return -(origin.rounding + _roundings(session, earlier, of=origin.id))


def _roundings(session: Session, ticket_ids: Collection[int], *, of: int) -> int:
    """Sum the roundings of those tickets that brought back goods of one sale and nothing else."""
    found = 0
    for ticket_id in sorted(ticket_ids):
        ticket = session.get_one(Sale, ticket_id)
        pure = all(line.kind == "return" for line in ticket.lines)
        if pure and _origins(session, ticket.lines) == {of}:
            found += ticket.rounding
    return found


def _paid_with(session: Session, sale_ids: set[int]) -> set[int]:
    """Return these sales with those whose goods were exchanged for theirs: their money paid too."""
    found, new = set(sale_ids), set(sale_ids)
    while new:
        returned = session.scalars(
            select(SaleLine).where(SaleLine.sale_id.in_(new), SaleLine.kind == "return")
        ).all()
        new = _origins(session, returned) - found
        found |= new
    return found


def _origins(session: Session, lines: Sequence[SaleLine]) -> set[int]:
    origins = {line.return_of_id for line in lines if line.return_of_id is not None}
    if not origins:
        return set()
    return set(session.scalars(select(SaleLine.sale_id).where(SaleLine.id.in_(origins))))


def _tenders(session: Session, origins: Collection[int], *, before: int) -> list[Tender]:
    """Return what was paid for these sales, and what went back on tickets that returned of them."""
    if not origins:
        return []
    sold = select(SaleLine.id).where(SaleLine.sale_id.in_(origins))
    returned = (
        select(SaleLine.sale_id)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(
            SaleLine.return_of_id.in_(sold), Sale.state == "completed", SaleLine.sale_id != before
        )
    )
    return list(
        session.scalars(
            select(Tender)
            .where(
                (Tender.sale_id.in_(origins) & (Tender.amount > 0))
                | (Tender.sale_id.in_(returned) & (Tender.amount < 0))
            )
            .options(selectinload(Tender.confirmation))
            .order_by(Tender.id)
        )
    )
