"""What comes off the lines of an open ticket: by the contract's plan, by hand, off the ticket."""

from datetime import date

from sqlalchemy.orm import Session

from catalogue.products import contracts, markdowns
from catalogue.products.queries import current_price
from catalogue.stock.ageing.queries import ages
from core.clock import local_date
from core.money import spread
from pos.sales.models import Sale, SaleLine
from pos.shifts.queries import open_shift


def mark_down(session: Session, line: SaleLine) -> None:
    """Write on a line on an open ticket what the plan takes off; what was given stays beside it.

    The oldest pieces at the till's outlet are sold first, so only as many units come down as have
    been on the shelf long enough. Both together never exceed the list price.
    """
    line.markdown = _plan(session, line)
    line.given = min(line.given, line.list_amount - line.markdown)
    line.discount = line.markdown + line.given


def spread_ticket_discount(sale: Sale) -> None:
    """Write on every sale line its part of the ticket's discount, beside its own.

    By largest remainder over what the lines come to without it, ties to the lower line; it is cut
    to what there is to take it from.
    """
    lines = [line for line in sale.lines if line.kind == "sale"]
    nets = [line.list_amount - line.markdown - line.given for line in lines]
    sale.ticket_discount = min(sale.ticket_discount, sum(nets))
    parts = spread(sale.ticket_discount, nets) if sale.ticket_discount else [0] * len(lines)
    for line, part in zip(lines, parts, strict=True):
        line.discount = line.markdown + line.given + part


def _plan(session: Session, line: SaleLine) -> int:
    if line.maker_id is None:
        return 0
    on = _business_date(session, line)
    contract = contracts.in_force(session, line.product, on=on)
    if contract is None or contract.afterwards != "markdown":
        return 0
    on_shelf = ages(session, line.product_id, line.sale.till.outlet_id, on=on)
    off = markdowns.off_pieces(contract, on_shelf, price=line.unit_price, quantity=line.quantity)
    most = markdowns.room(
        contract,
        price=line.unit_price,
        quantity=line.quantity,
        net_price=current_price(session, line.product_id).net_price,
    )
    return min(off, most)


def _business_date(session: Session, line: SaleLine) -> date:
    """Return the shift's date; before a shift is open, the day of the scan at the outlet."""
    till = line.sale.till
    shift = open_shift(session, till.id)
    return shift.business_date if shift else local_date(line.added_at, till.outlet.zone)
