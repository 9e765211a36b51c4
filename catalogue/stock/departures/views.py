"""The office's returns to makers and its losses: the lists, and beginning a record.

`/manage/returns/new?maker=&outlet=&cause=&product=` proposes what a maker has at an outlet; with
`product` (any number of them) only these are ticked, without it everything is.
"""

from datetime import date
from typing import Any

from flask import Blueprint, Response, g, request

from catalogue.makers import queries as makers
from catalogue.makers.listing import MAKERS
from catalogue.outlets import queries as places
from catalogue.outlets.here import today
from catalogue.products import queries as products
from catalogue.stock.departures import drafts, queries
from catalogue.stock.departures.drafts import Piece, Story
from catalogue.stock.departures.listing import LOSSES, RETURNS
from catalogue.stock.departures.models import CAUSES
from catalogue.stock.departures.words import causes, fates, title_of
from core import forms, images, lists
from core.clock import local_date
from core.errors import Refused
from core.i18n import _
from core.image_views import uploaded
from core.menu import nav
from core.web import (
    See,
    allow,
    db,
    list_file,
    now,
    page,
    prepared,
    refused_to,
    see,
    user_id,
)

blueprint = Blueprint("departures", __name__)
blueprint.add_app_template_global(causes, "return_causes")
blueprint.add_app_template_global(fates, "departure_fates")
blueprint.add_app_template_global(title_of, "departure_title")

nav(
    _("Masuk dan keluar"),
    _("Retur ke perajin"),
    "departures.returns",
    order=122,
    roles=("manager",),
)
nav(
    _("Masuk dan keluar"), _("Rusak dan hilang"), "departures.losses", order=123, roles=("manager",)
)


@blueprint.get("/manage/returns")
@allow("manager")
def returns() -> Response:
    """List the returns to makers, newest first, drafts among them."""
    wanted = lists.asked(RETURNS, request.args)
    if wanted.form:
        return list_file(RETURNS, wanted)
    return page("departures/returns.html", shown=lists.shown(db(), RETURNS, wanted))


@blueprint.get("/manage/losses")
@allow("manager")
def losses() -> Response:
    """List what was lost or damaged, newest first."""
    wanted = lists.asked(LOSSES, request.args)
    if wanted.form:
        return list_file(LOSSES, wanted)
    return page("departures/losses.html", shown=lists.shown(db(), LOSSES, wanted))


@blueprint.get("/manage/returns/new")
@allow("manager")
def new_return(error: Any = None) -> Response:
    """Ask whose goods go back, then propose everything of that maker at the outlet."""
    args = request.form or request.args
    outlets = places.active(db())
    outlet_id = forms.optional_id(args, "outlet") or next((o.id for o in outlets if o.is_main), 0)
    maker_id = forms.optional_id(args, "maker")
    words = forms.text(args, "q")
    found, count = lists.first(db(), MAKERS, words, limit=12) if maker_id is None else ([], 0)
    maker = makers.require_maker(db(), maker_id) if maker_id else None
    proposed = queries.proposal(db(), maker.id, outlet_id) if maker else []
    prices = products.current_prices(db(), [row.product.id for row in proposed])
    return page(
        "departures/new_return.html", words=words, makers=found, count=count, maker=maker,
        outlets=outlets, outlet_id=outlet_id, proposed=proposed, prices=prices, form=request.form,
        cause=forms.choice(args, "cause", CAUSES), today=today(), error=error,
        wanted=set(forms.ids(request.args.getlist("product"))),
    )  # fmt: skip


@blueprint.post("/manage/returns/new")
@allow("manager")
@refused_to(new_return)
def begin_return() -> See:
    """Begin to write a return down, with what was ticked of the proposal."""
    form = request.form
    maker_id = forms.optional_id(form, "maker")
    if maker_id is None:
        raise Refused(_("Pilih perajinnya dulu."), field="maker")
    if not forms.choice(form, "cause", CAUSES):
        raise Refused(_("Pilih sebab barangnya kembali."), field="cause")
    maker = makers.require_maker(db(), maker_id)
    outlet = places.require_outlet(db(), forms.optional_id(form, "outlet") or 0)
    proposed = {row.key: row for row in queries.proposal(db(), maker.id, outlet.id)}
    departure = drafts.start_return(
        db(), maker, outlet, cause=forms.text(form, "cause"), note=forms.text(form, "note")[:200],
        by=user_id(), at=now(),
    )  # fmt: skip
    pieces = [
        Piece(row.product, forms.number(form, f"pieces-{key}", default=row.pieces),
              row.lot.id if row.lot else None)
        for key in form.getlist("take")
        if (row := proposed.get(key))
    ]  # fmt: skip
    drafts.add(db(), departure, pieces, at=now())
    return see("records.show", area="returns", departure_id=departure.id)


@blueprint.get("/manage/losses/new")
@allow("manager")
def new_loss(error: Any = None) -> Response:
    """Ask what happened, when, who noticed and who saw it; to which goods, if it is known."""
    product_id = forms.optional_id(request.form or request.args, "product")
    return page(
        "departures/new_loss.html", form=request.form or request.args, outlets=places.active(db()),
        product=products.require_product(db(), product_id) if product_id else None,
        today=today(), error=error,
    )  # fmt: skip


@blueprint.post("/manage/losses/new")
@allow("manager")
@prepared(lambda: uploaded("photo"))
@refused_to(new_loss)
def begin_loss() -> See:
    """Begin to write a loss down; the photo was re-encoded before."""
    form = request.form
    outlet = places.require_outlet(db(), forms.optional_id(form, "outlet") or 0)
    story = Story(
        happened_on=_day(outlet.zone), note=forms.text(form, "note")[:500],
        found_by=forms.text(form, "found_by")[:120],
        witnesses=forms.text(form, "witnesses")[:200],
    )  # fmt: skip
    departure = drafts.start_loss(db(), outlet, story, by=user_id(), at=now())
    for ready in g.prepared[:1]:
        departure.photo = images.keep(db(), ready, is_public=False, by=user_id(), at=now())
    product_id = forms.optional_id(form, "product")
    if product_id is not None:
        product = products.require_product(db(), product_id)
        drafts.scan(db(), departure, product, fate="lost", at=now())
    return see("records.show", area="losses", departure_id=departure.id)


def _day(zone: str) -> date:
    return forms.day(request.form, "happened_on") or local_date(now(), zone)
