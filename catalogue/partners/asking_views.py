"""The public pages on which a firm asks for a price, and where it reads what became of that."""

from typing import Any

from flask import Blueprint, Response, request, url_for

from catalogue.outlets import showroom
from catalogue.outlets.here import today
from catalogue.partners import queries, service, words
from catalogue.partners.service import Asking
from catalogue.products.models import Product
from catalogue.visitors.baskets.views import own_basket
from catalogue.visitors.frame import absolute
from catalogue.visitors.queries import product_to_buy, works_among
from core import forms, settings, whatsapp
from core.bilingual import in_both, speak_the_address
from core.errors import NotFound, Refused
from core.form_age import age_field, refuse_hasty
from core.i18n import _, current_locale
from core.web import See, db, now, page, public, refused_to, see, sender

blueprint = Blueprint("enquiries", __name__)
speak_the_address(blueprint)
blueprint.add_app_template_global(age_field)
blueprint.add_app_template_global(words.state_name, "enquiry_state")


@in_both(blueprint, "/penawaran")
@public
def ask(error: Any = None) -> Response:
    """Ask a firm what it wants; a product (?barang=) or the basket (?dari=keranjang) is carried in."""
    wanted = _wanted()
    ids = [product.id for product, _pieces in wanted]
    return page(
        "partners/ask.html", wanted=wanted, form=request.form, error=error, today=today(),
        works=works_among(db(), ids, at=now(), today=today()), basket=own_basket(),
        whatsapp=whatsapp.link(
            _our_phone(), _("Halo, kami ingin minta penawaran untuk kantor atau acara.")
        ),
    )  # fmt: skip


@in_both(blueprint, "/penawaran", method="POST")
@public
@refused_to(ask)
def send() -> See:
    """Take an enquiry in. A robot that fills the hidden box is thanked and forgotten."""
    if request.form.get("website"):
        return see("enquiries.ask", notice=_("Terima kasih. Permintaannya kami terima."))
    asking = asking_of(request.form, wanted_pieces(), language=current_locale())
    refuse_hasty()
    found = service.ask(db(), asking, today=today(), by=None, at=now(), sender=sender())
    return see("enquiries.asked", token=found.token)


@in_both(blueprint, "/penawaran/<token>")
@public
def asked(token: str) -> Response:
    """Show a firm the number of its enquiry, what it asked for, and what became of it."""
    found = queries.by_token(db(), token)
    address = absolute(url_for("enquiries.asked", token=token))
    return page(
        "partners/asked.html", enquiry=found,
        works=works_among(db(), [i.product_id for i in found.items], at=now(), today=today()),
        whatsapp=whatsapp.link(_our_phone(), words.from_firm(found, address)),
    )  # fmt: skip


def asking_of(form: forms.Form, pieces: list[tuple[Product, int]], *, language: str) -> Asking:
    """Return what a form says of a firm; Refused beside a field that cannot be read."""
    return Asking(
        firm=forms.name(form, "firm"), contact=forms.name(form, "contact"),
        phone=forms.phone_anywhere(form, "phone"), email=forms.email(form, "email"),
        wanted_by=forms.day(form, "wanted_by"), note=forms.text(form, "note", most=2000),
        language=language, pieces=pieces,
    )  # fmt: skip


def wanted_pieces() -> list[tuple[Product, int]]:
    """Return the products of the form with how many of each; 0 leaves one out, nothing is refused."""
    found = []
    for product, typed in _listed(request.form.getlist("item")):
        field = f"qty-{product.slug}"
        if not typed:
            raise Refused(_("Tulis berapa banyak %(title)s.", title=product.title), field=field)
        pieces = forms.number(request.form, field)
        if pieces:
            found.append((product, pieces))
    return found


def _wanted() -> list[tuple[Product, str]]:
    """Return what the form shows: what it was sent with, else what the address carries in."""
    if request.method == "POST":
        return _listed(request.form.getlist("item"))
    basket = own_basket() if request.args.get("dari") == "keranjang" else None
    if basket is not None:
        return [
            (item.product, str(item.quantity))
            for item in basket.items
            if item.product.archived_at is None
        ]
    return _listed(request.args.getlist("barang"))


def _listed(slugs: list[str]) -> list[tuple[Product, str]]:
    """Return the products of these slugs, each once, with what the form says of how many."""
    found = []
    for slug in list(dict.fromkeys(slugs))[: service.MOST_ITEMS]:
        try:
            product = product_to_buy(db(), slug)
        except NotFound:
            continue  # sold out of the catalogue meanwhile: the rest is asked for all the same
        found.append((product, forms.text(request.form, f"qty-{slug}", most=12)))
    return found


def _our_phone() -> str:
    return settings.get(db(), showroom.PHONE, on=today())
