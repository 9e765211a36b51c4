"""What the till's panes of quotations show: those that wait, and one with its goods on this shelf."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import request

from core import forms
from core.web import db
from pos.sales.baskets.queries import pieces_here
from pos.sales.quotations import queries
from pos.sales.quotations.models import QuotationLine

if TYPE_CHECKING:
    from pos.sales.panes import Asked


@dataclass(frozen=True)
class OnShelf:
    """A quoted line, and how many pieces of it are here."""

    line: QuotationLine
    here: int

    @property
    def is_short(self) -> bool:
        """True where goods lack."""
        return self.line.product.kind == "counted" and self.here < self.line.quantity


def listing(asked: "Asked") -> dict[str, Any]:
    """Return the quotations that may become a ticket, and the one that was opened."""
    number = (request.view_args or {}).get("quotation_id") or forms.optional_id(
        request.args, "quotation"
    )
    waiting = queries.to_sell(db(), on=asked.on)
    quoted = queries.require(db(), number) if number else None
    return {
        "quotations": waiting,
        "quoted": quoted,
        "ticketed": queries.ticket_of(db(), quoted.id) if quoted else None,
        "shelf": [
            OnShelf(line, pieces_here(db(), line.product, asked.till.outlet_id, on=asked.on))
            for line in (quoted.lines if quoted else [])
        ],
    }
