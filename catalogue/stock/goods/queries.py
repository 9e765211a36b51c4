"""Reads about the goods of the office's list: what a row needs, and what it is sorted by."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker, Sentra
from catalogue.outlets.models import Outlet
from catalogue.products.models import Product, ProductCode, ProductDoubt, ProductPrice
from catalogue.stock.models import Lot, Movement, StockLevel
from catalogue.stock.queries import on_hand_of
from core.text import fold

LOW = 3
"""Pieces of counted goods, all places together, from which on they are nearly gone."""
SOON = timedelta(days=30)
SPARK_DAYS, SPARK_BARS = 30, 10

STATES = ("all", "low", "soon", "check", "archived")


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


def rows(today: date, pieces: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """Return the query of all goods, what `filled` needs of each; `pieces` is its total on hand."""
    return _from(
        select(
            Product.id, Product.title, Product.kind, _code().label("code"),
            Maker.name.label("maker"), Product.maker_id, Sentra.name.label("sentra"), Sentra.craft,
            Product.motif, Product.slug, price_now().label("price"), Product.archived_at,
            pieces.label("total"), sold_until(today).label("sold"),
            first_expiry().label("expires_on"), is_doubted().label("is_doubted"),
        )
    )  # fmt: skip


def known(session: Session) -> list[str]:
    """Return the words of titles and makers, which a misspelt one may mean."""
    found = session.execute(_from(select(Product.title_key, Maker.name_key)))
    return [text for row in found for text in row if text]


def found(session: Session, words: str, *, maker_id: int | None, limit: int) -> list[Product]:
    """Return products in use whose title, code or maker has every word, for a box to pick from."""
    query = (
        select(Product)
        .outerjoin(Maker, Maker.id == Product.maker_id)
        .where(Product.archived_at.is_(None), *(has_word(word) for word in fold(words).split()))
        .order_by(Product.title_key, Product.id)
        .limit(limit)
    )
    if maker_id is not None:
        query = query.where(Product.maker_id == maker_id)
    return list(session.scalars(query))


def has_word(word: str) -> ColumnElement[bool]:
    """Say that a product's title, maker or code has this folded word."""
    return or_(
        Product.title_key.contains(word, autoescape=True),
        Maker.name_key.contains(word, autoescape=True),
        func.lower(Maker.code) == word,
        exists().where(
            ProductCode.product_id == Product.id,
            ProductCode.code.contains(word, autoescape=True),
        ),
    )


def counts(session: Session, *, today: date) -> dict[str, int]:
    """Return how many products stand under each state of the tabs."""
    shown = [
        func.coalesce(func.sum(case((in_state(state, today), 1), else_=0)), 0) for state in STATES
    ]
    row = session.execute(_from(select(*shown))).one()
    return dict(zip(STATES, map(int, row), strict=True))


def sales_rows(session: Session) -> Iterator[tuple[str, str, str, str, int, str, int]]:
    """Yield (code, maker code, title, kind, price, outlet code, on hand): products by outlet."""
    pieces = func.sum(StockLevel.on_hand)
    rows = session.execute(
        select(
            _code(), func.coalesce(Maker.code, ""), Product.title, Product.kind, price_now(),
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


def _from(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    query = query.select_from(Product).outerjoin(Maker, Maker.id == Product.maker_id)
    return query.outerjoin(Sentra, Sentra.id == Maker.sentra_id)


def in_state(state: str, today: date) -> ColumnElement[bool]:
    """Say that a product stands under that one of STATES."""
    return and_(*_states(state, today))


def _states(state: str, today: date) -> list[ColumnElement[bool]]:
    if state == "archived":
        return [Product.archived_at.is_not(None)]
    in_use = Product.archived_at.is_(None)
    if state == "low":
        return [in_use, Product.kind == "counted", pieces_at(None).between(0, LOW)]
    if state == "soon":
        until = min(today, date.max - SOON) + SOON
        return [in_use, first_expiry() <= until]
    if state == "check":
        below = exists().where(StockLevel.product_id == Product.id, StockLevel.on_hand < 0)
        return [in_use, or_(below, is_doubted())]
    return [in_use]


def _code() -> Any:
    return (
        select(func.min(ProductCode.code))
        .where(ProductCode.product_id == Product.id)
        .correlate(Product)
        .scalar_subquery()
    )


def price_now() -> Any:
    """Return the list price of a product."""
    return (
        select(ProductPrice.price)
        .where(ProductPrice.product_id == Product.id)
        .order_by(ProductPrice.id.desc())
        .limit(1)
        .correlate(Product)
        .scalar_subquery()
    )


def pieces_at(outlet_id: int | None) -> Any:
    """Return the pieces of a product on hand at a place, None for all places together."""
    where = [StockLevel.product_id == Product.id]
    if outlet_id is not None:
        where.append(StockLevel.outlet_id == outlet_id)
    pieces = func.coalesce(func.sum(StockLevel.on_hand), 0)
    return select(pieces).where(*where).correlate(Product).scalar_subquery()


def sold_until(today: date) -> Any:
    """Return the pieces sold in the 30 days up to a day, less those brought back."""
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


def first_expiry() -> Any:
    """Return the first day on which something on hand expires."""
    return (
        select(func.min(Lot.expires_on))
        .join(
            StockLevel,
            and_(StockLevel.lot_key == Lot.id, StockLevel.product_id == Lot.product_id),
        )
        .where(Lot.product_id == Product.id, StockLevel.on_hand > 0)
        .correlate(Product)
        .scalar_subquery()
    )


def is_doubted() -> Any:
    """Say that somebody still has to judge whether the product is another one."""
    return exists().where(ProductDoubt.product_id == Product.id, ProductDoubt.decided_at.is_(None))


def filled(session: Session, rows: Any, *, today: date) -> list[Row]:
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
