"""Belum terdaftar at the till: name, maker, price and a photo, and the goods are on the ticket."""

from dataclasses import astuple
from typing import Any

from flask import Blueprint, current_app, g, request
from itsdangerous import BadSignature, URLSafeSerializer

from catalogue.products import categories
from catalogue.stock.unrecorded.service import Noted
from core import forms
from core.i18n import _
from core.ids import normalise_code
from core.image_views import uploaded
from core.images import Ready
from core.web import See, db, now, prepared, refused_to, room_for, see, user_id
from pos.sales import noting, service
from pos.sales.here import require_till
from pos.sales.views import show, staff
from pos.shifts import queries as shifts
from pos.shifts.service import NoShift

blueprint = Blueprint("noting", __name__)

ROOM = 25 * 1024 * 1024
"""One photo of a good phone, as it is."""


def brought() -> list[Ready]:
    """Re-encode the photo before anything is locked; else the one that a refused form brought."""
    return uploaded("photo")[:1] or _kept()


def _kept() -> list[Ready]:
    """Return the photo that the form says was uploaded before; only what this house signed."""
    try:
        return [Ready(*_signer().loads(request.form.get("kept_photo", "")))]
    except BadSignature:
        return []


@blueprint.app_template_global()
def kept_photo() -> str:
    """Return what a refused form sends along, so that its photo need not be taken again."""
    shots = g.get("prepared") if request.endpoint == "noting.sell" else None
    return _signer().dumps(astuple(shots[0])) if shots else ""


def _signer() -> URLSafeSerializer:
    secret: Any = current_app.secret_key
    return URLSafeSerializer(secret, salt="noted-photo")


@blueprint.post("/pos/unrecorded")
@staff
@room_for(ROOM)
@prepared(brought)
@refused_to(lambda error: show(pane="unrecorded", error=error))
def sell() -> See:
    """Note goods that nobody recorded and put them on the ticket."""
    till = require_till()
    if shifts.open_shift(db(), till.id) is None:
        raise NoShift(_("Kasir belum buka. Buka kasir dulu, notanya tetap ada."))
    category_id = forms.optional_id(request.form, "category")
    said = Noted(
        title=forms.required(request.form, "title", _("Isi nama barangnya."), most=forms.NAME),
        price=forms.money(request.form, "price"),
        net_price=forms.optional_money(request.form, "net_price"),
        category=categories.require(db(), category_id) if category_id else None,
        code=normalise_code(forms.text(request.form, "code")) or "",
    )
    maker = noting.maker_called(
        db(),
        forms.text(request.form, "chosen")
        or forms.required(request.form, "maker", _("Pilih perajinnya dulu.")),
    )
    line = noting.sell(
        db(), service.open_ticket(db(), till, by=user_id(), at=now()), maker, said,
        quantity=forms.number(request.form, "quantity", default=1), shots=g.prepared,
        by=user_id(), at=now(),
    )  # fmt: skip
    return see(
        "till.show",
        notice=_(
            "%(title)s dari %(maker)s masuk nota dan ada di daftar pengurus.",
            title=line.title,
            maker=maker.name,
        ),
    )
