"""What the till's panes of quotations show: those that wait, and one with its goods on this shelf."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import request

from core import forms
from core.web import db
from pos.sales.baskets.queries import pieces_here
from pos.sales.offering import WAYS
from pos.sales.quotations import queries
from pos.sales.quotations.models import Quotation, QuotationLine
from pos.sales.quotations.shelves import Shelf, shelves_of

if TYPE_CHECKING:
    from pos.sales.panes import Asked


@dataclass(frozen=True)
class OnShelf:
    """A quoted line, how many pieces of it are here, and where else some are."""

    line: QuotationLine
    here: int
    elsewhere: tuple[Shelf, ...] = ()

    @property
    def is_short(self) -> bool:
        """True where goods lack."""
        return self.line.product.kind == "counted" and self.here < self.line.quantity


def listing(asked: "Asked") -> dict[str, Any]:
    """Return the quotations that may become a ticket, and the one that was opened."""
    waiting, quoted = queries.to_sell(db(), on=asked.on), _opened(asked)
    return {
        "quotations": waiting,
        "quoted": quoted,
        "ticketed": queries.ticket_of(db(), quoted.id) if quoted else None,
        "left": queries.deposits_of(db(), quoted.enquiry_id) if quoted else [],
        "shelf": [_on_shelf(line, asked) for line in (quoted.lines if quoted else [])],
    }


def paying_before(asked: "Asked") -> dict[str, Any]:
    """Return what taking a firm's deposit asks; half of the total is usual."""
    quoted = _opened(asked)
    return {"quoted": quoted, "ways": WAYS, "half": -(-quoted.total // 2) if quoted else 0}


def _on_shelf(line: QuotationLine, asked: "Asked") -> OnShelf:
    here = pieces_here(db(), line.product, asked.till.outlet_id, on=asked.on)
    other = [s for s in shelves_of(db(), line.product) if s.outlet_id != asked.till.outlet_id]
    return OnShelf(line, here, tuple(other))


def _opened(asked: "Asked") -> Quotation | None:
    """Return the quotation that was opened, None where none was."""
    number = asked.quotation or (request.view_args or {}).get("quotation_id")
    number = number or forms.optional_id(request.args, "quotation")
    return queries.require(db(), number) if number else None
