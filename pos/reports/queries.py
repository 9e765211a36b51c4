"""The list of sales, and what one sale did to the books."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, selectinload

from catalogue.makers.models import Maker
from catalogue.outlets.models import Outlet, Till
from core.errors import NotFound
from core.i18n import _
from core.text import fold
from core.users.models import User
from pos.ledger.models import Account, ChainLink, Entry
from pos.reports.dates import Span
from pos.sales import queries as sales
from pos.sales.models import Sale, SaleLine, Tender, TenderConfirmation

Debit = aliased(Account)
Credit = aliased(Account)


@dataclass(frozen=True)
class Wanted:
    """What the list of sales is narrowed to; `words` are a number, a code, a title or a maker."""

    span: Span
    outlet_id: int | None = None
    words: str = ""
    kind: str = ""


@dataclass(frozen=True)
class SaleRow:
    """One sale in the list."""

    sale: Sale
    pieces: int
    tenders: tuple[str, ...]
    is_claimed: bool
    has_return: bool


@dataclass(frozen=True)
class EntryRow:
    """A ledger entry with the names of its accounts and of who caused it."""

    entry: Entry
    debit: str
    credit: str
    actor: str
    outlet: str


def sales_page(
    session: Session, wanted: Wanted, *, limit: int, offset: int
) -> tuple[list[SaleRow], int, int]:
    """Return a page of sales, newest first, how many there are and what they come to (rupiah)."""
    count, total = session.execute(
        select(func.count(), func.coalesce(func.sum(Sale.net_total + Sale.rounding), 0))
        .select_from(Sale)
        .join(Till, Till.id == Sale.till_id)
        .where(*_conditions(wanted))
    ).one()
    ids = session.scalars(
        select(Sale.id)
        .join(Till, Till.id == Sale.till_id)
        .where(*_conditions(wanted))
        .order_by(Sale.completed_at.desc(), Sale.id.desc())
        .limit(limit)
        .offset(offset)
    ).all()
    return _rows(session, ids), int(count), int(total)


def require_sale(session: Session, number: str) -> Sale:
    """Return the completed sale of that number with lines and tenders, or raise NotFound."""
    sale = sales.by_number(session, number)
    if sale is None:
        raise NotFound(_("Struk %(number)s tidak ada dalam daftar.", number=number[:12]))
    return sale


def makers_of(session: Session, sale: Sale) -> dict[int, Maker]:
    """Return the makers of a sale's lines by id."""
    ids = {line.maker_id for line in sale.lines if line.maker_id is not None}
    return {maker.id: maker for maker in session.scalars(select(Maker).where(Maker.id.in_(ids)))}


def entries_of_sale(session: Session, sale: Sale) -> list[EntryRow]:
    """Return every entry a sale caused, confirmations too, in order."""
    lines = [line.id for line in sale.lines]
    tenders = [tender.id for tender in sale.tenders]
    mine = or_(
        and_(Entry.source_kind == "sale", Entry.source_id == sale.id),
        and_(Entry.source_kind == "sale_line", Entry.source_id.in_(lines)),
        and_(Entry.source_kind == "tender", Entry.source_id.in_(tenders)),
    )
    return [_entry(row) for row in session.execute(_entries().where(mine).order_by(Entry.id))]


def entries_page(
    session: Session, span: Span, *, account: str = "", limit: int, offset: int
) -> tuple[list[EntryRow], int]:
    """Return a page of the ledger, newest first, of one account if asked, and how many there are."""
    where: list[ColumnElement[bool]] = [Entry.business_date.between(span.first, span.last)]
    if account:
        found = select(Account.id).where(Account.code == account).scalar_subquery()
        where.append(or_(Entry.debit_id == found, Entry.credit_id == found))
    count = session.scalar(select(func.count()).select_from(Entry).where(*where)) or 0
    rows = session.execute(
        _entries().where(*where).order_by(Entry.id.desc()).limit(limit).offset(offset)
    )
    return [_entry(row) for row in rows], count


def entries_between(session: Session, span: Span) -> list[EntryRow]:
    """Return every entry of a span, oldest first."""
    rows = session.execute(
        _entries().where(Entry.business_date.between(span.first, span.last)).order_by(Entry.id)
    )
    return [_entry(row) for row in rows]


