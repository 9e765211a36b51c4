"""The maker's side: what she wants to be told, and how."""

from typing import Any

from flask import Blueprint, Response, request

from catalogue.outlets.here import today
from core import forms
from core.i18n import _
from core.web import See, db, now, page, refused_to, see, user_id
from pos.portal.notices import news, queries, service
from pos.portal.notices.models import CHANNELS
from pos.portal.notices.words import Telling, text_of
from pos.portal.views import maker_only, signed_in_maker
from pos.settlements.paying_day.next_day import next_payday

blueprint = Blueprint("maker_notices", __name__)

KINDS = ("daily", "statement", "payout")


@blueprint.get("/maker/notices")
@maker_only
def show(error: Any = None) -> Response:
    """Show what she is told, with what would be told now."""
    maker = signed_in_maker()
    choice = queries.choice_of(db(), maker.id)
    kept = {name: choice is None or getattr(choice, name) for name in KINDS}
    kept["channel"] = choice.channel if choice else "whatsapp"
    sold = news.last_day(db(), maker.id)
    told = Telling(maker, today(), next_payday(db(), on=today()))
    return page(
        "portal/notices/choose.html", maker=maker, dock="me", form=request.form or kept,
        error=error, example=text_of(sold, told) if sold else "",
    )  # fmt: skip


@blueprint.post("/maker/notices")
@maker_only
@refused_to(show)
def choose() -> See:
    """Keep what she wants to be told."""
    form = request.form
    service.choose(
        db(), signed_in_maker(), daily="daily" in form, statement="statement" in form,
        payout="payout" in form, channel=forms.choice(form, "channel", CHANNELS, "whatsapp"),
        by=user_id(), at=now(),
    )  # fmt: skip
    return see("maker_notices.show", notice=_("Pilihan tersimpan."))
