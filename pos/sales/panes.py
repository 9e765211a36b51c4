"""The panes beside the ticket: which there are, when each may be shown, and what it needs to know.

A pane is a template of `templates/sales/panes/` and one line in PANES; it is opened with
`/pos?pane=<name>`, and again with a form's refusal.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalogue.outlets.models import Till
from core import settings
from core.errors import Refused
from core.web import db
from pos.sales import queries, rules
from pos.sales.bargain import bargain_on
from pos.sales.models import Sale
from pos.sales.rounding import rounding_of
from pos.sales.tenders import qris_parts, quick_notes


@dataclass(frozen=True)
class Asked:
    """For what a pane is shown: the till, its ticket if there is one, the day, what was refused."""

    till: Till
    sale: Sale | None
    on: date
    error: Refused | None

    @property
    def due(self) -> int:
        """Rupiah to pay before the rounding of cash; negative: to give back."""
        return self.sale.net_total if self.sale else 0

    @property
    def has_lines(self) -> bool:
        """Whether anything stands on the ticket."""
        return bool(self.sale and self.sale.lines)


def nothing(_asked: Asked) -> dict[str, Any]:
    """Need nothing beyond the ticket."""
    return {}


def paying(asked: Asked) -> dict[str, Any]:
    """Return what paying the whole ticket in one way needs."""
    due = asked.due
    cash_due = due + rounding(due, asked.on) if due > 0 else due
    return {
        "cash_due": cash_due,
        "notes": quick_notes(cash_due),
        "parts": qris_parts(due),
        "has_qris": bool(settings.get(db(), rules.QRIS_STATIC, on=asked.on)),
    }


def bargaining(asked: Asked) -> dict[str, Any]:
    """Return what giving a discount needs."""
    assert asked.sale is not None
    return {"bargain": bargain_on(asked.till, asked.sale, on=asked.on, error=asked.error)}


@dataclass(frozen=True)
class Pane:
    """A pane: its template, whether it needs something on the ticket, and what it is given."""

    template: str
    of_lines: bool
    context: Callable[[Asked], dict[str, Any]] = nothing


START = Pane("start", of_lines=False)
PANES = {
    "cash": Pane("pay", of_lines=True, context=paying),
    "qris": Pane("pay", of_lines=True, context=paying),
    "card": Pane("pay", of_lines=True, context=paying),
    "transfer": Pane("pay", of_lines=True, context=paying),
    "discount": Pane("discount", of_lines=True, context=bargaining),
    "held": Pane("held", of_lines=False),
    "void": Pane("void", of_lines=True),
    "more": Pane("more", of_lines=False),
}


def pane_context(name: str | None, asked: Asked) -> dict[str, Any]:
    """Return the template and the knowledge of the pane `name`, or of the first where it does not fit."""
    pane = PANES.get(name or "", START)
    if pane.of_lines and not asked.has_lines:
        pane = START
    return {"pane_template": pane.template, "held": queries.held(db(), asked.till.outlet_id)} | (
        pane.context(asked)
    )


def rounding(due: int, on: date) -> int:
    """Return the rupiah that cash payment of `due` is rounded by on that date."""
    return rounding_of(
        due,
        step=settings.get(db(), rules.ROUNDING_STEP, on=on),
        direction=settings.get(db(), rules.ROUNDING_DIRECTION, on=on),  # type: ignore[arg-type]
    )
