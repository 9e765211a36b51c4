"""What goods cost after the markdown plan of their contract, as the till would take it off."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from catalogue.products import contracts, markdowns
from catalogue.products.models import Product
from catalogue.products.queries import current_price
from catalogue.stock.ageing.queries import ages


def marked_prices(
    session: Session, product: Product, outlet_ids: Iterable[int], *, on: date
) -> dict[int, int]:
    """Return what the oldest piece costs, in rupiah, at those of the outlets where it came down."""
    if product.maker_id is None:
        return {}
    contract = contracts.in_force(session, product, on=on)
    if contract is None or contract.afterwards != "markdown":
        return {}
    price = current_price(session, product.id)
    most = markdowns.room(contract, price=price.price, quantity=1, net_price=price.net_price)
    found = {}
    for outlet_id in outlet_ids:
        on_shelf = ages(session, product.id, outlet_id, on=on)
        off = markdowns.off_pieces(contract, on_shelf, price=price.price, quantity=1)
        if min(off, most):
            found[outlet_id] = price.price - min(off, most)
    return found
