"""Belum terdaftar at the till: name, maker, price and a photo, and the goods are on the ticket."""

from flask import Blueprint, g, request

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
    """Re-encode the photo, if there is one, before anything is locked."""
    return uploaded("photo")[:1]


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
        db(), forms.required(request.form, "maker", _("Pilih perajinnya dulu."))
    )
    line = noting.sell(
        db(), service.open_ticket(db(), till, by=user_id(), at=now()), maker, said,
        quantity=forms.number(request.form, "quantity", default=1), shots=g.prepared,
        by=user_id(), at=now(),
    )  # fmt: skip
    return see(
        "till.show",
        notice=_("%(title)s masuk nota dan ada di daftar pengurus.", title=line.title),
    )
