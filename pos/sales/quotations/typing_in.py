"""The form of a quotation: what stands in it at first, and what was typed, read back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.partners import tiers
from catalogue.partners.models import Enquiry
from catalogue.products.models import Product
from catalogue.products.queries import by_code
from catalogue.stock.tags.reprint import offered_price
from core import forms
from core.errors import Refused
from core.i18n import _, use_locale
from core.money import plain, rupiah
from pos.sales.quotations.drafts import Draft, DraftLine
from pos.sales.quotations.models import Quotation
from pos.sales.quotations.shelves import Shelf, shelves_of
from pos.sales.quotations.sold import sold

BLANK_ROWS = 2
"""Rows at the end for goods that the firm did not name."""
MOST_ROWS = 42
TIERS = (1, 2, 3, 4)
USUAL_FROM = {2: 12, 3: 50}
"""From how many pieces on the second and third price usually count."""
USUAL_VALIDITY = timedelta(days=14)


@dataclass(frozen=True)
class Row:
    """A row of the form: its number, and its product where it is known."""

    number: int
    product: Product | None
    listed: int = 0
    typed: str = ""
    """The code that was typed where the product is not known yet."""
    shelves: tuple[Shelf, ...] = ()

    @property
    def on_shelf(self) -> int:
        """Pieces at all places together."""
        return sum(shelf.pieces for shelf in self.shelves)


def at_first(
    session: Session, enquiry: Enquiry, last: Quotation | None, *, today: date
) -> dict[str, str]:
    """Return the form as it is opened: what is left of the last quotation, else what was asked for."""
    form = {
        "valid_until": (today + USUAL_VALIDITY).isoformat(),
        "note": last.note if last else "",
        "terms": last.terms if last else _usual_terms(session, enquiry.language),
    }
    if last is None:
        kept = tiers.of_products(session, [item.product_id for item in enquiry.items])
        for n, item in enumerate(enquiry.items, start=1):
            form |= {f"product-{n}": str(item.product_id), f"quantity-{n}": str(item.quantity)}
            listed = offered_price(session, item.product_id)
            form[f"price1-{n}"] = plain(listed)
            form |= {f"from{tier}-{n}": str(least) for tier, least in USUAL_FROM.items()}
            usual_tiers = tiers.below(kept.get(item.product_id, ()), listed)
            for tier, usual in enumerate(usual_tiers, start=2):
                form[f"from{tier}-{n}"] = str(usual.pieces)
                form[f"price{tier}-{n}"] = plain(usual.price)
        return form
    done = sold(session, last)
    rest = [line for line in last.lines if done.left(line)]
    for n, line in enumerate(rest, start=1):
        form |= {f"product-{n}": str(line.product_id), f"quantity-{n}": str(done.left(line))}
        form |= {f"days-{n}": str(line.days or ""), f"house-{n}": "1" if line.by_house else ""}
        for tier, one in enumerate(line.tiers, start=1):
            form |= {f"from{tier}-{n}": str(one.pieces), f"price{tier}-{n}": plain(one.price)}
    return form


def rows_of(session: Session, form: forms.Form) -> list[Row]:
    """Return the rows of a form: those with a product, and some to write codes into."""
    products: list[Product | None] = []
    while len(products) < MOST_ROWS:
        n = len(products) + 1
        product = session.get(Product, forms.optional_id(form, f"product-{n}") or 0)
        if product is None and f"code-{n}" not in form:
            break
        products.append(product)
    shelves = shelves_of(session, filter(None, products))
    found = [
        Row(
            n, product,
            listed=offered_price(session, product.id) if product else 0,
            typed=forms.text(form, f"code-{n}", most=40),
            shelves=tuple(shelves[product.id]) if product else (),
        )
        for n, product in enumerate(products, start=1)
    ]  # fmt: skip
    blank = sum(row.product is None for row in found)
    return found + [Row(len(found) + 1 + n, None) for n in range(max(0, BLANK_ROWS - blank))]


def read(session: Session, form: forms.Form) -> Draft:
    """Return what was typed; Refused beside the field that cannot be read. 0 leaves a row out."""
    valid_until = forms.day(form, "valid_until")
    if valid_until is None:
        raise Refused(_("Pilih sampai kapan harganya berlaku."), field="valid_until")
    lines = [_line(session, form, row) for row in rows_of(session, form)]
    return Draft(
        lines=[line for line in lines if line is not None], valid_until=valid_until,
        note=forms.text(form, "note", most=1000), terms=forms.text(form, "terms", most=2000),
    )  # fmt: skip


def _line(session: Session, form: forms.Form, row: Row) -> DraftLine | None:
    n = row.number
    product = row.product or _by_code(session, form, f"code-{n}")
    quantity = forms.number(form, f"quantity-{n}", default=0) if product else 0
    if product is None or not quantity:
        return None
    days = forms.number(form, f"days-{n}", default=0)
    if not days and form.get(f"more-{n}") != "1":
        shelves = row.shelves if row.product else shelves_of(session, [product])[product.id]
        _refuse_beyond(shelves, product, quantity, field=f"quantity-{n}")
    return DraftLine(
        product=product, quantity=quantity, tiers=_tiers(session, form, n, product),
        days=days or None, by_house=form.get(f"house-{n}") == "1",
        row=n,
    )  # fmt: skip


def _refuse_beyond(
    shelves: Iterable[Shelf], product: Product, quantity: int, *, field: str
) -> None:
    """Refuse to offer more from the shelf than lies there, unless it is ticked that it comes."""
    here = sum(shelf.pieces for shelf in shelves)
    if product.kind == "counted" and quantity > here:
        raise Refused(
            _("Di rak hanya %(n)s. Isi dibuatkan dalam berapa hari, atau centang bahwa sisanya "
              "pasti datang.", n=max(0, here)), field=field,
        )  # fmt: skip


def _tiers(
    session: Session, form: forms.Form, n: int, product: Product
) -> tuple[tuple[int, int], ...]:
    """Return the prices by how many; the first counts from one piece on, today's where it is empty."""
    found = [(1, forms.optional_money(form, f"price1-{n}") or offered_price(session, product.id))]
    for tier in TIERS[1:]:
        price = forms.optional_money(form, f"price{tier}-{n}")
        if price is None:
            continue
        pieces = forms.number(form, f"from{tier}-{n}", default=0)
        if pieces <= found[-1][0]:
            raise Refused(
                _("Tulis mulai berapa banyak; harus lebih dari yang di depannya."),
                field=f"from{tier}-{n}",
            )
        if price > found[-1][1]:
            raise Refused(
                _("Lebih banyak tidak boleh lebih mahal: paling tinggi %(price)s.",
                  price=rupiah(found[-1][1])), field=f"price{tier}-{n}",
            )  # fmt: skip
        found.append((pieces, price))
    return tuple(found)


def _by_code(session: Session, form: forms.Form, field: str) -> Product | None:
    code = forms.code(form, field)
    if code is None:
        return None
    product = by_code(session, code)
    if product is None:
        raise Refused(_("Kode %(code)s belum dikenal", code=code), field=field)
    return product


def _usual_terms(session: Session, language: str) -> str:
    """Return the terms of the last quotation in this language, else ours."""
    last = session.scalar(
        select(Quotation.terms)
        .where(Quotation.language == language)
        .order_by(Quotation.id.desc())
        .limit(1)
    )
    if last is not None:
        return last
    with use_locale(language):
        return _(
            "Barang diambil di galeri. Dibayar tunai, transfer, atau QRIS; untuk barang yang "
            "dibuatkan dengan uang muka setengahnya."
        )
