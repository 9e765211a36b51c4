"""The receipt of a sale as a document: made once with the sale, stored, and printed from there."""

from datetime import datetime

from sqlalchemy.orm import Session

from catalogue.outlets import showroom
from catalogue.outlets.letterhead import letterhead
from core import settings
from core.i18n import _, current_locale
from core.users.models import User
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
    """Return the receipt of a sale that is just being completed."""
    assert sale.number is not None and sale.business_date is not None
    on = sale.business_date
    return documents.Receipt(
        house=letterhead(session, on=on),
        language=current_locale(),
        demo=settings.get(session, showroom.DEMO, on=on),
        outlet=sale.till.outlet.name,
        till=sale.till.name,
        number=sale.number,
        cashier=cashier.name,
        completed_at=at,
        zone=sale.till.outlet.zone,
        lines=tuple(_line(line) for line in sale.lines),
        total=sale.to_pay,
        rounding=sale.rounding,
        tenders=tuple(_tender(tender) for tender in sale.tenders),
        change=payment.change,
        url=f"{public_url}/r/{sale.token}" if public_url else None,
        footer=(settings.get(session, showroom.FOOTER, on=on),),
    )


def _line(line: SaleLine) -> documents.ReceiptLine:
    sign = 1 if line.kind == "sale" else -1
    return documents.ReceiptLine(
        title=line.title,
        maker=line.maker_name,
        quantity=sign * line.quantity,
        unit_price=line.unit_price,
        discount=sign * line.discount,
        amount=sign * line.net_amount,
        code=line.code,
    )


def _tender(tender: Tender) -> documents.ReceiptTender:
    return documents.ReceiptTender(
        label=tender_label(tender.kind),
        amount=tender.tendered,
        reference=tender.reference,
        claimed=tender.is_claimed,
    )
