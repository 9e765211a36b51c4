"""Tagging day in the office: choose a delivery, print its tags, go on in the middle of a sheet."""

from typing import Any

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.outlets.here import today
from catalogue.stock.tagging import printing, queries
from catalogue.stock.tagging.listing import BATCHES
from catalogue.stock.tagging.printing import ALL, LIST, Order
from catalogue.stock.tagging.queries import Batch
from catalogue.stock.tags import paper
from core import forms, lists, settings
from core.errors import NotFound, Refused
from core.i18n import _, current_locale
from core.ids import normalise_code
from core.jobs import Job
from core.menu import nav
from core.web import (
    See,
    allow,
    db,
    download,
    list_file,
    now,
    page,
    public_address,
    refused_to,
    see,
    user_id,
)
from printers.sheets import SHEETS

blueprint = Blueprint("tagging", __name__)

nav(_("Rak dan label"), _("Hari label"), "tagging.listed", order=131, roles=("manager",))


@blueprint.get("/manage/tagging")
@allow("manager")
def listed() -> Response:
    """List the deliveries that came as sheets, each to be tagged."""
    wanted = lists.asked(BATCHES, request.args)
    if wanted.form:
        return list_file(BATCHES, wanted)
    return page("tagging/list.html", shown=lists.shown(db(), BATCHES, wanted))


@blueprint.get("/manage/tagging/<int:batch_id>")
@allow("manager")
def show(batch_id: int, error: Any = None) -> Response:
    """Show a delivery by maker, how far its printing is, and its PDFs."""
    batch = queries.require_batch(db(), batch_id)
    printings = printing.printings(db(), batch_id)
    whole = next((job for job in printings if job.payload["whole"]), None)
    order = printing.order_of(whole) if whole else None
    on = order.paper if order else paper.Paper("a4-24", 1)
    shares = queries.shares(db(), batch_id, last_line=batch.last_line)
    return page(
        "tagging/show.html", "progress", "makers", batch=batch, printings=printings, whole=whole,
        order=order, files=files_of(whole), shares=shares, sheets_for=on.sheets_for,
        parts=[(ALL, _("Semua perajin")), *((s.code, f"{s.code} {s.name}") for s in shares)],
        is_running=not all(job.is_finished for job in printings), form=request.form,
        sheets=paper.sheet_names(), has_address=public_address() is not None, error=error,
        offset=[paper.written(n) for n in settings.get(db(), paper.OFFSET, on=today())],
    )  # fmt: skip


@blueprint.post("/manage/tagging/<int:batch_id>/print")
@allow("manager")
@refused_to(show)
def start(batch_id: int) -> See:
    """Print every tag of a delivery: a list, a PDF for each maker, and one for all."""
    batch = queries.require_batch(db(), batch_id)
    on = paper.read(db(), request.form, on=today())
    paper.remember(db(), on, on=today(), by=user_id(), at=now())
    order = Order(
        batch_id=batch.id, last_line=batch.last_line, sheet=on.sheet, start=on.start,
        right=on.right, down=on.down, language=current_locale(), url=public_address(), whole=True,
    )  # fmt: skip
    printing.start(db(), order, by=user_id(), at=now())
    return see("tagging.show", batch_id=batch_id)


@blueprint.post("/manage/tagging/<int:batch_id>/<int:job_id>/resume")
@allow("manager")
@refused_to(lambda batch_id, job_id, error=None: show(batch_id, error))
def resume(batch_id: int, job_id: int) -> See:
    """Go on with a printing at any of its tags, on a fresh or a half used sheet."""
    batch = queries.require_batch(db(), batch_id)
    before = printing.order_of(printing.require_printing(db(), batch_id, job_id))
    share = share_named(batch, forms.text(request.form, "part"))
    try:
        on = paper.read(db(), {"sheet": before.sheet, "start": request.form["fresh"]}, on=today())
    except Refused as refused:
        refused.field = "fresh"  # the form beside it has a place to begin at, too
        raise
    again = Order(
        batch_id=batch_id, last_line=before.last_line, sheet=on.sheet, start=on.start,
        right=on.right, down=on.down, language=current_locale(), url=public_address(),
        maker_id=share, first=tag_asked_for(before, share),
    )  # fmt: skip
    printing.start(db(), again, by=user_id(), at=now())
    return see("tagging.show", batch_id=batch_id)


@blueprint.get("/manage/tagging/<int:batch_id>/<int:job_id>/<part>.pdf")
@allow("manager")
def pdf(batch_id: int, job_id: int, part: str) -> WsgiResponse:
    """Hand out one PDF of a printing."""
    job = printing.require_printing(db(), batch_id, job_id)
    with g.house.files.open(printing.stored(job, part)) as file:
        name = "daftar-ambil" if part == LIST else f"label-{part}"
        return download(
            file.read(), name=f"{name}-{job.id}.pdf", mimetype="application/pdf", inline=True
        )


def share_named(batch: Batch, part: str) -> int | None:
    """Return the maker whose PDF is meant, None for the PDF of all makers."""
    if part in ("", ALL):
        return None
    for share in queries.shares(db(), batch.id, last_line=batch.last_line):
        if share.code == part:
            return share.maker_id
    raise NotFound(_("Perajin ini tidak ada dalam kiriman."))


def tag_asked_for(order: Order, maker_id: int | None) -> int:
    """Return the tag to go on with: by the last tag scanned, or by sheet and place on it."""
    form = request.form
    scanned = forms.text(form, "code")
    if scanned:
        code = normalise_code(scanned)
        found = queries.lines(db(), order.batch_id, last_line=order.last_line, maker_id=maker_id)
        number = queries.first_tag_of(db(), found, code) if code else None
        if number is None:
            raise Refused(_("Label itu bukan dari PDF ini. Pindai sekali lagi."), field="code")
        return number
    sheet_number = forms.number(form, "sheet_no", default=1)
    place = forms.number(form, "place_no", default=1)
    if not 1 <= place <= SHEETS[order.sheet].places:
        raise Refused(
            _("Lembar ini punya tempat 1 sampai %(n)s.", n=SHEETS[order.sheet].places),
            field="place_no",
        )
    return order.tag_at(sheet_number, place)


def files_of(job: Job | None) -> dict[str, str]:
    """Return the PDFs of a printing that are whole, by part."""
    found: dict[str, str] = (job.cursor or {}).get("files", {}) if job else {}
    return found
