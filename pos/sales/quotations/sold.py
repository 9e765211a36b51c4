"""What of a quotation is sold already and what is left: a firm may fetch its goods in parts."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session, aliased

from catalogue.partners.models import Enquiry
from pos.sales.models import Sale, SaleLine
from pos.sales.quotations.models import Quotation, QuotationLine

Promise, Receipt = aliased(Quotation), aliased(Sale)


def is_newest(quotation: type[Quotation]) -> ColumnElement[bool]:
    """Say whether no other replaced a quotation: it is the one that counts."""
    later = aliased(Quotation)
    return ~select(later.id).where(later.replaces_id == quotation.id).exists()


COUNTS = is_newest(Promise)

PROMISED = (
    select(func.coalesce(func.sum(QuotationLine.quantity), 0))
    .join(Promise, Promise.id == QuotationLine.quotation_id)
    .where(Promise.enquiry_id == Enquiry.id, COUNTS)
    .scalar_subquery()
)
ON_TICKETS = (
    select(func.coalesce(func.sum(SaleLine.quantity), 0))
    .join(Receipt, Receipt.id == SaleLine.sale_id)
    .join(Promise, Promise.id == Receipt.quotation_id)
    .join(
        QuotationLine,
        (QuotationLine.quotation_id == Promise.id)
        & (QuotationLine.product_id == SaleLine.product_id),
    )
    .where(
        Promise.enquiry_id == Enquiry.id, COUNTS, Receipt.state != "void", SaleLine.kind == "sale"
    )
    .scalar_subquery()
)
LEFT = PROMISED - ON_TICKETS
"""Pieces of an enquiry's quotation that counts which are on no ticket yet."""
IS_PAID = (
    select(Receipt.id)
    .join(Promise, Promise.id == Receipt.quotation_id)
    .where(Promise.enquiry_id == Enquiry.id, Receipt.state == "completed")
    .exists()
)
"""Whether a receipt was made of any of an enquiry's quotations."""
STATE = case(
    (~IS_PAID | (Enquiry.state == "quoted"), Enquiry.state),
    ((Enquiry.state == "accepted") & (LEFT > 0), "part"),
    else_="paid",
)
"""What the office calls an enquiry: its state, or how much of it is paid. What is paid stays so
when goods come back, and closed for the rest it is paid as well."""


@dataclass(frozen=True)
class Sold:
    """What became of a quotation: its tickets, cancelled ones left out, and the pieces on them."""

    quotation: Quotation
    tickets: Sequence[Sale] = ()
    pieces: Mapping[int, int] = field(default_factory=dict)
    """By product."""

    def of(self, line: QuotationLine) -> int:
        """Return how many pieces of a line are on tickets."""
        return self.pieces.get(line.product_id, 0)

    def left(self, line: QuotationLine) -> int:
        """Return how many pieces of a line are on no ticket yet."""
        return line.quantity - self.of(line)

    @property
    def left_total(self) -> int:
        """Rupiah for what is on no ticket yet."""
        return sum(line.unit_price * self.left(line) for line in self.quotation.lines)

    @property
    def at_till(self) -> Sale | None:
        """The ticket that is not paid yet; there is never more than one."""
        return next((sale for sale in self.tickets if sale.number is None), None)

    @property
    def receipts(self) -> list[Sale]:
        """The tickets that were paid."""
        return [sale for sale in self.tickets if sale.number is not None]

    @property
    def is_all(self) -> bool:
        """True where nothing is left to sell."""
        return self.left_total == 0


def sold(session: Session, quotation: Quotation) -> Sold:
    """Return what became of a quotation."""
    return sold_of(session, [quotation])[quotation.id]


def sold_of(session: Session, quotations: Collection[Quotation]) -> dict[int, Sold]:
    """Return what became of quotations, by id; read together."""
    ids = [one.id for one in quotations]
    tickets: dict[int, list[Sale]] = defaultdict(list)
    for sale in session.scalars(
        select(Sale).where(Sale.quotation_id.in_(ids), Sale.state != "void").order_by(Sale.id)
    ):
        assert sale.quotation_id is not None
        tickets[sale.quotation_id].append(sale)
    pieces: dict[int, dict[int, int]] = defaultdict(dict)
    for quotation_id, product_id, count in session.execute(
        select(Sale.quotation_id, SaleLine.product_id, func.sum(SaleLine.quantity))
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(Sale.quotation_id.in_(ids), Sale.state != "void", SaleLine.kind == "sale")
        .group_by(Sale.quotation_id, SaleLine.product_id)
    ):
        assert quotation_id is not None
        pieces[quotation_id][product_id] = int(count)
    return {one.id: Sold(one, tickets[one.id], pieces[one.id]) for one in quotations}


def state_of(enquiry: Enquiry, found: Sequence[Sold]) -> str:
    """Return what the office calls an enquiry, as `STATE`; `found` has the one that counts first."""
    if enquiry.state == "quoted" or not any(one.receipts for one in found):
        return enquiry.state
    return "part" if enquiry.state == "accepted" and not found[0].is_all else "paid"
