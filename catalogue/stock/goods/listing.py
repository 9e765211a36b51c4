"""The office's list of goods: what stands in it, and what it is narrowed and sorted by."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from sqlalchemy import ColumnElement, exists, func
from sqlalchemy.orm import Session

from catalogue.makers import queries as makers
from catalogue.makers.listing import sentra
from catalogue.makers.models import Maker
from catalogue.outlets import queries as places
from catalogue.outlets.models import Outlet
from catalogue.products.models import Product, ProductPhoto
from catalogue.stock import shelves
from catalogue.stock.goods import queries
from catalogue.stock.goods.queries import Row
from catalogue.stock.models import ShelfPlace
from core.i18n import _
from core.lists import Column, Filter, Listing, by_id, one_of

KINDS = {"counted": _("Dihitung"), "unique": _("Karya tunggal"), "service": _("Jasa")}


def goods(outlets: Sequence[Outlet], *, today: date, outlet_id: int | None = None) -> Listing:
    """Return the list of goods on a day; its total counts `outlet_id` alone where one is asked."""
    total = queries.pieces_at(outlet_id)
    return Listing(
        name="barang",
        label=_("Barang"),
        query=queries.rows(today, total),
        key=Product.id,
        columns=(
            Column("code", _("Kode"), lambda r: r.code, on_page=False),
            Column("title", _("Barang"), lambda r: r.title, sort=Product.title_key),
            Column("kind", _("Jenis"), lambda r: _(KINDS[r.kind]), on_page=False),
            Column(
                "maker", _("Perajin"), lambda r: r.maker or _("Galeri sendiri"),
                sort=func.coalesce(Maker.name_key, ""),
            ),
            Column("sentra", _("Sentra"), lambda r: r.sentra, on_page=False),
            Column("price", _("Harga"), lambda r: r.price, sort=queries.price_now(), number=True),
            *(
                Column(
                    f"at-{outlet.id}", outlet.name, partial(_there, outlet.id),
                    sort=queries.pieces_at(outlet.id), number=True,
                )
                for outlet in outlets
            ),
            Column("stock", _("Jumlah"), lambda r: r.total, sort=total, number=True),
            Column("sold", _("Laku 30 hari"), lambda r: r.sold, sort=queries.sold_until(today), number=True),
            Column("expires", _("Kedaluwarsa"), lambda r: r.expires_on, on_page=False),
            Column("new", _("Nomor urut"), lambda r: r.id, sort=Product.id, on_page=False),
        ),
        order="title",
        filters=(
            _states(today),
            by_id("sentra", _("Sentra"), Maker.sentra_id, sentra),
            by_id("maker", _("Perajin"), Product.maker_id, makers.names),
            by_id(
                "outlet", _("Ada di"), lambda n: queries.pieces_at(n) != 0, places.choices,
                everything=_("Semua tempat"),
            ),
            one_of("kind", _("Jenis"), {
                "counted": (KINDS["counted"], Product.kind == "counted"),
                "unique": (KINDS["unique"], Product.kind == "unique"),
                "house": (_("Milik galeri"), Product.maker_id.is_(None)),
                "service": (KINDS["service"], Product.kind == "service"),
            }),
            Filter("shelf", _("Rak"), _shelves, _on_shelf),
            one_of("photo", _("Foto"), {
                "lacking": (_("Belum berfoto"), ~_has_photo()), "there": (_("Sudah berfoto"), _has_photo()),
            }),
        ),
        has=queries.has_word,
        hint=_("nama, kode, atau perajin"),
        known=queries.known,
        fill=partial(queries.filled, today=today),
    )  # fmt: skip


def _shelves(session: Session) -> list[tuple[str, str]]:
    return [(shelf, shelf) for shelf in shelves.names(session)]


def _on_shelf(shelf: str) -> ColumnElement[bool] | None:
    if not shelf:
        return None
    return exists().where(ShelfPlace.product_id == Product.id, ShelfPlace.shelf == shelf)


def _has_photo() -> ColumnElement[bool]:
    return exists().where(ProductPhoto.product_id == Product.id)


def _there(outlet_id: int, row: Row) -> int:
    return row.on_hand.get(outlet_id, 0)


def _states(today: date) -> Filter:
    wheres = {state: queries.in_state(state, today) for state in queries.STATES}
    names = {
        "low": _("Hampir habis"),
        "soon": _("Segera kedaluwarsa"),
        "check": _("Perlu diperiksa"),
        "archived": _("Diarsipkan"),
    }
    choices = {state: (name, wheres[state]) for state, name in names.items()}
    return one_of("state", _("Keadaan"), choices, usual=wheres["all"], tabs=True)
