"""Letting others know: feeds for partners and shopping sites, a question by WhatsApp, a link to share."""

from dataclasses import astuple, fields
from urllib.parse import quote

from flask import Blueprint, Response, jsonify, url_for

from catalogue.outlets import showroom
from catalogue.outlets.here import today
from catalogue.visitors import feeds, who
from catalogue.visitors.shown import Detail, Work
from catalogue.visitors.views import absolute, preview_url
from core import settings, whatsapp
from core.i18n import _, current_locale
from core.money import rupiah
from core.web import db, now, page, public, table_file

blueprint = Blueprint("sharing", __name__)


@blueprint.get("/catalogue.json")
@public
def partners() -> Response:
    """Hand partners what can be bought now."""
    house = settings.get(db(), showroom.NAME, on=today())
    return jsonify(feeds.as_json(_offers(), house=house, at=now()))


@blueprint.get("/catalogue.csv")
@public
def sheet() -> Response:
    """Hand out the same as a sheet."""
    header = [field.name for field in fields(feeds.Offer)]
    rows = [[int(v) if isinstance(v, bool) else v for v in astuple(o)] for o in _offers()]
    return table_file("catalogue", header, rows, "csv")


@blueprint.get("/catalogue.xml")
@public
def merchant() -> Response:
    """Hand shopping sites the same as they read it (Google Merchant: RSS 2.0 with its own words)."""
    house = settings.get(db(), showroom.NAME, on=today())
    answer = page("visitors/merchant.xml", offers=_offers(), house=house or "Titip")
    answer.headers["Content-Type"] = "application/xml; charset=utf-8"
    return answer


@blueprint.app_template_global()
def ask_showroom(item: Detail) -> str | None:
    """Return the address that opens WhatsApp to the showroom with what is asked about."""
    return whatsapp.link(settings.get(db(), showroom.PHONE, on=today()), _question(item))


@blueprint.app_template_global()
def ask_maker(item: Detail) -> str | None:
    """Return the same to the maker's own number, None unless the maker agreed to have it shown."""
    phone = who.agreed_phone(db(), item.work.maker_slug)
    return whatsapp.link(phone, _question(item)) if phone else None


@blueprint.app_template_global()
def share_link(work: Work) -> str:
    """Return the address that lets somebody choose in WhatsApp whom to tell of a work."""
    said = "\n".join([work.name, _address(work)])
    return f"https://wa.me/?text={quote(said)}"


def _question(item: Detail) -> str:
    about = _("Kode %(code)s, %(price)s", code=item.code, price=rupiah(item.price_now))
    if item.sold:  # a card's square led here, and the card may be a gift
        about = f"{_('Kode')} {item.code}"
    return "\n".join(
        [
            _("Halo, saya ingin bertanya tentang karya ini:"),
            item.work.name,
            about,
            _address(item.work),
        ]
    )


def _address(work: Work, lang: str | None = None) -> str:
    return absolute(url_for("visitors.product", slug=work.slug, lang=lang or current_locale()))


def _offers() -> list[feeds.Offer]:
    return feeds.offers(
        db(), at=now(), today=today(), address=_address,
        image=lambda work: absolute(preview_url(work)),
    )  # fmt: skip
