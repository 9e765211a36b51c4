"""The markdown plan of a contract: which step has been reached, and what comes off the list price.

A markdown never changes the list price. It is a discount at the till, borne as the contract says.
"""

from collections.abc import Sequence

from catalogue.products.models import Contract, MarkdownStep


def reached(contract: Contract, days: int) -> MarkdownStep | None:
    """Return the step that goods have reached after so many days on the shelf, or None."""
    steps = [step for step in contract.steps if step.after_days <= days]
    return steps[-1] if steps else None


def coming(contract: Contract, days: int) -> MarkdownStep | None:
    """Return the next step of goods that have been on the shelf for so many days, or None."""
    return next((step for step in contract.steps if step.after_days > days), None)


def off_price(price: int, off_bps: int) -> int:
    """Return the rupiah that come off the list price of one piece, rounded down."""
    return price * off_bps // 10_000


def off_pieces(
    contract: Contract, ages: Sequence[tuple[int, int]], *, price: int, quantity: int
) -> int:
    """Return what the plan takes off `quantity` pieces that cost `price` each.

    `ages` are pairs of days on the shelf and pieces, the oldest first: these are sold first.
    Pieces beyond those on record are taken as fresh, so nothing comes off for them.
    """
    taken = off = 0
    for days, pieces in ages:
        sold = min(pieces, quantity - taken)
        step = reached(contract, days)
        if step is not None:
            off += sold * off_price(price, step.off_bps)
        taken += sold
    return off


def room(contract: Contract, *, price: int, quantity: int, net_price: int | None) -> int:
    """Return the most that a plan may take off a line: neither party's share goes below zero.

    The price stays at the floor or above; what the contract's bearer gives up ends where the
    bearer's own share ends. A person may go further by hand, a plan never does.
    """
    listed = price * quantity
    if contract.terms == "net":
        makers = min(net_price or 0, price) * quantity
    else:
        makers = listed - listed * (contract.commission_bps or 0) // 10_000
    bears = {"house": listed - makers, "maker": makers, "shared": listed}[contract.bearer]
    return max(0, min(bears, listed - (contract.floor_price or 0) * quantity))
