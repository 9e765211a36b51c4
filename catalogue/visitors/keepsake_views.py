"""Kartu Karya: the card that goes home with a piece of which there is only one, printed on A6."""

from flask import Blueprint, Response, url_for

from catalogue.visitors import meanings, queries
from catalogue.visitors.views import today
from core.bilingual import in_both, speak_the_address
from core.errors import NotFound
from core.i18n import _
from core.web import db, now, page, public, public_address
from printers.html import qr_svg

blueprint = Blueprint("keepsakes", __name__)
speak_the_address(blueprint)


@in_both(blueprint, "/p/<slug>/kartu")
@public
def card(slug: str) -> Response:
    """Show a unique piece's card; it says nothing of who bought it, and neither does its QR's page."""
    found = queries.detail(db(), slug, at=now(), today=today())
    if not found.work.unique:
        raise NotFound(_("Hanya karya tunggal yang punya kartu."))
    base = public_address()
    address = f"{base}{url_for('visitors.product', slug=slug)}" if base else ""
    return page(
        "visitors/keepsake.html",
        item=found,
        work=found.work,
        sign=meanings.sign_of(found.work.motif),
        care=meanings.TAPIS_CARE if found.work.craft == "tapis" else (),
        qr=qr_svg(address, size=96) if address else "",
        address=address,
    )
