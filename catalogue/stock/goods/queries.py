"""The office's list of goods: filtered, sorted and cut to a page by the database."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker, Sentra
from catalogue.outlets.models import Outlet
from catalogue.products.models import Product, ProductCode, ProductDoubt, ProductPrice
from catalogue.stock.models import Lot, Movement, StockLevel
from catalogue.stock.queries import on_hand_of
from core.text import fold, nearest

LOW = 3
"""Pieces of counted goods, all places together, from which on they are nearly gone."""
SOON = timedelta(days=30)
SPARK_DAYS, SPARK_BARS = 30, 10

STATES = ("all", "low", "soon", "check", "archived")
SORTS = ("title", "maker", "price", "stock", "sold", "new")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the list is asked for; empty means no limit. `outlet_id` keeps what is on hand there."""

    words: str = ""
    sentra_id: int | None = None
    maker_id: int | None = None
    outlet_id: int | None = None
    kind: str = ""
    state: str = "all"
    sort: str = "title"
    descending: bool = False


@dataclass(frozen=True)
class Row:
    """One product of the list; prices in rupiah, `on_hand` by outlet id, `sold` in 30 days."""

    id: int
    title: str
    kind: str
    code: str
    maker: str | None
    maker_id: int | None
    sentra: str | None
    craft: str
    motif: str
    slug: str
    price: int
    is_archived: bool
    total: int
    on_hand: dict[int, int] = field(default_factory=dict)
    sold: int = 0
    spark: tuple[int, ...] = ()
    expires_on: date | None = None
    is_doubted: bool = False


def listed(
    session: Session, wanted: Wanted, *, today: date, limit: int, offset: int
) -> tuple[list[Row], int]:
    """Return a page of goods and how many there are in all.

    Where nothing has the words, a misspelt one is read as the known word that it is most like.
    """
    where = _where(wanted, today)
    count = _count(session, where)
    if not count and wanted.words:
        where = _where(replace(wanted, words=_meant(session, wanted.words)), today)
        count = _count(session, where)
    rows = session.execute(
        _from(select(*_columns(wanted, today)))
        .where(*where)
        .order_by(*_order(wanted, today))
        .limit(limit)
        .offset(offset)
    ).all()
    return _filled(session, rows, today), count


def _count(session: Session, where: list[ColumnElement[bool]]) -> int:
    return session.scalar(_from(select(func.count(Product.id))).where(*where)) or 0


def _meant(session: Session, words: str) -> str:
    rows = session.execute(_from(select(Product.title_key, Maker.name_key)))
    return nearest(words, [text for row in rows for text in row if text])


def counts(session: Session, *, today: date) -> dict[str, int]:
    """Return how many products stand under each state of the tabs."""
    shown = [
        func.coalesce(func.sum(case((and_(*_state(state, today)), 1), else_=0)), 0)
        for state in STATES
    ]
    row = session.execute(_from(select(*shown))).one()
    return dict(zip(STATES, map(int, row), strict=True))


def sales_rows(session: Session) -> Iterator[tuple[str, str, str, str, int, str, int]]:
    """Yield (code, maker code, title, kind, price, outlet code, on hand): products by outlet."""
    pieces = func.sum(StockLevel.on_hand)
    rows = session.execute(
        select(
            _code(), func.coalesce(Maker.code, ""), Product.title, Product.kind, _price(),
            func.coalesce(Outlet.code, ""), func.coalesce(pieces, 0),
        )
        .select_from(Product)
        .outerjoin(Maker, Maker.id == Product.maker_id)
        .outerjoin(StockLevel, StockLevel.product_id == Product.id)
        .outerjoin(Outlet, Outlet.id == StockLevel.outlet_id)
        .where(Product.archived_at.is_(None))
        .group_by(Product.id, Maker.code, Outlet.id)
        .order_by(Product.id, Outlet.code)
    )  # fmt: skip
    for row in rows:
        yield tuple(row)


def found(session: Session, words: str, *, maker_id: int | None, limit: int) -> list[Product]:
    """Return products in use whose title, code or maker has every word, for a box to pick from."""
    wanted = Wanted(words=words, maker_id=maker_id)
    return list(
        session.scalars(
            _from(select(Product))
            .where(*_where(wanted, date.max))
            .order_by(Product.title_key, Product.id)
            .limit(limit)
        )
    )


def _columns(wanted: Wanted, today: date) -> list[ColumnElement[Any]]:
    return [
        Product.id, Product.title, Product.kind, _code().label("code"), Maker.name.label("maker"),
        Product.maker_id, Sentra.name.label("sentra"), Sentra.craft, Product.motif, Product.slug,
        _price().label("price"), Product.archived_at, _total(wanted.outlet_id).label("total"),
        _sold(today).label("sold"), _first_expiry().label("expires_on"),
        _doubted().label("is_doubted"),
    ]  # fmt: skip


