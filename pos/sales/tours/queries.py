"""Reads about tours at the till: which visit is served, whose a sale is, what a visit brought."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased

from catalogue.outlets.models import Till
from catalogue.tours import queries as visits
from catalogue.tours.models import Visit
from core.errors import NotFound
from core.i18n import _
from pos.sales.models import Sale, SaleLine, Tender, TenderConfirmation
from pos.sales.tours.models import GuideFee, SaleVisit, TillVisit

FRESH = timedelta(minutes=15)
"""A group that nobody sold to for so long is not taken for granted any more: a bus pays in a row, and
whoever comes after a pause is more likely somebody else."""


@dataclass(frozen=True)
class Brought:
    """What a visit brought so far, in rupiah, and which rows were added up.

    `claimed` is QRIS money among it that nobody has seen arrive.
    """

    sold: int = 0
    returned: int = 0
    claimed: int = 0
    sales: tuple[int, ...] = ()
    returns: tuple[int, ...] = ()

    @property
    def base(self) -> int:
        """What is left of the sales after the returns."""
        return self.sold - self.returned


@dataclass(frozen=True)
class Served:
    """The visits that a till chooses from today, and the one that its ticket belongs to."""

    visits: Sequence[Visit]
    current: int | None
    left_open: Sequence[Visit] = ()


def serving(session: Session, till_id: int, *, at: datetime) -> Visit | None:
    """Return the visit that a till's next ticket belongs to, or None."""
    row = session.get(TillVisit, till_id)
    if row is None or row.visit is None or at - row.touched_at > FRESH:
        return None
    return row.visit if row.visit.is_at_hand else None


def served(session: Session, till: Till, sale: Sale | None, *, on: date, at: datetime) -> Served:
    """Return what a till shows of today's visits beside its ticket."""
    there = visits.at_hand(session, till.outlet_id, on)
    if not there:
        return Served((), None)
    if sale is not None:
        return Served(there, sale.visit_id)
    now = serving(session, till.id, at=at)
    return Served(there, now.id if now else None)


def visit_of_sale(session: Session, sale_id: int) -> int | None:
    """Return the visit that a completed sale belongs to, as it was last said; None for none."""
    return session.scalar(
        select(SaleVisit.visit_id)
        .where(SaleVisit.sale_id == sale_id)
        .order_by(SaleVisit.id.desc())
        .limit(1)
    )


def standing() -> ColumnElement[bool]:
    """Return the condition that a row of SaleVisit is the newest of its sale."""
    later = aliased(SaleVisit)
    return ~(
        select(later.id).where(later.sale_id == SaleVisit.sale_id, later.id > SaleVisit.id).exists()
    )


def brought(session: Session, visit_id: int) -> Brought:
    """Return what a visit brought so far: its sales, less what came back of them on any ticket."""
    lines = _sold(session, [visit_id])
    returns = _returned(session, [visit_id])
    sales = tuple(sorted({sale_id for _visit, sale_id, _line, _net in lines}))
    return Brought(
        sold=sum(net for *_rest, net in lines),
        returned=sum(net for *_rest, net in returns),
        claimed=_claimed(session, sales),
        sales=sales,
        returns=tuple(sorted(line_id for _visit, _sale, line_id, _net in returns)),
    )


def bases(session: Session, visit_ids: Collection[int]) -> dict[int, Brought]:
    """Return what each of these visits brought so far, without naming the rows."""
    found = {visit_id: [0, 0] for visit_id in visit_ids}
    for place, rows in enumerate((_sold(session, visit_ids), _returned(session, visit_ids))):
        for visit_id, _sale, _line, net in rows:
            found[visit_id][place] += net
    return {key: Brought(sold, returned) for key, (sold, returned) in found.items()}


def sales_of(session: Session, visit_id: int) -> list[Sale]:
    """Return the completed sales that belong to a visit, oldest first."""
    return list(
        session.scalars(
            select(Sale)
            .join(SaleVisit, SaleVisit.sale_id == Sale.id)
            .where(SaleVisit.visit_id == visit_id, standing())
            .order_by(Sale.completed_at, Sale.id)
        )
    )


