"""The reads of the gallery: what is on show, where it is, and who made it, as visitors/shown.py allows."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker, Sentra
from catalogue.products import certificate_queries, photos, sizes
from catalogue.products.fact_words import (
    english_care,
    english_colour,
    english_ingredients,
    english_material,
)
from catalogue.products.glossary import english_title
from catalogue.products.models import Product, ProductCard, ProductCode, ProductPrice
from catalogue.products.sizes import order
from catalogue.stock.ageing.listing import marked_down
from catalogue.stock.ageing.prices import marked_prices
from catalogue.stock.models import Lot, Movement, Reservation, StockLevel
from catalogue.stock.queries import is_sold
from catalogue.stock.transfers.queries import in_transit_to
from catalogue.visitors import where, who
from catalogue.visitors.pictures.choice import craft_of
from catalogue.visitors.shown import (
    BADGES,
    Detail,
    Picture,
    Work,
    as_cards,
)
from core.errors import NotFound
from core.i18n import _, current_locale, spoken
from core.images import Photo


def works_on_show(session: Session, *, at: datetime, today: date) -> list[Work]:
    """Return every work that hangs for visitors, newest first; a piece kept for somebody hangs there still."""
    hanging = [work for work in _there(session, at=at, today=today) if work.on_show]
    return as_cards(at_price_now(session, hanging, today=today))


def each_on_show(session: Session, *, at: datetime, today: date) -> list[Work]:
    """Return every product a visitor can buy now, each size by itself, newest first."""
    return [work for work in _there(session, at=at, today=today) if work.offered]


def _there(session: Session, *, at: datetime, today: date) -> list[Work]:
    there = select(StockLevel.product_id).where(StockLevel.on_hand > 0)
    return _works(session, Product.id.in_(there), at=at, today=today)


def works_of(session: Session, maker_slug: str, *, at: datetime, today: date) -> list[Work]:
    """Return all works of a maker, those that can be bought first."""
    found = _works(session, Maker.slug == maker_slug, at=at, today=today)
    found = at_price_now(session, found, today=today)
    return as_cards(sorted(found, key=lambda work: not work.offered))


def at_price_now(session: Session, works: list[Work], *, today: date) -> list[Work]:
    """Return the works at what one piece costs now, where a plan lowered it: a card has one price."""
    if not works:
        return works
    now: dict[str, int] = {}
    for row in marked_down(session, today=today):
        slug = row.product.slug
        now[slug] = min(now.get(slug, row.price_now), row.price_now)
    return [work._replace(price=now.get(work.slug, work.price)) for work in works] if now else works


def works_among(
    session: Session, ids: Collection[int], *, at: datetime, today: date
) -> dict[str, Work]:
    """Return the works of these products by slug, whether they can be bought now or not.

    The price is that of the tag, of the only one there is what it costs now.
    """
    if not ids:
        return {}
    found = _works(session, Product.id.in_(ids), at=at, today=today)
    # Of several pieces the plan lowers only the oldest, at its place: the till says which they are.
    lowered = at_price_now(session, [work for work in found if work.unique], today=today)
    return {work.slug: work for work in (*found, *lowered)}


def pieces_by_place(
    session: Session, ids: Collection[int], *, today: date
) -> dict[int, dict[str, int]]:
    """Return {product id: {place: pieces}} of what may be sold there now, the main place first."""
    levels = _on_hand(session, Product.id.in_(ids), today=today) if ids else {}
    found: dict[int, dict[str, int]] = {}
    for outlet_id, place in where.by_id(session).items():
        for product_id in ids:
            if (product_id, outlet_id) in levels:
                found.setdefault(product_id, {})[place.name] = levels[product_id, outlet_id]
    return found


def detail(session: Session, slug: str, *, at: datetime, today: date) -> Detail:
    """Return the product with this slug as its page shows it; raise NotFound."""
    found = _works(session, Product.slug == slug, at=at, today=today, kept=True)
    product = session.scalar(select(Product).where(Product.slug == slug))
    if not found or product is None:
        raise NotFound(_("Barang ini tidak ada di katalog. Mungkin alamatnya salah ketik."))
    english = current_locale() == "en"
    levels = _on_hand(session, Product.id == product.id, today=today)
    places = where.by_id(session)
    return Detail(
        work=found[0],
        hand=who.known_hand(session, product.maker.slug) if product.maker else None,
        description=spoken(product.description, product.description_en),
        code=product.code if product.codes else "",
        size=product.size,
        net_weight=product.net_weight,
        material=english_material(product.material) if english else product.material,
        colour=english_colour(product.colour) if english else product.colour,
        days_to_make=product.days_to_make,
        care=english_care(product.care) if english else product.care,
        ingredients=english_ingredients(product.ingredients) if english else product.ingredients,
        storage=english_care(product.storage) if english else product.storage,
        packed=product.packed,
        in_indonesian=english and bool(product.description) and not product.description_en,
        photos=_photos(session, product),
        sold=product.is_unique and is_sold(session, product.id),
        sizes=()
        if product.card_id is None
        else tuple(
            sorted(
                _works(session, Product.card_id == product.card_id, at=at, today=today),
                key=lambda work: order(work.size),
            )
        ),
        stock=tuple((places[o], n) for (_p, o), n in levels.items() if o in places),
        marked=tuple(
            (places[o], price)
            for o, price in marked_prices(
                session, product, [o for (_p, o), n in levels.items() if n > 0], on=today
            ).items()
            if o in places
        ),
        certificates=_certificates(session, product, today=today),
    )


def slug_of_code(session: Session, code: str) -> str:
    """Return the slug of the product that bears this code; raise NotFound."""
    slug = session.scalar(
        select(Product.slug).join(ProductCode).where(ProductCode.code == code, _kept())
    )
    if slug is None:
        raise NotFound(_("Kode ini tidak ada di katalog kami. Tanyakan pada kasir."))
    return slug


def product_to_buy(session: Session, slug: str) -> Product:
    """Return the product of this slug while it hangs in the gallery; raise NotFound."""
    product = session.scalar(select(Product).where(Product.slug == slug, _shown()))
    if product is None:
        raise NotFound(_("Barang ini tidak ada di katalog. Mungkin alamatnya salah ketik."))
    return product


def _shown() -> ColumnElement[bool]:
    """What hangs in the gallery: makers' work. Bags, postage and classes are the till's."""
    return and_(Product.archived_at.is_(None), Product.maker_id.is_not(None))


def _kept() -> ColumnElement[bool]:
    """What has a page: what hangs, and for good the single piece that somebody took home."""
    sold = (
        select(func.sum(Movement.quantity))
        .where(Movement.product_id == Product.id, Movement.reason.in_(("sold", "customer_return")))
        .scalar_subquery()
    )
    gone = and_(Product.kind == "unique", Product.maker_id.is_not(None), sold < 0)
    return or_(_shown(), gone)


def _works(
    session: Session,
    only: ColumnElement[bool],
    *,
    at: datetime,
    today: date,
    kept: bool = False,
) -> list[Work]:
    """Return works, newest first; with `kept` those that are gone for good and archived too."""
    names = {place_id: place.name for place_id, place in where.by_id(session).items()}
    there: dict[int, list[str]] = {}
    for product_id, outlet_id in _on_hand(session, only, today=today):
        if outlet_id in names:
            there.setdefault(product_id, []).append(names[outlet_id])
    held = _held(session, at=at)
    halal, halal_makers = certificate_queries.holders(session, "halal", on=today)
    coming = in_transit_to(session)
    leading = photos.names_of_first(session, only)
    rows = session.execute(_facts().where(_kept() if kept else _shown(), only)).all()
    is_gone = any(row.kind == "unique" and row.id not in there for row in rows)
    sold = _sold(session, only) if is_gone else frozenset()
    # Taken apart by their places: by name it would cost more than all the rest of a page.
    return [
        Work(
            slug=slug,
            title=title,
            english=title_en or english_title(title),
            maker=maker,
            maker_slug=maker_slug,
            sentra=sentra,
            craft=craft_of(craft or sentra),
            motif=motif,
            technique=technique,
            price=price,
            unique=kind == "unique",
            places=tuple(there.get(product_id, ())),
            held=held.get(product_id, ""),
            coming=tuple(names[o] for o in coming.get(product_id, ()) if o in names),
            photo=Picture(*leading[product_id]) if product_id in leading else None,
            card=card_id,
            thing=thing or "",
            thing_english=thing_en or english_title(thing or ""),
            size=size if card_id else "",
            material=material,
            colour=colour,
            measure=size,
            weight=net_weight or title,
            halal=product_id in halal or maker_id in halal_makers,
            hung=created_at.date(),
            sold=product_id in sold,
        )
        for (
            product_id, maker_id, slug, title, title_en, motif, technique, kind, size, net_weight,
            material, colour, card_id, thing, thing_en, price, maker, maker_slug, sentra, craft,
            created_at,
        ) in rows
    ]  # fmt: skip


def _sold(session: Session, only: ColumnElement[bool]) -> frozenset[int]:
    """Return the unique pieces that somebody took home."""
    rows = session.scalars(
        select(Movement.product_id)
        .join(Product, Product.id == Movement.product_id)
        .join(Maker, Maker.id == Product.maker_id)
        .join(Sentra, Sentra.id == Maker.sentra_id)
        .where(only, Product.kind == "unique", Movement.reason.in_(("sold", "customer_return")))
        .group_by(Movement.product_id)
        .having(func.sum(Movement.quantity) < 0)
    )
    return frozenset(rows)


def _facts() -> Select[*tuple[Any, ...]]:
    """What a card says of a product, newest first; `_works` takes the columns by their places."""
    newest = (
        select(ProductPrice.product_id, func.max(ProductPrice.id).label("id"))
        .group_by(ProductPrice.product_id)
        .subquery()
    )
    return (
        select(
            Product.id, Product.maker_id, Product.slug, Product.title, Product.title_en,
            Product.motif, Product.technique, Product.kind, Product.size, Product.net_weight,
            Product.material, Product.colour, Product.card_id, ProductCard.title,
            ProductCard.title_en, ProductPrice.price, Maker.name, Maker.slug, Sentra.name,
            Sentra.craft, Product.created_at,
        )
        .join(newest, newest.c.product_id == Product.id)
        .join(ProductPrice, ProductPrice.id == newest.c.id)
        .join(Maker, Maker.id == Product.maker_id)
        .join(Sentra, Sentra.id == Maker.sentra_id)
        .outerjoin(ProductCard, ProductCard.id == Product.card_id)
        .order_by(Product.created_at.desc(), Product.id.desc())
    )  # fmt: skip


def _photos(session: Session, product: Product) -> tuple[Picture, ...]:
    """Return a product's own photos, else those of its other sizes."""
    held = photos.of_product(session, product.id)
    for other in sizes.of(session, product) if not held else ():
        held = held or photos.of_product(session, other.id)
    return tuple(_picture(one.photo) for one in held)


