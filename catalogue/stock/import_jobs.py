"""An import as a job: the worker takes a few rows per step, tries a sheet out, or takes it in.

The plan is made once, on a reader, and kept by the worker. After a restart it is made anew from
the same sheet: what came in before then counts as there, and the job's cursor keeps the tally.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from catalogue.stock import importing, rejections, sheet
from catalogue.stock.importing import Delivery
from catalogue.stock.outcome import Tally
from catalogue.stock.planned import Plan, PlannedRow, RefusedRow
from core import jobs
from core.errors import NotFound
from core.files import Files
from core.i18n import _
from core.ids import new_token
from core.jobs import Job
from core.users import service as people

KIND = "import"
PLANS_KEPT = 2
LISTED = 500
"""Refused rows that a job's result lists; the workbook has all of them."""


@dataclass(frozen=True)
class _Work:
    """A plan being carried out; `name` tells this making of it from an earlier one."""

    name: str
    plan: Plan
    brought: Delivery
    portions: list[list[PlannedRow]]


@dataclass(frozen=True)
class _Ready:
    """What the reader prepared for one step: the plan, and the workbook if it is the last."""

    work: _Work
    workbook: str | None


_plans: OrderedDict[int, _Work] = OrderedDict()


def start(
    session: Session,
    file: str,
    *,
    name: str,
    batch: str | None,
    outlet_code: str | None,
    is_trial: bool,
    by: int,
    at: datetime,
) -> Job:
    """Enqueue the import of the stored sheet `file` (SHA-256); a trial changes nothing."""
    payload = {
        "file": file,
        "name": name,
        "batch": batch,
        "outlet": outlet_code,
        "trial": is_trial,
    }
    job = jobs.enqueue(session, KIND, payload, by=by, at=at)
    people.record(
        session,
        "import.tried" if is_trial else "import.started",
        kind="job",
        subject_id=job.id,
        by=by,
        at=at,  # whose sheet it was stands in the job, where erasing a maker finds it
    )
    return job


def require_import(session: Session, job_id: int) -> Job:
    """Return the job of an import, or raise NotFound."""
    job = session.get(Job, job_id)
    if job is None or job.kind != KIND:
        raise NotFound(_("Impor ini tidak ada dalam daftar."))
    return job


def prepare(session: Session, job: Job, at: datetime, files: Files | None) -> _Ready:
    """Plan the import if that is not done yet; render the refused rows before the last step."""
    assert files is not None
    work = _plans.get(job.id)
    if work is None:
        work = _plan(session, job, at, files)
        _plans[job.id] = work
        while len(_plans) > PLANS_KEPT:
            _plans.popitem(last=False)
    if _place(job, work) < len(work.portions):
        return _Ready(work, None)
    refused = _all_refused(work, _tally(job))
    if not refused:
        return _Ready(work, None)
    content = rejections.workbook(work.plan.headers, refused, batch=work.brought.batch_key)
    return _Ready(work, files.put(content))


def _plan(session: Session, job: Job, at: datetime, files: Files) -> _Work:
    with files.open(job.payload["file"]) as stored:
        found = sheet.read_bytes(stored.read())
    brought = importing.delivery(
        session,
        found,
        batch=job.payload["batch"],
        outlet_code=job.payload["outlet"],
        by=job.created_by,
        at=at,
    )
    plan = importing.make_plan(session, found, brought)
    return _Work(new_token(), plan, brought, importing.steps(plan))


@jobs.prepared_step(KIND, prepare)
def advance(session: Session, job: Job, at: datetime, ready: _Ready) -> bool:
    """Take the next rows in, or finish; see importing.ROWS_PER_STEP for how many."""
    del at  # a delivery has one moment, that of its plan
    work, tally = ready.work, _tally(job)
    place = _place(job, work)
    there = (job.cursor or {}).get("already_there", work.plan.already_there)
    if place < len(work.portions):
        importing.run_step(
            session,
            work.plan,
            work.portions[place],
            work.brought,
            tally,
            dry_run=job.payload["trial"],
        )
        place += 1
        job.cursor = {
            "work": work.name,
            "place": place,
            "already_there": there,
            "tally": _to_json(tally),
        }
        left = sum(len(rows) for rows in work.portions[place:])
        job.total = job.total or left + len(work.portions[place - 1])
        job.progress = job.total - left
        if place < len(work.portions) or _all_refused(work, tally):
            return False  # the workbook of refused rows is rendered on a reader
    job.result = _result(job, work, tally, there, ready.workbook)
    _plans.pop(job.id, None)
    return True


def _place(job: Job, work: _Work) -> int:
    """Return which portion comes next. A trial's plan is the same when it is made anew; that of
    an import that has begun leaves out what came in, and starts at its beginning.
    """
    cursor = job.cursor or {}
    if cursor.get("work") == work.name or job.payload["trial"]:
        return int(cursor.get("place", 0))
    return 0


def _all_refused(work: _Work, tally: Tally) -> list[RefusedRow]:
    return sorted([*work.plan.refused, *tally.refused], key=lambda row: row.number)


def _tally(job: Job) -> Tally:
    kept = (job.cursor or {}).get("tally")
    if kept is None:
        return Tally()
    return Tally(
        kept["accepted"],
        [
            RefusedRow(r["number"], tuple(r["cells"]), r["reason"], r["subject"])
            for r in kept["refused"]
        ],
        set(kept["new_makers"]),
        set(kept["doubts"]),
        set(kept["price_changes"]),
    )


def _to_json(tally: Tally) -> dict[str, Any]:
    refused = {row.number: row for row in tally.refused}  # once, also after a restart
    return {
        "accepted": tally.accepted,
        "refused": [
            {
                "number": row.number,
                "cells": [str(c or "") for c in row.cells],
                "reason": row.reason,
                "subject": row.subject,
            }
            for row in refused.values()
        ],
        "new_makers": sorted(tally.new_makers),
        "doubts": sorted(tally.doubts),
        "price_changes": sorted(tally.price_changes),
    }


def _result(
    job: Job, work: _Work, tally: Tally, already_there: int, workbook: str | None
) -> dict[str, Any]:
    refused = _all_refused(work, tally)
    return {
        "batch": work.brought.batch_key,
        "outlet": work.brought.outlet_code,
        "trial": job.payload["trial"],
        "accepted": tally.accepted,
        "already_there": already_there,
        "refused": len(refused),
        "rows": [
            {"number": row.number, "reason": row.reason, "says": row.subject}
            for row in refused[:LISTED]
        ],
        "new_makers": sorted(tally.new_makers),
        "doubts": sorted(tally.doubts),
        "price_changes": sorted(tally.price_changes),
        "workbook": workbook,
    }
