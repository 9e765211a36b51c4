"""Reading a way of paying from a form: which, how much, and the number that proves it."""

from collections.abc import Collection, Mapping

from core import forms
from core.errors import Refused
from core.i18n import _
from pos.sales.tenders import Offer

REFERENCE = 40
"""Letters of an EDC machine's approval code or a transfer's name."""
ASKS_REFERENCE = ("card", "transfer")
WAYS = ("cash", "qris", "card", "transfer")
"""What pays a ticket by one button, in the order of the buttons."""
RECEIVED = "received"
"""The field for the cash that was handed over. Empty it was forgotten, and nobody would be told the
change; exact cash is a button of its own, which sends no such field."""
PARTS = (*WAYS, "deposit", "maker")
"""What a part of a payment may be."""


def offered(
    form: Mapping[str, str], kind: str, *, amount: str, ways: Collection[str] = WAYS
) -> Offer:
    """Return what a form offers in the way `kind`; its field `amount` holds the rupiah.

    Without an amount it is all that is left. Refused for another kind, for a card or transfer
    without its number, and for cash whose field was there and left empty.
    """
    if kind not in ways:
        raise Refused(_("Pilih dulu cara bayarnya."))
    reference = forms.text(form, "reference", most=REFERENCE)
    if kind in ASKS_REFERENCE and not reference:
        raise Refused(
            _("Tulis nomor persetujuan dari mesin kartu.")
            if kind == "card"
            else _("Tulis nama pengirim atau nomor transfernya."),
            field="reference",
        )
    if kind == "cash" and amount == RECEIVED and RECEIVED in form and not form[RECEIVED].strip():
        raise Refused(_("Tulis uang yang diterima, atau tekan Uang pas."), field=RECEIVED)
    return Offer(
        kind,
        forms.optional_money(form, amount),
        reference,
        maker_id=forms.optional_id(form, "maker") if kind == "maker" else None,
        deposit_id=forms.optional_id(form, "deposit") if kind == "deposit" else None,
    )


def beforehand(form: Mapping[str, str]) -> Offer:
    """Return the `way` in which a form pays a deposit, with its number.

    Refused as `offered` does, and for QRIS money that nobody has seen.
    """
    offer = offered(form, forms.choice(form, "way", WAYS), amount="amount")
    if offer.kind == "qris" and form.get("seen") != "1":
        raise Refused(_("Uang muka lewat QRIS dicatat setelah uangnya terlihat."), field="seen")
    return offer
