"""What a maker may see of herself. Every read takes the maker and asks for nothing else's rows.

Amounts are whole rupiah, signed as the maker feels them: a return takes back what its sale gave.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from catalogue.outlets.models import Outlet, Till
from core.errors import NotFound
from core.i18n import _
from pos.ledger.models import Account, Entry
from pos.ledger.queries import account_code, owed_to
from pos.sales.models import Sale, SaleLine, Tender, TenderConfirmation
from pos.settlements.models import Payout, Statement, StatementEntry

Origin = aliased(SaleLine)
OriginSale = aliased(Sale)
OriginEntry = aliased(Entry)
OriginOn = aliased(StatementEntry)


@dataclass(frozen=True)
class Rights:
    """What is the maker's: `balance` = `held` + `payable`; `paid` was handed over already."""

    balance: int
    held: int
    payable: int
    paid: int


@dataclass(frozen=True)
class Reckoning:
    """Why the balance is what it is: what stands on no statement yet, on top of the last one."""

    opening: int
    listed: int
    borne: int
    commission: int
    direct: int
    paid: int
    other: int
    pieces: int
    first: date | None
    last: date | None

    @property
    def total(self) -> int:
        """The balance that these come to."""
        earned = self.listed - self.borne - self.commission
        return self.opening + earned - self.direct - self.paid + self.other


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
    original: str | None

    @property
    def borne(self) -> int:
        """The part of the discount that the maker bears."""
        return self.discount - self.house_discount

    @property
    def is_return(self) -> bool:
        """True where goods came back."""
        return self.quantity < 0


@dataclass(frozen=True)
class Takings:
    """What sold on some days: list value and share in rupiah, pieces, all less returns."""

    listed: int
    share: int
    pieces: int


def rights(session: Session, maker_id: int, *, today: date, hold_days: int) -> Rights:
    """Return what the house owes the maker now, how much of it waits, and what was paid."""
    balance = owed_to(session, maker_id)
    held = int(
        session.scalar(
            _of_lines(select(func.coalesce(func.sum(_signed(SaleLine.maker_share)), 0)))
            .where(_mine(maker_id), _state(today, hold_days).in_(("unconfirmed", "waiting")))
        )
        or 0
    )
    paid = session.scalar(
        select(func.coalesce(func.sum(Payout.amount), 0)).where(
            Payout.maker_id == maker_id, Payout.reversed_at.is_(None)
        )
    )
    return Rights(balance=balance, held=held, payable=balance - held, paid=int(paid or 0))


def reckoning(session: Session, maker_id: int) -> Reckoning:
    """Return the sum behind the balance: the last statement's, then all that came after it."""
    newest = latest_statement(session, maker_id)
    row = session.execute(
        _of_lines(
            select(
                func.coalesce(func.sum(_signed(SaleLine.list_amount)), 0),
                func.coalesce(func.sum(_signed(SaleLine.discount - SaleLine.house_discount)), 0),
                func.coalesce(func.sum(_signed(SaleLine.commission)), 0),
                func.coalesce(func.sum(_signed(SaleLine.quantity)), 0),
                func.min(Sale.business_date),
                func.max(Sale.business_date),
            )
        ).where(_mine(maker_id), StatementEntry.entry_id.is_(None), Entry.id.is_not(None))
    ).one()
    others = _other_effects(session, maker_id)
    direct = -others.pop("tender", 0)
    paid = -others.pop("payout", 0)
    return Reckoning(
        opening=newest.closing if newest else 0,
        listed=int(row[0]), borne=int(row[1]), commission=int(row[2]), direct=direct, paid=paid,
        other=sum(others.values()), pieces=int(row[3]), first=row[4], last=row[5],
    )


