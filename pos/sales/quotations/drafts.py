"""A quotation before it is given out: what was typed, what it may say, and its paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from catalogue.outlets import queries as outlets
from catalogue.outlets import showroom
from catalogue.outlets.letterhead import letterhead
from catalogue.partners.models import Enquiry
from catalogue.partners.service import check_pieces
from catalogue.products.models import Product
from catalogue.stock.tags.reprint import offered_price
from core import settings
from core.errors import Refused
from core.i18n import _
from core.money import rupiah
from core.users.models import User
from pos.sales.models import SaleLine
from pos.sales.terms import Agreed
from printers import documents

LONGEST = timedelta(days=180)
MOST_LINES = 40
MOST_DAYS = 365


@dataclass(frozen=True, kw_only=True)
class DraftLine:
    """A line as it is written: `tiers` are (from so many pieces, rupiah for one), the fewest first.

    `row` is the form's row, to name its fields; 0: where the line stands.
    """

    product: Product
    quantity: int
    tiers: tuple[tuple[int, int], ...]
    days: int | None = None
    by_house: bool = False
    row: int = 0

    @property
    def unit_price(self) -> int:
        """Rupiah for one piece at the wanted quantity."""
        return next(price for pieces, price in reversed(self.tiers) if pieces <= self.quantity)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A quotation as it is written."""

    lines: Sequence[DraftLine]
    valid_until: date
    note: str = ""
    terms: str = ""

    @property
    def total(self) -> int:
        """Rupiah for everything at the wanted quantities."""
        return sum(line.unit_price * line.quantity for line in self.lines)


def check(session: Session, draft: Draft, *, today: date) -> None:
    """Raise Refused beside the field for what cannot be offered.

    A price below what the maker's agreement allows is refused unless the house bears the discount.
    """
    if not draft.lines:
        raise Refused(_("Isi dulu barangnya."), field="code-1")
    if len(draft.lines) > MOST_LINES:
        raise Refused(_("Paling banyak %(n)s macam barang dalam satu penawaran.", n=MOST_LINES))
    if not today <= draft.valid_until <= today + LONGEST:
        raise Refused(
            _("Pilih tanggal antara hari ini dan setengah tahun lagi."), field="valid_until"
        )
    for at, line in enumerate(draft.lines, start=1):
        _check_line(session, line, line.row or at, on=today)
    ids = [line.product.id for line in draft.lines]
    if len(set(ids)) < len(ids):
        raise Refused(_("Satu barang ditulis dua kali."))


def lowest_price(session: Session, product: Product, quantity: int, *, on: date) -> int:
    """Return the least rupiah for one of so many pieces that the maker's agreement allows."""
    price = offered_price(session, product.id)
    line = SaleLine(product=product, product_id=product.id, maker_id=product.maker_id,
                    title=product.title, quantity=quantity, unit_price=price,
                    list_amount=price * quantity)  # fmt: skip
    least = Agreed(session, [line], on=on).of(line).lowest_paid(line)
    return -(-least // quantity)


def paper(
    session: Session,
    enquiry: Enquiry,
    draft: Draft,
    *,
    number: str,
    replaces: str,
    today: date,
    by: User,
    url: str = "",
) -> documents.Quotation:
    """Return the letter of a draft, in the language that the firm asked in; `url` is its own page.

    The account stands in it where its terms speak of a transfer.
    """
    main = outlets.main_outlet(session)
    return documents.Quotation(
        house=letterhead(session, on=today),
        language=enquiry.language,
        demo=settings.get(session, showroom.DEMO, on=today),
        number=number,
        enquiry=enquiry.number,
        replaces=replaces,
        firm=enquiry.firm,
        issued_on=today,
        valid_until=draft.valid_until,
        wanted_by=enquiry.wanted_by,
        lines=tuple(_quoted(line, enquiry.language) for line in draft.lines),
        total=draft.total,
        note=draft.note,
        terms=draft.terms,
        place=main.name if main else "",
        signatory=by.name,
        email=settings.get(session, showroom.EMAIL, on=today),
        bank=settings.get(session, showroom.BANK, on=today)
        if "transfer" in draft.terms.lower()
        else "",
        url=url,
    )


def _quoted(line: DraftLine, language: str) -> documents.QuotedLine:
    product = line.product
    english = language == "en" and product.title_en
    return documents.QuotedLine(
        title=product.title_en if english else product.title,
        code=product.code,
        maker=product.maker.name if product.maker else "",
        quantity=line.quantity,
        price=line.unit_price,
        amount=line.unit_price * line.quantity,
        tiers=tuple(documents.PriceTier(pieces=n, price=price) for n, price in line.tiers),
        days=line.days,
    )


def _check_line(session: Session, line: DraftLine, at: int, *, on: date) -> None:
    product = line.product
    if product.archived_at is not None:
        raise Refused(
            _("%(title)s tidak dijual lagi.", title=product.title), field=f"quantity-{at}"
        )
    if product.is_passed_on:
        raise Refused(_("Ongkos yang diteruskan dihitung di kasir."), field=f"quantity-{at}")
    check_pieces(product, line.quantity, field=f"quantity-{at}")
    if line.days is not None and not 0 < line.days <= MOST_DAYS:
        raise Refused(_("Isi berapa hari membuatnya, paling lama setahun."), field=f"days-{at}")
    listed = offered_price(session, product.id)
    for tier, (pieces, price) in enumerate(line.tiers, start=1):
        if not 0 < price <= listed:
            raise Refused(
                _("Harga satuan antara Rp1 dan harga jual %(price)s.", price=rupiah(listed)),
                field=f"price{tier}-{at}",
            )
        lowest = 0 if line.by_house else lowest_price(session, product, pieces, on=on)
        if price < lowest:
            raise Refused(
                _("%(title)s paling rendah %(lowest)s menurut perjanjian perajinnya. Di bawah itu "
                  "centang bahwa galeri yang menanggung.", title=product.title,
                  lowest=rupiah(lowest)), field=f"price{tier}-{at}",
            )  # fmt: skip
