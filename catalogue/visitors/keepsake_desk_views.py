"""The office's and the till's way to a card: how a receipt printer gives it, and its A6 sheet."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.products import queries as products
from catalogue.visitors import keepsakes
from catalogue.visitors.keepsake_views import card_for
from core import forms
from core.errors import Refused
from core.i18n import _
from core.web import See, allow, db, now, see, user_id
from printers import queries as printers
from printers.views import show_keepsake

blueprint = Blueprint("keepsake_desk", __name__)


@blueprint.get("/manage/products/<int:product_id>/keepsake")
@allow("manager")
def office(product_id: int) -> WsgiResponse:
    """Show a piece's card as a receipt printer gives it, with the printers that can."""
    product = products.require_product(db(), product_id)
    return show_keepsake(
        card_for(product.slug, wanted_language()),
        back=url_for("goods.show", product_id=product_id),
        sheet=url_for("keepsakes.sheet", slug=product.slug, lang=wanted_language()),
        print_at=url_for("keepsake_desk.print_it", product_id=product_id),
        printers=[one for one in printers.printers(db()) if one.language == "escpos"],
    )


@blueprint.post("/manage/products/<int:product_id>/keepsake")
@allow("manager")
def print_it(product_id: int) -> See:
    """Print a piece's card at the receipt printer that was chosen."""
    product = products.require_product(db(), product_id)
    number = forms.optional_id(request.form, "printer")
    if number is None:
        raise Refused(_("Pilih printernya dulu."), field="printer")
    made = card_for(product.slug, wanted_language())
    keepsakes.print_card(
        db(), printers.require_printer(db(), number), made, product_id=product.id, by=user_id(),
        at=now(),
    )  # fmt: skip
    return see("goods.show", product_id=product_id, notice=_("Kartu karya masuk antrean cetak."))


def wanted_language() -> str:
    """Return the language in which the card is to be: the buyer's, not that of who prints it."""
    return "en" if request.values.get("language") == "en" else "id"