def _from(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    query = query.select_from(Product).outerjoin(Maker, Maker.id == Product.maker_id)
    return query.outerjoin(Sentra, Sentra.id == Maker.sentra_id)


def _where(wanted: Wanted, today: date) -> list[ColumnElement[bool]]:
    where = _state(wanted.state, today)
    where += [_has(word) for word in fold(wanted.words).split()]
    if wanted.sentra_id is not None:
        where.append(Maker.sentra_id == wanted.sentra_id)
    if wanted.maker_id is not None:
        where.append(Product.maker_id == wanted.maker_id)
    if wanted.kind == "house":
        where.append(Product.maker_id.is_(None))
    elif wanted.kind:
        where.append(Product.kind == wanted.kind)
    if wanted.outlet_id is not None:
        where.append(_total(wanted.outlet_id) != 0)
    return where


def _has(word: str) -> ColumnElement[bool]:
    return or_(
        Product.title_key.contains(word, autoescape=True),
        Maker.name_key.contains(word, autoescape=True),
        func.lower(Maker.code) == word,
        exists().where(
            ProductCode.product_id == Product.id,
            ProductCode.code.contains(word, autoescape=True),
        ),
    )


def _state(state: str, today: date) -> list[ColumnElement[bool]]:
    if state == "archived":
        return [Product.archived_at.is_not(None)]
    in_use = Product.archived_at.is_(None)
    if state == "low":
        return [in_use, Product.kind == "counted", _total(None).between(0, LOW)]
    if state == "soon":
        until = min(today, date.max - SOON) + SOON
        return [in_use, _first_expiry() <= until]
    if state == "check":
        below = exists().where(StockLevel.product_id == Product.id, StockLevel.on_hand < 0)
        return [in_use, or_(below, _doubted())]
    return [in_use]


def _order(wanted: Wanted, today: date) -> list[ColumnElement[Any]]:
    column: Any = {
        "maker": func.coalesce(Maker.name_key, ""),
        "price": _price(),
        "stock": _total(wanted.outlet_id),
        "sold": _sold(today),
        "new": Product.id,
    }.get(wanted.sort, Product.title_key)
    return [column.desc() if wanted.descending else column.asc(), Product.title_key, Product.id]


def _code() -> Any:
    return (
        select(func.min(ProductCode.code))
        .where(ProductCode.product_id == Product.id)
        .correlate(Product)
        .scalar_subquery()
    )


def _price() -> Any:
    return (
        select(ProductPrice.price)
        .where(ProductPrice.product_id == Product.id)
        .order_by(ProductPrice.id.desc())
        .limit(1)
        .correlate(Product)
        .scalar_subquery()
    )


def _total(outlet_id: int | None) -> Any:
    where = [StockLevel.product_id == Product.id]
    if outlet_id is not None:
        where.append(StockLevel.outlet_id == outlet_id)
    pieces = func.coalesce(func.sum(StockLevel.on_hand), 0)
    return select(pieces).where(*where).correlate(Product).scalar_subquery()


def _sold(today: date) -> Any:
    since = max(today, date.min + timedelta(days=SPARK_DAYS)) - timedelta(days=SPARK_DAYS)
    pieces = func.coalesce(-func.sum(Movement.quantity), 0)
    return (
        select(pieces)
        .where(
            Movement.product_id == Product.id,
            Movement.reason.in_(("sold", "customer_return")),
            Movement.business_date > since,
        )
        .correlate(Product)
        .scalar_subquery()
    )


def _first_expiry() -> Any:
    return (
        select(func.min(Lot.expires_on))
        .join(StockLevel, StockLevel.lot_key == Lot.id)
        .where(Lot.product_id == Product.id, StockLevel.on_hand > 0)
        .correlate(Product)
        .scalar_subquery()
    )


def _doubted() -> Any:
    return exists().where(ProductDoubt.product_id == Product.id, ProductDoubt.decided_at.is_(None))


def _filled(session: Session, rows: Any, today: date) -> list[Row]:
    """Return the rows with what only the page at hand needs: places and the course of sales."""
    ids = [row.id for row in rows]
    places, sparks = on_hand_of(session, ids), _sparks(session, ids, today)
    return [
        Row(
            id=row.id, title=row.title, kind=row.kind, code=row.code or "", maker=row.maker,
            maker_id=row.maker_id, sentra=row.sentra, craft=row.craft or "tapis",
            motif=row.motif, slug=row.slug, price=int(row.price or 0),
            is_archived=row.archived_at is not None, total=int(row.total),
            on_hand=places.get(row.id, {}), sold=int(row.sold),
            spark=sparks.get(row.id, ()), expires_on=row.expires_on,
            is_doubted=bool(row.is_doubted),
        )
        for row in rows
    ]  # fmt: skip


def _sparks(session: Session, ids: list[int], today: date) -> dict[int, tuple[int, ...]]:
    """Return pieces sold in ten steps of three days, the last step ending today."""
    rows = session.execute(
        select(Movement.product_id, Movement.business_date, func.sum(Movement.quantity))
        .where(
            Movement.product_id.in_(ids),
            Movement.reason.in_(("sold", "customer_return")),
            Movement.business_date > today - timedelta(days=SPARK_DAYS),
            Movement.business_date <= today,
        )
        .group_by(Movement.product_id, Movement.business_date)
    )
    sparks: dict[int, list[int]] = {}
    width = SPARK_DAYS // SPARK_BARS
    for product_id, on, pieces in rows:
        bars = sparks.setdefault(product_id, [0] * SPARK_BARS)
        bars[SPARK_BARS - 1 - (today - on).days // width] -= int(pieces)
    return {product_id: tuple(bars) for product_id, bars in sparks.items()}
