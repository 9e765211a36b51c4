"""The public site: whole without JavaScript, each page in Indonesian and, under /en, in English."""

from typing import Any

from flask import Blueprint, Response, current_app, g, make_response, redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.events import queries as happenings
from catalogue.makers.models import FOOD_CRAFTS
from catalogue.makers.queries import successor_slug
from catalogue.outlets import showroom, welcome
from catalogue.outlets.here import today
from catalogue.visitors import boxes, facets, meanings, pages, queries, where, who, wishes
from catalogue.visitors.pictures import emblem, picture
from catalogue.visitors.pictures.choice import is_drawn
from catalogue.visitors.pictures.preview import preview
from catalogue.visitors.shown import Work
from core.bilingual import in_both, speak_the_address
from core.errors import NotFound
from core.i18n import _, current_locale
from core.ids import normalise_code
from core.images import LARGE
from core.money import plain
from core.text import key
from core.web import db, now, page, public

blueprint = Blueprint("visitors", __name__)
speak_the_address(blueprint)

FOR_GOOD = "public, max-age=31536000, immutable"
PAGE_SIZE = 24
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
LONGEST_SEED = 160
CLOSED = ("/manage", "/pos", "/maker", "/login", "/r/")
"""Rooms that are not the gallery's."""
READS_INDONESIAN = {"id", "in", "jv", "su", "ms"}
"""Languages of phones whose owners read Indonesian; `in` is what older Androids call it."""


@blueprint.app_url_defaults
def keep_language(endpoint: str, values: dict[str, Any]) -> None:
    """Lead from a page to the next in the same language."""
    if "lang" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values["lang"] = current_locale()


@in_both(blueprint, "/")
@public
def home() -> Response:
    """Show the gallery's front: what is new, how to read cloth, whose hands, what to take home."""
    works = queries.works_on_show(db(), at=now(), today=today())
    crafts = [work for work in works if work.craft not in FOOD_CRAFTS]
    foods = [work for work in works if work.craft in FOOD_CRAFTS]
    coming = happenings.to_come(db(), today())
    return page(
        "visitors/home.html",
        count=len(works),
        new=pages.mixed(crafts, 9, by=lambda work: work.craft),
        foods=pages.mixed(foods, 4, by=lambda work: work.craft),
        signs=meanings.SIGNS[:4],
        counts=pages.by_motif(works),
        clusters=pages.clusters(who.sentra(db()), works),
        hands=pages.hands_at_work(who.hands(db()), works, 3),
        doors=where.doors(db(), at=now()),
        on_today=[event for event in coming if event.day <= today()][:3],
        later=[event for event in coming if event.day > today()][:3],
        makers=len({work.maker_slug for work in works}),
    )


