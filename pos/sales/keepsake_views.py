"""Kartu karya at the till: the card that goes into the bag with a piece of which there was only one."""

from collections.abc import Sequence

from flask import Blueprint, url_for
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.products.models import Product
from catalogue.visitors import keepsakes
from catalogue.visitors.keepsake_desk_views import wanted_language
from catalogue.visitors.keepsake_views import card_for
from core.errors import NotFound
from core.i18n import _
from core.web import See, db, now, see, user_id
from pos.sales import queries
from pos.sales.goods_back.panes import Returnable
from pos.sales.here import receipt_printer, require_receipt_printer, require_till
from pos.sales.views import staff
from printers.views import show_keepsake

blueprint = Blueprint("till_keepsakes", __name__)


def of_done(sold: Sequence[Returnable]) -> list[Product]:
    """Return the pieces of a sale that have a card: makers' own, one of a kind, not brought back."""
    return [
        one.line.product
        for one in sold
        if one.left and one.line.product.is_unique and one.line.product.maker_id is not None
    ]


blueprint.add_app_template_global(of_done, "keepsakes_of")


@blueprint.get("/pos/done/<int:sale_id>/keepsake/<int:product_id>")
@staff
def show(sale_id: int, product_id: int) -> WsgiResponse:
    """Show the card of a piece that was just sold, with the till's printer for it."""
    till, product = require_till(), _sold_piece(sale_id, product_id)
    printer = receipt_printer(till)
    return show_keepsake(
        card_for(product.slug, wanted_language()),
        back=url_for("till.done", sale_id=sale_id),
        sheet=url_for("keepsakes.sheet", slug=product.slug, lang=wanted_language()),
        print_at=url_for("till_keepsakes.print_it", sale_id=sale_id, product_id=product_id),
        printers=[printer] if printer else [],
    )


@blueprint.post("/pos/done/<int:sale_id>/keepsake/<int:product_id>")
@staff
def print_it(sale_id: int, product_id: int) -> See:
    """Print the card at the till's receipt printer."""
    till, product = require_till(), _sold_piece(sale_id, product_id)
    printer = require_receipt_printer(till)
    job = keepsakes.print_card(
        db(), printer, card_for(product.slug, wanted_language()), product_id=product.id,
        by=user_id(), at=now(),
    )  # fmt: skip
    if not printer.has_worker:  # this browser or phone prints it itself, now
        return see("by_hand.show", job_id=job.id)
    return see("till.done", sale_id=sale_id, notice=_("Kartu karya masuk antrean cetak."))


def _sold_piece(sale_id: int, product_id: int) -> Product:
    """Return a piece that this outlet sold on a receipt; raise NotFound for any other."""
    sale = queries.require(db(), sale_id)
    found = next((line.product for line in sale.lines if line.product_id == product_id), None)
    if sale.till.outlet_id != require_till().outlet_id or sale.state != "completed" or not found:
        raise NotFound(_("Nota ini tidak ada."))
    return found
