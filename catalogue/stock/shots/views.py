"""Foto cepat, on a phone: scan a tag, snap, next. Without a script it is a form with a camera."""

from typing import Any

from flask import Blueprint, Response, g, jsonify, request

from catalogue.outlets import queries as places
from catalogue.products import photos
from catalogue.products import queries as products
from catalogue.products.models import Product
from catalogue.stock import shelves
from catalogue.stock.shots import queries
from core import forms
from core.errors import Refused
from core.i18n import _
from core.ids import normalise_code
from core.image_views import uploaded
from core.images import Ready
from core.menu import nav
from core.security import SCANNING
from core.web import See, allow, db, now, page, prepared, refused_to, room_for, see, user_id

blueprint = Blueprint("shots", __name__)

ROOM = 25 * 1024 * 1024
"""One photo of a good phone, as it is."""

nav(_("Barang"), _("Foto cepat"), "shots.quick", order=118, roles=("manager", "cashier"))


@blueprint.get("/manage/photos/quick")
@allow("manager", "cashier")
def quick(error: Any = None, **kept: str) -> Response:
    """Show the camera, or the form for what was scanned, and what still lacks a photo.

    `kept` is what a snap keeps for the next one: outlet, shelf and the order of the list.
    """
    given = request.form if error else kept or request.args
    outlet_id = forms.optional_id(given, "outlet")
    by = forms.choice(given, "by", ("maker", "shelf"), default="maker")
    found, sentence = looked_up(forms.text(given, "code"))
    missing = queries.lacking(db(), outlet_id=outlet_id)
    answer = page(
        "shots/quick.html", "missing", found=found, form=given, by=by, outlet_id=outlet_id,
        held=photos.of_product(db(), found.id) if found else [], outlets=places.active(db()),
        count=len(missing), groups=queries.grouped(missing, by), shelves=shelves.names(db()),
        error=error or sentence,
    )  # fmt: skip
    answer.headers["Content-Security-Policy"] = SCANNING
    return answer


@blueprint.get("/manage/photos/goods.json")
@allow("manager", "cashier")
def goods() -> Response:
    """Give every code with its name, so that a phone without a connection knows what it scans."""
    return jsonify(goods=queries.known(db()))


def brought() -> list[Ready]:
    """Find the product and re-encode the photo before anything is locked."""
    require_scanned(forms.text(request.form, "code"))
    ready = uploaded("photo")
    if not ready:
        raise Refused(_("Potret dulu barangnya."), field="photo")
    return ready[:1]


@blueprint.post("/manage/photos/quick")
@allow("manager", "cashier")
@room_for(ROOM)
@prepared(brought)
@refused_to(quick)
def take() -> See:
    """Keep one photo of the scanned product and, if it was said, the shelf where it stands."""
    product = require_scanned(forms.text(request.form, "code"))
    photos.add(db(), product, g.prepared, by=user_id(), at=now())
    shelf, outlet_id = forms.text(request.form, "shelf"), forms.optional_id(request.form, "outlet")
    if shelf:
        outlet = places.require_outlet(db(), outlet_id) if outlet_id else places.require_main(db())
        shelves.put(db(), product, {outlet.id: shelf}, by=user_id(), at=now())
    kept = {
        name: request.form[name] for name in ("outlet", "shelf", "by") if request.form.get(name)
    }
    return see(
        "shots.quick",
        notice=_("Foto %(title)s tersimpan. Berikutnya.", title=product.title),
        **kept,
    )


def looked_up(typed: str) -> tuple[Product | None, Refused | None]:
    """Return the product of a scanned code, or the sentence why there is none."""
    if not typed:
        return None, None
    try:
        return require_scanned(typed), None
    except Refused as refusal:
        return None, refusal


def require_scanned(typed: str) -> Product:
    """Return the product in use of a scanned or typed code; Refused beside `code`."""
    code = normalise_code(typed)
    product = products.by_code(db(), code) if code else None
    if product is None or product.archived_at is not None or product.kind == "service":
        raise Refused(
            _("Kode %(code)s belum dikenal. Pindai sekali lagi.", code=typed[:40]), field="code"
        )
    return product
