"""The receipt of a sale as a document: made once with the sale, stored, and printed from there."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from catalogue.outlets import showroom
from catalogue.outlets.letterhead import letterhead
from catalogue.products.glossary import english_title
from core import settings
from core.i18n import LOCALES, _, use_locale
from core.users.models import User
from pos.sales import queries
from pos.sales.models import Sale, SaleLine, Tender
from pos.sales.tenders import Payment
from printers import documents


def tender_label(kind: str) -> str:
    """Return what a way of paying is called."""
    return {
        "cash": _("Tunai"),
        "qris": _("QRIS"),
        "card": _("Kartu"),
        "transfer": _("Transfer"),
        "deposit": _("Uang muka"),
        "maker": _("Diterima perajin"),
    }[kind]


def receipt_of(
    session: Session,
    sale: Sale,
    payment: Payment,
    *,
    cashier: User,
    public_url: str | None,
    at: datetime,
) -> documents.Receipt:
    """Return the receipt of a sale that is just being completed, in the buyer's language."""
    assert sale.number is not None and sale.business_date is not None
    on, language = sale.business_date, sale.language
    return documents.Receipt(
        house=letterhead(session, on=on),
        language=language,
        demo=settings.get(session, showroom.DEMO, on=on),
        outlet=sale.till.outlet.name,
        till=sale.till.name,
        number=sale.number,
        original=", ".join(sorted(set(queries.origin_numbers(session, sale).values()))),
        cashier=cashier.name,
        completed_at=at,
        zone=sale.till.outlet.zone,
        lines=tuple(_line(line, language) for line in sale.lines),
        total=sale.to_pay,
        rounding=sale.rounding,
        tenders=tuple(_tender(tender, language) for tender in sale.tenders),
        change=payment.change,
        url=receipt_url(sale, public_url),
        footer=showroom.last_words(session, language, on=on),
    )


def receipt_url(sale: Sale, public_url: str | None) -> str | None:
    """Return the address of the digital receipt; None while visitors reach no address of ours."""
    return f"{public_url}/r/{sale.token}" if public_url else None


def receipt_for(session: Session, sale: Sale, language: str | None = None) -> documents.Receipt:
    """Return the stored receipt of a sale, in another language where one is asked for."""
    receipt = documents.from_json(queries.receipt_json(session, sale.id))
    assert isinstance(receipt, documents.Receipt)
    return in_language(session, sale, receipt, language) if language in LOCALES else receipt


def in_language(
    session: Session, sale: Sale, receipt: documents.Receipt, language: str
) -> documents.Receipt:
    """Return a stored receipt in the other language: titles, discounts, ways of paying, last words."""
    if language == receipt.language:
        return receipt
    on = sale.business_date
    assert on is not None
    lines = [(title_in(line, language), _discount_label(line, language)) for line in sale.lines]
    labels = [_tender(tender, language).label for tender in sale.tenders]
    return replace(
        receipt,
        language=language,
        lines=tuple(
            replace(line, title=title, discount_label=label)
            for line, (title, label) in zip(receipt.lines, lines, strict=True)
        ),
        tenders=tuple(
            replace(tender, label=label)
            for tender, label in zip(receipt.tenders, labels, strict=True)
        ),
        footer=showroom.last_words(session, language, on=on),
    )


def title_in(line: SaleLine, language: str) -> str:
    """Return the title of what was sold in a language; composed where nobody wrote English."""
    if language != "en":
        return line.title
    return line.product.title_en or english_title(line.title)


def _line(line: SaleLine, language: str) -> documents.ReceiptLine:
    sign = 1 if line.kind == "sale" else -1
    return documents.ReceiptLine(
        title=title_in(line, language),
        maker=line.maker_name,
        quantity=sign * line.quantity,
        unit_price=line.unit_price,
        discount=sign * line.discount,
        discount_label=_discount_label(line, language),
        amount=sign * line.net_amount,
        code=line.code,
    )


def _discount_label(line: SaleLine, language: str) -> str:
    """Return what a discount is called: the plan's own is no favour of the cashier."""
    if not line.markdown:
        return ""
    with use_locale(language):
        return _("Turun harga") if line.markdown == line.discount else _("Turun harga dan potongan")


def _tender(tender: Tender, language: str) -> documents.ReceiptTender:
    with use_locale(language):
        label = tender_label(tender.kind)
    return documents.ReceiptTender(
        label=label,
        amount=tender.tendered,
        reference=tender.reference or _who_took(tender),
        claimed=tender.is_claimed,
    )


def _who_took(tender: Tender) -> str:
    """Return the business name of the maker who took the money herself."""
    lines = tender.sale.lines if tender.maker_id is not None else []
    return next((line.maker_name for line in lines if line.maker_id == tender.maker_id), "")