def accounts(session: Session) -> list[tuple[Account, int]]:
    """Return every account with its balance (debits less credits), makers' last."""
    sums: dict[int, int] = {}
    for side, sign in ((Entry.debit_id, 1), (Entry.credit_id, -1)):
        for account_id, amount in session.execute(
            select(side, func.sum(Entry.amount)).group_by(side)
        ):
            sums[account_id] = sums.get(account_id, 0) + sign * int(amount)
    found = session.scalars(select(Account).order_by(Account.kind == "payable", Account.id))
    return [(account, sums.get(account.id, 0)) for account in found]


def names(session: Session) -> dict[str, str]:
    """Return what makers, tills and outlets are called, by `maker:12`, `till:1`, `outlet:1`."""
    makers = session.execute(select(Maker.id, Maker.name))
    places = session.execute(select(Outlet.id, Outlet.name))
    tills = session.execute(
        select(Till.id, Till.name, Outlet.name).join(Outlet, Outlet.id == Till.outlet_id)
    )
    found = {f"maker:{maker_id}": name for maker_id, name in makers}
    found |= {f"outlet:{outlet_id}": name for outlet_id, name in places}
    return found | {f"till:{till_id}": f"{till} {outlet}" for till_id, till, outlet in tills}


def link_of(session: Session, sale: Sale) -> ChainLink | None:
    """Return the link that seals a sale, or None."""
    return session.scalar(
        select(ChainLink).where(ChainLink.source_kind == "sale", ChainLink.source_id == sale.id)
    )


def _entries() -> Select[Entry, str, str, str | None, str | None]:
    return (
        select(Entry, Debit.code, Credit.code, User.name, Outlet.name)
        .join(Debit, Debit.id == Entry.debit_id)
        .join(Credit, Credit.id == Entry.credit_id)
        .outerjoin(User, User.id == Entry.actor_id)
        .outerjoin(Outlet, Outlet.id == Entry.outlet_id)
    )


def _entry(row: Sequence[object]) -> EntryRow:
    entry, debit, credit, actor, outlet = row
    return EntryRow(entry, debit, credit, actor or "", outlet or "")  # type: ignore[arg-type]


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = [
        Sale.state == "completed",
        Sale.business_date.between(wanted.span.first, wanted.span.last),
    ]
    if wanted.outlet_id is not None:
        where.append(Till.outlet_id == wanted.outlet_id)
    if wanted.kind == "claimed":
        where.append(_claimed())
    elif wanted.kind == "return":
        where.append(_has_line(SaleLine.kind == "return"))
    elif wanted.kind == "discount":
        where.append(_has_line(SaleLine.discount > 0))
    where.extend(_mentions(word) for word in fold(wanted.words).split())
    return where


def _mentions(word: str) -> ColumnElement[bool]:
    return or_(
        func.lower(Sale.number).contains(word, autoescape=True),
        _has_line(
            or_(
                SaleLine.code.contains(word, autoescape=True),
                func.lower(SaleLine.title).contains(word, autoescape=True),
                func.lower(SaleLine.maker_name).contains(word, autoescape=True),
            )
        ),
    )


def _has_line(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(select(SaleLine.id).where(SaleLine.sale_id == Sale.id, condition))


def _claimed() -> ColumnElement[bool]:
    return exists(
        select(Tender.id)
        .outerjoin(TenderConfirmation, TenderConfirmation.tender_id == Tender.id)
        .where(
            Tender.sale_id == Sale.id,
            Tender.kind == "qris",
            Tender.amount > 0,
            TenderConfirmation.tender_id.is_(None),
        )
    )


def _rows(session: Session, ids: Sequence[int]) -> list[SaleRow]:
    found = {
        sale.id: sale
        for sale in session.scalars(
            select(Sale)
            .where(Sale.id.in_(ids))
            .options(selectinload(Sale.lines), selectinload(Sale.tenders))
        )
    }
    return [
        SaleRow(
            sale=found[sale_id],
            pieces=sum(
                -line.quantity if line.kind == "return" else line.quantity
                for line in found[sale_id].lines
            ),
            tenders=tuple(sorted({tender.kind for tender in found[sale_id].tenders})),
            is_claimed=any(tender.is_claimed for tender in found[sale_id].tenders),
            has_return=any(line.kind == "return" for line in found[sale_id].lines),
        )
        for sale_id in ids
    ]
