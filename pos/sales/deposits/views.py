"""Deposits at the till: taken with a slip, listed, given back."""

from flask import Blueprint, Response, g, redirect, request, url_for
from werkzeug.wrappers import Response as WsgiResponse

from core import forms
from core.errors import Refused
from core.i18n import _
from core.money import rupiah
from core.web import See, allow, db, now, page, prepared, refused_to, see
from pos.sales import approval
from pos.sales.deposits import queries, service
from pos.sales.deposits.models import Deposit
from pos.sales.deposits.service import Left
from pos.sales.here import require_till
from pos.sales.offering import WAYS, beforehand
from pos.sales.refunds import NeedsManager
from printers.documents import from_json

blueprint = Blueprint("deposits", __name__)
staff = allow("cashier", "manager", login="till_door.enter", by=("password", "pin"))


@blueprint.get("/pos/deposits")
@staff
def listed(error: Refused | None = None) -> Response | WsgiResponse:
    """Show this outlet's deposits of which something is left, and the form for a new one.

    A slip from another outlet is opened by its number.
    """
    if number := forms.text(request.args, "number", most=20):
        return redirect(
            url_for("deposits.show", deposit_id=queries.by_number(db(), number).id), 303
        )
    return page(
        "deposits/list.html",
        till=require_till(),
        deposits=queries.of_outlet(queries.open_deposits(db()), require_till().outlet_id),
        ways=WAYS,
        form=request.form,
        error=error,
    )


@blueprint.post("/pos/deposits")
@staff
@refused_to(listed)
def take() -> See:
    """Take a deposit and print its slip."""
    offer = beforehand(request.form)
    left = Left(
        customer=forms.name(request.form, "customer"),
        amount=forms.money(request.form, "amount"),
        way=offer.kind,
        purpose=forms.text(request.form, "purpose", most=120),
        phone=forms.text(request.form, "phone", most=40),
        reference=offer.reference,
    )
    row = service.take(db(), require_till(), left, by=g.user, at=now())
    return see("deposits.show", deposit_id=row.id, notice=_("Uang muka diterima."))


@blueprint.get("/pos/deposits/<int:deposit_id>")
@staff
def show(deposit_id: int, error: Refused | None = None) -> Response:
    """Show one deposit: what was used and given back, its slip, and giving back what is left."""
    deposit, till = queries.require(db(), deposit_id), require_till()
    return page(
        "deposits/show.html",
        till=till,
        managers=approval.managers(till),
        asks=isinstance(error, NeedsManager) or "approver" in request.form,
        deposit=deposit,
        left=_left(deposit),
        returns=queries.returns_of(db(), deposit.id),
        uses=queries.uses_of(db(), deposit.id),
        form=request.form,
        error=error,
    )


@blueprint.post("/pos/deposits/<int:deposit_id>/back")
@staff
@prepared(lambda deposit_id: approval.check())
@refused_to(show)
def give_back(deposit_id: int) -> See:
    """Give what is left of a deposit, or some of it, back to the customer."""
    deposit = queries.require(db(), deposit_id)
    typed = forms.optional_money(request.form, "amount")
    row = service.give_back(
        db(), deposit, require_till(), _left(deposit) if typed is None else typed,
        way=forms.choice(request.form, "way", service.BACK, default="cash"),
        reason=forms.text(request.form, "reason", most=120),
        reference=forms.text(request.form, "reference", most=40), approval=approval.given(),
        by=g.user, at=now(),
    )  # fmt: skip
    return see(
        "deposits.show", deposit_id=deposit.id,
        notice=_("%(amount)s dikembalikan.", amount=rupiah(row.amount)),
    )  # fmt: skip


@blueprint.get("/pos/deposits/<int:deposit_id>/slip")
@staff
def slip(deposit_id: int) -> Response:
    """Show the slip as the browser prints it; `back` names what was given back."""
    document = queries.require(db(), deposit_id).document
    wanted = request.args.get("back", type=int)
    for row in queries.returns_of(db(), deposit_id):
        if row.id == wanted:
            document = row.document
    width = 58 if request.args.get("width") == "58" else 80
    return page(
        "printers/receipt.html", receipt=from_json(document), width=width, back="/pos/deposits"
    )


def _left(deposit: Deposit) -> int:
    return queries.left_of(db(), [deposit.id])[deposit.id]
