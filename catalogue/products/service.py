"""Verbs about products: create, price, give a code, edit, archive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from catalogue.makers import owners
from catalogue.makers.models import Maker
from catalogue.outlets import queries as outlets
from catalogue.outlets import showroom
from catalogue.products import queries
from catalogue.products.models import Product, ProductCard, ProductCode, ProductDoubt, ProductPrice
from core import counters, settings
from core.errors import Conflict, Refused
from core.i18n import _
from core.ids import in_store_code, is_ean13
from core.text import fold, slug
from core.users import service as people

MAX_PRICE = 1_000_000_000
"""No single piece in a craft showroom costs a milliard; more is a typing error."""

LONGEST_WORK = 3650
"""Days; no cloth took its maker more than ten years."""

LETTERS = ("XS", "S", "M", "L", "XL", "XXL", "XXXL")


@dataclass(frozen=True)
class Facts:
    """What is written about a product; text empty and days None where unknown."""

    title: str
    title_en: str = ""
    description: str = ""
    description_en: str = ""
    motif: str = ""
    technique: str = ""
    size: str = ""
    net_weight: str = ""
    material: str = ""
    colour: str = ""
    days_to_make: int | None = None
    care: str = ""
    ingredients: str = ""
    storage: str = ""
    packed: str = ""
    unit: str = "buah"


@dataclass(frozen=True)
class NewProduct:
    """A product to add: `kind` is counted, unique or service; prices in rupiah.

    A service has no maker; `is_passed_on` is postage and the like. `code` is a GTIN; without one it gets our next in-store EAN-13.
    """

    facts: Facts
    maker: Maker | None
    kind: str
    price: int
    net_price: int | None = None
    code: str | None = None
    is_passed_on: bool = False


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
    is_passed_on: bool = False,
) -> Product:
    """Add one product with its price and its code; see NewProduct."""
    wanted = NewProduct(facts, maker, kind, price, net_price, code, is_passed_on)
    return create_all(session, [wanted], by=by, at=at)[0]


def create_all(
    session: Session, wanted: Sequence[NewProduct], *, by: int | None, at: datetime
) -> list[Product]:
    """Add products with their prices and codes, in a few statements however many they are."""
    for new in wanted:
        check_prices(new.price, new.net_price)
    serials = [counters.next_number(session, "product") for _new in wanted]
    products = [_product(new, serial, at) for new, serial in zip(wanted, serials, strict=True)]
    session.add_all(products)
    session.flush()
    prefix = settings.get(session, showroom.CODE_PREFIX, on=outlets.house_date(session, at))
    add_codes(
        session,
        [
            (product, new.code or in_store_code(serial, prefix))
            for product, new, serial in zip(products, wanted, serials, strict=True)
        ],
        at=at,
    )
    session.add_all(
        ProductPrice(
            product_id=product.id, price=new.price, net_price=new.net_price, set_at=at, set_by=by
        )
        for product, new in zip(products, wanted, strict=True)
    )
    people.record_all(
        session,
        "product.created",
        kind="product",
        subject_ids=[p.id for p in products],
        by=by,
        at=at,
    )
    return products


def _product(new: NewProduct, serial: int, at: datetime) -> Product:
    written = _checked(new.facts)
    title = written["title"]
    return Product(
        maker_id=new.maker.id if new.maker else None,
        maker=new.maker,
        kind=new.kind,
        is_passed_on=new.is_passed_on,
        created_at=at,
        slug=slug(title, tail=str(serial)),
        title_key=fold(title),
        codes=[],
        **written,
    )


def add_code(session: Session, product: Product, code: str, *, at: datetime) -> None:
    """Give a product a code of 13 digits; a code that another product has is refused."""
    add_codes(session, [(product, code)], at=at)


def add_codes(session: Session, wanted: Sequence[tuple[Product, str]], *, at: datetime) -> None:
    """Give products their codes; a code that another product has is refused."""
    taken = queries.by_codes(session, [code for _product, code in wanted])
    for product, code in wanted:
        if not is_ean13(code):
            raise Refused(
                _("Kode %(code)s bukan 13 angka dengan angka periksa yang benar.", code=code),
                field="code",
            )
        holder = taken.setdefault(code, product)
        if holder is not product:
            raise Conflict(
                _(
                    "Kode %(code)s sudah dipakai %(other)s, jadi tidak bisa untuk %(this)s.",
                    code=code,
                    other=holder.title,
                    this=product.title,
                ),
                field="code",
            )
        if all(held.code != code for held in product.codes):
            product.codes.append(ProductCode(code=code, created_at=at))
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
    """Set the list price and, under net terms, the maker's net price, from now on.

    Raises Forbidden to whoever would raise the net price of the own goods.
    """
    check_prices(price, net_price)
    _refuse_own_rise(session, product, net_price, by=by)
    row = ProductPrice(
        product_id=product.id, price=price, net_price=net_price, set_at=at, set_by=by
    )
    session.add(row)
    session.flush()
    return row


def _refuse_own_rise(
    session: Session, product: Product, net_price: int | None, *, by: int | None
) -> None:
    if net_price is None or by is None:
        return
    if net_price > (queries.current_price(session, product.id).net_price or 0):
        sentence = _("Harga titip barang sendiri dinaikkan pengurus lain.")
        owners.refuse_own(session, [product.maker_id], sentence, by=by)


def change_price(
    session: Session, product: Product, price: int, *, net_price: int | None, by: int, at: datetime
) -> None:
    """Set a price that somebody decided on; raises Refused where nothing would change.

    Raises what `set_price` raises.
    """
    before = queries.current_price(session, product.id)
    if (price, net_price) == (before.price, before.net_price):
        raise Refused(_("Harga itu sama dengan yang sekarang."), field="price")
    set_price(session, product, price, net_price=net_price, by=by, at=at)
    people.record(session, "product.priced", kind="product", subject_id=product.id, by=by, at=at)


def check_prices(price: int, net_price: int | None, *, field: str = "price") -> None:
    """Raise Refused beside `field` for prices in rupiah that cannot be meant."""
    if not 0 < price <= MAX_PRICE:
        raise Refused(_("Harga harus lebih dari Rp0 dan masuk akal."), field=field)
    if net_price is not None and not 0 < net_price <= price:
        raise Refused(_("Harga jual tidak boleh di bawah harga titip."), field=field)


def edit(session: Session, product: Product, facts: Facts, *, by: int, at: datetime) -> None:
    """Change what is written about a product; receipts keep what they printed.

    Of several sizes of one thing `facts.title` is without the size, and all but size and weight
    is written on every one of them.
    """
    written = _checked(facts)
    if product.card_id is None:
        _write(product, written)
    else:
        _write_sizes(session, product, written)
    session.flush()
    people.record(session, "product.edited", kind="product", subject_id=product.id, by=by, at=at)


def _write(product: Product, written: dict[str, Any]) -> None:
    for name, value in written.items():
        setattr(product, name, value)
    product.title_key = fold(product.title)


def _write_sizes(session: Session, product: Product, written: dict[str, Any]) -> None:
    card = product.card
    assert card is not None
    card.title, card.title_en = written["title"], written["title_en"]
    sizes = queries.of_card(session, card.id)
    size = checked_size(written["size"], [s.size for s in sizes if s.id != product.id])
    for one in {one.id: one for one in (*sizes, product)}.values():
        own = {"size": size, "net_weight": written["net_weight"]}
        kept = {"size": one.size, "net_weight": one.net_weight}
        put_on(card, one, {**written, **(own if one.id == product.id else kept)})


def put_on(card: ProductCard, product: Product, written: dict[str, Any]) -> None:
    """Write facts on one size of a thing; its title is the card's with its size behind it."""
    size = written["size"]
    said = f"{card.title_en}, size {size}" if card.title_en else ""
    _write(product, {**written, "title": f"{card.title} {size}", "title_en": said})
    product.card_id, product.card = card.id, card


