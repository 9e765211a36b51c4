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
    maker_id: int | None = None
    """Who took the money directly, of kind `maker`."""
    deposit_id: int | None = None
    """What it is taken from, of kind `deposit`."""


@dataclass(frozen=True)
class Applied:
    """An offer as it is booked: amount = tendered − change."""

    offer: Offer
    tendered: int
    change: int = 0
    reference: str = ""

    @property
    def kind(self) -> str:
        """The way it is paid."""
        return self.offer.kind

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
    steps: tuple[int, ...] = (5_000, 10_000, 20_000, 50_000, 100_000)
    if (
        due > 100_000
    ):  # nobody counts out fives for so much; from Rp200.000 on five reds are at hand
        steps = (20_000, 50_000, 100_000, *([500_000] if due > 200_000 else []))
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

    Non-cash counts exactly; what it leaves is rounded only if cash pays that; change is always
    cash. One offer may be without an amount: it pays whatever the others leave. A full return
    takes `reversed_rounding` instead, whichever way it goes back.
    Raises NotPaid with what is missing, Refused for money too much that cannot go back.
    """
    if sum(offer.tendered is None for offer in offers) > 1:
        raise Refused(_("Setiap cara bayar cukup sekali."))
    cash = [offer for offer in offers if offer.kind == "cash"]
    rounding = 0
    if reversed_rounding is not None:
        rounding = reversed_rounding
    elif cash and all(offer.tendered is not None for offer in offers if offer.kind != "cash"):
        exact = net - sum(offer.tendered or 0 for offer in offers if offer.kind != "cash")
        rounding = rounding_of(exact, step=step, direction=direction)
    others = _others(net + rounding, offers)
    left = net - sum(amount for _offer, amount in others)
    due = left + rounding
    too_much = _too_much(net, offers, left=left, due=due)
    if too_much > 0:
        raise Refused(
            _("Lebih %(amount)s. Hanya tunai yang ada kembaliannya.", amount=rupiah(too_much))
        )
    booked = [tender for offer, amount in others for tender in _exact(offer, amount)]
    if cash:
        booked.append(_cash(cash, due))
    elif due:
        raise NotPaid(_("Masih kurang %(amount)s.", amount=rupiah(due)), field="received")
    return Payment(tuple(tender for tender in booked if tender.amount), rounding)


@dataclass(frozen=True)
class Standing:
    """How far the parts that stand on a ticket go, in rupiah.

    `exact` and `rounded` are what is left to cash by everything else, before and after rounding;
    `cash` is the cash among the parts.
    """

    exact: int
    rounded: int
    cash: int

    @property
    def left(self) -> int:
        """What anything but cash has still to pay; negative: too much."""
        return self.exact - self.cash

    @property
    def cash_left(self) -> int:
        """What cash has still to pay; negative: goes back as change."""
        return self.rounded - self.cash

    @property
    def is_too_much(self) -> bool:
        """True when something that is not cash pays too much, or leaves the cash nothing to pay."""
        return self.exact < 0 or (self.cash > 0 and self.rounded <= 0)

    @property
    def is_paid(self) -> bool:
        """True when the ticket can complete as it stands."""
        return not self.is_too_much and (self.cash_left <= 0 if self.cash else self.left == 0)

    @property
    def change(self) -> int:
        """Rupiah that go back in cash when the ticket completes as it stands."""
        return max(0, -self.cash_left) if self.cash and not self.is_too_much else 0


def standing(net: int, parts: Sequence[Offer], *, step: int, direction: Direction) -> Standing:
    """Return how far `parts`, each with its amount, pay a ticket of `net` rupiah."""
    cash = sum(part.tendered or 0 for part in parts if part.kind == "cash")
    exact = net - sum(part.tendered or 0 for part in parts if part.kind != "cash")
    rounded = exact + rounding_of(exact, step=step, direction=direction)
    return Standing(exact, rounded, cash)


def qris_parts(amount: int) -> list[int]:
    """Return the QRIS transactions that `amount` takes: as few as the limit of one allows."""
    if amount <= QRIS_LIMIT:
        return [amount]
    return [QRIS_LIMIT, *qris_parts(amount - QRIS_LIMIT)]


def _others(net: int, offers: Sequence[Offer]) -> list[tuple[Offer, int]]:
    """Return what is not cash with its amount; the one without gets what all others leave."""
    rest = net - sum(offer.tendered or 0 for offer in offers)
    return [
        (offer, rest if offer.tendered is None else offer.tendered)
        for offer in offers
        if offer.kind != "cash"
    ]


def _too_much(net: int, offers: Sequence[Offer], *, left: int, due: int) -> int:
    """Return the rupiah that nobody can give back: beyond the ticket, and no change of cash."""
    received = sum(offer.tendered or 0 for offer in offers if offer.kind == "cash")
    if net <= 0:
        given = sum(offer.tendered for offer in offers if offer.tendered and offer.tendered > 0)
        return given or (0 if any(offer.kind == "cash" for offer in offers) else -due)
    return -left if left < 0 else received if due <= 0 else 0


def _exact(offer: Offer, amount: int) -> list[Applied]:
    parts = qris_parts(amount) if offer.kind == "qris" else [amount]
    return [Applied(offer, part, reference=offer.reference) for part in parts]


def _cash(offers: Sequence[Offer], due: int) -> Applied:
    """Return one tender for all the cash: who hands over two notes paid once."""
    reference = " ".join(offer.reference for offer in offers if offer.reference)
    if due <= 0 or any(offer.tendered is None for offer in offers):
        return Applied(Offer("cash"), due, reference=reference)
    received = sum(offer.tendered or 0 for offer in offers)
    if received < due:
        raise NotPaid(
            _("Uangnya kurang %(amount)s.", amount=rupiah(due - received)), field="received"
        )
    return Applied(Offer("cash"), received, received - due, reference)
