"""What the till's pane of discounts shows."""

from dataclasses import dataclass
from datetime import date

from flask import request

from catalogue.outlets.models import Till
from core import forms
from core.errors import Refused
from core.users.models import User
from core.web import db
from pos.sales import approval, discounts
from pos.sales.campaigns import queries as campaigns
from pos.sales.models import Sale, SaleLine
from pos.sales.terms import BelowFloor


@dataclass(frozen=True)
class Bargain:
    """What the pane of discounts shows: of one line, or of the whole ticket where `line` is None."""

    line: SaleLine | None
    lowest: int
    managers: list[User]
    campaigns: list[tuple[int, str]]
    """The programmes that the discount may belong to today."""
    asks: bool
    """Whether a manager's PIN is asked for: the agreement does not allow what was typed."""
    doubted: int = 0
    """Rupiah of a discount so large that it is asked about once more; 0: none."""


def bargain_on(till: Till, sale: Sale, *, on: date, error: Refused | None) -> Bargain:
    """Return what the pane shows of a ticket: of the line that the address names, or of all."""
    number = (request.view_args or {}).get("line_id") or forms.optional_id(request.args, "line")
    asked = isinstance(error, BelowFloor) or "approver" in request.form
    return Bargain(
        line=next((line for line in discounts.sale_lines(sale) if line.id == number), None),
        lowest=discounts.lowest_total(db(), sale, on=on),
        managers=approval.managers(till),
        campaigns=campaigns.running(db(), on=on),
        asks=asked,
        doubted=error.amount if isinstance(error, discounts.Doubted) else 0,
    )
