"""What a lost or damaged piece costs whom: the loss rule of the contract, in whole rupiah."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from catalogue.products import contracts
from catalogue.products.models import Product
from catalogue.products.queries import current_price


@dataclass(frozen=True)
class Loss:
    """What lost pieces come to: their `value` to the maker, and `owed`, what the house pays of it."""

    value: int
    owed: int


def loss_share(
    kind: str,
    loss_bearer: str,
    *,
    price: int,
    quantity: int,
    commission_bps: int | None = None,
    net_price: int | None = None,
) -> Loss:
    """Return what `quantity` lost pieces cost whom; `price` and `net_price` are for one piece.

    Their value is what the maker would have had from a sale without a discount: list less
    commission under percent terms, the net price under net terms. The house owes all of it
    (`loss_bearer` house), half (shared, the odd rupiah to the maker) or nothing (maker).
    """
    listed = price * quantity
    if kind == "net":
        value = min(net_price or 0, price) * quantity
    else:
        value = listed - listed * (commission_bps or 0) // 10_000
    owed = {"house": value, "shared": value - value // 2, "maker": 0}[loss_bearer]
    return Loss(value, owed)


def loss_of(session: Session, product: Product, quantity: int, *, on: date) -> Loss:
    """Return what lost pieces of a product cost whom, by the contract in force on a date.

    The house's own goods are owed to nobody. Raises NoTerms where no contract holds.
    """
    if product.maker_id is None:
        return Loss(0, 0)
    contract = contracts.require_in_force(session, product, on=on)
    prices = current_price(session, product.id)
    return loss_share(
        contract.terms,
        contract.loss_bearer,
        price=prices.price,
        quantity=quantity,
        commission_bps=contract.commission_bps,
        net_price=prices.net_price,
    )
