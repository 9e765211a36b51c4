"""The split: who gets what of a line. Pure arithmetic in whole rupiah; no database.

P is list, D discount, N = P − D paid, c the rate in basis points, M the maker's net price; P and
M are unit × quantity and each ⌊ ⌋ is taken once per line. The odd rupiah goes to the maker.

    terms    bearer   maker gets        house gets
    percent  shared   N − ⌊N·c⌋         the rest of N
    percent  house    P − ⌊P·c⌋         N − maker (may be negative)
    percent  maker    N − ⌊P·c⌋         ⌊P·c⌋
    net      house    M                 N − M (may be negative)
    net      maker    N − (P − M)       P − M
    net      shared   M − ⌊D·M/P⌋       the rest of N
"""

from dataclasses import dataclass
from typing import Literal

from core.money import unit_share

Terms = Literal["percent", "net", "house", "postage"]
Bearer = Literal["house", "shared", "maker"]


@dataclass(frozen=True)
class Split:
    """What one line comes to. paid = maker + house; house = commission − house_discount."""

    maker: int
    house: int
    commission: int
    """The house's gross part, before what it bears of the discount."""
    house_discount: int
    """The part of the discount that the house bears; the maker bears the rest."""

    @property
    def paid(self) -> int:
        """Rupiah the customer pays for the line."""
        return self.maker + self.house


def split_percent(listed: int, discount: int, *, rate_bps: int, bearer: Bearer) -> Split:
    """Split a line under percent terms; the odd rupiah goes to the maker."""
    _check(listed, discount)
    paid = listed - discount
    commission = listed * rate_bps // 10_000
    if bearer == "shared":
        maker = paid - paid * rate_bps // 10_000
    elif bearer == "house":
        maker = listed - commission
    else:
        maker = paid - commission
    return _whole(paid, maker, commission)


def split_net(listed: int, discount: int, *, net: int, bearer: Bearer) -> Split:
    """Split a line under net terms, `net` being the maker's price of the whole line."""
    _check(listed, discount)
    if not 0 <= net <= listed:
        raise ValueError("the net price must lie between 0 and the list price")
    paid = listed - discount
    if bearer == "house":
        maker = net
    elif bearer == "maker":
        maker = paid - (listed - net)
    else:
        maker = net - (discount * net // listed if listed else 0)
    return _whole(paid, maker, listed - net)


def split_house(listed: int, discount: int) -> Split:
    """Split a line of house goods: everything is the house's."""
    _check(listed, discount)
    return _whole(listed - discount, 0, listed)


def lowest_paid(
    listed: int, *, terms: Terms, bearer: Bearer, rate_bps: int = 0, net: int = 0, floor: int = 0
) -> int:
    """Return the least that may be paid for a line before the house has to bear its discount.

    `floor` is the contract's, for the whole line. Below this the floor is broken or the maker's
    share falls below zero; only a maker who bears discounts alone can come to that.
    """
    least = 0
    if bearer == "maker":
        least = listed * rate_bps // 10_000 if terms == "percent" else listed - net
    return min(listed, max(floor, least))


def returned_part(split: Split, *, quantity: int, first: int, last: int) -> Split:
    """Return what units `first`..`last` (1-based) of a line of `quantity` carry of its split.

    Paid and maker share are taken by units; the house's is the rest, so any order of returns
    gives back exactly the original shares.
    """
    if not 1 <= first <= last <= quantity:
        raise ValueError("units out of range")
    paid = unit_share(split.paid, quantity, first, last)
    maker = unit_share(split.maker, quantity, first, last)
    commission = unit_share(split.commission, quantity, first, last)
    return _whole(paid, maker, commission)


def _whole(paid: int, maker: int, commission: int) -> Split:
    house = paid - maker
    return Split(maker=maker, house=house, commission=commission, house_discount=commission - house)


def _check(listed: int, discount: int) -> None:
    if not 0 <= discount <= listed:
        raise ValueError("the discount must lie between 0 and the list price")
