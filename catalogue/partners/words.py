"""What enquiries are called on pages, and what is written about them by WhatsApp."""

from catalogue.partners.models import Enquiry
from core.i18n import _

STATE_NAMES = {
    "new": _("Baru"), "answered": _("Dibalas"), "quoted": _("Ditawarkan"),
    "accepted": _("Diterima"), "declined": _("Ditolak"), "lapsed": _("Lewat"),
    "part": _("Sebagian dibayar"), "paid": _("Dibayar"),
}  # fmt: skip
"""What the states of an enquiry are called, as they stand in the source; `part` and `paid`: so much of
its quotation became receipts."""


def state_name(state: str) -> str:
    """Return what the state of an enquiry is called in the language now spoken."""
    return _(STATE_NAMES[state])


def from_firm(enquiry: Enquiry, address: str) -> str:
    """Return what a firm writes to the showroom about its enquiry."""
    return "\n".join((
        _("Halo, kami dari %(firm)s. Kami sudah mengirim permintaan penawaran %(number)s.",
          firm=enquiry.firm, number=enquiry.number),
        address,
    ))  # fmt: skip


def to_firm(enquiry: Enquiry, house: str, address: str, *, offer: str = "") -> str:
    """Return how an answer to a firm begins; `offer` says what it is offered, where it is."""
    return "\n".join(text for text in (
        _("Halo %(contact)s, kami dari %(house)s. Tentang permintaan penawaran %(number)s dari "
          "%(firm)s:", contact=enquiry.contact, house=house or "Titip", number=enquiry.number,
          firm=enquiry.firm),
        offer, address,
    ) if text)  # fmt: skip