def takings(session: Session, maker_id: int, *, first: date, last: date) -> Takings:
    """Return what sold on the business dates `first`..`last`, inclusive."""
    row = session.execute(
        select(
            func.coalesce(func.sum(_signed(SaleLine.list_amount)), 0),
            func.coalesce(func.sum(_signed(SaleLine.maker_share)), 0),
            func.coalesce(func.sum(_signed(SaleLine.quantity)), 0),
        )
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(_mine(maker_id), Sale.business_date.between(first, last))
    ).one()
    return Takings(*(int(value) for value in row))


def takings_by_day(
    session: Session, maker_id: int, *, first: date, last: date
) -> dict[date, int]:
    """Return {business date: list value sold less returns} for the days that had any."""
    rows = session.execute(
        select(Sale.business_date, func.sum(_signed(SaleLine.list_amount)))
        .join(SaleLine, SaleLine.sale_id == Sale.id)
        .where(_mine(maker_id), Sale.business_date.between(first, last))
        .group_by(Sale.business_date)
    )
    return {day: int(amount) for day, amount in rows if day is not None}


def lines(
    session: Session,
    maker_id: int,
    *,
    today: date,
    hold_days: int,
    first: date | None = None,
    last: date | None = None,
    limit: int,
    offset: int = 0,
) -> tuple[list[Line], int]:
    """Return a page of the maker's lines, newest first, and how many there are."""
    where = [_mine(maker_id)]
    if first is not None and last is not None:
        where.append(Sale.business_date.between(first, last))
    count = session.scalar(
        select(func.count()).select_from(SaleLine).join(Sale, Sale.id == SaleLine.sale_id)
        .where(*where)
    )
    found = session.execute(
        _whole_lines(today, hold_days).where(*where)
        .order_by(Sale.completed_at.desc(), SaleLine.id.desc()).limit(limit).offset(offset)
    )
    return [_line(row, hold_days) for row in found], count or 0


def require_line(
    session: Session, maker_id: int, line_id: int, *, today: date, hold_days: int
) -> Line:
    """Return the maker's line, or raise NotFound: another maker's is not there either."""
    row = session.execute(
        _whole_lines(today, hold_days).where(_mine(maker_id), SaleLine.id == line_id)
    ).one_or_none()
    if row is None:
        raise NotFound(_("Penjualan ini tidak ada dalam catatan Ibu/Bapak."))
    return _line(row, hold_days)


def latest_statement(session: Session, maker_id: int) -> Statement | None:
    """Return the maker's newest statement, or None before the first."""
    return session.scalar(
        select(Statement).where(Statement.maker_id == maker_id)
        .order_by(Statement.id.desc()).limit(1)
    )


def statements(session: Session, maker_id: int) -> list[Statement]:
    """Return the maker's statements, newest first."""
    return list(
        session.scalars(
            select(Statement).where(Statement.maker_id == maker_id).order_by(Statement.id.desc())
        )
    )


def require_statement(session: Session, maker_id: int, number: str) -> Statement:
    """Return the maker's statement of that number, or raise NotFound."""
    found = session.scalar(
        select(Statement).where(Statement.maker_id == maker_id, Statement.number == number)
    )
    if found is None:
        raise NotFound(_("Laporan ini tidak ada dalam catatan Ibu/Bapak."))
    return found


def payouts(session: Session, maker_id: int, *, statement_id: int | None = None) -> list[Payout]:
    """Return what was handed over to the maker, newest first; of one statement if asked."""
    where = [Payout.maker_id == maker_id]
    if statement_id is not None:
        where.append(Payout.statement_id == statement_id)
    return list(session.scalars(select(Payout).where(*where).order_by(Payout.id.desc())))


def _mine(maker_id: int) -> ColumnElement[bool]:
    return and_(SaleLine.maker_id == maker_id, Sale.state == "completed")


def _signed(amount: Any) -> ColumnElement[int]:
    return case((SaleLine.kind == "return", -amount), else_=amount)


