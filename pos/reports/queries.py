"""The list of sales, and what one sale did to the books."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from catalogue.makers.models import Maker
from catalogue.outlets.models import Outlet, Till
from core.errors import NotFound
from core.i18n import _
from core.users.models import User
from pos.ledger.models import Account, ChainLink, Entry
from pos.reports.causes import Cause, causes
from pos.sales import queries as sales
from pos.sales.models import Sale, SaleLine, Tender, TenderConfirmation

Debit = aliased(Account)
Credit = aliased(Account)


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
    """A ledger entry with the names of its accounts, who wrote it, and what caused it."""

    entry: Entry
    debit: str
    credit: str
    actor: str
    outlet: str
    cause: Cause


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
    return entry_rows(session, session.execute(entries().where(mine).order_by(Entry.id)).all())


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
    carriers = select(User.id, User.name).join(Account, Account.user_id == User.id)
    found |= {f"user:{user_id}": name for user_id, name in session.execute(carriers)}
    found |= {f"outlet:{outlet_id}": name for outlet_id, name in places}
    return found | {f"till:{till_id}": f"{till} {outlet}" for till_id, till, outlet in tills}


def link_of(session: Session, sale: Sale) -> ChainLink | None:
    """Return the link that seals a sale, or None."""
    return session.scalar(
        select(ChainLink).where(ChainLink.source_kind == "sale", ChainLink.source_id == sale.id)
    )


def entries() -> Select[Entry, str, str, str | None, str | None]:
    """Return the query of all entries with the codes of their accounts, who and where."""
    return (
        select(Entry, Debit.code, Credit.code, User.name, Outlet.name)
        .join(Debit, Debit.id == Entry.debit_id)
        .join(Credit, Credit.id == Entry.credit_id)
        .outerjoin(User, User.id == Entry.actor_id)
        .outerjoin(Outlet, Outlet.id == Entry.outlet_id)
    )


def entry_rows(session: Session, rows: Sequence[Sequence[Any]]) -> list[EntryRow]:
    """Return rows of `entries` as those of the list."""
    found = causes(session, [row[0] for row in rows])
    return [
        EntryRow(entry, debit, credit, actor or "", outlet or "", found[entry.id])
        for entry, debit, credit, actor, outlet in rows
    ]


def mentions(word: str) -> ColumnElement[bool]:
    """Say that a sale's number, or a line's code, title or maker, has this folded word."""
    return or_(
        func.lower(Sale.number).contains(word, autoescape=True),
        has_line(
            or_(
                SaleLine.code.contains(word, autoescape=True),
                func.lower(SaleLine.title).contains(word, autoescape=True),
                func.lower(SaleLine.maker_name).contains(word, autoescape=True),
            )
        ),
    )


def has_line(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say that a sale has a line of that kind."""
    return exists(select(SaleLine.id).where(SaleLine.sale_id == Sale.id, condition))


def claimed() -> ColumnElement[bool]:
    """Say that some QRIS money of a sale is only said to have come."""
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


def filled(_session: Session, found: Sequence[Sale]) -> list[SaleRow]:
    """Return sales, their lines and tenders loaded, as rows of the list."""
    return [
        SaleRow(
            sale=sale,
            pieces=sum(
                -line.quantity if line.kind == "return" else line.quantity for line in sale.lines
            ),
            tenders=tuple(sorted({tender.kind for tender in sale.tenders})),
            is_claimed=any(tender.is_claimed for tender in sale.tenders),
            has_return=any(line.kind == "return" for line in sale.lines),
        )
        for sale in found
    ]
