"""The showroom's settings: its name and words, cash rounding, the static QRIS code."""

from typing import Any

from flask import Blueprint, Response, request

from catalogue.outlets import showroom
from catalogue.outlets.here import today
from core import forms, settings
from core.errors import Refused
from core.i18n import _
from core.menu import nav
from core.settings import Setting
from core.web import See, allow, db, now, page, public_address, refused_to, see, user_id
from pos.sales import qris, rules

blueprint = Blueprint("settings", __name__)
nav(_("Lainnya"), _("Pengaturan"), "settings.show", order=390, roles=("manager",))

TEXTS = {
    "name": (showroom.NAME, 80),
    "address": (showroom.ADDRESS, 300),
    "phone": (showroom.PHONE, 40),
    "footer": (showroom.FOOTER, 200),
}
STEPS = (1, 100, 500, 1000)
DIRECTIONS = ("down", "nearest", "up")


@blueprint.get("/manage/settings")
@allow("manager")
def show(error: Refused | None = None) -> Response:
    """Show the settings in force today."""
    values: dict[str, Any] = {
        name: settings.get(db(), setting, on=today()) for name, (setting, _most) in TEXTS.items()
    }
    values["step"] = settings.get(db(), rules.ROUNDING_STEP, on=today())
    values["direction"] = settings.get(db(), rules.ROUNDING_DIRECTION, on=today())
    values["qris"] = settings.get(db(), rules.QRIS_STATIC, on=today())
    values["dynamic"] = settings.get(db(), rules.QRIS_DYNAMIC, on=today())
    code = qris.parse(values["qris"]) if values["qris"] else None
    return page(
        "sales/settings.html",
        form=request.form or values,
        code=code,
        error=error,
        steps=STEPS,
        public_url=public_address(),
    )


@blueprint.post("/manage/settings")
@allow("manager")
@refused_to(show)
def save() -> See:
    """Save what changed, in force from today."""
    for name, (setting, most) in TEXTS.items():
        text = "\n".join(map(forms.clean, request.form.get(name, "").splitlines())).strip()
        if len(text) > most:
            raise Refused(_("Paling banyak %(n)s huruf.", n=most), field=name)
        if name == "name" and not text:
            raise Refused(_("Isi nama ruang pamernya."), field=name)
        _put(setting, text)
    step, direction = request.form.get("step", ""), request.form.get("direction", "")
    if step not in map(str, STEPS) or direction not in DIRECTIONS:
        raise Refused(_("Pilih pembulatan dari daftar."), field="step")
    _put(rules.ROUNDING_STEP, int(step))
    _put(rules.ROUNDING_DIRECTION, direction)
    text = request.form.get("qris", "").strip()
    dynamic = request.form.get("dynamic") == "1"
    _check_qris(text, dynamic=dynamic)
    _put(rules.QRIS_STATIC, text)
    _put(rules.QRIS_DYNAMIC, dynamic)
    return see("settings.show", notice=_("Pengaturan tersimpan."))


def _check_qris(text: str, *, dynamic: bool) -> None:
    """Refuse a code that was cut, changed or made for one sum, and one that takes no amount."""
    if not text:
        return
    code = qris.parse(text)
    if not code.is_static:
        raise Refused(
            _("Ini QRIS dinamis. Pakai QRIS statis yang tertempel di meja."), field="qris"
        )
    if dynamic:
        qris.with_amount(code, 1)


def _put(setting: Setting[Any], value: Any) -> None:
    on = today()
    settings.change(db(), setting, value, on=on, by=user_id(), at=now())
