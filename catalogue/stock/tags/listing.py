"""The office's list of price tags that say an old price, to be printed again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, contains_eager

from catalogue.makers import queries as makers
from catalogue.makers.models import Maker
from catalogue.products.models import Product, ProductPrice
from catalogue.stock.tags import service
from catalogue.stock.tags.reprint import Due
from core.i18n import _
from core.lists import Column, Condition, Listing, by_id


@dataclass(frozen=True)
class Row:
    """A product whose tags say an old price, and which."""

    product: Product
    due: Due


_changed = (
    select(func.max(ProductPrice.id))
    .where(ProductPrice.product_id == Product.id)
    .correlate(Product)
    .scalar_subquery()
)


def reprints(due: Sequence[Due]) -> Listing:
    """Return the list of what is due, as many on a page as are printed in one go."""
    by_product = {one.product_id: one for one in due}
    return Listing(
        name="label-harga-lama",
        label=_("Label dengan harga lama"),
        query=(
            select(Product)
            .outerjoin(Maker, Maker.id == Product.maker_id)
            .options(contains_eager(Product.maker))
            .where(Product.id.in_(by_product))
        ),
        key=Product.id,
        columns=(
            Column("code", _("Kode"), lambda r: r.product.code, on_page=False),
            Column("title", _("Barang"), lambda r: r.product.title, sort=Product.title_key),
            Column("maker", _("Perajin"), _maker, sort=func.coalesce(Maker.name_key, ""),
                   on_page=False),
            Column("before", _("Di label"), lambda r: r.due.before, number=True),
            Column("price", _("Sekarang"), lambda r: r.due.price, number=True),
            Column("since", _("Sejak"), lambda r: r.due.changed_at, sort=_changed),
            Column("pieces", _("Label"), lambda r: r.due.pieces, number=True),
        ),
        order="-since",
        filters=(by_id("maker", _("Perajin"), Product.maker_id, makers.names),),
        has=_has,
        hint=_("nama barang atau perajin"),
        fill=partial(_filled, by_product=by_product),
        per_page=service.MAX_TAGS,
    )  # fmt: skip


def _maker(row: Row) -> str:
    return row.product.maker.name if row.product.maker else _("Galeri sendiri")


def _has(word: str) -> Condition:
    return or_(
        Product.title_key.contains(word, autoescape=True),
        Maker.name_key.contains(word, autoescape=True),
    )


def _filled(
    _session: Session, rows: Sequence[Any], *, by_product: Mapping[int, Due]
) -> Sequence[Row]:
    return [Row(product, by_product[product.id]) for product in rows]
