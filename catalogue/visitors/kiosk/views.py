"""The gallery's screen on a tablet: a round of pictures, pages to touch, and no way out but its code."""

from typing import Any

from flask import Blueprint, g, make_response, redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.makers.models import FOOD_CRAFTS
from catalogue.outlets.here import today
from catalogue.visitors import meanings, pages, queries, who
from catalogue.visitors.baskets.views import COOKIE as BASKET
from catalogue.visitors.kiosk import queries as kiosks
from catalogue.visitors.kiosk import service
from catalogue.visitors.kiosk.models import Kiosk
from core import cookies, forms
from core.bilingual import in_both, speak_the_address
from core.errors import NotFound
from core.i18n import _, current_locale
from core.text import fold
from core.users import service as people
from core.web import (
    database,
    db,
    keyless,
    now,
    page,
    prepared,
    public,
    public_address,
    refused_to,
)
from printers.html import qr_svg

blueprint = Blueprint("kiosk", __name__)
speak_the_address(blueprint)

COOKIE = "titip_kiosk"
"""The secret of the tablet that is a screen; while it is there, no other page is."""
DAYS = 3650
ON_A_SCREEN = {"static", "photos.shown", "pictures.drawing", "health.healthz"}
"""What a screen may ask for beside its own pages."""
PAGE_SIZE = 24


def stay_inside() -> WsgiResponse | None:
    """Lead a browser that is a screen back to its round, whatever address somebody gave it."""
    if request.blueprint == blueprint.name or request.endpoint in ON_A_SCREEN:
        return None
    return redirect(url_for("kiosk.loop", lang="id"), 303) if cookies.token(COOKIE) else None


@in_both(blueprint, "/kiosk")
@public
def loop() -> WsgiResponse:
    """Show what goes by while nobody touches the screen; one that was ended becomes a browser."""
    kiosk = own_screen()
    if kiosk is None and cookies.token(COOKIE):
        answer = redirect(url_for("visitors.home"), 303)
        cookies.drop(answer, COOKIE)
        return answer
    kiosk = kiosk or here()
    works = queries.works_on_show(db(), at=now(), today=today())
    slides = kiosks.round_of(
        [work for work in works if work.offered], who.hands(db()), kiosk.outlet.name
    )
    at = request.args.get("at", 0, type=int)
    return _shown("kiosk/loop.html", kiosk, slides=slides, turn=at % len(slides) if slides else 0)


