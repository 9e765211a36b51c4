"""The maker's lines on receipts, and where the money of each stands."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from catalogue.makers.queries import family
from catalogue.outlets.models import Outlet, Till
from core.errors import NotFound
from core.i18n import _
from pos.ledger.models import Entry
from pos.sales.models import Sale, SaleLine, Tender, TenderConfirmation
from pos.settlements.models import Statement, StatementEntry

Query = Select[*tuple[Any, ...]]
MOST_LINES = 100
"""Of one receipt, on the page of one of its lines."""


Origin = aliased(SaleLine)
OriginSale = aliased(Sale)
OriginEntry = aliased(Entry)
OriginOn = aliased(StatementEntry)


@dataclass(frozen=True)
class Line:
    """One of the maker's lines on a receipt. `borne` is her part of the discount.

    listed − borne − commission = share. `state` is unconfirmed, waiting, due or settled.
    """

    id: int
    sold_at: datetime
    zone: str
    business_date: date
    outlet: str
    number: str
    title: str
    code: str
    quantity: int
    unit_price: int
    listed: int
    discount: int
    house_discount: int
    commission: int
    share: int
    terms: str
    commission_bps: int | None
    unit_net_price: int | None
    bearer: str
    state: str
    due_on: date
    statement: str | None
    sale_id: int
    original: str | None
    original_id: int | None

    @property
    def borne(self) -> int:
        """The part of the discount that the maker bears."""
        return self.discount - self.house_discount

    @property
    def is_return(self) -> bool:
        """True where goods came back."""
        return self.quantity < 0


def lines(
    session: Session,
    maker_id: int,
    *,
    today: date,
    hold_days: int,
    first: date | None = None,
    last: date | None = None,
    unstated: bool = False,
    on: Statement | None = None,
    sale_id: int | None = None,
    limit: int,
    offset: int = 0,
) -> tuple[list[Line], int]:
    """Return a page of the maker's lines, newest first, and how many there are.

    `unstated` asks for those that stand on no statement yet, or on the statement `on`;
    `sale_id` for those of one receipt.
    """
    where = [mine(maker_id)]
    if first is not None and last is not None:
        where.append(Sale.business_date.between(first, last))
    if unstated:
        where.append(unpaid(on))
    if sale_id is not None:
        where.append(Sale.id == sale_id)
    count = session.scalar(of_lines(select(func.count())).where(*where))
    found = session.execute(
        _whole_lines(today, hold_days)
        .where(*where)
        .order_by(Sale.completed_at.desc(), SaleLine.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [_line(row, hold_days) for row in found], count or 0


def require_line(
    session: Session, maker_id: int, line_id: int, *, today: date, hold_days: int
) -> Line:
    """Return the maker's line, or raise NotFound: another maker's is not there either."""
    row = session.execute(
        _whole_lines(today, hold_days).where(mine(maker_id), SaleLine.id == line_id)
    ).one_or_none()
    if row is None:
        raise NotFound(_("Penjualan ini tidak ada dalam catatan Ibu/Bapak."))
    return _line(row, hold_days)


def mine(maker_id: int) -> ColumnElement[bool]:
    """Pick the maker's lines of completed sales, those of whoever was merged too."""
    return and_(SaleLine.maker_id.in_(family(maker_id)), Sale.state == "completed")


def unpaid(on: Statement | None) -> ColumnElement[bool]:
    """Pick the lines behind the balance: on no statement yet, or on this unpaid one."""
    waits = and_(StatementEntry.entry_id.is_(None), Entry.id.is_not(None))
    return waits if on is None else or_(waits, StatementEntry.statement_id == on.id)


def signed(amount: Any) -> ColumnElement[int]:
    """Count an amount of a line, of a return against her."""
    return case((SaleLine.kind == "return", -amount), else_=amount)


def of_lines(query: Query) -> Query:
    """Join what tells where a line stands: its entry, its statement, and those of its original."""
    return (
        query.select_from(SaleLine)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .outerjoin(Origin, Origin.id == SaleLine.return_of_id)
        .outerjoin(OriginSale, OriginSale.id == Origin.sale_id)
        .outerjoin(Entry, _share_of(Entry, SaleLine.id))
        .outerjoin(StatementEntry, placed(StatementEntry, Entry, SaleLine.maker_id))
        .outerjoin(OriginEntry, _share_of(OriginEntry, Origin.id))
        .outerjoin(OriginOn, placed(OriginOn, OriginEntry, SaleLine.maker_id))
    )


