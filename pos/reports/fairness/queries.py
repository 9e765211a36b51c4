"""What each maker has on the shelf, sold, and was paid, one row a maker."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    Select,
    Subquery,
    case,
    cast,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker, Sentra
from catalogue.products.models import Product
from catalogue.stock.ageing.queries import on_shelf
from catalogue.stock.models import Movement, StockLevel
from core.days import days_between
from pos.ledger.models import Entry
from pos.reports.dates import Span
from pos.reports.sold.cuts import NET, PIECES, within
from pos.sales.models import Sale, SaleLine
from pos.settlements.models import Payout, StatementEntry


@dataclass(frozen=True)
class Wholes:
    """What all makers have together: pieces on the shelf, and rupiah sold in the span."""

    on_hand: int
    net: int


@dataclass(frozen=True)
class Fair:
    """One maker: goods here, goods sold in the span, days, and when each thing happened last.

    Shares are basis points of all makers together. `sold_bps` is the sell-through: what sold of
    what sold and still lies here. `shelf_days` is the mean age of what lies here, `pay_days` the
    mean days from a sale to the payout, over the rupiah paid in the span; None where there is none.
    """

    maker_id: int
    code: str
    name: str
    sentra: str
    on_hand: int
    shelf_bps: int
    pieces: int
    net: int
    net_bps: int
    sold_bps: int | None
    shelf_days: int | None
    pay_days: int | None
    last_sold: date | None
    last_brought: date | None
    last_paid: date | None


def per_maker(span: Span, *, today: date) -> Select[Any]:
    """Return the query of every maker in use with the figures; nothing is left out for being none.

    One who left meanwhile stands in it where something of theirs sold, so that it comes to the whole.
    """
    here, sold, age = _on_hand(), _sold(span), _age(today)
    paid, wait = _last_paid(), _wait(span)
    last_sold, brought = _last_sold(), _last_brought()
    query: Any = (
        select(
            Maker.id, Maker.code, Maker.name, Maker.sentra_id, Sentra.name.label("sentra"),
            func.coalesce(here.c.pieces, 0).label("on_hand"),
            func.coalesce(sold.c.pieces, 0).label("pieces"),
            func.coalesce(sold.c.net, 0).label("net"),
            func.coalesce(age.c.days, -1).label("shelf_days"),
            func.coalesce(wait.c.days, -1).label("pay_days"),
            last_sold.c.day.label("last_sold"), brought.c.day.label("last_brought"),
            paid.c.day.label("last_paid"),
        )
        .join(Sentra, Sentra.id == Maker.sentra_id)
        .where(or_(Maker.archived_at.is_(None), sold.c.maker_id.is_not(None)))
    )  # fmt: skip
    for part in (here, sold, age, wait, last_sold, brought, paid):
        query = query.outerjoin(part, part.c.maker_id == Maker.id)
    found: Select[Any] = query
    return found


def wholes(session: Session, span: Span) -> Wholes:
    """Return what all makers' goods come to, archived makers' too."""
    here = _on_hand()
    on_hand = session.scalar(select(func.coalesce(func.sum(here.c.pieces), 0)))
    sold = _sold(span)
    net = session.scalar(select(func.coalesce(func.sum(sold.c.net), 0)))
    return Wholes(int(on_hand or 0), int(net or 0))


def fair(row: Row[Any], whole: Wholes) -> Fair:
    """Return a row of `per_maker` with its shares. Pure."""
    on_hand, pieces, net = int(row.on_hand), int(row.pieces), int(row.net)
    through = max(pieces, 0) + max(on_hand, 0)
    return Fair(
        maker_id=row.id, code=row.code, name=row.name, sentra=row.sentra, on_hand=on_hand,
        shelf_bps=_bps(on_hand, whole.on_hand), pieces=pieces, net=net,
        net_bps=_bps(net, whole.net),
        sold_bps=_bps(pieces, through) if through else None,
        shelf_days=int(row.shelf_days) if row.shelf_days >= 0 else None,
        pay_days=int(row.pay_days) if row.pay_days >= 0 else None,
        last_sold=row.last_sold, last_brought=row.last_brought, last_paid=row.last_paid,
    )  # fmt: skip


def _bps(part: int, whole: int) -> int:
    return max(part, 0) * 10_000 // whole if whole > 0 else 0


def _on_hand() -> Subquery:
    """Return the pieces of each maker's goods at all places; below zero counts as none."""
    level = case((StockLevel.on_hand > 0, StockLevel.on_hand), else_=0)
    return (
        select(Product.maker_id, func.sum(level).label("pieces"))
        .join(Product, Product.id == StockLevel.product_id)
        .where(Product.maker_id.is_not(None))
        .group_by(Product.maker_id)
        .subquery("here")
    )


def _sold(span: Span) -> Subquery:
    return (
        select(SaleLine.maker_id, func.sum(PIECES).label("pieces"), func.sum(NET).label("net"))
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(*within(span), SaleLine.maker_id.is_not(None))
        .group_by(SaleLine.maker_id)
        .subquery("sold")
    )  # fmt: skip


def _age(today: date) -> Subquery:
    """Return the mean days on the shelf of what each maker has here, by pieces, rounded down."""
    shelf = on_shelf()
    days = days_between(shelf.c.since, literal(today))
    return (
        select(Product.maker_id, _mean(days, shelf.c.pieces).label("days"))
        .join(Product, Product.id == shelf.c.product_id)
        .where(Product.maker_id.is_not(None))
        .group_by(Product.maker_id)
        .subquery("age")
    )


def _wait(span: Span) -> Subquery:
    """Return the mean days from sale to payout of what was paid in a span, by rupiah.

    The sales are those on the statement that was paid.
    """
    days = days_between(Entry.business_date, Payout.business_date)
    return (
        select(Payout.maker_id, _mean(days, Entry.amount).label("days"))
        .join(StatementEntry, StatementEntry.statement_id == Payout.statement_id)
        .join(Entry, Entry.id == StatementEntry.entry_id)
        .where(
            Payout.business_date.between(span.first, span.last), Payout.reversed_at.is_(None),
            Entry.reason == "share", Entry.source_kind == "sale_line",
        )
        .group_by(Payout.maker_id)
        .subquery("wait")
    )  # fmt: skip


def _mean(value: ColumnElement[Any], weight: Any) -> ColumnElement[int]:
    whole = cast(func.sum(value * weight), BigInteger)
    return whole // cast(func.sum(weight), BigInteger)


def _last_sold() -> Subquery:
    return (
        select(SaleLine.maker_id, func.max(Sale.business_date).label("day"))
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(Sale.state == "completed", SaleLine.kind == "sale")
        .group_by(SaleLine.maker_id)
        .subquery("last_sold")
    )


def _last_brought() -> Subquery:
    return (
        select(Product.maker_id, func.max(Movement.business_date).label("day"))
        .join(Product, Product.id == Movement.product_id)
        .where(Movement.reason == "received", Movement.quantity > 0)
        .group_by(Product.maker_id)
        .subquery("brought")
    )


def _last_paid() -> Subquery:
    return (
        select(Payout.maker_id, func.max(Payout.business_date).label("day"))
        .where(Payout.reversed_at.is_(None))
        .group_by(Payout.maker_id)
        .subquery("paid")
    )
