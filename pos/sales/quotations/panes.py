"""What the till's panes of quotations show: those that wait, and one with its goods on this shelf."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import request

from catalogue.stock import queries as stock
from core import forms
from core.web import db
from pos.sales.offering import WAYS
from pos.sales.quotations import queries
from pos.sales.quotations.models import Quotation, QuotationLine
from pos.sales.quotations.nets import house_adds
from pos.sales.quotations.shelves import Shelf, shelves_of
from pos.sales.quotations.sold import Sold, sold

if TYPE_CHECKING:
    from pos.sales.panes import Asked


@dataclass(frozen=True)
class OnShelf:
    """A quoted line: how many pieces are left of it and here, and where else some are.

    `adds`: rupiah that the house adds to one piece, because its maker asks more by now.
    """

    line: QuotationLine
    left: int
    here: int
    elsewhere: tuple[Shelf, ...] = ()
    adds: int = 0

    @property
    def is_short(self) -> bool:
        """True where goods lack."""
        return self.line.product.kind == "counted" and self.here < self.left

    @property
    def now(self) -> int:
        """How many pieces may go onto a ticket now."""
        return max(0, self.here) if self.is_short else self.left


def listing(asked: "Asked") -> dict[str, Any]:
    """Return the quotations that may become a ticket, and the one that was opened."""
    waiting, quoted = queries.to_sell(db(), on=asked.on), _opened(asked)
    if quoted is None:
        return {"quotations": waiting, "quoted": None}
    done = sold(db(), quoted)
    return {
        "quotations": waiting, "quoted": quoted, "fetched": done,
        "left": queries.deposits_of(db(), quoted.enquiry_id),
        "shelf": _on_shelves(done, asked),
    }  # fmt: skip


def paying_before(asked: "Asked") -> dict[str, Any]:
    """Return what taking a firm's deposit asks; half of the total is usual."""
    quoted = _opened(asked)
    return {"quoted": quoted, "ways": WAYS, "half": -(-quoted.total // 2) if quoted else 0}


def _on_shelves(done: Sold, asked: "Asked") -> list[OnShelf]:
    """Return the lines of a quotation as they can be sold here; the same few reads for any number."""
    lines, outlet_id = done.quotation.lines, asked.till.outlet_id
    products = [line.product for line in lines]
    here = stock.fresh_at(db(), [product.id for product in products], outlet_id, on=asked.on)
    shelves = shelves_of(db(), products)
    adds = house_adds(db(), lines, on=asked.on)
    return [
        OnShelf(
            line, done.left(line), here[line.product_id],
            tuple(s for s in shelves[line.product_id] if s.outlet_id != outlet_id),
            adds.get(line.product_id, 0),
        )
        for line in lines
    ]  # fmt: skip


def _opened(asked: "Asked") -> Quotation | None:
    """Return the quotation that was opened, None where none was."""
    number = asked.quotation or (request.view_args or {}).get("quotation_id")
    number = number or forms.optional_id(request.args, "quotation")
    return queries.require(db(), number) if number else None
