"""Sums over completed sales: by day, outlet, sentra, way of paying. No names of people."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pos.reports.dates import Span
from pos.reports.sold.cuts import CUTS, DISCOUNT, HOUSE, LISTED, MAKERS, PIECES, sums, within
from pos.reports.sold.listing import part_name
from pos.sales.models import Sale, SaleLine, Tender
from pos.settlements.given import GIVEN


@dataclass(frozen=True)
class Figures:
    """What some days came to; returns are taken off, amounts in whole rupiah."""

    sales: int
    pieces: int
    listed: int
    discount: int
    net: int
    makers: int
    house: int


@dataclass(frozen=True)
class Slice:
    """One row of a breakdown: its part and name, pieces, net paid, the makers' share of it.

    `sellers` are how many makers it comes from.
    """

    part: Any
    name: str
    pieces: int
    net: int
    makers: int
    sellers: int


def figures(session: Session, span: Span) -> Figures:
    """Return the sums over the completed sales of a span."""
    row = session.execute(
        select(
            func.count(func.distinct(SaleLine.sale_id)),
            *(
                func.coalesce(func.sum(column), 0)
                for column in (PIECES, LISTED, DISCOUNT, MAKERS, HOUSE)
            ),
        )
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(*within(span))
    ).one()
    sales, pieces, listed, discount, makers, house = (int(value) for value in row)
    return Figures(sales, pieces, listed, discount, listed - discount, makers, house)


def by_day(session: Session, span: Span) -> dict[date, int]:
    """Return {business date: net sold} of every day of the span, zero where nothing sold."""
    rows = session.execute(
        select(Sale.business_date, func.sum(Sale.net_total))
        .where(*within(span))
        .group_by(Sale.business_date)
    )
    found = {day: int(net) for day, net in rows if day is not None}
    return {day: found.get(day, 0) for day in span.days}


def by(session: Session, span: Span, key: str, *, limit: int | None = None) -> list[Slice]:
    """Return the sums by one of `sold.cuts.CUTS`, the largest first; together they are the whole."""
    cut = CUTS[key]
    found = [
        Slice(
            row.part, part_name(cut, row.part, row.name), int(row.pieces), int(row.net),
            int(row.makers), int(row.sellers),
        )
        for row in session.execute(select(sums(span, cut)))
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.net, one.name))[:limit]


def by_tender(session: Session, span: Span) -> list[tuple[str, int, int]]:
    """Return (way of paying, how often, rupiah), the largest first."""
    rows = session.execute(
        select(Tender.kind, func.count(), func.sum(Tender.amount))
        .join(Sale, Sale.id == Tender.sale_id)
        .where(*within(span))
        .group_by(Tender.kind)
    )
    found = [(kind, int(count), int(amount)) for kind, count, amount in rows]
    return sorted(found, key=lambda row: (-row[2], row[0]))


def paid_out(session: Session, span: Span) -> int:
    """Return the rupiah given to makers within the span: payments, and advances less repayments."""
    given = select(func.coalesce(func.sum(GIVEN.c.amount), 0))
    return int(session.scalar(given.where(GIVEN.c.day.between(span.first, span.last))) or 0)


def selling_makers(session: Session, span: Span) -> int:
    """Return how many makers sold something within the span."""
    return int(
        session.scalar(
            select(func.count(func.distinct(SaleLine.maker_id)))
            .join(Sale, Sale.id == SaleLine.sale_id)
            .where(*within(span))
        )
        or 0
    )
