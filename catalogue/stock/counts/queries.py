"""Reads about stock counts: blind for those who count, with what was expected for those who check."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, literal_column, select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.products.models import Product
from catalogue.stock.cards.sources import Paper, explains
from catalogue.stock.counts.models import CountEntry, CountLine, StockCount
from catalogue.stock.models import Lot, ShelfPlace, StockLevel
from core.errors import NotFound
from core.i18n import _

OPEN = ("counting", "review")


@dataclass(frozen=True)
class Missing:
    """Goods on record in the scope of a count that nobody has counted yet."""

    product: Product
    lot: Lot | None


def require(session: Session, count_id: int) -> StockCount:
    """Return the count, or raise NotFound."""
    found = session.get(StockCount, count_id)
    if found is None:
        raise NotFound(_("Hitungan stok ini tidak ada dalam daftar."))
    return found


def lock(session: Session, count_id: int) -> StockCount:
    """Return the count as it stands now, locked until this transaction ends.

    Every change begins here, so that several people who scan at once take turns.
    """
    # The row first, then what hangs on it: what somebody else just wrote must be seen.
    session.execute(select(StockCount.id).where(StockCount.id == count_id).with_for_update())
    found = session.get(StockCount, count_id, populate_existing=True)
    if found is None:
        raise NotFound(_("Hitungan stok ini tidak ada dalam daftar."))
    return found


def open_counts(session: Session, outlet_ids: Collection[int]) -> list[StockCount]:
    """Return what can be counted now at these places."""
    return list(
        session.scalars(
            select(StockCount)
            .where(StockCount.outlet_id.in_(outlet_ids), StockCount.state.in_(OPEN))
            .order_by(StockCount.id)
        )
    )


def lines_of(session: Session, count_id: int, product_id: int | None = None) -> list[CountLine]:
    """Return the lines of a count, or of one product in it."""
    query = select(CountLine).where(CountLine.count_id == count_id).order_by(CountLine.id)
    if product_id is not None:
        query = query.where(CountLine.product_id == product_id)
    return list(session.scalars(query))


def require_line(session: Session, count: StockCount, line_id: int) -> CountLine:
    """Return a line of this very count, or raise NotFound."""
    line = session.get(CountLine, line_id)
    if line is None or line.count_id != count.id:
        raise NotFound(_("Baris ini tidak ada dalam hitungan."))
    return line


def in_scope(count: StockCount) -> list[ColumnElement[bool]]:
    """Return which products a count is about."""
    if count.maker_id is not None:
        return [Product.maker_id == count.maker_id]
    if count.shelf:
        stands = select(ShelfPlace.product_id).where(
            ShelfPlace.outlet_id == count.outlet_id, ShelfPlace.shelf == count.shelf
        )
        return [Product.id.in_(stands)]
    return []


def is_in_scope(session: Session, count: StockCount, product_id: int) -> bool:
    """Say whether a count is about a product."""
    found = select(Product.id).where(Product.id == product_id, *in_scope(count))
    return session.scalar(found) is not None


def missing(session: Session, count: StockCount, *, limit: int) -> tuple[list[Missing], int]:
    """Return goods on record here that nobody has counted, by maker and title, and how many."""
    query = _missing(count)
    rows = session.execute(
        query.outerjoin(Maker, Maker.id == Product.maker_id)
        .order_by(Maker.name, Product.title, Product.id, StockLevel.lot_key)
        .limit(limit)
    )
    found = [Missing(product, lot) for product, lot in rows]
    return found, session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _missing(count: StockCount) -> Select[Product, Lot | None]:
    counted = select(CountLine.id).where(
        CountLine.count_id == count.id,
        CountLine.product_id == StockLevel.product_id,
        func.coalesce(CountLine.lot_id, literal_column("0")) == StockLevel.lot_key,
    )
    return (
        select(Product, Lot)
        .select_from(StockLevel)
        .join(Product, Product.id == StockLevel.product_id)
        .outerjoin(Lot, Lot.id == StockLevel.lot_key)
        .where(
            StockLevel.outlet_id == count.outlet_id,
            StockLevel.on_hand != 0,
            Product.kind != "service",
            *in_scope(count),
            ~counted.exists(),
        )
    )


def lots_here(session: Session, count: StockCount, product_id: int) -> list[Lot | None]:
    """Return the lots of a product that may lie here: those on record, and those counted."""
    ids = set(
        session.scalars(
            select(StockLevel.lot_key).where(
                StockLevel.product_id == product_id,
                StockLevel.outlet_id == count.outlet_id,
                StockLevel.on_hand != 0,
            )
        )
    )
    ids |= {line.lot_id or 0 for line in lines_of(session, count.id, product_id)}
    known = {
        lot.id: lot for lot in session.scalars(select(Lot).where(Lot.product_id == product_id))
    }
    dated = sorted((known[i] for i in ids if i), key=lambda lot: lot.expires_on)
    return [*dated, *([None] if 0 in ids or not known else [])]


def elsewhere(
    session: Session, count: StockCount, product_ids: Collection[int]
) -> dict[int, list[int]]:
    """Return at which other outlets unique pieces are on record, by product."""
    found: dict[int, list[int]] = {}
    rows = session.execute(
        select(StockLevel.product_id, StockLevel.outlet_id)
        .join(Product, Product.id == StockLevel.product_id)
        .where(
            StockLevel.product_id.in_(product_ids), StockLevel.outlet_id != count.outlet_id,
            StockLevel.on_hand > 0, Product.kind == "unique",
        )
        .order_by(StockLevel.outlet_id)
    )  # fmt: skip
    for product_id, outlet_id in rows:
        found.setdefault(product_id, []).append(outlet_id)
    return found


def counters(session: Session, count_id: int) -> list[int]:
    """Return the ids of the people who counted, in the order in which they began."""
    rows = session.execute(
        select(CountEntry.by, func.min(CountEntry.id))
        .join(CountLine, CountLine.id == CountEntry.line_id)
        .where(CountLine.count_id == count_id, CountEntry.by.is_not(None))
        .group_by(CountEntry.by)
        .order_by(func.min(CountEntry.id))
    )
    return [number for number, _first in rows if number is not None]


@explains("count_line")
def _counts(session: Session, ids: Collection[int]) -> dict[int, Paper]:
    rows = session.execute(
        select(CountLine.id, StockCount.id, StockCount.number)
        .join(StockCount, StockCount.id == CountLine.count_id)
        .where(CountLine.id.in_(ids))
    )
    return {
        line_id: Paper(_("Hitungan %(number)s", number=number), f"/manage/counts/{found}")
        for line_id, found, number in rows
    }
