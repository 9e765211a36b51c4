"""What a customer offers for a ticket, and what it comes to: applied, change, rounding. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import Refused
from core.i18n import _
from core.money import rupiah
from pos.sales.errors import NotPaid
from pos.sales.rounding import Direction, rounding_of

QRIS_LIMIT = 10_000_000
"""Rupiah of one QRIS transaction (Bank Indonesia's limit; several may add up)."""


@dataclass(frozen=True)
class Offer:
    """Money offered: `tendered` rupiah (None: whatever is still due), negative gives back."""

    kind: str
    tendered: int | None = None
    reference: str = ""


@dataclass(frozen=True)
class Applied:
    """An offer as it is booked: amount = tendered − change."""

    kind: str
    tendered: int
    change: int
    reference: str

    @property
    def amount(self) -> int:
        """Rupiah that count towards the ticket."""
        return self.tendered - self.change


@dataclass(frozen=True)
class Payment:
    """How a ticket is paid: tenders that sum to net + rounding, to the rupiah."""

    tenders: tuple[Applied, ...]
    rounding: int

    @property
    def change(self) -> int:
        """Rupiah that go back in cash."""
        return sum(tender.change for tender in self.tenders)


def quick_notes(due: int) -> list[int]:
    """Return the sums a customer is likely to hand over for `due` rupiah, at most four."""
    steps = (5_000, 10_000, 20_000, 50_000, 100_000)
    likely = {-(-due // step) * step for step in steps} - {due}
    return sorted(likely)[:4]


def pay(
    net: int,
    offers: Sequence[Offer],
    *,
    step: int,
    direction: Direction,
    reversed_rounding: int | None = None,
) -> Payment:
    """Apply `offers` to a ticket of `net` rupiah (negative: money goes back).

    Non-cash counts exactly; what remains is rounded only if cash pays it; change is always cash.
    A full return takes `reversed_rounding` instead, whichever way it goes back. Raises NotPaid with what is missing, Refused for money too much that cannot go back.
    """
    cash = [offer for offer in offers if offer.kind == "cash"]
    others = [offer for offer in offers if offer.kind != "cash"]
    if len(cash) > 1 or sum(offer.tendered is None for offer in offers) > 1:
        raise Refused(_("Setiap cara bayar cukup sekali."))
    fixed = sum(offer.tendered or 0 for offer in others)
    left = net - fixed
    rounding = rounding_of(left, step=step, direction=direction) if cash else 0
    if reversed_rounding is not None:
        rounding = reversed_rounding
    due = left + rounding
    booked = [
        tender
        for offer in others
        for tender in _exact(offer, due if offer.tendered is None else offer.tendered)
    ]
    if any(offer.tendered is None for offer in others):
        due = 0
    if cash:
        booked.append(_cash(cash[0], due))
        due = 0
    if due > 0:
        raise NotPaid(_("Masih kurang %(amount)s.", amount=rupiah(due)), field="received")
    if due < 0:
        raise Refused(
            _("Lebih %(amount)s. Hanya tunai yang ada kembaliannya.", amount=rupiah(-due))
        )
    return Payment(tuple(tender for tender in booked if tender.amount), rounding)


def qris_parts(amount: int) -> list[int]:
    """Return the QRIS transactions that `amount` takes: as few as the limit of one allows."""
    if amount <= QRIS_LIMIT:
        return [amount]
    return [QRIS_LIMIT, *qris_parts(amount - QRIS_LIMIT)]


def _exact(offer: Offer, amount: int) -> list[Applied]:
    parts = qris_parts(amount) if offer.kind == "qris" else [amount]
    return [Applied(offer.kind, part, 0, offer.reference) for part in parts]


def _cash(offer: Offer, due: int) -> Applied:
    received = due if offer.tendered is None else offer.tendered
    if due <= 0:
        return Applied("cash", due, 0, offer.reference)
    if received < due:
        raise NotPaid(
            _("Uangnya kurang %(amount)s.", amount=rupiah(due - received)), field="received"
        )
    return Applied("cash", received, received - due, offer.reference)
