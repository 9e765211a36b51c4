"""Reads for quick photos: what can be photographed, and what of it lacks a photo."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.products.models import Product, ProductCode, ProductPhoto
from catalogue.stock.models import ShelfPlace, StockLevel


@dataclass(frozen=True)
class Lacking:
    """A product that is here and has no photo; `shelf` is '' where nobody wrote it down."""

    product_id: int
    title: str
    code: str
    maker: str
    shelf: str


@dataclass(frozen=True)
class Group:
    """The products of one maker, or of one shelf, that lack a photo."""

    name: str
    products: tuple[Lacking, ...]


def known(session: Session) -> list[tuple[str, str, str, int]]:
    """Return (code, title, maker, photos) of all goods in use, for a phone to know by itself."""
    shots = (
        select(func.count(ProductPhoto.id))
        .where(ProductPhoto.product_id == Product.id)
        .correlate(Product)
        .scalar_subquery()
    )
    rows = session.execute(
        select(ProductCode.code, Product.title, func.coalesce(Maker.name, ""), shots)
        .join(Product, Product.id == ProductCode.product_id)
        .outerjoin(Maker, Maker.id == Product.maker_id)
        .where(Product.archived_at.is_(None), Product.kind != "service")
        .order_by(ProductCode.code)
    )
    return [(code, title, maker, count) for code, title, maker, count in rows]


def lacking(session: Session, *, outlet_id: int | None = None) -> list[Lacking]:
    """Return the goods on hand (at one outlet, or anywhere) without a photo, by maker and title."""
    here = exists().where(StockLevel.product_id == Product.id, StockLevel.on_hand > 0)
    shelf = select(func.min(ShelfPlace.shelf)).where(ShelfPlace.product_id == Product.id)
    if outlet_id is not None:
        here = here.where(StockLevel.outlet_id == outlet_id)
        shelf = shelf.where(ShelfPlace.outlet_id == outlet_id)
    rows = session.execute(
        select(
            Product.id,
            Product.title,
            func.min(ProductCode.code),
            func.coalesce(Maker.name, ""),
            func.coalesce(shelf.correlate(Product).scalar_subquery(), ""),
        )
        .select_from(Product)
        .join(ProductCode, ProductCode.product_id == Product.id)
        .outerjoin(Maker, Maker.id == Product.maker_id)
        .where(
            Product.archived_at.is_(None),
            Product.kind != "service",
            ~exists().where(ProductPhoto.product_id == Product.id),
            here,
        )
        .group_by(Product.id, Product.title, Product.title_key, Maker.name, Maker.name_key)
        .order_by(func.coalesce(Maker.name_key, ""), Product.title_key, Product.id)
    )
    return [Lacking(*row) for row in rows]


def grouped(goods: Sequence[Lacking], by: str) -> list[Group]:
    """Return the goods in groups `by` maker or shelf; goods of no maker or shelf stand last."""
    groups: dict[str, list[Lacking]] = defaultdict(list)
    for one in goods:
        groups[one.shelf if by == "shelf" else one.maker].append(one)
    return [
        Group(name, tuple(members))
        for name, members in sorted(groups.items(), key=lambda item: (not item[0], item[0].lower()))
    ]
