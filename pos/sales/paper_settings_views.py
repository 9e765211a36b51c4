"""What stands on receipts and letters: logo, last words, return conditions, where firms pay."""

from typing import Any

from flask import Blueprint, Response, g, request

from catalogue.outlets import showroom
from catalogue.outlets.here import today
from core import forms, settings
from core.errors import Refused
from core.i18n import _
from core.settings import Setting
from core.web import See, allow, db, now, page, prepared, refused_to, see, user_id
from printers import logo

blueprint = Blueprint("receipt_settings", __name__)

TEXTS = {
    "footer": showroom.FOOTER,
    "footer_en": showroom.FOOTER_EN,
    "returns": showroom.RETURNS,
    "returns_en": showroom.RETURNS_EN,
    "email": showroom.EMAIL,
    "bank": showroom.BANK,
}
LONGEST = 200


@blueprint.get("/manage/settings/receipt")
@allow("manager")
def show(error: Refused | None = None) -> Response:
    """Show the words and the logo in force today."""
    values = {name: settings.get(db(), setting, on=today()) for name, setting in TEXTS.items()}
    return page(
        "sales/receipt_settings.html", form=request.form or values, error=error,
        logo=settings.get(db(), logo.LOGO, on=today()),
    )  # fmt: skip


def take_logo() -> str | None:
    """Re-encode an uploaded logo before the write transaction; None where none was sent."""
    file = request.files.get("logo")
    if file is None or not file.filename:
        return None
    name = logo.prepare(file.stream.read(), g.house.files)
    file.stream.seek(0)  # the request's fingerprint is taken of it afterwards
    return name


@blueprint.post("/manage/settings/receipt")
@allow("manager")
@prepared(take_logo)
@refused_to(show)
def save() -> See:
    """Save what changed, in force from today."""
    for name, setting in TEXTS.items():
        text = forms.clean(" ".join(request.form.get(name, "").split()))
        if len(text) > LONGEST:
            raise Refused(_("Paling banyak %(n)s huruf.", n=LONGEST), field=name)
        _put(setting, text)
    if g.prepared is not None:
        _put(logo.LOGO, g.prepared)
    elif request.form.get("no_logo") == "1":
        _put(logo.LOGO, "")
    return see("receipt_settings.show", notice=_("Pengaturan tersimpan."))


def _put(setting: Setting[Any], value: str) -> None:
    on = today()
    settings.change(db(), setting, value, on=on, by=user_id(), at=now())