@in_both(blueprint, "/browse")
@public
def browse() -> Response:
    """Show the works on show, narrowed by boxes and by words."""
    pairs = list(request.args.items(multi=True))
    asked = wishes.asked_for(pairs)
    works = queries.works_on_show(db(), at=now(), today=today())
    met, understood = pages.found(works, asked.query)
    left = facets.in_order(facets.narrow(met, asked), asked.sort)
    if asked.sort == "new" and not asked.query:
        left = pages.in_turns(left)
    last = max(1, -(-len(left) // PAGE_SIZE))
    number = wishes.page_number(pairs, last)
    onward = [pair for pair in pairs if pair[0] != "page"]  # a choice more begins at the first page
    return page(
        "visitors/browse.html",
        asked=asked,
        understood=understood,
        facets=facets.facets(met, asked, left),
        works=left[(number - 1) * PAGE_SIZE : number * PAGE_SIZE],
        count=len(left),
        makers=len({work.maker_slug for work in left}),
        hands=facets.makers(met, asked),
        number=number,
        pages=last,
        craft=next(iter(asked.of("craft"))).replace("-", " ")
        if len(asked.of("craft")) == 1
        else "",
        maker=who.hand(db(), asked.maker) if asked.maker else None,
        chips=wishes.chips(pairs, request.path),
        without_maker=wishes.address(request.path, [p for p in onward if p[0] != "maker"]),
        sorted_by={
            sort: wishes.address(
                request.path, [*(p for p in onward if p[0] != "sort"), ("sort", sort)]
            )
            for sort in wishes.SORTS
            if asked.query or sort != "fit"
        },
        kept=[pair for pair in onward if pair[0] in wishes.KEPT and pair[1]],
        instead=[] if left else pages.mixed(works, 6, by=lambda work: work.craft),
        price_list=wishes.address(url_for("sentra.prices"), pairs),
    )


@in_both(blueprint, "/p/<slug>")
@public
def product(slug: str) -> Response:
    """Show one work: picture, where it hangs, facts, what the motif's name says, whose hand."""
    found = queries.detail(db(), slug, at=now(), today=today())
    works = queries.works_on_show(db(), at=now(), today=today())
    work = found.work
    own = found.slugs
    others = [other for other in works if other.slug not in own]
    return page(
        "visitors/product.html",
        item=found,
        work=work,
        buying=welcome.buying(db(), on=today()),
        sign=meanings.sign_of(work.motif),
        care=meanings.TAPIS_CARE if work.craft == "tapis" else (),
        same_hand=[o for o in others if o.maker_slug and o.maker_slug == work.maker_slug][:4],
        alike=pages.alike(work, others, 4),
        linked=pages.product_data(
            found,
            absolute,
            page=url_for("visitors.product", slug=slug),
            image=preview_url(work),
        ),
    )


@in_both(blueprint, "/m")
@public
def makers() -> Response:
    """Show every maker, by sentra."""
    works = queries.works_on_show(db(), at=now(), today=today())
    hands = pages.with_counts(who.hands(db()), works)
    return page("visitors/makers.html", sentra=pages.by_sentra(hands), count=len(hands))


@in_both(blueprint, "/m/<slug>")
@public
def maker(slug: str) -> WsgiResponse:
    """Show a maker and her works, those that can be bought first."""
    moved = successor_slug(db(), slug)
    if moved is not None:
        return redirect(url_for("visitors.maker", slug=moved), code=301)
    found = who.hand(db(), slug)
    works = queries.works_of(db(), slug, at=now(), today=today())
    offered = sum(work.offered for work in works)
    return page("visitors/maker.html", hand=found, works=works, offered=offered)


@in_both(blueprint, "/motif")
@public
def motifs() -> Response:
    """Show the motifs and the names of cloths, with what is known of them."""
    works = queries.works_on_show(db(), at=now(), today=today())
    return page(
        "visitors/motifs.html",
        signs=meanings.SIGNS,
        cloths=meanings.CLOTHS,
        care=meanings.TAPIS_CARE,
        used=pages.used_for(works),
        counts=pages.by_motif(works),
    )


@in_both(blueprint, "/visit")
@public
def visit() -> Response:
    """Show where the places are, and how to reach the house."""
    house = showroom.current(db(), on=today())
    return page("visitors/visit.html", doors=where.doors(db(), at=now()), house=house)


@blueprint.get("/robots.txt")
@public
def robots() -> Response:
    """Tell search engines which rooms are theirs."""
    closed = "".join(f"Disallow: {path}\n" for path in CLOSED)
    site = absolute(url_for("visitors.sitemap"))
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


@blueprint.get("/k/<code>")
@blueprint.get("/<any(id,en):lang>/k/<code>")
@public
def tag(code: str) -> WsgiResponse:
    """Lead from the QR on a tag to the work's page, in the language the phone asks for."""
    digits = normalise_code(code)
    if digits is None:
        raise NotFound(_("Kode ini bukan kode barang kami. Pindai ulang labelnya."))
    slug = queries.slug_of_code(db(), digits)
    language = g.lang or phone_language()
    answer = redirect(url_for("visitors.product", slug=slug, lang=language))
    answer.headers["Vary"] = "Accept-Language"
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@blueprint.get("/motif/<craft>/<motif>/<seed>.svg")
@public
def drawing(craft: str, motif: str, seed: str) -> Response:
    """Show the drawn picture of a work without a photo; the same for ever."""
    if len(craft) + len(motif) + len(seed) > LONGEST_SEED:
        raise NotFound(_("Gambar ini tidak ada."))
    answer = make_response(picture(craft, motif.strip("-"), seed))
    answer.headers["Content-Type"] = "image/svg+xml; charset=utf-8"
    answer.headers["Cache-Control"] = FOR_GOOD
    return answer


@blueprint.get("/p/<slug>/gambar.jpg")
@public
def preview_picture(slug: str) -> Response:
    """Show the motif of a work without a photo, for whoever shows its link."""
    work = queries.detail(db(), slug, at=now(), today=today()).work
    answer = make_response(preview(work.craft, key(work.motif), work.seed))
    answer.headers["Content-Type"] = "image/jpeg"
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer


@blueprint.app_template_global()
def picture_url(work: Work) -> str:
    """Return the address of a work's picture."""
    craft, motif = key(work.craft), key(work.motif) or "-"
    seed = work.seed if isinstance(work, Work) else work.slug
    return url_for("visitors.drawing", craft=craft, motif=motif, seed=seed)


@blueprint.app_template_global()
def picture_words(work: Work) -> str:
    """Return what a work's drawn picture is to who cannot see it: its own motif, or an example."""
    if is_drawn(work.craft, work.motif):
        return _("Gambar motif untuk %(title)s, belum ada foto", title=work.name)
    return _("Gambar contoh untuk %(title)s, belum ada foto", title=work.name)


@blueprint.app_template_global()
def preview_url(work: Work) -> str:
    """Return the one picture of a work that other sites show beside its link: none of them shows SVG."""
    if work.photo is None:
        return url_for("visitors.preview_picture", slug=work.slug)
    return url_for("photos.shown", name=work.photo.name, step=LARGE)


@blueprint.app_template_global()
def figure(number: int) -> str:
    """Return a count as the language now spoken writes it: 1.610, in English 1,610."""
    return f"{number:,}" if current_locale() == "en" else plain(number)


@blueprint.app_template_global()
def motif_emblem(motif: str, size: int = 96) -> Markup:
    """Return a motif as a line drawing in the colour of the text around it."""
    return Markup(emblem(motif, size))  # noqa: S704  # our own drawing, no text in it


@blueprint.app_template_global()
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


@blueprint.app_template_global()
def at_gallery() -> bool:
    """Say whether a page that is not there would have been a visitor's: what went wrong is shown among the gallery's doors."""
    if request.endpoint:
        return current_app.url_map.is_endpoint_expecting(request.endpoint, "lang")
    return not request.path.startswith(CLOSED)


blueprint.add_app_template_global(is_drawn)


@blueprint.app_template_global()
def absolute(path: str) -> str:
    """Return the whole address of a path, for other sites to follow."""
    root = g.house.config.public_url or request.host_url
    return str(root).rstrip("/") + path


@blueprint.app_template_global()
def page_address(lang: str) -> str:
    """Return this page's own whole address in a language, without what was filtered."""
    values = dict(request.view_args or {})
    return absolute(url_for(request.endpoint or "visitors.home", **{**values, "lang": lang}))


blueprint.add_app_template_global(boxes.label_of, "box_label")
blueprint.add_app_template_global(meanings.craft_name, "craft_name")
blueprint.add_app_template_global(meanings.craft_text, "craft_text")
blueprint.add_app_template_global(meanings.hold_words, "hold_words")


def phone_language() -> str:
    """Return the language to greet a phone in: Indonesian where it asks for that, else English."""
    first = next(iter(request.accept_languages.values()), "id")
    return "id" if first.lower().partition("-")[0] in READS_INDONESIAN else "en"
