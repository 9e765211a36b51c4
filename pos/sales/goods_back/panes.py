"""What the till's panes of returns show: a receipt's lines, and the ways money can go back."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from catalogue.products.models import Product
from catalogue.products.queries import by_code
from core.i18n import _
from core.ids import normalise_code
from pos.sales import queries, refunds, returns, searching
from pos.sales.models import RETURN_REASONS, Sale, SaleLine
from pos.sales.refunds import Paid
from pos.sales.searching import Found
from pos.sales.tenders import Offer

LATEST = 40
"""Sales of a product that are looked through for one that something may come back of."""


def reason_words() -> dict[str, str]:
    """Return what each of RETURN_REASONS is called."""
    words = {
        "unfit": _("Kurang cocok"),
        "wrong": _("Salah barang"),
        "faulty": _("Cacat atau rusak"),
    }
    return {reason: words[reason] for reason in RETURN_REASONS}


@dataclass(frozen=True)
class Returnable:
    """A sold line, and how many of its units nobody brought back or is bringing back."""

    line: SaleLine
    left: int

    @property
    def paid(self) -> int:
        """Rupiah paid for one unit, the odd rupiah left out."""
        return self.line.net_amount // self.line.quantity


def returnable(session: Session, sale: Sale) -> list[Returnable]:
    """Return the sold lines of a receipt in their order."""
    sold = [line for line in sale.lines if line.kind == "sale"]
    left = returns.left_of(session, sold)
    return [Returnable(line, left[line.id]) for line in sold]


@dataclass(frozen=True)
class Untraced:
    """What the pane of a return without a receipt shows for the words that were typed or scanned."""

    words: str
    product: Product | None
    found: list[Found]
    """Goods that the words may mean, where they are no code."""
    sold: list[Returnable]
    receipt: Sale | None = None
    """The receipt whose number was typed: there is one after all."""


def untraced(session: Session, words: str, *, outlet_id: int) -> Untraced:
    """Return the latest sales of the goods, at most 8, of which something may come back."""
    words = words.strip()[:80]
    code = normalise_code(words) if words else None
    if code is None:
        receipt = queries.by_receipt(session, words) if words else None
        found = searching.find(session, words, outlet_id=outlet_id) if words else []
        return Untraced(words, None, found[:8], [], receipt)
    product = by_code(session, code)
    if product is None:
        return Untraced(words, None, [], [])
    lines = queries.latest_sold(session, product.id, most=LATEST)
    left = returns.left_of(session, lines)
    sold = [Returnable(line, left[line.id]) for line in lines if left[line.id]]
    return Untraced(words, product, [], sold[:8])


@dataclass(frozen=True)
class Way:
    """A way for money to go back: `paid` (as it came), cash or transfer, with its parts."""

    key: str
    parts: tuple[tuple[str, int], ...]
    """Tender and rupiah of each."""
    asks: bool
    """Whether a manager must allow it."""


@dataclass(frozen=True)
class GivingBack:
    """What the pane shows for a ticket that comes to nothing or less; rupiah are positive."""

    due: int
    ways: tuple[Way, ...]
    paid: Paid


def giving_back(session: Session, sale: Sale, *, cash_due: int) -> GivingBack:
    """Return how a ticket of returns is paid back; `cash_due` is its amount in cash, rounded."""
    due, cash_due = amounts(session, sale, cash_due=cash_due)
    paid = refunds.paid_for(session, sale)
    ways = []
    as_paid = refunds.as_paid(paid, due, cash_due=cash_due) if due else []
    if as_paid:
        ways.append(Way("paid", _parts(as_paid, due, cash_due), asks=False))
    for kind, amount in (("cash", cash_due), ("transfer", due)):
        if due and [offer.kind for offer in as_paid or []] != [kind]:
            ways.append(Way(kind, ((kind, amount),), asks=amount > paid.by_way.get(kind, 0)))
    return GivingBack(due, tuple(ways), paid)


def amounts(session: Session, sale: Sale, *, cash_due: int) -> tuple[int, int]:
    """Return the rupiah to give back exactly, and in cash; a full return reverses its rounding."""
    undone = refunds.reversed_rounding(session, sale)
    due = -(sale.net_total + (undone or 0))
    return due, due if undone is not None else cash_due


def _parts(offers: Sequence[Offer], due: int, cash_due: int) -> tuple[tuple[str, int], ...]:
    others = sum(offer.tendered or 0 for offer in offers)
    rest = (cash_due if [offer.kind for offer in offers] == ["cash"] else due) + others
    return tuple(
        (offer.kind, rest if offer.tendered is None else -offer.tendered) for offer in offers
    )
