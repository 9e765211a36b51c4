"""The office's lists of categories, with the terms of each, and of the goods in one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager

from catalogue.makers.models import Maker
from catalogue.products import contracts, wording
from catalogue.products.categories import AT_ONCE
from catalogue.products.models import Category, Contract, Product
from core.i18n import _
from core.lists import Column, Listing


@dataclass(frozen=True)
class Row:
    """A category, its goods in use, and the version of its own contract that holds, if any does."""

    category: Category
    goods: int
    held: Contract | None


_goods = (
    select(func.count(Product.id))
    .where(Product.category_id == Category.id, Product.archived_at.is_(None))
    .correlate(Category)
    .scalar_subquery()
)


def categories_on(today: date) -> Listing:
    """Return the list with the contracts that hold on a day."""
    return Listing(
        name="golongan",
        label=_("Golongan barang"),
        query=select(Category, _goods),
        key=Category.id,
        columns=(
            Column("name", _("Golongan"), lambda r: r.category.name, sort=func.lower(Category.name)),
            Column("goods", _("Barang"), lambda r: r.goods, sort=_goods, number=True),
            Column("terms", _("Perjanjian"), lambda r: wording.brief(r.held) if r.held else ""),
            Column("since", _("Mulai"), lambda r: r.held.starts_on if r.held else None, on_page=False),
        ),
        order="name",
        has=lambda word: func.lower(Category.name).contains(word, autoescape=True),
        hint=_("nama golongan"),
        fill=partial(_filled, today=today),
    )  # fmt: skip


def goods_of(category: Category) -> Listing:
    """Return the list of the goods in use that belong to a category."""
    return Listing(
        name="golongan-barang",
        label=_("Golongan barang"),
        query=(
            select(Product)
            .outerjoin(Maker, Maker.id == Product.maker_id)
            .options(contains_eager(Product.maker))
            .where(Product.category_id == category.id, Product.archived_at.is_(None))
        ),
        key=Product.id,
        columns=(
            Column("code", _("Kode"), lambda p: p.code, on_page=False),
            Column("title", _("Barang"), lambda p: p.title, sort=Product.title_key),
            Column("maker", _("Perajin"), lambda p: p.maker.name if p.maker else _("Galeri sendiri"),
                   sort=func.coalesce(Maker.name_key, "")),
        ),
        order="title",
        per_page=AT_ONCE,
    )  # fmt: skip


def _filled(session: Session, rows: Sequence[Any], *, today: date) -> Sequence[Row]:
    found = []
    for category, goods in rows:
        versions = contracts.versions(session, (None, category.id, None))
        held = next((one for one in versions if one.starts_on <= today), None)
        found.append(Row(category, int(goods), held))
    return found
