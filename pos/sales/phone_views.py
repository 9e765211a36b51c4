"""A phone at the till: it scans with its camera, and becomes a till by a QR at the counter."""

import io
from typing import Any
from urllib.parse import urlsplit

import segno
from flask import Blueprint, Response, current_app, g, make_response, redirect, request, url_for
from itsdangerous import BadSignature, Signer
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.outlets import invites
from catalogue.outlets import queries as outlets
from catalogue.outlets.models import TillInvite
from core import cookies, forms
from core.errors import NotFound, Refused
from core.i18n import _
from core.security import SCANNING
from core.web import (
    See,
    db,
    download,
    keyless,
    now,
    page,
    prepared,
    public,
    public_address,
    refused_to,
    see,
)
from pos.sales import approval
from pos.sales.here import LOOPBACK, require_till
from pos.sales.till_page import till_page
from pos.sales.views import staff

blueprint = Blueprint("phone", __name__)


@blueprint.get("/pos/camera")
@staff
def camera() -> Response:
    """Show the till with the camera's picture above the ticket; codes are read by compiled code."""
    response = till_page(require_till(), pane=request.args.get("pane"), camera=True)
    response.headers["Content-Security-Policy"] = SCANNING
    return response


@blueprint.get("/pos/phone")
@staff
def ask(error: Refused | None = None) -> Response:
    """Ask a manager whether a phone may become a till, and which."""
    till = require_till()
    return page(
        "sales/phone_ask.html",
        till=till,
        free=invites.free_tills(db(), till.outlet, but=till),
        managers=approval.managers(till),
        address=_address(),
        form=request.form,
        error=error,
    )


@blueprint.post("/pos/phone")
@staff
@prepared(approval.check)
@refused_to(ask)
def invite() -> See:
    """Make a link that one phone may spend within minutes; a manager's PIN allows it."""
    allowing = approval.manager()
    number = forms.optional_id(request.form, "till")
    chosen = outlets.require_till(db(), number) if number else None
    made = invites.invite(db(), require_till(), chosen, by=allowing.id, at=now())
    return see("phone.invited", invite_id=made.id)


@blueprint.get("/pos/phone/<int:invite_id>")
@staff
def invited(invite_id: int) -> Response:
    """Show the link at the counter as a QR for the phone to scan."""
    made = _of_this_outlet(invite_id)
    return page("sales/phone_invited.html", till=require_till(), invite=made, link=_link(made))


@blueprint.get("/pos/phone/<int:invite_id>/qr.svg")
@staff
def invited_qr(invite_id: int) -> WsgiResponse:
    """Draw the link of an invite."""
    made = _of_this_outlet(invite_id)
    out = io.BytesIO()
    segno.make(_link(made), micro=False, error="m").save(out, kind="svg", scale=8, border=4)
    return download(out.getvalue(), name="kasir-hp.svg", mimetype="image/svg+xml", inline=True)


@blueprint.get("/pos/join/<word>")
@public
def invitation(word: str) -> Response:
    """Show on the phone which till it would become: looking, or a preview, spends nothing."""
    return page("sales/phone_join.html", invite=_signed(word))


@blueprint.post("/pos/join/<word>")
@public
@keyless
def join(word: str) -> WsgiResponse:
    """Spend the link: this phone is a till from now on, and asks who stands at it."""
    device, token = invites.accept(db(), _signed(word), g.device, at=now())
    response = make_response(redirect(url_for("till_door.enter"), code=303))
    if token is not None:
        cookies.put(response, cookies.DEVICE, token, days=3650)
    g.device = device
    return response


def _of_this_outlet(invite_id: int) -> TillInvite:
    made = invites.require(db(), invite_id, at=now())
    if made.till.outlet_id != require_till().outlet_id:
        raise NotFound(_("Kode ini tidak ada di tempat ini."))
    return made


def _link(made: TillInvite) -> str:
    word = _signer().sign(str(made.id)).decode()
    return (_address() or "") + url_for("phone.invitation", word=word)


def _signer() -> Signer:
    secret: Any = current_app.secret_key
    return Signer(secret, salt="till-invite")


def _signed(word: str) -> TillInvite:
    try:
        number = int(_signer().unsign(word))
    except (BadSignature, ValueError):
        number = 0  # no such invite: the same sentence as for one that was spent
    return invites.require(db(), number, at=now())


def _address() -> str | None:
    """Return where a phone reaches this house: the public address, or the one used right here."""
    here = urlsplit(request.host_url).hostname or ""
    nobody_else = here in (*LOOPBACK, "localhost") or here.startswith("127.")
    return public_address() or (None if nobody_else else request.host_url.rstrip("/"))
