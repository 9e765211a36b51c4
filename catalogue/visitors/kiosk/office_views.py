"""The office's page for the screens of a place: a link for each tablet, and the end of each."""

from typing import Any

from flask import Blueprint, Response, request, url_for

from catalogue.outlets import queries as outlets
from catalogue.outlets.here import today
from catalogue.visitors.kiosk import queries, service
from core import forms
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
def show(outlet_id: int, error: Any = None, **_which: int) -> Response:
    """Show the link for the next tablet, the screens of a place, and how to lock a tablet to it."""
    outlet, waiting = outlets.require_outlet(db(), outlet_id), queries.waiting(db(), outlet_id)
    base = reachable_address()
    path = url_for("kiosk.ask_to_begin", token=waiting.token) if waiting else ""
    running = [
        (kiosk, service.is_locked(kiosk, on=today())) for kiosk in queries.running(db(), outlet_id)
    ]
    return page(
        "kiosk/office.html", outlet=outlet, waiting=waiting, running=running, error=error,
        link=f"{base}{path}" if base and path else "", has_squares=public_address() is not None,
        form=request.form, waits=[(str(n), _("%(n)s detik", n=n)) for n in service.IDLE],
    )  # fmt: skip


@blueprint.post("/manage/outlets/<int:outlet_id>/kiosk")
@allow("manager")
@refused_to(show)
def open_screen(outlet_id: int) -> See:
    """Make a link for one tablet; one that waits already is good no longer."""
    idle = forms.choice(request.form, "idle", [str(n) for n in service.IDLE], "60")
    service.open_screen(
        db(), outlets.require_outlet(db(), outlet_id), idle_seconds=int(idle), by=user_id(),
        at=now(),
    )  # fmt: skip
    return see(
        "kiosk_office.show", outlet_id=outlet_id, notice=_("Tautannya siap dibuka di tablet.")
    )


@blueprint.post("/manage/outlets/<int:outlet_id>/kiosk/<int:kiosk_id>/close")
@allow("manager")
@refused_to(show)
def close(outlet_id: int, kiosk_id: int) -> See:
    """End a link or a screen of a place."""
    service.close(db(), queries.require_open(db(), outlet_id, kiosk_id), by=user_id(), at=now())
    return see("kiosk_office.show", outlet_id=outlet_id, notice=_("Layar galeri ditutup."))
