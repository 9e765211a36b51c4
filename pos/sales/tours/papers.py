"""The guide's slip as a document."""

from sqlalchemy.orm import Session

from catalogue.outlets import showroom
from catalogue.outlets.letterhead import letterhead
from core import settings
from core.i18n import _, current_locale
from core.money import rupiah, terbilang
from pos.sales.tours.models import GuideFee
from printers.documents import GuideSlip


def slip(session: Session, fee: GuideFee, *, payer: str) -> GuideSlip:
    """Return the slip that the guide signs for a fee."""
    on = fee.business_date
    visit = fee.visit
    return GuideSlip(
        house=letterhead(session, on=on),
        language=current_locale(),
        demo=settings.get(session, showroom.DEMO, on=on),
        number=fee.number,
        outlet=visit.outlet.name,
        agency=fee.agency.name,
        guide=visit.guide,
        visited_on=visit.expected_on,
        people=visit.people or 0,
        sales=len(fee.counted["sales"]),
        sold=fee.sold,
        returned=fee.returned,
        bps=fee.fee_bps,
        fee=fee.fee,
        carried=fee.carried,
        amount=fee.amount,
        words=in_words(fee.amount),
        source=source_label(fee.source),
        paid_at=fee.paid_at,
        zone=visit.outlet.zone,
        paid_by=payer,
    )


def in_words(amount: int) -> str:
    """Return an amount in words where the language is Indonesian, else in figures."""
    return f"{terbilang(amount)} rupiah" if current_locale() == "id" else rupiah(amount)


def source_label(source: str) -> str:
    """Return what people call the place that a fee is paid from."""
    return {"drawer": _("Laci kasir"), "treasury": _("Kas bendahara")}[source]