def _share_of(entry: type[Entry], line_id: object) -> ColumnElement[bool]:
    return and_(
        entry.source_kind == "sale_line", entry.source_id == line_id, entry.reason == "share"
    )


def placed(place: type[StatementEntry], entry: type[Entry], maker_id: Any) -> ColumnElement[bool]:
    """Match an entry with the one statement of the maker that it stands on."""
    return and_(place.entry_id == entry.id, place.maker_id == maker_id)


def is_claimed(sale_id: Any = SaleLine.sale_id) -> ColumnElement[bool]:
    """Say that money of a line's sale was not seen yet."""
    return exists(
        select(Tender.id)
        .outerjoin(TenderConfirmation, TenderConfirmation.tender_id == Tender.id)
        .where(
            Tender.sale_id == sale_id,
            Tender.kind == "qris",
            Tender.amount > 0,
            TenderConfirmation.tender_id.is_(None),
        )
        .correlate(SaleLine, Origin)
    )


def state_of(today: date, hold_days: int) -> ColumnElement[str]:
    """A line waits with its original sale: for the money to be seen, then for the hold to pass."""
    claimed = is_claimed(func.coalesce(Origin.sale_id, SaleLine.sale_id))
    counted_from = func.coalesce(OriginSale.business_date, Sale.business_date)
    return case(
        (StatementEntry.entry_id.is_not(None), "settled"),
        (OriginOn.entry_id.is_not(None), "due"),
        (claimed, "unconfirmed"),
        (counted_from > today - timedelta(days=hold_days), "waiting"),
        else_="due",
    )


def _whole_lines(today: date, hold_days: int) -> Query:
    query = of_lines(
        select(
            SaleLine,
            Sale,
            Outlet.name,
            Outlet.zone,
            Statement.number,
            OriginSale.number,
            OriginSale.business_date,
            state_of(today, hold_days),
        )
    )
    return (
        query.join(Till, Till.id == Sale.till_id)
        .join(Outlet, Outlet.id == Till.outlet_id)
        .outerjoin(Statement, Statement.id == StatementEntry.statement_id)
    )


def _line(row: Row[*tuple[Any, ...]], hold_days: int) -> Line:
    line, sale, outlet, zone, statement, original, origin_date, state = row
    sign = -1 if line.kind == "return" else 1
    return Line(
        id=line.id,
        sold_at=sale.completed_at,
        zone=zone,
        business_date=sale.business_date,
        outlet=outlet,
        number=sale.number,
        title=line.title,
        code=line.code,
        quantity=sign * line.quantity,
        unit_price=line.unit_price,
        listed=sign * line.list_amount,
        discount=sign * line.discount,
        house_discount=sign * line.house_discount,
        commission=sign * line.commission,
        share=sign * line.maker_share,
        terms=line.terms,
        commission_bps=line.commission_bps,
        unit_net_price=line.unit_net_price,
        bearer=line.bearer,
        state=state,
        due_on=(origin_date or sale.business_date) + timedelta(days=hold_days),
        statement=statement,
        sale_id=line.sale_id,
        original=original,
        original_id=line.return_of_id,
    )


@dataclass(frozen=True)
class Nota:
    """A receipt as one of its makers may see it: her own lines, and how it was paid.

    `others` counts the lines of others; what they are and what they cost is not hers to know.
    """

    lines: tuple[Line, ...]
    others: int
    tenders: tuple[str, ...]


def nota_of(session: Session, maker_id: int, line: Line, *, today: date, hold_days: int) -> Nota:
    """Return the receipt that a line of the maker's stands on."""
    own, count = lines(
        session, maker_id, today=today, hold_days=hold_days, sale_id=line.sale_id, limit=MOST_LINES
    )
    every = session.scalar(select(func.count(SaleLine.id)).where(SaleLine.sale_id == line.sale_id))
    kinds = session.scalars(
        select(Tender.kind).where(Tender.sale_id == line.sale_id).order_by(Tender.id)
    )
    return Nota(tuple(reversed(own)), (every or 0) - count, tuple(dict.fromkeys(kinds)))
