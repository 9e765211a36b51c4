"""The office's list of food by the day it expires: a row for each lot and place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, contains_eager

from catalogue.makers.models import Maker
from catalogue.outlets import queries as places
from catalogue.outlets.models import Outlet
from catalogue.products.models import Product
from catalogue.stock.expiry import queries
from catalogue.stock.models import Lot, StockLevel
from core.i18n import _
from core.lists import Column, Condition, Listing, by_id, one_of


@dataclass(frozen=True)
class OnShelf:
    """The pieces of one lot at one place; `days` until it expires, negative when it has."""

    product: Product
    outlet: Outlet
    expires_on: date
    pieces: int
    days: int

    @property
    def span(self) -> str:
        """Which of queries.SPANS it belongs to."""
        if self.days < 0:
            return "expired"
        return "week" if self.days <= queries.WEEK.days else "month"

    @property
    def to_do(self) -> str:
        """What to do with it, as a sentence."""
        return {
            "expired": _("Turunkan dari rak hari ini. Kembalikan ke perajin, atau catat rusak."),
            "week": _("Tawarkan ke perajin untuk diambil, atau turunkan harga."),
            "month": _("Taruh di depan supaya laku lebih dulu."),
        }[self.span]


def expiring(today: date) -> Listing:
    """Return the list of lots on hand that expired or will within thirty days of `today`."""

    def fill(_session: Session, rows: Sequence[Any]) -> Sequence[OnShelf]:
        return _filled(rows, today)

    return Listing(
        name="kedaluwarsa",
        label=_("Kedaluwarsa"),
        query=select(Product, Outlet, Lot.expires_on, StockLevel.on_hand)
        .select_from(StockLevel)
        .join(Lot, Lot.id == StockLevel.lot_key)
        .join(Product, Product.id == StockLevel.product_id)
        .outerjoin(Maker, Maker.id == Product.maker_id)
        .join(Outlet, Outlet.id == StockLevel.outlet_id)
        .options(contains_eager(Product.maker))
        .where(StockLevel.on_hand > 0, Lot.expires_on <= today + queries.MONTH),
        key=(StockLevel.lot_key, StockLevel.outlet_id),
        columns=(
            Column("day", _("Baik sebelum"), lambda r: r.expires_on, sort=Lot.expires_on),
            Column("code", _("Kode"), lambda r: r.product.code, on_page=False),
            Column("title", _("Barang"), lambda r: r.product.title, sort=Product.title_key),
            Column(
                "maker", _("Perajin"), lambda r: r.product.maker.name if r.product.maker else "",
                sort=func.coalesce(Maker.name_key, ""),
            ),
            Column("outlet", _("Tempat"), lambda r: r.outlet.name, sort=Outlet.name),
            Column(
                "pieces", _("Buah"), lambda r: r.pieces, sort=StockLevel.on_hand, number=True
            ),
            Column("todo", _("Yang perlu dilakukan"), lambda r: r.to_do),
        ),
        order="day",
        filters=(
            one_of("span", _("Sisa waktu"), {
                "expired": (_("Sudah lewat"), queries.within(today, "expired")),
                "week": (_("Sampai 7 hari lagi"), queries.within(today, "week")),
                "month": (_("8 sampai 30 hari lagi"), queries.within(today, "month")),
            }),
            by_id(
                "outlet", _("Ada di"), lambda number: StockLevel.outlet_id == number, places.choices,
                everything=_("Semua tempat"),
            ),
        ),
        has=_has,
        fill=fill,
        hint=_("nama barang atau perajin"),
    )  # fmt: skip


def of_maker(session: Session, maker_id: int, *, today: date) -> Sequence[OnShelf]:
    """Return a maker's lots on hand that expired or will within thirty days, the earliest first."""
    mine = expiring(today).query.where(Product.maker_id == maker_id)
    return _filled(session.execute(mine.order_by(Lot.expires_on, Product.id)).all(), today)


def _filled(rows: Sequence[Any], today: date) -> Sequence[OnShelf]:
    return [
        OnShelf(product, outlet, expires_on, pieces, (expires_on - today).days)
        for product, outlet, expires_on, pieces in rows
    ]


def _has(word: str) -> Condition:
    return or_(
        Product.title_key.contains(word, autoescape=True),
        Maker.name_key.contains(word, autoescape=True),
    )
