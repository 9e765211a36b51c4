"""The photos of a product: several, in an order, the first one on every list and card."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.products.models import Product, ProductPhoto
from core import images
from core.errors import NotFound, Refused
from core.i18n import _
from core.images import Photo, Ready
from core.users import service as people

MOST = 12
"""Photos of one product; more is a mistake, or a film."""


def add(
    session: Session, product: Product, ready: Sequence[Ready], *, by: int | None, at: datetime
) -> int:
    """Put prepared photos behind those of a product; return how many were new to it.

    The same picture twice is one photo. Raises Refused where there would be more than MOST.
    """
    there = of_product(session, product.id)
    known = {held.photo.name for held in there}
    new = [one for one in {one.name: one for one in ready}.values() if one.name not in known]
    if len(there) + len(new) > MOST:
        raise Refused(
            _("Paling banyak %(n)s foto tiap barang. Hapus dulu yang kurang bagus.", n=MOST),
            field="photo",
        )
    last = max((held.position for held in there), default=0)
    for number, one in enumerate(new, start=1):
        photo = images.keep(session, one, is_public=True, by=by, at=at)
        session.add(
            ProductPhoto(
                product_id=product.id,
                photo_id=photo.id,
                position=last + number,
                added_at=at,
                added_by=by,
            )
        )
    session.flush()
    if new:
        people.record(
            session, "product.photo_added", kind="product", subject_id=product.id, by=by, at=at
        )
    return len(new)


def remove(session: Session, held: ProductPhoto, *, by: int, at: datetime) -> None:
    """Take a photo off its product and serve it to nobody any more."""
    images.withdraw(session, held.photo, at=at)
    session.delete(held)
    session.flush()
    people.record(
        session, "product.photo_removed", kind="product", subject_id=held.product_id, by=by, at=at
    )


def put_at(session: Session, held: ProductPhoto, place: int, *, by: int, at: datetime) -> None:
    """Put a photo at a place among its product's, counted from 1; the first one leads."""
    others = [one for one in of_product(session, held.product_id) if one.id != held.id]
    place = min(max(1, place), len(others) + 1)
    for position, one in enumerate([*others[: place - 1], held, *others[place - 1 :]], start=1):
        one.position = position
    session.flush()
    people.record(
        session, "product.photos_ordered", kind="product", subject_id=held.product_id, by=by, at=at
    )


def require(session: Session, product_id: int, held_id: int) -> ProductPhoto:
    """Return this photo of this product, or raise NotFound."""
    held = session.get(ProductPhoto, held_id)
    if held is None or held.product_id != product_id:
        raise NotFound(_("Foto ini tidak ada."))
    return held


def of_product(session: Session, product_id: int) -> list[ProductPhoto]:
    """Return the photos of a product in their order."""
    return list(
        session.scalars(
            select(ProductPhoto)
            .where(ProductPhoto.product_id == product_id)
            .order_by(ProductPhoto.position, ProductPhoto.id)
        )
    )


def first_of(session: Session, product_ids: Collection[int] | None = None) -> dict[int, Photo]:
    """Return the photo that leads, of those of these products (None: of all) that have one."""
    query = select(ProductPhoto.product_id, Photo).join(Photo, Photo.id == ProductPhoto.photo_id)
    if product_ids is not None:
        query = query.where(ProductPhoto.product_id.in_(product_ids))
    rows = session.execute(query.order_by(ProductPhoto.position.desc(), ProductPhoto.id.desc()))
    return {row[0]: row[1] for row in rows}  # the lowest place comes last, and stays


def names_of_first(session: Session, only: ColumnElement[bool]) -> dict[int, tuple[str, int, int]]:
    """Return name, width and height of the photo that leads, of those products that have one.

    `only` says which: it may ask of the product and of its maker.
    """
    rows = session.execute(
        select(ProductPhoto.product_id, Photo.name, Photo.width, Photo.height)
        .join(Photo, Photo.id == ProductPhoto.photo_id)
        .join(Product, Product.id == ProductPhoto.product_id)
        .join(Maker, Maker.id == Product.maker_id)
        .where(only)
        .order_by(ProductPhoto.position.desc(), ProductPhoto.id.desc())
    )
    return {product_id: (name, width, height) for product_id, name, width, height in rows}
