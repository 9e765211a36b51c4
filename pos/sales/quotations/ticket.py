"""A ticket from a quotation: its lines, quantities and prices exactly as the firm was told."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from catalogue.makers import owners
from catalogue.outlets.models import Till
from catalogue.partners import service as enquiries
from core.errors import Refused
from core.i18n import _
from core.users import service as people
from pos.sales import service as tickets
from pos.sales.baskets.queries import pieces_here
from pos.sales.discounts import sale_lines
from pos.sales.models import Sale, SaleLine
from pos.sales.quotations import queries, service
from pos.sales.quotations.models import Quotation
from pos.sales.quotations.ordering import put_on_ticket
from pos.sales.terms import Agreed


def to_ticket(
    session: Session, quotation: Quotation, till: Till, *, on: date, by: int, at: datetime
) -> Sale:
    """Put a quotation onto the till's empty ticket and return it; it counts as accepted with that.

    What is left of the firm's deposits stands on it as parts of the payment. Raises Conflict where it was replaced, is past its day or on a ticket already, Refused where
    the goods are not here or the ticket is not empty.
    """
    quotation = queries.lock(session, quotation.id)
    service.refuse_void(session, quotation, on=on)
    service.refuse_sold(session, quotation)
    _refuse_missing(session, quotation, till, on=on)
    sale = tickets.open_ticket(session, till, by=by, at=at)
    if sale.lines:
        raise Refused(_("Selesaikan atau tahan dulu nota yang terbuka."))
    for quoted in sorted(quotation.lines, key=lambda line: line.product_id):
        tickets.add_product(
            session, sale, quoted.product, code=quoted.code, by=by, at=at,
            quantity=quoted.quantity,
        )  # fmt: skip
    _price(session, sale, quotation, on=on)
    sale.quotation_id, sale.quotation, sale.language = quotation.id, quotation, quotation.language
    session.flush()
    put_on_ticket(session, sale, quotation, on=on, at=at)
    if quotation.enquiry.state == "quoted":
        enquiries.move(session, quotation.enquiry, "accepted", by=by, at=at, note=quotation.number)
    people.record(
        session, "quotation.ticketed", kind="quotation", subject_id=quotation.id, by=by, at=at,
        detail={"till": till.name},
    )  # fmt: skip
    return sale


def _refuse_missing(session: Session, quotation: Quotation, till: Till, *, on: date) -> None:
    missing = []
    for quoted in quotation.lines:
        if quoted.product.kind != "counted":
            continue  # a service is never missing; a unique piece says itself who has it
        here = pieces_here(session, quoted.product, till.outlet_id, on=on)
        if here < quoted.quantity:
            missing.append(
                _("%(title)s baru %(here)s dari %(wanted)s", title=quoted.title, here=max(0, here),
                  wanted=quoted.quantity)
            )  # fmt: skip
    if missing:
        raise Refused(_("Barangnya belum cukup di sini: %(missing)s.", missing="; ".join(missing)))


def _price(session: Session, sale: Sale, quotation: Quotation, *, on: date) -> None:
    """Write the promised prices on the lines: the list price of that day, less what was promised.

    Below what the agreement allows now, or where the quotation says so, the house bears it: it
    gave its word.
    """
    promised = {quoted.product_id: quoted for quoted in quotation.lines}
    with session.no_autoflush:  # half changed, the discount may be more than the line
        for line in sale_lines(sale):
            quoted = promised[line.product_id]
            line.position = quoted.position
            line.unit_price, line.list_amount = quoted.unit_list, quoted.unit_list * line.quantity
            line.markdown = 0
            line.given = line.discount = line.list_amount - quoted.amount
        tickets.add_up(session, sale)
    agreed = Agreed(session, sale_lines(sale), on=on)
    borne = [
        line
        for line in sale_lines(sale)
        if line.discount and (promised[line.product_id].by_house or _is_below(line, agreed))
    ]
    if not owners.owned_by(session, quotation.issued_by).isdisjoint(x.maker_id for x in borne):
        raise Refused(_("Potongan barang sendiri diizinkan pengurus lain."))
    for line in borne:
        line.approved_by = quotation.issued_by
        line.approval_reason = _("Penawaran %(number)s", number=quotation.number)
    session.flush()


def _is_below(line: SaleLine, agreed: Agreed) -> bool:
    return line.net_amount < agreed.of(line).lowest_paid(line)
