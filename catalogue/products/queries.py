"""Reads about products, their codes and prices."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, lazyload

from catalogue.products.models import Product, ProductCode, ProductDoubt, ProductPrice
from core.errors import NotFound
from core.i18n import _


@dataclass(frozen=True)
class Price:
    """A list price and, under net terms, the maker's net price; rupiah for one unit."""

    price: int
    net_price: int | None


def by_code(session: Session, code: str) -> Product | None:
    """Return the product that carries exactly this code of 13 digits, or None."""
    return session.scalar(
        select(Product)
        .join(ProductCode)
        .where(ProductCode.code == code)
        .options(lazyload(Product.codes))  # who asks has the code already
    )


def by_codes(session: Session, codes: Collection[str]) -> dict[str, Product]:
    """Return the products that carry these codes, by code."""
    rows = session.execute(
        select(ProductCode.code, Product)
        .join(Product, Product.id == ProductCode.product_id)
        .where(ProductCode.code.in_(codes))
    )
    return {row[0]: row[1] for row in rows}


def require_product(session: Session, product_id: int) -> Product:
    """Return the product, or raise NotFound."""
    product = session.get(Product, product_id)
    if product is None:
        raise NotFound(_("Barang ini tidak ada dalam daftar."))
    return product


def by_ids(session: Session, product_ids: Collection[int]) -> dict[int, Product]:
    """Return these products, by id."""
    if not product_ids:
        return {}
    rows = session.scalars(select(Product).where(Product.id.in_(product_ids)))
    return {product.id: product for product in rows}


def of_card(session: Session, card_id: int) -> list[Product]:
    """Return the sizes of one thing that are in use, as they were added."""
    return list(
        session.scalars(
            select(Product)
            .where(Product.card_id == card_id, Product.archived_at.is_(None))
            .order_by(Product.id)
        )
    )


def current_price(session: Session, product_id: int) -> Price:
    """Return the price in force: the newest row."""
    row = session.execute(
        select(ProductPrice.price, ProductPrice.net_price)
        .where(ProductPrice.product_id == product_id)
        .order_by(ProductPrice.id.desc())
        .limit(1)
    ).one()
    return Price(row.price, row.net_price)


def current_prices(session: Session, product_ids: Collection[int]) -> dict[int, Price]:
    """Return the prices in force of several products, by product."""
    newest = (
        select(func.max(ProductPrice.id))
        .where(ProductPrice.product_id.in_(product_ids))
        .group_by(ProductPrice.product_id)
    )
    rows = session.execute(
        select(ProductPrice.product_id, ProductPrice.price, ProductPrice.net_price).where(
            ProductPrice.id.in_(newest)
        )
    )
    return {row.product_id: Price(row.price, row.net_price) for row in rows}


def price_history(session: Session, product_id: int) -> list[ProductPrice]:
    """Return every price of a product, newest first."""
    return list(
        session.scalars(
            select(ProductPrice)
            .where(ProductPrice.product_id == product_id)
            .order_by(ProductPrice.id.desc())
        )
    )


def motifs(session: Session) -> list[str]:
    """Return the motifs of the goods in use, in order."""
    rows = session.scalars(
        select(Product.motif)
        .where(Product.motif != "", Product.archived_at.is_(None))
        .distinct()
        .order_by(Product.motif)
    )
    return list(rows)


def of_maker(session: Session, maker_id: int) -> list[Product]:
    """Return a maker's products that are not archived, by title."""
    return list(
        session.scalars(
            select(Product)
            .where(Product.maker_id == maker_id, Product.archived_at.is_(None))
            .order_by(Product.title_key, Product.id)
        )
    )


def open_doubts(session: Session) -> list[ProductDoubt]:
    """Return the products that a person still has to judge."""
    return list(
        session.scalars(
            select(ProductDoubt).where(ProductDoubt.decided_at.is_(None)).order_by(ProductDoubt.id)
        )
    )
