"""Changing many prices at once: choose, look, agree, and watch it being done."""

import hashlib
from typing import Any

from flask import Blueprint, Response, g, request

from catalogue.makers import queries as makers
from catalogue.outlets.here import today
from catalogue.products import categories, pricing, queries
from catalogue.products.pricing import Change, Row, Which
from core import forms
from core.db import canonical
from core.errors import Conflict, NotFound, Refused
from core.i18n import _
from core.jobs import Job
from core.web import See, allow, db, now, page, prepared, refused_to, see, user_id

blueprint = Blueprint("pricing", __name__)

SHOWN = 300
STEPS = (1, 500, 1000)


@blueprint.get("/manage/prices")
@allow("manager")
def form(error: Any = None) -> Response:
    """Ask which prices change by how much; once that is said, show what would come of it."""
    given = request.form if error and request.method == "POST" else request.args
    proposals = None
    try:
        if forms.text(given, "amount"):
            proposals = pricing.propose(db(), which(given), change(given), on=today(), by=user_id())
    except Refused as refusal:
        error = error or refusal
    rows = pricing.rows_of(proposals or [])
    return page(
        "products/prices.html", form=given, proposals=proposals, rows=rows, shown=SHOWN,
        refused=[p for p in proposals or [] if p.refusal], seen=seal(rows),
        makers=makers.names(db()), categories=[c for c, _n in categories.every(db())],
        motifs=queries.motifs(db()), error=error,
    )  # fmt: skip


def looked_through() -> list[Row]:
    """Compute the change anew before anything is locked; Conflict unless it is what was seen."""
    proposals = pricing.propose(
        db(), which(request.form), change(request.form), on=today(), by=user_id()
    )
    rows = pricing.rows_of(proposals)
    if seal(rows) != request.form.get("seen"):
        raise Conflict(_("Harga atau barangnya sudah berubah sejak dilihat. Periksa sekali lagi."))
    return rows


@blueprint.post("/manage/prices")
@allow("manager")
@prepared(looked_through)
@refused_to(form)
def agree() -> See:
    """Change the prices that were looked at, a few at a time."""
    job = pricing.start(db(), g.prepared, by=user_id(), at=now())
    return see("pricing.show", job_id=job.id)


@blueprint.get("/manage/prices/<int:job_id>")
@allow("manager")
def show(job_id: int) -> Response:
    """Show how far a change of prices is, and what it left as it was."""
    job = db().get(Job, job_id)
    if job is None or job.kind != pricing.KIND:
        raise NotFound(_("Perubahan harga ini tidak ada."))
    left = queries.by_ids(db(), (job.result or {}).get("left", []))
    return page("products/repriced.html", "progress", job=job, left=list(left.values()))


def which(given: forms.Form) -> Which:
    """Return which goods a form or an address asks for."""
    return Which(
        maker_id=forms.optional_id(given, "maker"),
        category_id=forms.optional_id(given, "category"),
        motif=forms.text(given, "motif"),
    )


def change(given: forms.Form) -> Change:
    """Return by how much; Refused beside `amount` or `step` where that is not said."""
    sign = -1 if forms.choice(given, "direction", ("up", "down"), default="up") == "down" else 1
    step = forms.number(given, "step", default=1)
    if step not in STEPS:
        raise Refused(_("Bulatkan ke 500 atau 1.000, atau jangan dibulatkan."), field="step")
    with_net = forms.text(given, "with_net") == "1"
    if forms.choice(given, "by", ("percent", "rupiah"), default="percent") == "rupiah":
        return Change(amount=sign * forms.money(given, "amount"), step=step, with_net=with_net)
    bps = forms.bps(given, "amount")
    if bps is None:
        raise Refused(_("Isi persennya, misalnya 10."), field="amount")
    return Change(bps=sign * bps, step=step, with_net=with_net)


def seal(rows: list[Row]) -> str:
    """Return a word that stands for exactly these rows."""
    return hashlib.sha256(canonical(rows).encode()).hexdigest()[:16]
