"""Paying in parts, and the QRIS code that the customer scans."""

import io

import segno
from flask import Blueprint, request
from werkzeug.wrappers import Response as WsgiResponse

from core import forms
from core.clock import local_date
from core.errors import NotFound
from core.i18n import _
from core.web import See, db, download, now, refused_to, see
from pos.sales import paying, queries
from pos.sales.deposits import queries as deposits
from pos.sales.here import require_till
from pos.sales.offering import PARTS, offered
from pos.sales.shop_code import shop_code
from pos.sales.views import business_date, locked_ticket, show, staff

blueprint = Blueprint("paying", __name__)


@blueprint.post("/pos/parts")
@staff
@refused_to(lambda error: show(pane="split", error=error))
def add_part() -> See:
    """Put a part of the payment on the ticket; nothing is booked before it completes."""
    form = request.form.to_dict()
    if number := forms.text(form, "deposit_number", most=20):  # a slip that the customer brings
        form["deposit"] = str(deposits.by_number(db(), number).id)
    offer = offered(form, forms.text(form, "way"), amount="amount", ways=PARTS)
    part = paying.add_part(db(), locked_ticket(), offer, on=business_date(), at=now())
    return see("till.show", pane="code" if part.kind == "qris" else "split")


@blueprint.post("/pos/parts/<int:tender_id>/remove")
@staff
@refused_to(lambda tender_id, error: show(pane="split", error=error))
def remove_part(tender_id: int) -> See:
    """Take a part of the payment off the ticket again."""
    paying.remove_part(db(), locked_ticket(), tender_id)
    return see("till.show", pane="split")


@blueprint.get("/pos/qris.svg")
@staff
def qris() -> WsgiResponse:
    """Draw the showroom's QRIS code: as it is, or with `amount` rupiah where the setting says so."""
    till = require_till()
    today = local_date(now(), till.outlet.zone)
    asked = request.args.get("amount", type=int)
    payload = shop_code(db(), till, queries.current(db(), till.id), asked, on=today)
    if payload is None:
        raise NotFound(_("QRIS statis belum diisi."))
    out = io.BytesIO()
    segno.make(payload, micro=False, error="m").save(out, kind="svg", scale=8, border=4)
    return download(out.getvalue(), name="qris.svg", mimetype="image/svg+xml", inline=True)
