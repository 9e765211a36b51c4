"""Quotations at the till: a deposit for one, and one press that makes a ticket of it."""

from flask import Blueprint, g, request

from core import forms
from core.i18n import _
from core.money import rupiah
from core.web import See, db, now, refused_to, see, user_id
from pos.sales.deposits import queries as deposits
from pos.sales.here import require_till
from pos.sales.offering import beforehand
from pos.sales.quotations import queries
from pos.sales.quotations.models import Quotation
from pos.sales.quotations.ordering import Part, take_deposit
from pos.sales.quotations.ticket import to_ticket
from pos.sales.views import business_date, show, staff

blueprint = Blueprint("ticket_quotations", __name__)


@blueprint.post("/pos/quotations/<int:quotation_id>/ticket")
@staff
@refused_to(lambda quotation_id, error: show(pane="quotations", error=error))
def ticket(quotation_id: int) -> See:
    """Put a quotation's goods on the till's ticket at the prices that were promised."""
    quotation = queries.require(db(), quotation_id)
    sale = to_ticket(
        db(), quotation, require_till(), on=business_date(), by=user_id(), at=now(),
        pieces=_pieces(quotation),
        knowing=request.form.get("knowing") == "1",
    )  # fmt: skip
    said = [_("Nota dari penawaran %(number)s, %(firm)s.", number=quotation.number,
              firm=quotation.enquiry.firm)]  # fmt: skip
    said += [
        _("Uang muka %(number)s dipotong %(amount)s.",
          number=deposits.require(db(), part.deposit_id).number, amount=rupiah(part.amount))
        for part in sale.tenders
        if part.deposit_id is not None
    ]  # fmt: skip
    return see("till.show", notice=" ".join(said))


def _pieces(quotation: Quotation) -> dict[int, int] | None:
    """Return how many of each product are fetched now, None where the press names no numbers."""
    names = {line.product_id: f"pieces-{line.product_id}" for line in quotation.lines}
    if request.form.keys().isdisjoint(names.values()):
        return None
    return {number: forms.number(request.form, name, default=0) for number, name in names.items()}


@blueprint.post("/pos/quotations/<int:quotation_id>/deposit")
@staff
@refused_to(lambda quotation_id, error: show(pane="quotation-deposit", error=error))
def deposit(quotation_id: int) -> See:
    """Take a firm's deposit for its quotation, and print the slip."""
    offer = beforehand(request.form)
    part = Part(forms.money(request.form, "amount"), offer.kind, offer.reference)
    found = take_deposit(
        db(), queries.require(db(), quotation_id), require_till(), part, on=business_date(),
        by=g.user, at=now(),
    )  # fmt: skip
    return see(
        "till.show", pane="quotations", quotation=quotation_id,
        notice=_("Uang muka %(number)s diterima.", number=found.number),
    )  # fmt: skip
