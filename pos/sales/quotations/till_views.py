"""Quotations at the till: one press makes a ticket of one."""

from flask import Blueprint

from core.i18n import _
from core.web import See, db, now, refused_to, see, user_id
from pos.sales.here import require_till
from pos.sales.quotations import queries
from pos.sales.quotations.ticket import to_ticket
from pos.sales.views import business_date, show, staff

blueprint = Blueprint("ticket_quotations", __name__)


@blueprint.post("/pos/quotations/<int:quotation_id>/ticket")
@staff
@refused_to(lambda quotation_id, error: show(pane="quotations", error=error))
def ticket(quotation_id: int) -> See:
    """Put a quotation's goods on the till's ticket at the prices that were promised."""
    quotation = queries.require(db(), quotation_id)
    to_ticket(db(), quotation, require_till(), on=business_date(), by=user_id(), at=now())
    return see(
        "till.show",
        notice=_("Nota dari penawaran %(number)s, %(firm)s.", number=quotation.number,
                 firm=quotation.enquiry.firm),
    )  # fmt: skip
