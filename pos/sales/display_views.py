"""The buyer's display: how a till gets one, and what it asks twice a second."""

import hashlib
from typing import Any

from flask import Blueprint, Response, make_response, request
from jinja2_fragments.flask import render_block

from core.clock import local_date
from core.i18n import set_locale
from core.web import See, db, now, page, public, public_address, see
from pos.sales import display
from pos.sales.here import require_till
from pos.sales.models import TillDisplay
from pos.sales.paying import standing_of
from pos.sales.receipts import receipt_url, title_in
from pos.sales.shop_code import shop_code
from pos.sales.views import staff

blueprint = Blueprint("displays", __name__)

LINES = 7
"""How many lines fit a phone at arm's length; older ones are counted."""


@blueprint.get("/pos/display")
@staff
def open_screen() -> Response:
    """Show the address of this till's display, to open it on a second screen or a phone."""
    till = require_till()
    found = display.of_till(db(), till.id)
    base = public_address() or request.host_url.rstrip("/")
    return page(
        "sales/display_open.html", till=till, display=found,
        address=f"{base}/d/{found.token}" if found else None,
    )  # fmt: skip


@blueprint.post("/pos/display")
@staff
def set_up() -> See:
    """Give the display a new address."""
    display.set_up(db(), require_till(), at=now())
    return see("displays.open_screen")


@blueprint.post("/pos/display/shows")
@staff
def tell() -> See:
    """Note which way of paying the cashier has open."""
    amount = request.form.get("amount", 0, type=int)
    display.tell(db(), require_till(), request.form.get("shows", ""), amount, at=now())
    return see("displays.told")


@blueprint.get("/pos/display/shows")
@staff
def told() -> Response:
    """Answer the till's script."""
    return make_response("", 204)


@blueprint.get("/d/<token>")
@public
def screen(token: str) -> Response:
    """Show the display; its script keeps it up to date, without it the page loads itself anew."""
    found = display.by_token(db(), token)
    return page("sales/display.html", token=token, **_what(found))


@blueprint.get("/d/<token>/now")
@public
def changed(token: str) -> Response:
    """Return what to show now; 304 while that is what the display shows already."""
    found = display.by_token(db(), token)
    etag = hashlib.sha256(display.sign(db(), found, at=now()).encode()).hexdigest()[:32]
    if etag in request.if_none_match:
        response = make_response("", 304)
    else:
        response = make_response(render_block("sales/display.html", "screen", **_what(found)))
    response.set_etag(etag)
    response.headers["Cache-Control"] = "no-store"
    return response


def _what(found: TillDisplay) -> dict[str, Any]:
    shown = display.shown(db(), found, at=now())
    set_locale(shown.language)
    on = local_date(now(), found.till.outlet.zone)
    lines = list(reversed(shown.sale.lines if shown.sale else []))
    code = shop_code(db(), found.till, shown.sale, shown.asks, on=on) if shown.asks else None
    return {
        "till": found.till,
        "sale": shown.sale,
        "done": shown.done,
        "lines": lines[:LINES],
        "more": len(lines[LINES:]),
        "title": lambda line: title_in(line, shown.language),
        "stands": standing_of(db(), shown.sale, on=on) if shown.sale else None,
        "asks": shown.asks,
        "qris": code,
        "receipt_url": receipt_url(shown.done, public_address()) if shown.done else None,
    }
