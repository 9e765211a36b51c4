"""Letting others know: feeds for partners and shopping sites, search engines, a question by WhatsApp, a link to share."""

from dataclasses import astuple, fields

from flask import Blueprint, Response, jsonify, make_response, url_for

from catalogue.events import queries as happenings
from catalogue.outlets import showroom
from catalogue.outlets.here import today
from catalogue.visitors import feeds, queries, who
from catalogue.visitors.frame import CLOSED, absolute
from catalogue.visitors.picture_views import preview_url
from catalogue.visitors.shown import Detail, Work
from core import settings, whatsapp
from core.i18n import _, current_locale
from core.money import rupiah
from core.web import db, now, page, public, table_file

blueprint = Blueprint("sharing", __name__)

SITEMAP_LIMIT = 25_000
"""A sitemap holds at most 50,000 addresses; each room has one in either language."""
PUBLIC_ROOMS = (
    "sentra.listed",
    "sentra.prices",
    "announcing.tell",
    "enquiries.ask",
    "partner_catalogue.show",
)
"""Rooms of one page beside the gallery's own, for search engines."""


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


@blueprint.get("/robots.txt")
@public
def robots() -> Response:
    """Tell search engines which rooms are theirs."""
    closed = "".join(f"Disallow: {path}\n" for path in CLOSED)
    site = absolute(url_for("sharing.sitemap"))
    answer = make_response(f"User-agent: *\n{closed}Sitemap: {site}\n")
    answer.headers["Content-Type"] = "text/plain; charset=utf-8"
    return answer


@blueprint.get("/sitemap.xml")
@public
def sitemap() -> Response:
    """List every public page in both languages."""
    works = queries.works_on_show(db(), at=now(), today=today())
    rooms: list[tuple[str, dict[str, str]]] = [
        (f"visitors.{name}", {}) for name in ("home", "browse", "makers", "motifs", "visit")
    ]
    rooms += [("visitors.product", {"slug": work.slug}) for work in works]
    rooms += [("happenings.listed", {})]
    rooms += [("happenings.show", {"slug": one.slug}) for one in happenings.to_come(db(), today())]
    rooms += [(name, {}) for name in PUBLIC_ROOMS]
    rooms += [("sentra.show", {"slug": one.slug}) for one in who.sentra(db())]
    rooms += [("visitors.maker", {"slug": hand.slug}) for hand in who.hands(db())]
    answer = page("visitors/sitemap.xml", rooms=rooms[:SITEMAP_LIMIT])
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
    return whatsapp.share(said)


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
