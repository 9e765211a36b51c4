"""The office's pages for what visitors read: hours and way of a place; payment, shipping, rates."""

from typing import Any

from babel.dates import get_day_names
from flask import Blueprint, Response, request

from catalogue.outlets import queries, welcome
from catalogue.outlets.here import today
from core import forms, settings
from core.errors import Refused
from core.i18n import _, current_locale
from core.settings import Setting
from core.web import See, allow, db, now, page, refused_to, see, user_id

blueprint = Blueprint("welcome", __name__)
LONGEST = 600


@blueprint.get("/manage/outlets/<int:outlet_id>/welcome")
@allow("manager")
def place(outlet_id: int, error: Any = None) -> Response:
    """Show when a place is open and how to get there, to be changed."""
    outlet = queries.require_outlet(db(), outlet_id)
    names = get_day_names("wide", locale=current_locale())
    return page(
        "outlets/welcome.html", outlet=outlet, error=error,
        form=request.form or _written(outlet_id),
        days=[(number, names[number].capitalize()) for number in range(welcome.DAYS)],
    )  # fmt: skip


@blueprint.post("/manage/outlets/<int:outlet_id>/welcome")
@allow("manager")
@refused_to(place)
def describe_place(outlet_id: int) -> See:
    """Save when a place is open and how to get there."""
    form = request.form
    welcome.describe(
        db(), queries.require_outlet(db(), outlet_id),
        hours=[
            (forms.text(form, f"opens_{day}"), forms.text(form, f"closes_{day}"))
            for day in range(welcome.DAYS)
        ],
        way=forms.text(form, "way", most=LONGEST), way_en=forms.text(form, "way_en", most=LONGEST),
        position=forms.text(form, "position"), by=user_id(), at=now(),
    )  # fmt: skip
    return see("welcome.place", outlet_id=outlet_id, notice=_("Perubahan tersimpan."))


@blueprint.get("/manage/settings/visitors")
@allow("manager")
def house(error: Refused | None = None) -> Response:
    """Show what visitors read of payment, shipping and foreign money."""
    on = today()
    rates = settings.get(db(), welcome.RATES, on=on)
    values: dict[str, Any] = {
        "shipping": _(settings.get(db(), welcome.SHIPPING, on=on)),
        "shipping_en": settings.get(db(), welcome.SHIPPING_EN, on=on),
        **{f"rate_{code}": rates.get(code, "") for code in welcome.CURRENCIES},
        **{f"pays_{name}": True for name in settings.get(db(), welcome.ACCEPTED, on=on)},
    }
    return page(
        "outlets/visitors.html", form=request.form or values, error=error,
        payments=[(name, welcome.payment_name(name)) for name in welcome.PAYMENTS],
        currencies=welcome.CURRENCIES, outlets=queries.active(db()),
    )  # fmt: skip


@blueprint.post("/manage/settings/visitors")
@allow("manager")
@refused_to(house)
def save_house() -> See:
    """Save what changed, in force from today."""
    form = request.form
    shipping = forms.required(form, "shipping", _("Tulis bagaimana barang dikirim."), most=LONGEST)
    accepted = [name for name in welcome.PAYMENTS if form.get(f"pays_{name}") == "1"]
    if not accepted:
        raise Refused(_("Pilih paling sedikit satu cara bayar."), field="pays_cash")
    _put(welcome.SHIPPING, shipping)
    _put(welcome.SHIPPING_EN, forms.text(form, "shipping_en", most=LONGEST))
    _put(welcome.ACCEPTED, accepted)
    _put(welcome.RATES, {code: rate for code in welcome.CURRENCIES if (rate := _rate(code))})
    return see("welcome.house", notice=_("Pengaturan tersimpan."))


def _written(outlet_id: int) -> dict[str, str]:
    row = welcome.of(db(), outlet_id)
    if row is None:
        return {}
    pairs = {
        f"{name}_{day}": pair[index]
        for day, pair in enumerate(row.hours) if pair
        for index, name in enumerate(("opens", "closes"))
    }  # fmt: skip
    return {**pairs, "way": row.way, "way_en": row.way_en, "position": row.position}


def _rate(code: str) -> int:
    rate = forms.optional_money(request.form, f"rate_{code}") or 0
    if not 0 <= rate <= welcome.DEAREST_UNIT:
        raise Refused(
            _("Tulis rupiah untuk satu %(code)s, misalnya 16.500.", code=code), field=f"rate_{code}"
        )
    return rate


def _put(setting: Setting[Any], value: Any) -> None:
    settings.change(db(), setting, value, on=today(), by=user_id(), at=now())
