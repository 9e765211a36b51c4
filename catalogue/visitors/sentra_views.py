"""The sentra: who makes one craft together, and what they have on show; and the list of prices."""

from itertools import groupby

from flask import Blueprint, Response, request

from catalogue.outlets.here import today
from catalogue.products.glossary import english_craft
from catalogue.visitors import facets, pages, queries, who, wishes
from core.bilingual import in_both, speak_the_address
from core.i18n import current_locale
from core.text import key
from core.web import db, now, page, public

blueprint = Blueprint("sentra", __name__)
speak_the_address(blueprint)


@in_both(blueprint, "/sentra")
@public
def listed() -> Response:
    """Show the sentra, each with its craft, its makers and what it has on show."""
    works = queries.works_on_show(db(), at=now(), today=today())
    return page("visitors/sentra_list.html", clusters=pages.clusters(who.sentra(db()), works))


@in_both(blueprint, "/sentra/<slug>")
@public
def show(slug: str) -> Response:
    """Show one sentra: what its craft is, whose hands, and some of the works."""
    found = who.cluster(db(), slug)
    works = [
        work
        for work in queries.works_on_show(db(), at=now(), today=today())
        if key(work.sentra) == slug
    ]
    hands = [hand for hand in who.hands(db()) if hand.sentra_slug == slug]
    counted = pages.with_counts(hands, works)
    return page(
        "visitors/sentra.html",
        cluster=found,
        count=len(works),
        works=pages.mixed(works, 12, by=lambda work: work.maker_slug),
        hands=sorted(counted, key=lambda hand: (not hand.works, hand.name)),
    )


@in_both(blueprint, "/harga")
@public
def prices() -> Response:
    """Show what can be bought as a list of prices to print, narrowed as the wall was."""
    pairs = list(request.args.items(multi=True))
    asked = wishes.asked_for(pairs)
    works = queries.works_on_show(db(), at=now(), today=today())
    met, _understood = pages.found(works, asked.words)
    left = facets.narrow(met, asked)
    left.sort(key=lambda work: (work.sentra, work.maker, work.name, work.price))
    groups = [
        (sentra, [(maker, list(rows)) for maker, rows in groupby(some, lambda work: work.maker)])
        for sentra, some in groupby(left, lambda work: work.sentra)
    ]
    return page(
        "visitors/prices.html",
        groups=groups,
        count=len(left),
        day=today(),
        chips=wishes.chips(pairs, request.path),
        asked=asked,
    )


@blueprint.app_template_global()
def craft_label(name: str) -> str:
    """Return the name of a sentra in the language now spoken."""
    return english_craft(name) if current_locale() == "en" else name
