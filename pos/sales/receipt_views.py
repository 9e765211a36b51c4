"""The receipt on a screen: the page a browser prints, and the customer's digital receipt."""

from dataclasses import dataclass

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.outlets import showroom
from catalogue.outlets.here import today
from catalogue.visitors import who
from catalogue.visitors.shown import Hand
from core import cookies, whatsapp
from core.errors import NotFound
from core.i18n import _, current_locale, set_locale
from core.web import See, db, now, page, public, public_address, see, user_id
from pos.sales import queries, service
from pos.sales.here import require_till
from pos.sales.models import Sale, SaleLine
from pos.sales.receipts import receipt_for, receipt_url, title_in
from pos.sales.views import staff
from pos.shifts import queries as shifts
from pos.shifts.service import NoShift
from printers.views import show as show_paper

blueprint = Blueprint("receipts", __name__)


@blueprint.get("/pos/receipt/<int:sale_id>")
@staff
def paper(sale_id: int) -> WsgiResponse:
    """Show the receipt as the browser prints it, 80 or 58 mm wide; a repeat says SALINAN."""
    till = require_till()
    sale = queries.require(db(), sale_id)
    if sale.till.outlet_id != till.outlet_id:
        raise NotFound(_("Nota ini tidak ada."))
    return show_paper(receipt_for(db(), sale), back="/pos")


@blueprint.post("/pos/language")
@staff
def speak() -> See:
    """Write the receipt of the ticket on the table in the buyer's language."""
    till = require_till()
    if shifts.open_shift(db(), till.id) is None:
        raise NoShift(_("Kasir belum buka. Buka kasir dulu, notanya tetap ada."))
    sale = queries.lock_current(db(), till.id)
    sale = sale or service.open_ticket(db(), till, by=user_id(), at=now())
    sale.language = "en" if request.form.get("language") == "en" else "id"
    words = {
        "id": _("Struk nota ini berbahasa Indonesia."),
        "en": _("Struk nota ini berbahasa Inggris."),
    }
    return see("till.show", notice=words[sale.language])


@dataclass(frozen=True)
class Made:
    """A maker behind something on the receipt, and what of hers was taken home."""

    hand: Hand
    titles: list[str]


@blueprint.get("/r/<token>")
@blueprint.get("/en/r/<token>")
@public
def digital(token: str) -> Response:
    """Show a customer the receipt that the QR on the paper leads to.

    In the language of the address or the one that the visitor has chosen, else the receipt's.
    """
    sale = queries.by_token(db(), token)
    if sale is None:
        raise NotFound(_("Struk ini tidak ada. Periksa alamatnya."))
    of_address = "en" if request.path.startswith("/en/") else None
    chosen = request.args.get("lang") or of_address or request.cookies.get(cookies.LANGUAGE)
    set_locale(chosen or sale.language)
    receipt = receipt_for(db(), sale, current_locale())
    url = receipt_url(sale, public_address()) or request.base_url
    words = _("Struk saya dari %(house)s: %(url)s", house=receipt.house.name, url=url)
    return page(
        "sales/digital.html", sale=sale, title=_title, receipt=receipt, makers=_makers(sale),
        last_words=showroom.last_words(db(), current_locale(), on=today()),
        whatsapp=whatsapp.share(words),
    )  # fmt: skip


def _makers(sale: Sale) -> list[Made]:
    """Return the makers behind what was sold, in the order of the receipt."""
    found: dict[str, Made] = {}
    for line in sale.lines:
        maker = line.product.maker
        if line.kind != "sale" or maker is None:
            continue
        if maker.slug not in found:
            hand = who.known_hand(db(), maker.slug)
            if hand is None:  # she has left: her name stays on the line, her page is gone
                continue
            found[maker.slug] = Made(hand, [])
        title = _title(line)
        if title not in found[maker.slug].titles:
            found[maker.slug].titles.append(title)
    return list(found.values())


def _title(line: SaleLine) -> str:
    return title_in(line, current_locale())
