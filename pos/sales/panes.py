"""The panes beside the ticket: which there are, when each may be shown, and what it needs to know.

A pane is a template of `templates/sales/panes/` and one line in PANES; it is opened with
`/pos?pane=<name>`, and again with a form's refusal.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request

from catalogue.outlets.models import Till
from core import settings
from core.errors import Refused
from core.web import db
from pos.sales import approval, queries, rules
from pos.sales.bargain import bargain_on
from pos.sales.baskets import panes as baskets
from pos.sales.deposits import queries as deposits
from pos.sales.goods_back import panes as returning
from pos.sales.models import Sale
from pos.sales.noting import noting
from pos.sales.offering import WAYS
from pos.sales.paying import cash_rounding, standing_of
from pos.sales.qris import parse
from pos.sales.quotations import panes as quotations
from pos.sales.receipts import tender_label
from pos.sales.refunds import NeedsManager
from pos.sales.tenders import Standing, qris_parts, quick_notes
from pos.sales.tours import panes as tours


@dataclass(frozen=True)
class Asked:
    """For what a pane is shown: the till, its ticket if there is one, the day, what was refused."""

    till: Till
    sale: Sale | None
    on: date
    error: Refused | None
    about: Sale | None = None
    """The completed sale that the pane is about, where it is about one."""
    quotation: int | None = None
    """The quotation that the pane opens; the address may name it instead."""

    @property
    def due(self) -> int:
        """Rupiah to pay before the rounding of cash; negative: to give back."""
        return self.sale.net_total if self.sale else 0

    @property
    def has_lines(self) -> bool:
        """Whether anything stands on the ticket."""
        return bool(self.sale and self.sale.lines)

    @property
    def gives_back(self) -> bool:
        """Whether what comes back is worth what else is on the ticket, or more."""
        if self.sale is None or self.due > 0 or self.sale.tenders:  # parts come off first
            return False
        return any(line.kind == "return" for line in self.sale.lines)


def nothing(_asked: Asked) -> dict[str, Any]:
    """Need nothing beyond the ticket."""
    return {}


def paying(asked: Asked) -> dict[str, Any]:
    """Return what paying what is left of the ticket in one way needs."""
    stands = _standing(asked)
    cash_due = stands.cash_left if asked.due > 0 else asked.due
    return {
        "stands": stands,
        "cash_due": cash_due,
        "notes": quick_notes(cash_due),
        "parts": qris_parts(stands.left) if stands.left > 0 else [stands.left],
        "qris": _qris(asked),
        "part": request.args.get("part", 1, type=int),
    }


def splitting(asked: Asked) -> dict[str, Any]:
    """Return what paying in parts needs."""
    assert asked.sale is not None
    way = request.form.get("way") if asked.error else request.args.get("way", "cash")
    makers = {line.maker_id: line.maker_name for line in asked.sale.lines if line.maker_id}
    everywhere = deposits.open_deposits(db())
    left = deposits.of_outlet(everywhere, asked.till.outlet_id)
    ways = [*WAYS, *(["deposit"] if everywhere else []), *(["maker"] if makers else [])]
    return {
        "stands": _standing(asked),
        "way": way if way in ways else "cash",
        "code": None,
        "ways": [(kind, tender_label(kind)) for kind in ways],
        "makers": makers,
        "deposits": left,
        "qris": _qris(asked),
    }


def showing_code(asked: Asked) -> dict[str, Any]:
    """Return what showing the code of a QRIS part needs: the part asked for, else the newest."""
    assert asked.sale is not None
    shown = request.args.get("code", type=int)
    codes = [part for part in asked.sale.tenders if part.kind == "qris"]
    code = next((part for part in codes if part.id == shown), codes[-1] if codes else None)
    return splitting(asked) | {"code": code}


def starting(asked: Asked) -> dict[str, Any]:
    """Return what the ticket's first pane needs: what exact cash would come to."""
    return {"stands": _standing(asked)}


def _standing(asked: Asked) -> Standing:
    if asked.sale is None:
        return Standing(0, 0, 0)
    return standing_of(db(), asked.sale, on=asked.on)


