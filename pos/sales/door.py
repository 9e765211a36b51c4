"""Entering the till: names of those on duty, and a PIN."""

from typing import Any

from flask import Blueprint, Response, g, redirect, request
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.outlets import queries as outlets
from catalogue.outlets.views import let_browser_in
from core import cookies
from core.errors import Refused
from core.i18n import _
from core.users import queries as people
from core.users import service
from core.users.models import User
from core.web import database, db, keyless, now, page, prepared, public, refused_to
from pos.sales.here import find_till, require_till
from pos.shifts import queries as shifts
from pos.shifts import service as shift_service

blueprint = Blueprint("till_door", __name__)


@blueprint.get("/pos/enter")
@public
def enter(error: Any = None) -> Response | WsgiResponse:
    """Show who may enter this till by PIN.

    A PIN counts only in a browser that was let in: a manager is led to let this one in, anybody
    else to the sign-in.
    """
    till = find_till()
    if till is None or g.device is None:
        is_manager = g.get("user") is not None and "manager" in g.user.roles
        return redirect("/pos/enrol" if is_manager else "/login?next=/pos", code=303)
    staff = outlets.staff_with_pin(db(), till.outlet_id)
    return page("users/pin.html", till=till, staff=staff, form=request.form, error=error)


def check_pin() -> User:
    """Verify the PIN before the write transaction begins."""
    till = require_till()
    number = request.form.get("user", "")
    chosen = {str(user.id): user for user in outlets.staff_with_pin(db(), till.outlet_id)}
    user = chosen.get(number)
    if user is None or g.device is None:
        raise Refused(_("Pilih nama Anda dulu."), field="user")
    return service.verify_secret(
        database(),
        user,
        "pin",
        request.form.get("pin", ""),
        at=now(),
        subjects={"user": f"pin:{user.id}", "device": f"device:{g.device.id}"},
    )


@blueprint.post("/pos/enter")
@public
@keyless
@prepared(check_pin)
@refused_to(enter)
def enter_by_pin() -> WsgiResponse:
    """Let a person onto this till; whoever was on it before is signed out here."""
    return let_in(None)


def let_in(counted: int | None) -> WsgiResponse:
    """Sign in who gave the PIN, and let that person answer for the drawer of an open shift.

    `counted` rupiah lay in the drawer then; None where nobody counted.
    """
    user = people.require_user(db(), g.prepared.id)
    shift = shifts.open_shift(db(), require_till().id)
    if shift is not None:
        shift_service.pass_on(db(), shift, to=user.id, at=now(), counted=counted)
    if g.web_session is not None:
        service.close_session(db(), g.web_session, at=now())
    token = service.open_session(db(), user, kind="pin", device=g.device, at=now())
    response = redirect("/pos", code=303)
    cookies.put(response, cookies.SESSION, token, days=1)
    return response


@blueprint.post("/pos/leave")
@public
@keyless
def leave() -> WsgiResponse:
    """Hand the till over: the ticket stands, the next person enters a PIN.

    Whoever signed in at the demonstration's till by password needs a place for that PIN too.
    """
    till = find_till()
    response = redirect("/pos/enter", code=303)
    is_staff = g.user is not None and not {"cashier", "manager"}.isdisjoint(g.user.roles)
    if till is not None and g.device is None and is_staff:
        let_browser_in(till, response)
    if g.web_session is not None:
        service.close_session(db(), g.web_session, at=now())
    cookies.drop(response, cookies.SESSION)
    return response
