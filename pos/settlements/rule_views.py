"""The office's page of how hasil is usually counted: what a new run begins with, and the maker's page shows."""

from typing import Any

from flask import Blueprint, Response, request

from catalogue.outlets.here import today
from core import forms, settings
from core.errors import Refused
from core.i18n import _
from core.web import See, allow, db, now, page, refused_to, see, user_id
from pos.settlements import service

blueprint = Blueprint("settlement_rules", __name__)


@blueprint.get("/manage/settlements/rules")
@allow("manager")
def show(error: Refused | None = None) -> Response:
    """Show the usual hold window and minimum."""
    usual: dict[str, Any] = {
        "hold_days": settings.get(db(), service.HOLD_DAYS, on=today()),
        "minimum": settings.get(db(), service.MINIMUM, on=today()),
    }
    return page("settlements/rules.html", error=error, form=request.form or usual)


@blueprint.post("/manage/settlements/rules")
@allow("manager")
@refused_to(show)
def save() -> See:
    """Keep what is usual from today on."""
    hold_days = forms.number(request.form, "hold_days", default=0)
    minimum = forms.optional_money(request.form, "minimum") or 0
    service.check_terms(today(), hold_days=hold_days, minimum=minimum)
    for setting, value in ((service.HOLD_DAYS, hold_days), (service.MINIMUM, minimum)):
        settings.change(db(), setting, value, on=today(), by=user_id(), at=now())
    return see("settlements.new", notice=_("Aturan tersimpan; perhitungan baru mulai dengan ini."))
