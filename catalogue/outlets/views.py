"""Enrolling a browser for a till."""

from flask import Blueprint, Response, g, make_response, redirect, request
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.outlets import queries, service
from catalogue.outlets.models import Till
from core import cookies, forms
from core.users import service as people
from core.web import allow, db, keyless, now, page

blueprint = Blueprint("outlets", __name__)


@blueprint.get("/pos/enrol")
@allow("manager")
def enrol() -> Response:
    """Offer the tills that this browser can be enrolled for."""
    return page(
        "outlets/enrol.html",
        tills=queries.active_tills(db()),
        current=queries.till_of_device(db(), g.device),
        next=request.args.get("next", "/pos"),
    )


@blueprint.post("/pos/enrol")
@allow("manager")
@keyless
def enrol_till() -> WsgiResponse:
    """Enrol this browser for a till; enrolling again only moves it."""
    till = queries.require_till(db(), forms.optional_id(request.form, "till") or 0)
    response = make_response(redirect("/pos", code=303))
    let_browser_in(till, response)
    return response


def let_browser_in(till: Till, response: WsgiResponse) -> None:
    """Enrol this browser for the till by a cookie of the response; enrolled, it only moves."""
    if g.device is None:
        name = f"{till.outlet.name}, {till.name}"
        device, token = people.enrol_device(db(), name, by=g.user, at=now())
        cookies.put(response, cookies.DEVICE, token, days=3650)
    else:
        device = g.device
    service.assign_device(db(), device, till)