@in_both(blueprint, "/kiosk/karya")
@public
def browse() -> WsgiResponse:
    """Show the pieces, those of this place first, of all crafts or of one."""
    kiosk = here()
    works = queries.works_on_show(db(), at=now(), today=today())
    crafts = [craft for craft in meanings.CRAFTS if any(work.craft == craft for work in works)]
    craft = request.args.get("craft", "").replace("-", " ")
    left = [work for work in works if craft not in crafts or work.craft == craft]
    left = kiosks.here_first(pages.in_turns(left), kiosk.outlet.name)
    last = max(1, -(-len(left) // PAGE_SIZE))
    number = min(max(request.args.get("page", 1, type=int), 1), last)
    return _shown(
        "kiosk/browse.html",
        kiosk,
        works=left[(number - 1) * PAGE_SIZE : number * PAGE_SIZE],
        crafts=crafts, craft=craft if craft in crafts else "", number=number, pages=last,
    )  # fmt: skip


@in_both(blueprint, "/kiosk/p/<slug>")
@public
def piece(slug: str) -> WsgiResponse:
    """Show one piece, large, with what is known of it and the square to take its page along."""
    kiosk = here()
    try:
        item = queries.detail(db(), slug, at=now(), today=today())
    except NotFound as gone:
        return _shown("kiosk/not_here.html", kiosk, error=gone)
    works = queries.works_on_show(db(), at=now(), today=today())
    own = item.slugs
    others = [work for work in works if work.slug not in own]
    same = [work for work in others if work.maker_slug == item.work.maker_slug]
    return _shown(
        "kiosk/piece.html", kiosk, item=item, work=item.work,
        sign=meanings.sign_of(item.work.motif),
        beside=(same or pages.alike(item.work, others, 4))[:4], same=bool(same),
    )  # fmt: skip


@in_both(blueprint, "/kiosk/m")
@public
def makers() -> WsgiResponse:
    """Show the makers whose work is on show."""
    kiosk = here()
    works = queries.works_on_show(db(), at=now(), today=today())
    hands = [hand for hand in pages.with_counts(who.hands(db()), works) if hand.works]
    return _shown("kiosk/makers.html", kiosk, hands=hands)


@in_both(blueprint, "/kiosk/m/<slug>")
@public
def maker(slug: str) -> WsgiResponse:
    """Show a maker: her face and story, and her pieces that are on show."""
    kiosk = here()
    try:
        hand = who.hand(db(), slug)
    except NotFound as gone:
        return _shown("kiosk/not_here.html", kiosk, error=gone)
    works = queries.works_of(db(), slug, at=now(), today=today())
    on_show = kiosks.here_first([work for work in works if work.offered], kiosk.outlet.name)
    return _shown("kiosk/maker.html", kiosk, hand=hand, works=on_show)


@in_both(blueprint, "/kiosk/motif")
@public
def motifs() -> WsgiResponse:
    """Show what the motifs' names say, each with a piece that bears it."""
    kiosk = here()
    works = queries.works_on_show(db(), at=now(), today=today())
    bearers = {fold(work.motif): work for work in reversed(works) if work.craft not in FOOD_CRAFTS}
    return _shown("kiosk/motifs.html", kiosk, signs=meanings.SIGNS, bearers=bearers)


@blueprint.get("/kiosk/mulai/<token>")
@public
def ask_to_begin(token: str) -> WsgiResponse:
    """Ask on a tablet whether it is to become the screen; looking changes nothing."""
    return make_response(page("kiosk/begin.html", kiosk=kiosks.require_link(db(), token)))


@blueprint.post("/kiosk/mulai/<token>")
@public
@keyless
def begin(token: str) -> WsgiResponse:
    """Make this browser a screen; who was signed in is signed out, and a basket is left behind."""
    session = g.web_session
    secret = service.begin(db(), token, by=session.user_id if session else None, at=now())
    if session is not None:
        people.close_session(db(), session, at=now())
    answer = redirect(url_for("kiosk.loop", lang="id"), 303)
    for cookie in (cookies.SESSION, BASKET):
        cookies.drop(answer, cookie)
    cookies.put(answer, COOKIE, secret, days=DAYS)
    return answer


@in_both(blueprint, "/kiosk/keluar")
@public
def ask_to_leave(error: Any = None) -> WsgiResponse:
    """Ask for the code of this screen."""
    return _shown("kiosk/leave.html", here(), error=error)


def check_code(**_arguments: object) -> None:
    """Refuse a code that is not this screen's; a wrong one counts although the request fails."""
    service.check_code(database(), here().id, forms.text(request.form, "code"), on=today())


@in_both(blueprint, "/kiosk/keluar", method="POST")
@public
@keyless
@prepared(check_code)
@refused_to(ask_to_leave)
def leave() -> WsgiResponse:
    """Make this browser an ordinary one again; this screen is over."""
    service.leave(db(), here(), at=now())
    answer = redirect(url_for("visitors.home", lang="id"), 303)
    cookies.drop(answer, COOKIE)
    return answer


@blueprint.app_template_global()
def take_along(endpoint: str, slug: str | None = None) -> Markup:
    """Return the square that opens a public page on a visitor's phone; empty where none could."""
    base = public_address()
    address = url_for(endpoint, lang=current_locale(), slug=slug)
    return qr_svg(f"{base}{address}", size=260) if base else Markup("")


blueprint.add_app_template_global(meanings.sign_of, "sign_of")


def own_screen() -> Kiosk | None:
    """Return the screen that this browser is, None where it is none or was ended."""
    token = cookies.token(COOKIE)
    return kiosks.by_secret(db(), token) if token else None


def here() -> Kiosk:
    """Return the screen that this browser is; raise NotFound where it is none."""
    found = own_screen()
    if found is None:
        raise NotFound(
            _("Layar ini belum disiapkan. Pengurus membuat tautannya di Tempat dan kasir.")
        )
    return found


def _shown(template: str, kiosk: Kiosk, **values: Any) -> WsgiResponse:
    error = values.get("error")
    answer = make_response(
        page(template, kiosk=kiosk, status=error.status if error else 200, **values)
    )
    answer.headers["Cache-Control"] = (
        "no-store"  # nothing of the last visitor in the browser either
    )
    return answer
