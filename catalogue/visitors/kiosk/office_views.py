"""The office's page for the screens of a place: the link for tablets, and its end."""

from typing import Any

from flask import Blueprint, Response, request, url_for

from catalogue.outlets import queries as outlets
from catalogue.visitors.kiosk import queries, service
from core import forms
from core.errors import NotFound
from core.i18n import _
from core.web import (
    See,
    allow,
    db,
    now,
    page,
    public_address,
    reachable_address,
    refused_to,
    see,
    user_id,
)

blueprint = Blueprint("kiosk_office", __name__)


@blueprint.get("/manage/outlets/<int:outlet_id>/kiosk")
@allow("manager")
def show(outlet_id: int, error: Any = None) -> Response:
    """Show the link that makes a tablet the screen of a place, and how to lock the tablet to it."""
    outlet, kiosk = outlets.require_outlet(db(), outlet_id), queries.of_outlet(db(), outlet_id)
    base = reachable_address()
    path = url_for("kiosk.ask_to_begin", token=kiosk.token) if kiosk else ""
    return page(
        "kiosk/office.html", outlet=outlet, kiosk=kiosk, error=error, form=request.form,
        link=f"{base}{path}" if base and path else "", has_squares=public_address() is not None,
        waits=[(str(n), _("%(n)s detik", n=n)) for n in service.IDLE],
    )  # fmt: skip


@blueprint.post("/manage/outlets/<int:outlet_id>/kiosk")
@allow("manager")
@refused_to(show)
def open_screens(outlet_id: int) -> See:
    """Make a link; one that is there already ends."""
    idle = forms.choice(request.form, "idle", [str(n) for n in service.IDLE], "60")
    service.open_screens(
        db(), outlets.require_outlet(db(), outlet_id), idle_seconds=int(idle), by=user_id(),
        at=now(),
    )  # fmt: skip
    return see(
        "kiosk_office.show", outlet_id=outlet_id, notice=_("Tautannya siap dibuka di tablet.")
    )


@blueprint.post("/manage/outlets/<int:outlet_id>/kiosk/close")
@allow("manager")
@refused_to(show)
def close_screens(outlet_id: int) -> See:
    """End the link of a place and its screens."""
    kiosk = queries.of_outlet(db(), outlet_id)
    if kiosk is None:
        raise NotFound(_("Tempat ini tidak punya layar galeri."))
    service.close_screens(db(), kiosk, by=user_id(), at=now())
    return see("kiosk_office.show", outlet_id=outlet_id, notice=_("Layar galeri ditutup."))
