"""Freezing a line: the contract in force becomes part of the line, and its split with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy.orm import Session

from catalogue.products import contracts
from catalogue.products.queries import current_prices
from core.errors import Refused
from core.i18n import _
from core.money import rupiah
from pos.sales.models import SaleLine
from pos.sales.split import (
    Bearer,
    Split,
    lowest_paid,
    returned_part,
    split_house,
    split_net,
    split_percent,
)
from pos.sales.split import Terms as Kind


class BelowFloor(Refused):
    """The discount goes below what the maker agreed to; a manager may let the house bear it."""


@dataclass(frozen=True)
class LineTerms:
    """What was agreed for the goods of one line, for one unit; rates in basis points."""

    terms: Kind
    bearer: Bearer
    contract_id: int | None = None
    commission_bps: int | None = None
    unit_net_price: int | None = None
    floor_price: int | None = None

    def lowest_paid(self, line: SaleLine) -> int:
        """Return the least rupiah that may be paid for the line without a manager."""
        return lowest_paid(
            line.list_amount,
            terms=self.terms,
            bearer=self.bearer,
            rate_bps=self.commission_bps or 0,
            net=(self.unit_net_price or 0) * line.quantity,
            floor=(self.floor_price or 0) * line.quantity,
        )


class Agreed:
    """What holds for the lines of a ticket on a date, read together: contracts and net prices."""

    def __init__(self, session: Session, lines: Sequence[SaleLine], *, on: date) -> None:
        products = [line.product for line in lines if line.maker_id is not None]
        self.contracts = contracts.all_in_force(session, products, on=on) if products else {}
        nets = [id_ for id_, contract in self.contracts.items() if contract.terms == "net"]
        self.prices = current_prices(session, nets) if nets else {}

    def of(self, line: SaleLine) -> LineTerms:
        """Return the terms that hold for a line; raises NoTerms, Refused without a net price."""
        if line.maker_id is None:
            return LineTerms("postage" if line.product.is_passed_on else "house", "house")
        contract = self.contracts.get(line.product_id)
        if contract is None:
            raise contracts.no_terms(line.product)
        price = self.prices.get(line.product_id)
        net = price.net_price if price else None
        return LineTerms(
            terms=cast(Kind, contract.terms),  # the table's CHECK knows no other
            bearer=cast(Bearer, contract.bearer),
            contract_id=contract.id,
            commission_bps=contract.commission_bps,
            unit_net_price=_net_price(line, net) if contract.terms == "net" else None,
            floor_price=contract.floor_price,
        )


def freeze_all(session: Session, lines: Sequence[SaleLine], *, on: date) -> None:
    """Write terms and split on lines that are sold; what holds for them is read together.

    If the net of one falls below the floor or the maker's share below zero, the sale is refused
    with the lowest total that the line accepts, unless a manager let the house bear the discount.
    """
    agreed = Agreed(session, lines, on=on)
    for line in lines:
        _freeze(line, agreed.of(line))


def _freeze(line: SaleLine, agreed: LineTerms) -> Split:
    lowest = agreed.lowest_paid(line)
    if line.discount and line.net_amount < lowest and line.approved_by is None:
        raise BelowFloor(
            _(
                "%(title)s paling rendah %(floor)s menurut perjanjian perajinnya.",
                title=line.title,
                floor=rupiah(lowest),
            )
        )
    line.contract_id, line.terms = agreed.contract_id, agreed.terms
    line.commission_bps, line.unit_net_price = agreed.commission_bps, agreed.unit_net_price
    line.floor_price = agreed.floor_price
    line.bearer = agreed.bearer if line.approved_by is None else "house"
    return _write(line, split_of(line))


def freeze_return(line: SaleLine, origin: SaleLine) -> Split:
    """Write on a return line what its units carried when they were sold, and return it."""
    assert line.first_unit is not None
    sold = Split(
        maker=origin.maker_share or 0,
        house=origin.house_share or 0,
        commission=origin.commission or 0,
        house_discount=origin.house_discount or 0,
    )
    line.contract_id, line.terms, line.bearer = origin.contract_id, origin.terms, origin.bearer
    line.commission_bps, line.unit_net_price = origin.commission_bps, origin.unit_net_price
    line.floor_price = origin.floor_price
    part = returned_part(
        sold,
        quantity=origin.quantity,
        first=line.first_unit,
        last=line.first_unit + line.quantity - 1,
    )
    return _write(line, part)


def split_of(line: SaleLine) -> Split:
    """Return the split of a line whose terms are written on it."""
    bearer = cast(Bearer, line.bearer)  # the table's CHECK knows no other
    if line.terms in ("house", "postage"):
        return split_house(line.list_amount, line.discount)
    if line.terms == "net":
        assert line.unit_net_price is not None
        return split_net(
            line.list_amount,
            line.discount,
            net=line.unit_net_price * line.quantity,
            bearer=bearer,
        )
    assert line.commission_bps is not None
    return split_percent(
        line.list_amount, line.discount, rate_bps=line.commission_bps, bearer=bearer
    )


def _net_price(line: SaleLine, net: int | None) -> int:
    if net is None:
        raise Refused(
            _("Harga titip %(title)s belum diisi. Minta pengurus mengisinya.", title=line.title)
        )
    # The price stood since the scan; a net price raised since then cannot exceed it.
    return min(net, line.unit_price)


def _write(line: SaleLine, result: Split) -> Split:
    line.maker_share, line.house_share = result.maker, result.house
    line.commission, line.house_discount = result.commission, result.house_discount
    return result