def checked_size(size: str, others: Sequence[str]) -> str:
    """Return a size as tags say it; Refused if it is empty or one of the `others`."""
    size = " ".join(size.split())
    size = size.upper() if size.upper() in LETTERS else size
    if not size:
        raise Refused(_("Isi ukurannya: barang ini ada beberapa ukuran."), field="size")
    if size.lower() in (other.lower() for other in others):
        raise Refused(_("Ukuran %(size)s sudah ada.", size=size), field="size")
    return size


def archive(session: Session, product: Product, *, by: int, at: datetime) -> None:
    """Take a product off the lists; nothing is deleted."""
    product.archived_at = at
    session.flush()
    people.record(session, "product.archived", kind="product", subject_id=product.id, by=by, at=at)


def doubt(session: Session, product: Product, *, reason: str, at: datetime) -> None:
    """Put a product that came in as new, though several fit it, on the list for a person."""
    session.add(ProductDoubt(product_id=product.id, reason=reason, found_at=at))
    session.flush()


def _checked(facts: Facts) -> dict[str, Any]:
    """Return the facts as the columns of a product keep them."""
    written = {
        name: value.strip() if isinstance(value, str) else value
        for name, value in facts.__dict__.items()
    }
    title = " ".join(facts.title.split())
    if not fold(title):
        raise Refused(_("Isi nama barangnya."), field="title")
    days = facts.days_to_make
    if days is not None and not 1 <= days <= LONGEST_WORK:
        raise Refused(
            _("Lama membuat harus antara 1 dan %(n)s hari.", n=LONGEST_WORK), field="days_to_make"
        )
    return {**written, "title": title}
