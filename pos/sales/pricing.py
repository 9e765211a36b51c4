"""What comes off a line by itself: the markdown plan of the contract that holds for its goods."""

from datetime import date

from sqlalchemy.orm import Session

from catalogue.products import contracts, markdowns
from catalogue.products.queries import current_price
from catalogue.stock.ageing.queries import ages
from core.clock import local_date
from pos.sales.models import SaleLine
from pos.shifts.queries import open_shift


def mark_down(session: Session, line: SaleLine) -> None:
    """Write on a line on an open ticket what the plan takes off; a discount by hand stays beside it.

    The oldest pieces at the till's outlet are sold first, so only as many units come down as have
    been on the shelf long enough. Both together never exceed the list price.
    """
    by_hand = line.discount - line.markdown
    line.markdown = _plan(session, line)
    line.discount = min(line.list_amount, line.markdown + by_hand)


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
