"""The makers and the sentra as visitors meet them: the business, never the person's data."""

from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker, Sentra
from catalogue.products.glossary import english_craft
from catalogue.visitors.pictures.choice import craft_of
from catalogue.visitors.shown import Cluster, Hand, Picture
from core.errors import NotFound
from core.i18n import _, current_locale, spoken
from core.images import Photo
from core.text import key


def agreed_phone(session: Session, maker_slug: str) -> str | None:
    """Return the own number of a maker who agreed that visitors may write to it; None otherwise."""
    return session.scalar(
        select(Maker.phone).where(
            Maker.slug == maker_slug, Maker.shows_phone, Maker.archived_at.is_(None)
        )
    )


def hand(session: Session, slug: str) -> Hand:
    """Return the maker with this slug; raise NotFound."""
    found = known_hand(session, slug)
    if found is None:
        raise NotFound(_("Perajin ini tidak ada di katalog kami."))
    return found


def known_hand(session: Session, slug: str) -> Hand | None:
    """Return the maker with this slug, or None for one who is not shown (any more)."""
    row = session.execute(_hands().where(Maker.slug == slug)).one_or_none()
    return None if row is None else _hand(row)


def hands(session: Session) -> list[Hand]:
    """Return the makers who have not left, by sentra and name."""
    return [_hand(row) for row in session.execute(_hands().order_by(Sentra.name, Maker.name))]


def sentra(session: Session) -> list[Cluster]:
    """Return the sentra that have makers on the list, the one with most makers first."""
    rows = session.execute(
        select(Sentra.name, Sentra.craft, func.count(Maker.id).label("makers"))
        .join(Maker, Maker.sentra_id == Sentra.id)
        .where(Maker.archived_at.is_(None))
        .group_by(Sentra.id, Sentra.name, Sentra.craft)
        .order_by(func.count(Maker.id).desc(), Sentra.name)
    )
    english = current_locale() == "en"
    return [
        Cluster(
            slug=key(row.name),
            name=english_craft(row.name) if english else row.name,
            craft=craft_of(row.craft or row.name),
            makers=row.makers,
        )
        for row in rows
    ]


def cluster(session: Session, slug: str) -> Cluster:
    """Return the sentra with this slug; raise NotFound."""
    found = next((one for one in sentra(session) if one.slug == slug), None)
    if found is None:
        raise NotFound(_("Sentra ini tidak ada di katalog kami."))
    return found


def _hands() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Maker.slug,
            Maker.name,
            Maker.story,
            Maker.story_en,
            Sentra.name.label("sentra"),
            Sentra.craft,
            Photo.name.label("photo"),
            Photo.width,
            Photo.height,
        )
        .select_from(Maker)
        .join(Sentra)
        .outerjoin(Photo, Photo.id == Maker.photo_id)
        .where(Maker.archived_at.is_(None))
    )


def _hand(row: Row[*tuple[Any, ...]]) -> Hand:
    english = current_locale() == "en"
    return Hand(
        slug=row.slug,
        name=row.name,
        sentra=english_craft(row.sentra) if english else row.sentra,
        craft=craft_of(row.craft or row.sentra),
        story=spoken(row.story, row.story_en),
        photo=Picture(row.photo, row.width, row.height) if row.photo else None,
        sentra_slug=key(row.sentra),
        in_indonesian=english and bool(row.story) and not row.story_en,
    )