def _of_lines(query: Select[Any]) -> Select[Any]:
    """Join what tells where a line stands: its entry, its statement, and those of its original."""
    return (
        query.select_from(SaleLine)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .outerjoin(Origin, Origin.id == SaleLine.return_of_id)
        .outerjoin(OriginSale, OriginSale.id == Origin.sale_id)
        .outerjoin(Entry, _share_of(Entry, SaleLine.id))
        .outerjoin(StatementEntry, StatementEntry.entry_id == Entry.id)
        .outerjoin(OriginEntry, _share_of(OriginEntry, Origin.id))
        .outerjoin(OriginOn, OriginOn.entry_id == OriginEntry.id)
    )


def _share_of(entry: type[Entry], line_id: object) -> ColumnElement[bool]:
    return and_(
        entry.source_kind == "sale_line", entry.source_id == line_id, entry.reason == "share"
    )


def _state(today: date, hold_days: int) -> ColumnElement[str]:
    """A line waits with its original sale: for the money to be seen, then for the hold to pass."""
    claimed = exists(
        select(Tender.id)
        .outerjoin(TenderConfirmation, TenderConfirmation.tender_id == Tender.id)
        .where(
            Tender.sale_id == func.coalesce(Origin.sale_id, SaleLine.sale_id),
            Tender.kind == "qris", Tender.amount > 0, TenderConfirmation.tender_id.is_(None),
        )
        .correlate(SaleLine, Origin)
    )
    counted_from = func.coalesce(OriginSale.business_date, Sale.business_date)
    return case(
        (StatementEntry.entry_id.is_not(None), "settled"),
        (OriginOn.entry_id.is_not(None), "due"),
        (claimed, "unconfirmed"),
        (counted_from > today - timedelta(days=hold_days), "waiting"),
        else_="due",
    )


def _whole_lines(today: date, hold_days: int) -> Select[Any]:
    query = _of_lines(
        select(
            SaleLine, Sale, Outlet.name, Outlet.zone, Statement.number, OriginSale.number,
            OriginSale.business_date, _state(today, hold_days),
        )
    )
    return (
        query.join(Till, Till.id == Sale.till_id)
        .join(Outlet, Outlet.id == Till.outlet_id)
        .outerjoin(Statement, Statement.id == StatementEntry.statement_id)
    )


def _line(row: Row[Any], hold_days: int) -> Line:
    line, sale, outlet, zone, statement, original, origin_date, state = row
    sign = -1 if line.kind == "return" else 1
    return Line(
        id=line.id, sold_at=sale.completed_at, zone=zone, business_date=sale.business_date,
        outlet=outlet, number=sale.number, title=line.title, code=line.code,
        quantity=sign * line.quantity, unit_price=line.unit_price,
        listed=sign * line.list_amount, discount=sign * line.discount,
        house_discount=sign * line.house_discount, commission=sign * line.commission,
        share=sign * line.maker_share, terms=line.terms, commission_bps=line.commission_bps,
        unit_net_price=line.unit_net_price, bearer=line.bearer, state=state,
        due_on=(origin_date or sale.business_date) + timedelta(days=hold_days),
        statement=statement, original=original,
    )


def _other_effects(session: Session, maker_id: int) -> dict[str, int]:
    """Return {source: signed effect} of the maker's entries that are on no statement, lines apart."""
    account = session.scalar(
        select(Account.id).where(Account.code == account_code("payable", maker_id=maker_id))
    )
    if account is None:
        return {}
    effect = case((Entry.credit_id == account, Entry.amount), else_=-Entry.amount)
    rows = session.execute(
        select(Entry.source_kind, func.sum(effect))
        .outerjoin(StatementEntry, StatementEntry.entry_id == Entry.id)
        .where(
            or_(Entry.debit_id == account, Entry.credit_id == account),
            Entry.source_kind != "sale_line",
            StatementEntry.entry_id.is_(None),
        )
        .group_by(Entry.source_kind)
    )
    return {kind: int(amount) for kind, amount in rows}
