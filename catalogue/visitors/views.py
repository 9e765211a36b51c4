"""The public site: whole without JavaScript, each page in Indonesian and, under /en, in English."""

from flask import Blueprint, Response, g, redirect, request, url_for
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.events import queries as happenings
from catalogue.makers.models import FOOD_CRAFTS
from catalogue.makers.queries import successor_slug
from catalogue.outlets import showroom, welcome
from catalogue.outlets.here import today
from catalogue.visitors import (
    facets,
    frame,
    meanings,
    pages,
    picture_views,
    queries,
    where,
    who,
    wishes,
)  # fmt: skip
from core.bilingual import in_both, speak_the_address
from core.errors import NotFound
from core.i18n import _, current_locale
from core.ids import normalise_code
from core.web import db, is_htmx, now, page, public

blueprint = Blueprint("visitors", __name__)
speak_the_address(blueprint)
frame.stand(blueprint)

PAGE_SIZE = 24


@in_both(blueprint, "/")
@public
def home() -> Response:
    """Show the gallery's front: what is new, how to read cloth, whose hands, what to take home."""
    works = queries.works_on_show(db(), at=now(), today=today())
    crafts = [work for work in works if work.offered and work.craft not in FOOD_CRAFTS]
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
def browse() -> WsgiResponse:
    """Show the works on show, narrowed by boxes and by words; a tag's code leads to its work."""
    pairs = list(request.args.items(multi=True))
    asked = wishes.asked_for(pairs)
    digits = normalise_code(asked.query)
    if digits and not is_htmx():
        return redirect(url_for("visitors.tag", code=digits, lang=current_locale()))
    works = queries.works_on_show(db(), at=now(), today=today())
    met, understood = pages.found(works, asked.words)
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
        instead=[]
        if left
        else pages.mixed([w for w in works if w.offered], 6, by=lambda work: work.craft),
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
            frame.absolute,
            page=url_for("visitors.product", slug=slug),
            image=picture_views.preview_url(work),
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
    offered = sum(work.on_show for work in works)
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


@blueprint.get("/k/<code>")
@blueprint.get("/<any(id,en):lang>/k/<code>")
@public
def tag(code: str) -> WsgiResponse:
    """Lead from the QR on a tag to the work's page, in the language the phone asks for."""
    digits = normalise_code(code)
    if digits is None:
        raise NotFound(_("Kode ini bukan kode barang kami. Pindai ulang labelnya."))
    slug = queries.slug_of_code(db(), digits)
    language = g.lang or frame.phone_language()
    answer = redirect(url_for("visitors.product", slug=slug, lang=language))
    answer.headers["Vary"] = "Accept-Language"
    answer.headers["Cache-Control"] = "no-cache"
    return answer
