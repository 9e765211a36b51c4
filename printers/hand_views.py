"""Papers that no worker prints: the till's own browser or phone does, with the same bytes."""

import base64

from flask import Blueprint, g, request
from werkzeug.wrappers import Response as WsgiResponse

from core.errors import NotFound, Refused
from core.i18n import _
from core.web import See, allow, db, download, now, page, see
from printers import queries, spool
from printers.documents import Keepsake, Labels, Receipt, from_json
from printers.listing import paper_name
from printers.logo import drawing_for, kept_name
from printers.models import Connection, PrintJob
from printers.outcome import unprintable
from printers.render import render
from printers.views import came_back
from printers.views import show as on_screen

blueprint = Blueprint("by_hand", __name__)
staff = allow("cashier", "manager", login="till_door.enter", by=("password", "pin"))

SAID = ("sent", "nothing", "something")
"""How a person or a script says that it ended: printed, not a byte left, broken off."""
BRIDGE = "rawbt:base64,"
"""The scheme of RawBT, the app that most Android counters have."""


@blueprint.get("/pos/papers/<int:job_id>")
@staff
def show(job_id: int) -> WsgiResponse:
    """Show a paper with the way to print it here."""
    job = _job(job_id)
    back = "/manage/printers" if "manager" in g.user.roles else "/pos"
    if job.printer.connection == Connection.BROWSER and job.document is not None:
        document = from_json(job.document).as_copy(job.copy)
        if isinstance(document, Receipt | Labels | Keepsake):
            waits = job if not job.is_finished else None
            return on_screen(document, back=back, stock=job.printer.stock, job=waits)
    return page(
        "printers/by_hand.html", job=job, back=back, paper_name=paper_name, came_back=came_back
    )


@blueprint.get("/pos/papers/<int:job_id>/bytes")
@staff
def content(job_id: int) -> WsgiResponse:
    """Return the bytes for the printer, as a worker would send them."""
    job = _job(job_id)
    if job.is_finished:  # printed, or given up: a second one is a copy, which is another job
        raise NotFound(_("Cetakan itu tidak ada."))
    return download(bytes_of(job), name=f"{job.id}.bin", mimetype="application/octet-stream")


@blueprint.post("/pos/papers/<int:job_id>/report")
@staff
def report(job_id: int) -> See:
    """Note how it ended: printed, broken off, or nothing left yet."""
    job = _job(job_id)
    kind = request.form.get("outcome", "")
    if kind not in SAID:
        raise Refused(_("Permintaan ini tidak bisa dipahami."))
    if kind == "sent":
        spool.hand_over(db(), job, at=now())
    elif kind == "something":
        spool.break_off(db(), job, error=request.form.get("words", "")[:300], at=now())
    return see("by_hand.show", job_id=job.id)


@blueprint.app_template_global()
def bridge_link(job: PrintJob) -> str:
    """Return the link that hands a paper's bytes to the print app of an Android phone."""
    return BRIDGE + base64.b64encode(bytes_of(job)).decode()


def bytes_of(job: PrintJob) -> bytes:
    """Return a job's bytes, rendered for its printer; raise Refused where it cannot be."""
    if job.payload is not None:
        return job.payload
    assert job.document is not None
    name = kept_name(db(), now())
    try:
        document = from_json(job.document)
        drawn = drawing_for(document, g.house.files, name)
        return render(document, job.printer.profile, job.copy, picture=drawn)
    except Exception as error:  # whatever is wrong with it, the reader must be told
        raise Refused(unprintable(error)) from error


def _job(job_id: int) -> PrintJob:
    job = queries.require_job(db(), job_id)
    if job.printer.has_worker:
        raise NotFound(_("Cetakan itu tidak ada."))
    return job
