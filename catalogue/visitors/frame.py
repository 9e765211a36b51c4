"""What every public page stands in: its rooms, its two languages, its whole address, its words for numbers."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, g, redirect, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import NotFound as RoutingNotFound
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.makers.models import FOOD_CRAFTS
from catalogue.visitors import boxes, meanings
from core.i18n import _, current_locale
from core.money import plain

CLOSED = ("/manage", "/pos", "/maker", "/login", "/r/")
"""Rooms that are not the gallery's."""
READS_INDONESIAN = {"id", "in", "jv", "su", "ms"}
"""Languages of phones whose owners read Indonesian; `in` is what older Androids call it."""


def keep_language(endpoint: str, values: dict[str, Any]) -> None:
    """Lead from a page to the next in the same language."""
    if "lang" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values["lang"] = current_locale()


def figure(number: int) -> str:
    """Return a count as the language now spoken writes it: 1.610, in English 1,610."""
    return f"{number:,}" if current_locale() == "en" else plain(number)


def visitor_rooms() -> list[dict[str, object]]:
    """Return the rooms of the public site for its head: label, href, current."""
    here = request.path if request else ""
    only = request.args.getlist("craft") if request.endpoint == "visitors.browse" else []
    rooms = [
        (label, url_for("visitors.browse", craft=list(crafts)), only == list(crafts))
        for label, crafts in (
            (_("Tapis"), ("tapis",)),
            (_("Sulam usus"), ("sulam-usus",)),
            (_("Batik"), ("batik",)),
            (_("Oleh-oleh"), FOOD_CRAFTS),
        )
    ]
    for label, endpoint in (
        (_("Perajin"), "visitors.makers"),
        (_("Arti motif"), "visitors.motifs"),
        (_("Acara"), "happenings.listed"),
        (_("Kunjungi"), "visitors.visit"),
    ):
        href = url_for(endpoint)
        rooms.append((label, href, here == href or here.startswith(href + "/")))
    return [{"label": label, "href": href, "current": on} for label, href, on in rooms]


def at_gallery() -> bool:
    """Say whether a page that is not there would have been a visitor's: what went wrong is shown among the gallery's doors."""
    if request.endpoint:
        return current_app.url_map.is_endpoint_expecting(request.endpoint, "lang")
    return not request.path.startswith(CLOSED)


def absolute(path: str) -> str:
    """Return the whole address of a path, for other sites to follow."""
    root = g.house.config.public_url or request.host_url
    return str(root).rstrip("/") + path


def page_address(lang: str) -> str:
    """Return this page's own whole address in a language, without what was filtered."""
    values = dict(request.view_args or {})
    return absolute(url_for(request.endpoint or "visitors.home", **{**values, "lang": lang}))


def lead_to_page() -> WsgiResponse | None:
    """Lead from an address with a slash too many, or in capitals, to the page that is meant."""
    if request.method != "GET" or not isinstance(request.routing_exception, RoutingNotFound):
        return None
    query = request.query_string.decode("ascii", "ignore")
    bare = request.path.rstrip("/")
    for tidy in (bare, bare.lower()):  # a token keeps its capitals where only the slash was wrong
        try:
            endpoint, values = current_app.url_map.bind("").match(tidy)
        except HTTPException:
            continue
        if current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
            return redirect(url_for(endpoint, **values) + (f"?{query}" if query else ""), code=301)
    return None


def phone_language() -> str:
    """Return the language to greet a phone in: Indonesian where it asks for that, else English."""
    first = next(iter(request.accept_languages.values()), "id")
    return "id" if first.lower().partition("-")[0] in READS_INDONESIAN else "en"


HELPERS: dict[str, Callable[..., Any]] = {
    "figure": figure,
    "visitor_rooms": visitor_rooms,
    "at_gallery": at_gallery,
    "absolute": absolute,
    "page_address": page_address,
    "box_label": boxes.label_of,
    "craft_name": meanings.craft_name,
    "craft_text": meanings.craft_text,
    "hold_words": meanings.hold_words,
}
"""What templates may say, in the gallery and wherever else a work is shown."""


def stand(blueprint: Blueprint) -> None:
    """Let every template have the helpers, every link keep the language, every slip of an address lead on."""
    blueprint.before_app_request(lead_to_page)
    blueprint.app_url_defaults(keep_language)
    for name, helper in HELPERS.items():
        blueprint.add_app_template_global(helper, name)
