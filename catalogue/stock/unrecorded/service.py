"""Verbs about goods that nobody recorded: note them at the till, write them on a delivery."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.outlets import queries as outlets
from catalogue.outlets import showroom
from catalogue.outlets.models import Outlet
from catalogue.products import categories, contracts, photos
from catalogue.products import service as products
from catalogue.products.models import Category, Product
from catalogue.products.service import Facts
from catalogue.stock import service as stock
from catalogue.stock.models import Consignment
from catalogue.stock.unrecorded import queries
from catalogue.stock.unrecorded.models import Unrecorded
from core import settings
from core.clock import local_date
from core.errors import Refused
from core.i18n import _
from core.ids import is_ean13
from core.images import Ready
from core.users import service as people


@dataclass(frozen=True, kw_only=True)
class Noted:
    """What the till says of goods that nobody recorded; prices in rupiah for one.

    `net_price` is asked for where the maker's agreement is by net price. `code` is what was
    scanned, empty without a tag.
    """

    title: str
    price: int
    net_price: int | None = None
    category: Category | None = None
    code: str = ""


def note(
    session: Session,
    maker: Maker,
    outlet: Outlet,
    said: Noted,
    *,
    shots: Sequence[Ready] = (),
    by: int,
    at: datetime,
) -> Product:
    """Make a product of goods in a customer's hand that nobody recorded, and return it.

    It sells under the maker's terms at once and goes below zero, where a later consignment finds
    it. Raises NoTerms without an agreement, Refused without the net price that it asks for,
    Forbidden to whoever would choose the category of the own goods.
    """
    if said.category is not None:
        categories.refuse_own(session, [maker.id], by=by)
    product = products.create(
        session, Facts(title=said.title), maker=maker, kind="counted", price=said.price,
        net_price=said.net_price, by=by, at=at, code=_makers_code(session, said.code, at=at),
    )  # fmt: skip
    product.category_id = said.category.id if said.category else None
    session.flush()
    contract = contracts.in_force(session, product, on=local_date(at, outlet.zone))
    if contract is None:
        raise contracts.no_terms(product)
    if contract.terms == "net" and said.net_price is None:
        raise Refused(
            _("Perjanjian %(maker)s memakai harga titip. Tanyakan harga titipnya.",
              maker=maker.name),
            field="net_price",
        )  # fmt: skip
    if shots:
        photos.add(session, product, shots, by=by, at=at)
    session.add(Unrecorded(product_id=product.id, outlet_id=outlet.id, at=at, by=by))
    people.record(session, "product.noted", kind="product", subject_id=product.id, by=by, at=at)
    session.flush()
    return product


def write_down(
    session: Session, maker: Maker, outlet: Outlet, *, by: int, at: datetime
) -> Consignment:
    """Draft the consignment of what waits of a maker at a place, with the pieces that were sold.

    Received, it brings the stock back to zero and takes the goods off the list.
    """
    rows = [
        row
        for row in queries.waiting(session, maker_id=maker.id)
        if row.noted.outlet_id == outlet.id and row.draft_id is None
    ]
    if not rows:
        raise Refused(_("Semua barang perajin ini sudah ada di surat titip barang."))
    consignment = stock.draft(
        session, maker, outlet, by=by, at=at, note=_("Belum terdaftar saat terjual.")
    )
    new = [
        stock.NewLine(row.product, max(1, row.sold), row.price.price, row.price.net_price)
        for row in rows
    ]
    stock.add_lines(session, [(consignment, line) for line in new])
    return consignment


def _makers_code(session: Session, scanned: str, *, at: datetime) -> str | None:
    """Return a scanned code that the product may keep: a right one that is none of our series."""
    prefix = settings.get(session, showroom.CODE_PREFIX, on=outlets.house_date(session, at))
    return scanned if is_ean13(scanned) and not scanned.startswith(prefix) else None
