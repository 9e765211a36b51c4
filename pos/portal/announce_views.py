"""The maker's page on which she tells what she will bring, and sees what came of it."""

from typing import Any

from flask import Blueprint, Response, request

from catalogue.makers.models import Maker
from catalogue.outlets import queries as outlets
from catalogue.products import queries as products
from catalogue.stock.announced import queries, service
from catalogue.stock.announced.service import Wanted
from core import forms
from core.clock import local_date
from core.errors import Refused
from core.i18n import _
from core.web import See, db, now, page, refused_to, see, user_id
from pos.portal.views import maker_only, signed_in_maker

blueprint = Blueprint("telling", __name__)

NEW_ROWS = 3
FIRST_FEW = 10


@blueprint.get("/maker/announce")
@maker_only
def new(error: Any = None) -> Response:
    """Show her goods to put numbers beside, room for new ones, and what she told before."""
    maker = signed_in_maker()
    return page(
        "portal/announce.html", maker=maker, dock="stock", outlets=outlets.active(db()),
        goods=products.of_maker(db(), maker.id), rows=range(1, NEW_ROWS + 1), form=request.form,
        told=queries.of_maker(db(), maker.id, limit=FIRST_FEW), error=error,
    )  # fmt: skip


@blueprint.post("/maker/announce")
@maker_only
@refused_to(new)
def tell() -> See:
    """Write down what she will bring."""
    maker, form = signed_in_maker(), request.form
    goods = wanted(maker)
    if not goods:
        raise Refused(_("Isi jumlah paling sedikit satu barang."))
    outlet_id = forms.optional_id(form, "outlet")
    outlet = outlets.require_outlet(db(), outlet_id) if outlet_id else outlets.require_main(db())
    service.announce(
        db(), maker, outlet, came_by="maker", expected_on=forms.day(form, "expected_on"),
        note=forms.text(form, "note")[:200], today=local_date(now(), outlet.zone), goods=goods,
        by=user_id(), at=now(),
    )  # fmt: skip
    return see("telling.new", notice=_("Terima kasih, galeri sudah dikabari."))


def wanted(maker: Maker) -> list[Wanted]:
    """Return the goods with a number beside them, her known ones and the new ones."""
    form, found = request.form, []
    for product in products.of_maker(db(), maker.id):
        pieces = forms.number(form, f"pieces-{product.id}", default=0)
        if pieces:
            found.append(Wanted(title=product.title, quantity=pieces, product=product))
    for row in range(1, NEW_ROWS + 1):
        title = forms.text(form, f"title-{row}")
        if title:
            found.append(
                Wanted(
                    title=title, quantity=forms.number(form, f"new-{row}", default=1),
                    price=forms.optional_money(form, f"price-{row}"),
                )
            )  # fmt: skip
    return found
