"""Net prices that rose above what a firm was promised: the house adds the difference, seen beforehand."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy.orm import Session

from catalogue.products import contracts
from catalogue.products.queries import current_prices
from pos.sales.quotations.models import QuotationLine


def nets_now(session: Session, lines: Iterable[QuotationLine], *, on: date) -> dict[int, int]:
    """Return by product the net price that its maker asks for one piece now; net terms alone."""
    products = [line.product for line in lines if line.product.maker_id is not None]
    held = contracts.all_in_force(session, products, on=on) if products else {}
    asked = [number for number, contract in held.items() if contract.terms == "net"]
    prices = current_prices(session, asked) if asked else {}
    return {
        number: price.net_price for number, price in prices.items() if price.net_price is not None
    }


def house_adds(session: Session, lines: Iterable[QuotationLine], *, on: date) -> dict[int, int]:
    """Return by product what the house adds to one piece, where its maker asks more than the firm pays."""
    lines = list(lines)
    return above(lines, nets_now(session, lines, on=on))


def above(lines: Iterable[QuotationLine], nets: Mapping[int, int]) -> dict[int, int]:
    """Return the same where the net prices are read already."""
    adds = {line.product_id: nets.get(line.product_id, 0) - line.unit_price for line in lines}
    return {number: rupiah for number, rupiah in adds.items() if rupiah > 0}
