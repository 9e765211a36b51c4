"""The receipt on a screen: the page a browser prints, and the customer's digital receipt."""

from flask import Blueprint, Response, request

from core.errors import NotFound
from core.i18n import _
from core.web import allow, db, page, public
from pos.sales import queries
from pos.sales.here import require_till
from printers.documents import from_json

blueprint = Blueprint("receipts", __name__)


@blueprint.get("/pos/receipt/<int:sale_id>")
@allow("cashier", "manager", login="till_door.enter", by=("password", "pin"))
def paper(sale_id: int) -> Response:
    """Show the receipt as the browser prints it, 80 or 58 mm wide; a repeat says SALINAN."""
    till = require_till()
    sale = queries.require(db(), sale_id)
    if sale.till.outlet_id != till.outlet_id:
        raise NotFound(_("Nota ini tidak ada."))
    document = from_json(queries.receipt_json(db(), sale.id))
    width = 58 if request.args.get("width") == "58" else 80
    return page("printers/receipt.html", receipt=document, width=width, back="/pos")


@blueprint.get("/r/<token>")
@public
def digital(token: str) -> Response:
    """Show a customer the receipt that the QR on the paper leads to."""
    sale = queries.by_token(db(), token)
    if sale is None:
        raise NotFound(_("Struk ini tidak ada. Periksa alamatnya."))
    return page(
        "sales/digital.html", sale=sale, receipt=from_json(queries.receipt_json(db(), sale.id))
    )
