"""Sizes of one thing: each a product with its own code, stock and price, shown as one card."""

import re
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.products import queries, service
from catalogue.products.models import Product, ProductCard
from catalogue.products.service import LETTERS, Facts
from core.errors import Refused
from core.i18n import _
from core.text import fold
from core.users import service as people

FACTS = tuple(fact.name for fact in fields(Facts))


def order(size: str) -> tuple[int, float, str]:
    """Return what sizes are sorted by: letters from XS up, then numbers, then words."""
    if size.upper() in LETTERS:
        return (0, LETTERS.index(size.upper()), "")
    number = re.match(r"\d+(?:[.,]\d+)?", size)
    return (1, float(number[0].replace(",", ".")), size) if number else (2, 0, size.lower())


def of(session: Session, product: Product) -> list[Product]:
    """Return all sizes of this thing, small ones first; none where it has no others."""
    if product.card_id is None:
        return []
    return sorted(queries.of_card(session, product.card_id), key=lambda one: order(one.size))


def alike(session: Session, product: Product) -> list[Product]:
    """Return goods of the same maker that look like other sizes of this thing and have no card."""
    if product.kind != "counted":
        return []
    same = select(Product).where(
        Product.maker_id == product.maker_id,
        Product.kind == "counted",
        Product.card_id.is_(None),
        Product.archived_at.is_(None),
        Product.id != product.id,
        Product.title_key.startswith(fold(_bare(product)), autoescape=True),
    )
    found = session.scalars(same.order_by(Product.id).limit(50))
    return [one for one in found if fold(_bare(one)) == fold(_bare(product))]


def own_size(product: Product) -> str:
    """Return the size that a product's record or its title names, '' if neither does."""
    return product.size or _size_at_end(product.title)


def add(
    session: Session,
    product: Product,
    size: str,
    *,
    own: str,
    price: int,
    net_price: int | None,
    code: str | None,
    by: int,
    at: datetime,
) -> Product:
    """Add another size of a thing: a product of its own, with its code and price.

    `own` is the size of `product` itself, where it had no card yet.
    """
    card = _card_of(session, product, own, at=at)
    size = service.checked_size(size, [one.size for one in queries.of_card(session, card.id)])
    facts = {name: getattr(product, name) for name in FACTS}
    added = service.create(
        session, Facts(**{**facts, "title": card.title, "size": size, "net_weight": ""}),
        maker=product.maker, kind="counted", price=price, net_price=net_price, by=by, at=at,
        code=code,
    )  # fmt: skip
    added.category_id = product.category_id
    service.put_on(card, added, {name: getattr(added, name) for name in FACTS})
    session.flush()
    people.record(
        session, "product.size_added", kind="product", subject_id=product.id, by=by, at=at
    )
    return added


def join(
    session: Session,
    product: Product,
    others: Sequence[Product],
    *,
    own: str,
    by: int,
    at: datetime,
) -> None:
    """Show goods that were recorded apart as sizes of one thing; each keeps code and stock."""
    card = _card_of(session, product, own, at=at)
    for other in others:
        if (other.maker_id, other.kind) != (product.maker_id, "counted") or other.card_id:
            raise Refused(_("%(title)s tidak bisa jadi ukuran lain.", title=other.title))
        there = [one.size for one in queries.of_card(session, card.id)]
        size = service.checked_size(own_size(other), there)
        written = {name: getattr(other, name) for name in FACTS}
        service.put_on(card, other, {**written, "size": size})
        session.flush()
    people.record(
        session, "product.size_added", kind="product", subject_id=product.id, by=by, at=at
    )


def leave(session: Session, product: Product, *, by: int, at: datetime) -> None:
    """Show one size as a thing of its own again; its title keeps the size."""
    product.card_id, product.card = None, None
    session.flush()
    people.record(
        session, "product.size_removed", kind="product", subject_id=product.id, by=by, at=at
    )


def _card_of(session: Session, product: Product, own: str, *, at: datetime) -> ProductCard:
    if product.kind != "counted":
        raise Refused(_("Hanya barang yang dihitung punya beberapa ukuran."), field="size")
    if product.card is not None:
        return product.card
    size = service.checked_size(own or own_size(product), [])
    title = _bare(product)
    card = ProductCard(
        title=title, title_en=product.title_en.removesuffix(f", size {size}"), created_at=at
    )
    session.add(card)
    session.flush()
    service.put_on(card, product, {**{n: getattr(product, n) for n in FACTS}, "size": size})
    session.flush()
    return card


def _bare(product: Product) -> str:
    """Return a product's title without its size at the end."""
    title = product.thing
    for end in (product.size, _size_at_end(title)):
        if end and title.lower().endswith(f" {end.lower()}"):
            return title[: -len(end) - 1].strip()
    return title


def _size_at_end(title: str) -> str:
    last = title.rsplit(maxsplit=1)[-1]
    return last.upper() if last.upper() in LETTERS and len(title.split()) > 1 else ""
