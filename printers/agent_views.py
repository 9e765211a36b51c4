"""What an agent asks over HTTP: who it is stands in the Authorization header, never in a cookie."""

import base64
from typing import Any

from flask import Blueprint, g, request

from core.errors import Refused
from core.i18n import _
from core.web import db, keyless, now, public
from printers import agents
from printers.hand_views import bytes_of
from printers.models import PrintAgent
from printers.outcome import KINDS, Outcome, target_of

blueprint = Blueprint("agents", __name__)

SCHEME = "Bearer "
LONGEST_WORDS = 500


def asking() -> PrintAgent:
    """Return the agent that asks, or raise UnknownAgent."""
    header = request.headers.get("Authorization", "")
    return agents.by_token(db(), header.removeprefix(SCHEME) if header.startswith(SCHEME) else "")


@blueprint.get("/agent/work")
@public
def work() -> dict[str, Any]:
    """Say for which printers something waits; asked every second, so it only reads."""
    return {"printers": agents.work(db(), asking(), at=now())}


@blueprint.post("/agent/hello")
@public
@keyless
def hello() -> dict[str, Any]:
    """Note that the agent is there."""
    agent = asking()
    agent.seen_at = now()
    return {"name": agent.name}


@blueprint.post("/agent/printers/<int:printer_id>/claim")
@public
@keyless
def claim(printer_id: int) -> dict[str, Any]:
    """Hand out the next job of a printer."""
    job = agents.claim(db(), asking(), printer_id, at=now())
    return {"job": job.id if job else None}


@blueprint.get("/agent/jobs/<int:job_id>/paper")
@public
def paper(job_id: int) -> dict[str, Any]:
    """Return where a job goes and its bytes, rendered for that printer; 422 if it cannot be."""
    job = agents.require_job(db(), asking(), job_id)
    content = bytes_of(job)
    target = target_of(job, home=g.house.files.folder)
    return {
        "connection": target.connection, "address": target.address, "answers": target.answers,
        "job": target.job, "bytes": base64.b64encode(content).decode(),
    }  # fmt: skip


@blueprint.post("/agent/jobs/<int:job_id>/begin")
@public
@keyless
def begin(job_id: int) -> dict[str, Any]:
    """Note that bytes of a job may leave from now on."""
    agents.begin(db(), agents.lock_job(db(), asking(), job_id), at=now())
    return {}


@blueprint.post("/agent/jobs/<int:job_id>/report")
@public
@keyless
def report(job_id: int) -> dict[str, Any]:
    """Write down how a job ended."""
    job = agents.lock_job(db(), asking(), job_id)
    kind = request.form.get("outcome", "")
    if kind not in KINDS:
        raise Refused(_("Permintaan ini tidak bisa dipahami."))
    words = request.form.get("words", "")[:LONGEST_WORDS]
    agents.report(db(), job, Outcome(kind, words), at=now())
    return {}