def _qris(asked: Asked) -> dict[str, Any] | None:
    """Return the showroom's own code as people check it: whose it is; None where there is none."""
    payload = settings.get(db(), rules.QRIS_STATIC, on=asked.on)
    if not payload:
        return None
    code = parse(payload)
    return {
        "merchant": code.merchant,
        "nmid": code.nmid,
        "with_amount": settings.get(db(), rules.QRIS_DYNAMIC, on=asked.on),
    }


def bargaining(asked: Asked) -> dict[str, Any]:
    """Return what giving a discount needs."""
    assert asked.sale is not None
    return {"bargain": bargain_on(asked.till, asked.sale, on=asked.on, error=asked.error)}


def bringing(asked: Asked) -> dict[str, Any]:
    """Return what picking from a receipt needs."""
    assert asked.about is not None
    return {
        "receipt": asked.about,
        "returnable": returning.returnable(db(), asked.about),
        "reasons": returning.reason_words(),
    }


def giving_back(asked: Asked) -> dict[str, Any]:
    """Return what paying back a ticket of returns needs."""
    assert asked.sale is not None
    cash_due = -(asked.due + cash_rounding(db(), asked.due, on=asked.on))
    return {
        "back": returning.giving_back(db(), asked.sale, cash_due=cash_due),
        "managers": approval.managers(asked.till),
        "asks": isinstance(asked.error, NeedsManager) or "approver" in request.form,
    }


def tracing(asked: Asked) -> dict[str, Any]:
    """Return what a return without a receipt needs."""
    words = request.values.get("q", "")
    return {
        "trace": returning.untraced(db(), words, outlet_id=asked.till.outlet_id),
        "reasons": returning.reason_words(),
        "managers": approval.managers(asked.till),
    }


def noting_down(_asked: Asked) -> dict[str, Any]:
    """Return what selling goods that nobody recorded needs."""
    return {"noting": noting(db(), request.values.get("code", ""))}


@dataclass(frozen=True)
class Pane:
    """A pane: its template, what it needs (a line on the ticket, a receipt), what it is given."""

    template: str
    of_lines: bool
    context: Callable[[Asked], dict[str, Any]] = nothing
    of_receipt: bool = False

    def fits(self, asked: Asked) -> bool:
        """Whether what the pane needs is there."""
        return (asked.has_lines or not self.of_lines) and (
            asked.about is not None or not self.of_receipt
        )


START = Pane("start", of_lines=False, context=starting)
GIVE_BACK = Pane("refund", of_lines=True, context=giving_back)
"""Stands in for START while returns are worth what else is on the ticket, or more."""
PANES = {
    "cash": Pane("pay", of_lines=True, context=paying),
    "qris": Pane("pay", of_lines=True, context=paying),
    "card": Pane("pay", of_lines=True, context=paying),
    "transfer": Pane("pay", of_lines=True, context=paying),
    "split": Pane("split", of_lines=True, context=splitting),
    "code": Pane("split", of_lines=True, context=showing_code),
    "discount": Pane("discount", of_lines=True, context=bargaining),
    "hold": Pane("hold", of_lines=True),
    "held": Pane("held", of_lines=False),
    "keys": Pane("keys", of_lines=False),
    "void": Pane("void", of_lines=True),
    "return": Pane("return", of_lines=False, context=bringing, of_receipt=True),
    "bring-back": Pane("bring_back", of_lines=False),
    "untraced": Pane("untraced", of_lines=False, context=tracing),
    "unrecorded": Pane("unrecorded", of_lines=False, context=noting_down),
    "basket": Pane("basket", of_lines=False, context=baskets.filled),
    "order": Pane("order", of_lines=False, context=baskets.ordering),
    "quotations": Pane("quotations", of_lines=False, context=quotations.listing),
    "quotation-deposit": Pane(
        "quotation_deposit", of_lines=False, context=quotations.paying_before
    ),
    "more": Pane("more", of_lines=False),
    "visits": Pane("visits", of_lines=False, context=tours.listing),
    "visit-end": Pane("visit_end", of_lines=False, context=tours.ending),
}


def pane_context(name: str | None, asked: Asked) -> dict[str, Any]:
    """Return the template and the knowledge of the pane `name`, or of the first where it does not fit."""
    pane = PANES.get(name or "", START)
    if not pane.fits(asked):
        pane = START
    if pane is START and asked.gives_back:
        pane = GIVE_BACK
    return {"pane_template": pane.template, "held": queries.held(db(), asked.till.outlet_id)} | (
        pane.context(asked)
    )
