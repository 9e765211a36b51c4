"""The back office's import: upload a sheet, see what would happen, confirm, see what came of it."""

from typing import Any

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.outlets import queries as outlets
from catalogue.stock import import_jobs
from catalogue.stock.listing import SHEET_STATES, SHEETS, sheet_state
from catalogue.stock.sheet_views import store_sheet
from catalogue.stock.tagging import queries as tagging
from core import forms, lists, sheets
from core.errors import Conflict, NotFound
from core.i18n import _
from core.menu import nav
from core.web import (
    See,
    allow,
    db,
    download,
    list_file,
    now,
    page,
    prepared,
    refused_to,
    see,
    user_id,
)

blueprint = Blueprint("imports", __name__)

nav(_("Masuk dan keluar"), _("Impor lembar"), "imports.form", order=121, roles=("manager",))


@blueprint.get("/manage/import")
@allow("manager")
def form(error: Any = None) -> Response:
    """Ask for the sheet; list the imports before, as a file where the address asks for one."""
    wanted = lists.asked(SHEETS, request.args)
    if wanted.form:
        return list_file(SHEETS, wanted)
    return page(
        "stock/import_new.html", error=error, form=request.form,
        shown=lists.shown(db(), SHEETS, wanted), state_of=sheet_state, states=SHEET_STATES,
        outlets=[(outlet.code, outlet.name) for outlet in outlets.active(db())],
    )  # fmt: skip


@blueprint.post("/manage/import")
@allow("manager")
@prepared(store_sheet)
@refused_to(form)
def upload() -> See:
    """Try an uploaded sheet out; nothing changes yet."""
    file, name = g.prepared
    job = import_jobs.start(
        db(),
        file,
        name=name,
        batch=forms.clean(request.form.get("batch", "")) or None,
        outlet_code=request.form.get("outlet") or None,
        is_trial=True,
        by=user_id(),
        at=now(),
    )
    return see("imports.show", job_id=job.id)


@blueprint.get("/manage/import/<int:job_id>")
@allow("manager")
def show(job_id: int) -> Response:
    """Show how far an import is, and what came or would come of it."""
    job = import_jobs.require_import(db(), job_id)
    outcome = job.result or {}
    brought = outcome and not outcome["trial"]
    return page(
        "stock/import.html", "progress", job=job, outcome=outcome,
        batch_id=tagging.batch_named(db(), outcome["batch"]) if brought else None,
    )  # fmt: skip


@blueprint.post("/manage/import/<int:job_id>/take")
@allow("manager")
def take(job_id: int) -> See:
    """Take in the sheet that was tried out."""
    trial = import_jobs.require_import(db(), job_id)
    if not trial.is_finished or trial.result is None or not trial.payload["trial"]:
        raise Conflict(_("Percobaannya belum selesai. Tunggu sebentar."))
    job = import_jobs.start(
        db(),
        trial.payload["file"],
        name=trial.payload["name"],
        batch=trial.payload["batch"],
        outlet_code=trial.payload["outlet"],
        is_trial=False,
        by=user_id(),
        at=now(),
    )
    return see("imports.show", job_id=job.id)


@blueprint.get("/manage/import/<int:job_id>/refused.xlsx")
@allow("manager")
def refused_rows(job_id: int) -> WsgiResponse:
    """Hand out the refused rows as a workbook, the reason in the last column."""
    job = import_jobs.require_import(db(), job_id)
    stored = (job.result or {}).get("workbook")
    if not stored:
        raise NotFound(_("Tidak ada baris yang ditolak pada impor ini."))
    with g.house.files.open(stored) as file:
        return download(file.read(), name=f"ditolak-{job.id}.xlsx", mimetype=sheets.XLSX)
