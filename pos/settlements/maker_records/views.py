"""The office's pages about a maker's whole record: merge it, hand it out, erase it."""

from typing import Any

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.makers import queries as makers
from catalogue.makers.models import Maker
from catalogue.outlets.here import today
from catalogue.products import contracts
from core import forms
from core.errors import Refused
from core.i18n import _
from core.web import (
    See,
    allow,
    db,
    download,
    keyless,
    now,
    page,
    prepared,
    refused_to,
    see,
    user_id,
)
from pos.settlements.maker_records import erasing, merging, personal, queries
from pos.settlements.maker_records.models import MakerMerge

blueprint = Blueprint("maker_records", __name__)

LIKELY = 20

manager = allow("manager")


@blueprint.get("/manage/makers/<int:maker_id>/merge")
@manager
def choose(maker_id: int) -> Response:
    """Ask which other record is this maker's too."""
    maker = makers.require_maker(db(), maker_id)
    words = forms.text(request.args, "q") or maker.name
    likely = [m for m in makers.likely(db(), words, limit=LIKELY + 1) if m.id != maker.id]
    return page("settlements/merge_choose.html", maker=maker, words=words, likely=likely[:LIKELY])


@blueprint.get("/manage/makers/merge")
@manager
def preview(error: Refused | None = None) -> Response:
    """Show both records side by side, and what merging would move."""
    from_, into = _pair(request.values)
    on = today()
    if error is None:
        try:
            merging.check(db(), from_, into, by=user_id())
        except Refused as refused:
            error = refused
    sides = [queries.holdings(db(), maker, today=on) for maker in (into, from_)]
    return page(
        "settlements/merge.html", error=error, into=into, from_=from_, sides=sides,
        terms_differ=_terms_differ(sides), today=on,
    )  # fmt: skip


@blueprint.post("/manage/makers/merge")
@manager
@refused_to(preview)
def merge() -> See:
    """Begin to merge."""
    from_, into = _pair(request.form)
    keeps = forms.choice(request.form, "terms", ("keep", "new"), "keep") == "keep"
    begun = merging.start(db(), from_, into, keeps_terms=keeps, by=user_id(), at=now())
    return see("maker_records.merged", merge_id=begun.id)


@blueprint.get("/manage/makers/merges/<int:merge_id>")
@manager
def merged(merge_id: int) -> Response:
    """Show how far a merge is, then what it moved and the record that it closed."""
    found = queries.require_merge(db(), merge_id)
    return page(
        "settlements/merged.html", "progress", merge=found, job=found.job,
        versions=contracts.versions(db(), (None, None, found.from_id)),
    )  # fmt: skip


@blueprint.post("/manage/makers/merges/<int:merge_id>/resume")
@manager
def resume(merge_id: int) -> See:
    """Go on with a merge that stopped."""
    found = queries.require_merge(db(), merge_id)
    merging.resume(db(), found, by=user_id(), at=now())
    return see("maker_records.merged", merge_id=merge_id)


def pack(maker_id: int) -> bytes:
    """Pack everything about a maker before the write transaction, which only logs it."""
    maker = makers.require_maker(db(), maker_id)
    return personal.archive(db(), maker, g.house.files, at=now())


@blueprint.post("/manage/makers/<int:maker_id>/personal.zip")
@manager
@keyless
@prepared(pack)
def hand_out(maker_id: int) -> WsgiResponse:
    """Hand out all personal data of a maker as one file; who took it is written down."""
    maker = makers.require_maker(db(), maker_id)
    personal.note_handing_out(db(), maker, by=user_id(), at=now())
    return download(g.prepared, name=f"{maker.code}-data.zip", mimetype="application/zip")


@blueprint.get("/manage/makers/<int:maker_id>/erase")
@manager
def ask_erase(maker_id: int, error: Refused | None = None) -> Response:
    """Say what erasing takes away and what stays, and ask for the maker's code."""
    maker = makers.require_maker(db(), maker_id)
    if error is None:
        erasing.check(db(), maker, by=user_id())
    return page(
        "settlements/erase.html", maker=maker, error=error, form=request.form,
        holdings=queries.holdings(db(), maker, today=today()),
    )  # fmt: skip


def look_for_traces(maker_id: int) -> erasing.Traces:
    """Find the copies of a maker's data before the write transaction."""
    return erasing.find_traces(db(), makers.require_maker(db(), maker_id))


@blueprint.post("/manage/makers/<int:maker_id>/erase")
@manager
@prepared(look_for_traces)
@refused_to(ask_erase)
def erase(maker_id: int) -> See:
    """Erase the person behind a maker."""
    maker = makers.require_maker(db(), maker_id)
    erasing.erase(
        db(), maker, g.prepared, confirmed=forms.text(request.form, "code"), by=user_id(),
        at=now(),
    )  # fmt: skip
    return see(
        "products.maker", maker_id=maker_id,
        notice=_("Data pribadi %(code)s sudah dihapus. Buku, laporan, dan nota tetap utuh.",
                 code=maker.code),
    )  # fmt: skip


@blueprint.app_template_global()
def merges_of(maker_id: int) -> list[MakerMerge]:
    """Return who was merged into a maker, for the maker's page, which stands below the money."""
    return [one for one in queries.merges_of(db(), maker_id) if one.into_id == maker_id]


def _pair(form: Any) -> tuple[Maker, Maker]:
    """Return (the one who goes, the one who stays)."""
    ids = [forms.optional_id(form, name) for name in ("from", "into")]
    if None in ids:
        raise Refused(_("Pilih dua perajin yang berbeda."), field="other")
    first, second = (makers.require_maker(db(), number or 0) for number in ids)
    return first, second


def _terms_differ(sides: list[queries.Holdings]) -> bool:
    into, from_ = (side.contract for side in sides)
    if into is None or from_ is None:
        return into is not from_
    return contracts.terms_of(into) != contracts.terms_of(from_)
