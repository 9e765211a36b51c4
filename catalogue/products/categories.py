"""Categories: kinds of goods that a contract may name, and which goods belong to them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from catalogue.makers import owners
from catalogue.makers.models import Maker
from catalogue.products.models import Category, Product
from core.errors import Conflict, NotFound, Refused
from core.i18n import _
from core.text import fold
from core.users import service as people

LONGEST_NAME = 60
AT_ONCE = 100
"""Goods that are put into a category in one go; the page offers no more."""


def every(session: Session) -> list[tuple[Category, int]]:
    """Return each category by name, with how many goods in use it has."""
    rows = session.execute(
        select(Category, func.count(Product.id))
        .outerjoin(Product, (Product.category_id == Category.id) & Product.archived_at.is_(None))
        .group_by(Category.id)
        .order_by(func.lower(Category.name))
    )
    return [(category, int(count)) for category, count in rows]


def require(session: Session, category_id: int) -> Category:
    """Return the category, or raise NotFound."""
    found = session.get(Category, category_id)
    if found is None:
        raise NotFound(_("Golongan ini tidak ada dalam daftar."))
    return found


def others(session: Session, category: Category, words: str) -> list[Product]:
    """Return goods in use outside a category whose title or maker has every word, AT_ONCE at most."""
    having = [
        or_(
            Product.title_key.contains(word, autoescape=True),
            Maker.name_key.contains(word, autoescape=True),
        )
        for word in fold(words).split()
    ]
    return list(
        session.scalars(
            select(Product)
            .outerjoin(Maker, Maker.id == Product.maker_id)
            .where(
                Product.category_id.is_distinct_from(category.id),
                Product.archived_at.is_(None),
                *having,
            )
            .order_by(Product.title_key, Product.id)
            .limit(AT_ONCE)
        )
    )


def add(session: Session, name: str, *, by: int, at: datetime) -> Category:
    """Add a category; Conflict where there is one of that name, however it is written."""
    category = Category(name=_free_name(session, name, None))
    session.add(category)
    session.flush()
    people.record(session, "category.added", kind="category", subject_id=category.id, by=by, at=at)
    return category


def rename(session: Session, category: Category, name: str, *, by: int, at: datetime) -> None:
    """Give a category another name; contracts for it stay."""
    category.name = _free_name(session, name, category.id)
    session.flush()
    people.record(
        session, "category.renamed", kind="category", subject_id=category.id, by=by, at=at
    )


def put(
    session: Session, products: Sequence[Product], category: Category | None, *, by: int,
    at: datetime,
) -> None:  # fmt: skip
    """Put goods into a category, or into none; from now on its contract may hold for them.

    Raises Forbidden to whoever would move the own goods: the agreement in force moves with them.
    """
    moved = [p for p in products if p.category_id != (category.id if category else None)]
    refuse_own(session, [p.maker_id for p in moved], by=by)
    for product in moved:
        product.category_id = category.id if category else None
    session.flush()
    people.record_all(
        session, "product.categorised", kind="product", subject_ids=[p.id for p in moved], by=by,
        at=at,
    )  # fmt: skip


def refuse_own(session: Session, maker_ids: Sequence[int | None], *, by: int) -> None:
    """Raise Forbidden where `by` would choose the category of the own goods."""
    sentence = _("Golongan barang sendiri dipilih pengurus lain.")
    owners.refuse_own(session, maker_ids, sentence, by=by)


def _free_name(session: Session, name: str, own_id: int | None) -> str:
    name = " ".join(name.split())
    if not fold(name):
        raise Refused(_("Isi nama golongannya."), field="name")
    if len(name) > LONGEST_NAME:
        raise Refused(
            _("Nama golongan paling panjang %(most)s huruf.", most=LONGEST_NAME), field="name"
        )
    for category, _count in every(session):
        if category.id != own_id and fold(category.name) == fold(name):
            raise Conflict(_("Golongan %(name)s sudah ada.", name=category.name), field="name")
    return name


def makers_in(session: Session, category_id: int) -> set[int]:
    """Return the makers who have goods in a category, house goods left out."""
    found = session.scalars(
        select(Product.maker_id)
        .where(Product.category_id == category_id, Product.maker_id.is_not(None))
        .distinct()
    )
    return {maker_id for maker_id in found if maker_id is not None}
