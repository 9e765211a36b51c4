"""The printed catalogue for partners: a page that anybody may open, narrow and print."""

from itertools import groupby

from flask import Blueprint, Response, request, url_for

from catalogue.outlets import showroom
from catalogue.outlets.here import today
from catalogue.partners import catalogue
from catalogue.partners.catalogue import Entry, Wish
from catalogue.visitors.frame import absolute
from core import forms
from core.bilingual import in_both, speak_the_address
from core.money import parse_rupiah
from core.text import key
from core.web import db, is_reachable, now, page, public, public_address

blueprint = Blueprint("partner_catalogue", __name__)
speak_the_address(blueprint)

AT_ONCE = 120
"""Works on one page: forty sheets of paper are more than a browser lays out at once."""


@in_both(blueprint, "/katalog")
@public
def show() -> Response:
    """Show what can be bought with code, picture, maker, place and price, to print."""
    wish, sentra = wish_of(request.args), catalogue.regencies_of_sentra(db())
    found = catalogue.found(db(), wish, sentra, at=now(), today=today())
    pages = max(1, -(-len(found) // AT_ONCE))
    number = min(forms.page_number(request.args), pages)
    shown = catalogue.entries(db(), found[(number - 1) * AT_ONCE : number * AT_ONCE])
    ask_at = absolute(url_for("enquiries.ask"))
    return page(
        "partners/catalogue.html", wish=wish, count=len(found), number=number, pages=pages,
        groups=[(head, list(some)) for head, some in groupby(shown, key=_head)],
        house=showroom.current(db(), on=today()), day=today(),
        ask_at=ask_at if is_reachable(ask_at) else "",
        regencies=[(key(name), name) for name in sorted(set(sentra.values()) - {""})],
        sentra=[(key(name), name) for name in sentra],
    )  # fmt: skip


def wish_of(args: forms.Form) -> Wish:
    """Return what an address looks for; what cannot be read is no wish."""
    return Wish(
        regency=key(forms.text(args, "kabupaten")[:120]), sentra=key(forms.text(args, "sentra")[:120]),
        low=parse_rupiah(args.get("min", "")[:20]), high=parse_rupiah(args.get("max", "")[:20]),
    )  # fmt: skip


@blueprint.app_template_global()
def lasting_address(entry: Entry) -> str:
    """Return where a work's QR leads, empty while nobody could follow it."""
    base = public_address()
    return f"{base.rstrip('/')}/k/{entry.code}" if base else ""


def _head(entry: Entry) -> tuple[str, str]:
    return entry.regency, entry.work.sentra
