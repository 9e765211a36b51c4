"""One small form for the next paying day, on every page where the treasurer thinks of it."""

from flask import Blueprint, Response, request

from catalogue.outlets.here import today
from core import forms
from core.errors import Refused
from core.i18n import _
from core.web import See, allow, db, now, page, refused_to, see, user_id
from pos.settlements.paying_day import next_day

blueprint = Blueprint("next_payday", __name__)


@blueprint.app_template_global()
def next_payday() -> str:
    """Return the next paying day as a form has it, empty while nobody said."""
    day = next_day.next_payday(db(), on=today())
    return day.isoformat() if day else ""


@blueprint.get("/manage/payouts/next-day")
@allow("manager")
def ask(error: Refused | None = None) -> Response:
    """Ask for the next paying day."""
    return page("settlements/next_payday.html", error=error, form=request.form)


@blueprint.post("/manage/payouts/next-day")
@allow("manager")
@refused_to(ask)
def keep() -> See:
    """Keep the next paying day, and go back to where it was asked for."""
    day = forms.day(request.form, "payday")
    next_day.keep(db(), day, today=today(), by=user_id(), at=now())
    notice = _("Hari bayar tersimpan. Perajin membacanya di halaman dan kabarnya.")
    run = forms.text(request.form, "run", most=16)
    if run:
        return see("settlements.run", number=run, notice=notice)
    return see("paying_day.desk", notice=notice)
