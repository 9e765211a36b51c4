"""Baskets at the till: a kept piece that is sold all the same, and the deposit for an order."""

from flask import Blueprint, g, request

from catalogue.visitors.baskets.models import Basket
from core import forms
from core.errors import Refused
from core.i18n import _
from core.web import See, db, now, refused_to, see, user_id
from pos.sales import service as tickets
from pos.sales.baskets import queries, service
from pos.sales.baskets.panes import item_here
from pos.sales.deposits.service import Left
from pos.sales.here import require_till
from pos.sales.offering import beforehand
from pos.sales.views import business_date, locked_ticket, show, staff

blueprint = Blueprint("ticket_baskets", __name__)


@blueprint.app_template_global()
def paid_of_basket(basket: Basket) -> queries.Paid:
    """Return what of a visitor's basket is paid, for the basket's own page."""
    return queries.paid(db(), basket)


@blueprint.post("/pos/baskets/kept")
@staff
@refused_to(show)
def sell_kept() -> See:
    """Sell a piece that is kept for a visitor's basket: it lies on the counter."""
    till = require_till()
    business_date()
    sale = tickets.open_ticket(db(), till, by=user_id(), at=now())
    service.sell_kept(db(), sale, request.form.get("code", ""), by=user_id(), at=now())
    return see("till.show")


@blueprint.post("/pos/baskets/items/<int:item_id>/order")
@staff
@refused_to(lambda item_id, error: show(pane="order", error=error))
def order(item_id: int) -> See:
    """Take the deposit for goods that are to be made, and print its slip."""
    _basket, item = item_here(locked_ticket(), item_id)
    offer = beforehand(request.form)
    promised_on = forms.day(request.form, "promised_on")
    if promised_on is None:
        raise Refused(_("Isi kapan pesanan ini selesai."), field="promised_on")
    left = Left(
        customer=forms.name(request.form, "customer"), amount=forms.money(request.form, "amount"),
        way=offer.kind, purpose=f"{item.quantity} × {item.product.title}"[:120],
        phone=forms.text(request.form, "phone", most=40), reference=offer.reference,
    )  # fmt: skip
    row = service.take_order(
        db(), require_till(), item, service.Order(left, promised_on), on=business_date(),
        by=g.user, at=now(),
    )  # fmt: skip
    return see(
        "till.show", pane="basket",
        notice=_("Uang muka %(number)s diterima, pesanan dicatat.", number=row.deposit.number),
    )  # fmt: skip
