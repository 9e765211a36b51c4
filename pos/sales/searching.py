"""Finding goods at the till by words, for a tag that is lost or cannot be read."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.products import photos
from catalogue.products.models import Product, ProductCode
from catalogue.stock.queries import on_hand_of
from catalogue.stock.tags.reprint import offered_price
from core.images import Photo
from core.text import fold

MOST = 30


@dataclass(frozen=True)
class Found:
    """A product that fits: its price now and the pieces on record at this outlet."""

    product: Product
    price: int
    here: int
    photo: Photo | None = None


def find(session: Session, words: str, *, outlet_id: int) -> list[Found]:
    """Return products whose title, maker or code has every word; those here first, at most 30."""
    where: list[ColumnElement[bool]] = [Product.archived_at.is_(None)]
    for word in fold(words).split():
        has_code = select(ProductCode.code).where(
            ProductCode.product_id == Product.id, ProductCode.code.contains(word, autoescape=True)
        )
        where.append(
            or_(
                Product.title_key.contains(word, autoescape=True),
                Maker.name_key.contains(word, autoescape=True),
                func.lower(Product.motif).contains(word, autoescape=True),
                has_code.exists(),
            )
        )
    products = list(
        session.scalars(
            select(Product)
            .outerjoin(Maker, Maker.id == Product.maker_id)
            .where(*where)
            .order_by(Product.title_key, Product.id)
            .limit(MOST)
        )
    )
    stock = on_hand_of(session, [product.id for product in products])
    leading = photos.first_of(session, [product.id for product in products])
    found = [
        Found(
            product,
            offered_price(session, product.id),
            stock.get(product.id, {}).get(outlet_id, 0),
            leading.get(product.id),
        )
        for product in products
    ]
    return sorted(found, key=lambda one: one.here < 1)
