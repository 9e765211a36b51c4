"""Verbs about products: create, price, give a code, edit, archive."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.outlets import showroom
from catalogue.products import queries
from catalogue.products.models import Product, ProductCode, ProductDoubt, ProductPrice
from core import counters, settings
from core.clock import local_date
from core.errors import Conflict, Refused
from core.i18n import _
from core.ids import in_store_code, is_ean13
from core.text import fold, slug
from core.users import service as people

MAX_PRICE = 1_000_000_000
"""No single piece in a craft showroom costs a milliard; more is a typing error."""


@dataclass(frozen=True)
class Facts:
    """What is written about a product; all text, empty where unknown."""

    title: str
    title_en: str = ""
    description: str = ""
    description_en: str = ""
    motif: str = ""
    technique: str = ""
    size: str = ""
    net_weight: str = ""
    unit: str = "buah"


def create(
    session: Session,
    facts: Facts,
    *,
    maker: Maker | None,
    kind: str,
    price: int,
    net_price: int | None,
    by: int | None,
    at: datetime,
    code: str | None = None,
) -> Product:
    """Add a product with its price and its code: `code` (a GTIN) or our next in-store EAN-13.

    `kind` is counted, unique or service; a service has no maker. Prices in rupiah.
    """
    title = _checked_title(facts.title)
    serial = counters.next_number(session, "product")
    product = Product(
        maker_id=maker.id if maker else None, maker=maker, kind=kind, created_at=at,
        slug=slug(title, tail=str(serial)), title_key=fold(title),
        **{**facts.__dict__, "title": title},
    )
    session.add(product)
    session.flush()
    add_code(session, product, code or _own_code(session, serial, at), at=at)
    set_price(session, product, price, net_price=net_price, by=by, at=at)
    people.record(session, "product.created", kind="product", subject_id=product.id, by=by, at=at)
    return product


def add_code(session: Session, product: Product, code: str, *, at: datetime) -> None:
    """Give a product a code of 13 digits; a code that another product has is refused."""
    if not is_ean13(code):
        raise Refused(
            _("Kode %(code)s bukan 13 angka dengan angka periksa yang benar.", code=code),
            field="code",
        )
    taken = queries.by_code(session, code)
    if taken is not None and taken.id != product.id:
        raise Conflict(
            _(
                "Kode %(code)s sudah dipakai %(other)s, jadi tidak bisa untuk %(this)s.",
                code=code, other=taken.title, this=product.title,
            ),
            field="code",
        )
    if taken is None:
        session.add(ProductCode(code=code, product_id=product.id, product=product, created_at=at))
        session.flush()


def set_price(
    session: Session,
    product: Product,
    price: int,
    *,
    net_price: int | None,
    by: int | None,
    at: datetime,
) -> ProductPrice:
    """Set the list price and, under net terms, the maker's net price, from now on."""
    if not 0 < price <= MAX_PRICE:
        raise Refused(_("Harga harus lebih dari Rp0 dan masuk akal."), field="price")
    if net_price is not None and not 0 < net_price <= price:
        raise Refused(
            _("Harga jual tidak boleh di bawah harga titip."), field="price"
        )
    row = ProductPrice(
        product_id=product.id, price=price, net_price=net_price, set_at=at, set_by=by
    )
    session.add(row)
    session.flush()
    return row


def edit(session: Session, product: Product, facts: Facts, *, by: int, at: datetime) -> None:
    """Change what is written about a product; receipts keep what they printed."""
    title = _checked_title(facts.title)
    for name, value in facts.__dict__.items():
        setattr(product, name, value.strip())
    product.title, product.title_key = title, fold(title)
    session.flush()
    people.record(session, "product.edited", kind="product", subject_id=product.id, by=by, at=at)


def archive(session: Session, product: Product, *, by: int, at: datetime) -> None:
    """Take a product off the lists; nothing is deleted."""
    product.archived_at = at
    session.flush()
    people.record(session, "product.archived", kind="product", subject_id=product.id, by=by, at=at)


def doubt(session: Session, product: Product, *, reason: str, at: datetime) -> None:
    """Put a product that came in as new, though several fit it, on the list for a person."""
    session.add(ProductDoubt(product_id=product.id, reason=reason, found_at=at))
    session.flush()


def _own_code(session: Session, serial: int, at: datetime) -> str:
    prefix = settings.get(session, showroom.CODE_PREFIX, on=local_date(at, "WIB"))
    return in_store_code(serial, prefix)


def _checked_title(title: str) -> str:
    title = " ".join(title.split())
    if not fold(title):
        raise Refused(_("Isi nama barangnya."), field="title")
    return title