def _picture(photo: Photo) -> Picture:
    return Picture(photo.name, photo.width, photo.height)


def _on_hand(
    session: Session, only: ColumnElement[bool], *, today: date
) -> dict[tuple[int, int], int]:
    """Return pieces on hand by (product, outlet), positive ones only, without expired lots."""
    pieces = func.sum(StockLevel.on_hand)
    rows = session.execute(
        select(StockLevel.product_id, StockLevel.outlet_id, pieces)
        .join(Product, Product.id == StockLevel.product_id)
        .join(Maker, Maker.id == Product.maker_id)
        .outerjoin(Lot, Lot.id == StockLevel.lot_key)
        .where(only, or_(Lot.id.is_(None), Lot.expires_on >= today))
        .group_by(StockLevel.product_id, StockLevel.outlet_id)
        .having(pieces > 0)
    )
    return {(product, outlet): int(count) for product, outlet, count in rows}


def _held(session: Session, *, at: datetime) -> dict[int, str]:
    """Return the unique pieces that somebody holds at the moment `at`, with what kind of holder."""
    rows = session.execute(
        select(Reservation.product_id, Reservation.source_kind).where(
            Reservation.released_at.is_(None), Reservation.expires_at > at
        )
    )
    return {row.product_id: row.source_kind for row in rows}


def _certificates(
    session: Session, product: Product, *, today: date
) -> tuple[tuple[str, str], ...]:
    found = certificate_queries.numbers(session, product, on=today)
    return tuple((kind, found[kind]) for kind in BADGES if kind in found)
