"""The office's way to a product's photos: add several, put one first, take one away."""

from flask import Blueprint, g, request

from catalogue.products import photos, queries
from catalogue.stock.goods.views import show
from core import forms
from core.errors import Refused
from core.i18n import _
from core.image_views import uploaded
from core.images import Ready
from core.web import See, allow, db, now, prepared, refused_to, room_for, see, user_id

blueprint = Blueprint("goods_photos", __name__)

ROOM = 120 * 1024 * 1024
"""Twelve photos of a good phone in one go."""


def brought(product_id: int) -> list[Ready]:
    """Re-encode what the form brings, before anything is locked."""
    queries.require_product(db(), product_id)
    ready = uploaded("photo")
    if not ready:
        raise Refused(_("Pilih fotonya dulu."), field="photo")
    return ready


@blueprint.post("/manage/products/<int:product_id>/photos")
@allow("manager")
@room_for(ROOM)
@prepared(brought)
@refused_to(show)
def add(product_id: int) -> See:
    """Put the photos that were brought behind those of the product."""
    product = queries.require_product(db(), product_id)
    count = photos.add(db(), product, g.prepared, by=user_id(), at=now())
    notice = _("%(n)s foto tersimpan.", n=count) if count else _("Foto itu sudah ada.")
    return see("goods.show", product_id=product_id, notice=notice)


@blueprint.post("/manage/products/<int:product_id>/photos/<int:held_id>/place")
@allow("manager")
def place(product_id: int, held_id: int) -> See:
    """Put a photo at another place; at 1 it leads."""
    held = photos.require(db(), product_id, held_id)
    photos.put_at(
        db(), held, forms.number(request.form, "place", default=1), by=user_id(), at=now()
    )
    return see("goods.show", product_id=product_id)


@blueprint.post("/manage/products/<int:product_id>/photos/<int:held_id>/remove")
@allow("manager")
def remove(product_id: int, held_id: int) -> See:
    """Take a photo away; nobody can open its address any more."""
    photos.remove(db(), photos.require(db(), product_id, held_id), by=user_id(), at=now())
    return see("goods.show", product_id=product_id, notice=_("Foto dihapus."))