def unfinished(session: Session, visit_id: int) -> list[Sale]:
    """Return the tickets with goods on them that belong to a visit and are not paid yet."""
    has_lines = select(SaleLine.id).where(SaleLine.sale_id == Sale.id).exists()
    return list(
        session.scalars(
            select(Sale)
            .where(Sale.visit_id == visit_id, Sale.state.in_(("open", "held")), has_lines)
            .order_by(Sale.id)
        )
    )


def carried_over(session: Session, agency_id: int) -> int:
    """Return what the fees paid to an agency are too low (+) or too high (−) by what is known now.

    Goods of a group that came back after its fee was paid, and rupiah below Rp100, stand here
    until the agency's next visit.
    """
    fees = session.execute(
        select(GuideFee.visit_id, GuideFee.fee_bps, GuideFee.amount).where(
            GuideFee.agency_id == agency_id
        )
    ).all()
    now = bases(session, [fee.visit_id for fee in fees])
    return sum(now[fee.visit_id].base * fee.fee_bps // 10_000 - fee.amount for fee in fees)


def fee_of(session: Session, visit_id: int) -> GuideFee | None:
    """Return the fee that was paid for a visit, or None."""
    return session.scalar(select(GuideFee).where(GuideFee.visit_id == visit_id))


def require_fee(session: Session, visit_id: int) -> GuideFee:
    """Return the fee that was paid for a visit, or raise NotFound."""
    found = fee_of(session, visit_id)
    if found is None:
        raise NotFound(_("Uang pemandu rombongan ini belum dibayar."))
    return found


def _sold(session: Session, visit_ids: Collection[int]) -> Sequence[tuple[int, int, int, int]]:
    """Return (visit, sale, line, rupiah) of what was sold; what is passed on to a courier is not."""
    rows = session.execute(
        select(
            SaleVisit.visit_id, SaleLine.sale_id, SaleLine.id,
            SaleLine.list_amount - SaleLine.discount,
        )
        .join(SaleVisit, SaleVisit.sale_id == SaleLine.sale_id)
        .where(
            SaleVisit.visit_id.in_(visit_ids), standing(), SaleLine.kind == "sale", _is_goods()
        )
        .order_by(SaleLine.id)
    )  # fmt: skip
    return [(visit or 0, sale_id, line_id, int(net)) for visit, sale_id, line_id, net in rows]


def _returned(session: Session, visit_ids: Collection[int]) -> Sequence[tuple[int, int, int, int]]:
    """Return (visit, sale, line, rupiah) of what came back, by whoever's ticket it was sold on."""
    origin = aliased(SaleLine)
    rows = session.execute(
        select(
            SaleVisit.visit_id, SaleLine.sale_id, SaleLine.id,
            SaleLine.list_amount - SaleLine.discount,
        )
        .join(origin, origin.id == SaleLine.return_of_id)
        .join(SaleVisit, SaleVisit.sale_id == origin.sale_id)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(
            SaleVisit.visit_id.in_(visit_ids), standing(), SaleLine.kind == "return",
            Sale.state == "completed", _is_goods(),
        )
        .order_by(SaleLine.id)
    )  # fmt: skip
    return [(visit or 0, sale_id, line_id, int(net)) for visit, sale_id, line_id, net in rows]


def _is_goods() -> ColumnElement[bool]:
    return SaleLine.terms.is_distinct_from("postage")


def _claimed(session: Session, sale_ids: Collection[int]) -> int:
    return (
        session.scalar(
            select(func.coalesce(func.sum(Tender.amount), 0))
            .outerjoin(TenderConfirmation, TenderConfirmation.tender_id == Tender.id)
            .where(
                and_(Tender.sale_id.in_(sale_ids), Tender.kind == "qris", Tender.amount > 0),
                TenderConfirmation.tender_id.is_(None),
            )
        )
        or 0
    )
