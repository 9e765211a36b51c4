"""Erasing the person behind a maker; what was sold, paid and settled stays whole.

The record is emptied at once. Copies in other places (the name on sold lines, what an import and
an answered form said) are emptied by a job in steps, and the photo's files go with it. Papers that
were given out stay as they are for the ten years that the law asks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Text, cast, delete, or_, select, update
from sqlalchemy.orm import Session

from catalogue.makers import erasure, owners
from catalogue.makers import queries as makers
from catalogue.makers.models import Maker
from catalogue.products.models import Certificate
from catalogue.products.proposed import service as proposed
from core import images, jobs
from core.db import canonical
from core.errors import Conflict, Refused
from core.files import Files
from core.i18n import _
from core.images import Photo
from core.jobs import Job
from core.keys import RequestKey
from core.users import service as people
from core.users.models import AuditEntry, SignInAttempt
from pos.sales.models import SaleLine
from pos.settlements import posting
from pos.settlements.maker_records import merging
from pos.settlements.transfers import queries as transfers

KIND = "maker_erasure"
LINES_PER_STEP = 100
TRACES_PER_STEP = 20
SHORTEST = 4
"""Shorter words stand in too many texts to be looked for."""


@dataclass(frozen=True)
class Traces:
    """Where copies of a maker's data were found: jobs and answers of forms, by id and key."""

    jobs: tuple[int, ...]
    answers: tuple[str, ...]


def check(session: Session, maker: Maker, *, by: int) -> None:
    """Refuse a record that cannot be erased; raises Conflict or Forbidden."""
    if maker.erased_at is not None:
        raise Conflict(_("Data %(name)s sudah dihapus.", name=maker.name))
    if maker.merged_into_id is not None:
        raise Conflict(_("%(name)s sudah digabung ke perajin lain.", name=maker.name))
    if merging.is_moving(session, [maker.id]):
        raise merging.InProgress(_("Salah satunya sedang digabung. Tunggu sampai selesai."))
    if transfers.open_rows(session, [maker.id]):
        raise Conflict(_("Transfernya menunggu jawaban bank. Catat dulu jawabannya."))
    owners.refuse_own(session, [maker.id], _("Data diri sendiri dihapus oleh orang lain."), by=by)


def find_traces(session: Session, maker: Maker) -> Traces:
    """Return where else the maker's data stand; slow, so on a reader before the write."""
    words = [word for word in erasure.words(session, maker) if len(word) >= SHORTEST]
    if not words:
        return Traces((), ())
    return Traces(
        tuple(
            session.scalars(
                select(Job.id).where(_mentions(words, Job.result, Job.cursor, Job.payload))
            )
        ),
        tuple(session.scalars(select(RequestKey.key).where(_mentions(words, RequestKey.result)))),
    )


def erase(
    session: Session, maker: Maker, traces: Traces, *, confirmed: str, by: int, at: datetime
) -> Job:
    """Empty the person behind a maker and whoever was merged into it; raises Refused unconfirmed.

    `confirmed` is the maker's code as a person typed it. From now on the maker is shown as
    *Perajin <code>*; the job that is returned empties the copies elsewhere.
    """
    posting.lock_makers(session, [maker.id])  # a transfer that is sent now waits, or is seen
    check(session, maker, by=by)
    if confirmed.strip().upper() != maker.code:
        raise Refused(_("Tulis kode %(code)s untuk memastikan.", code=maker.code), field="code")
    family = list(
        session.scalars(
            select(Maker).where(Maker.id.in_(makers.family(maker.id))).order_by(Maker.id)
        )
    )
    photos = _photos_ever(session, [one.id for one in family])
    phones = [f"phone:{one.phone}" for one in family if one.phone]
    session.execute(delete(SignInAttempt).where(SignInAttempt.subject.in_(phones)))
    proposed.drop_banks(session, [one.id for one in family], at=at)
    scans = _empty_licences(session, [one.id for one in family], at=at)
    for one in family:
        if one.photo is not None:
            images.withdraw(session, one.photo, at=at)
        erasure.empty(session, one, by=by, at=at)
    job = jobs.enqueue(
        session, KIND,
        {"makers": [one.id for one in family], "photos": photos, "scans": scans,
         "jobs": list(traces.jobs), "answers": list(traces.answers)},
        by=by, at=at,
    )  # fmt: skip
    people.record(session, "maker.erased", kind="maker", subject_id=maker.id, by=by, at=at)
    return job


def _photos_ever(session: Session, maker_ids: Sequence[int]) -> list[int]:
    """Return the photos that these makers had at any time: those that were replaced go too."""
    shown = session.scalars(
        select(Maker.photo_id).where(Maker.id.in_(maker_ids), Maker.photo_id.is_not(None))
    )
    told = session.scalars(
        select(AuditEntry.detail).where(
            AuditEntry.subject_kind == "maker",
            AuditEntry.subject_id.in_(maker_ids),
            AuditEntry.action == "maker.photo_set",
        )
    )
    return sorted({number for number in shown if number} | {one["photo"] for one in told if one})


def prepare(session: Session, job: Job, at: datetime, files: Files | None) -> None:
    """Remove the files of withdrawn photos and scans that nothing else needs; hands on nothing."""
    del at
    assert files is not None, "erasing removes files"
    if (job.cursor or {}).get("stage", "files") != "files":
        return
    for photo in session.scalars(select(Photo).where(Photo.id.in_(job.payload["photos"]))):
        for name in {photo.name, photo.medium, photo.small}:
            if not _is_shown(session, name, but=job.payload["photos"]):
                files.remove(name)
    for name in job.payload["scans"]:
        if session.scalar(select(Certificate.id).where(Certificate.scan == name)) is None:
            files.remove(name)


@jobs.prepared_step(KIND, prepare)
def advance(session: Session, job: Job, at: datetime, ready: None) -> bool:
    """Empty the next copies: a hundred sold lines, twenty jobs, or twenty answers at most."""
    del at, ready
    stage = (job.cursor or {}).get("stage", "files")
    place = int((job.cursor or {}).get("place", 0))
    if stage == "files":
        job.cursor = {"stage": "lines", "place": 0}
    elif stage == "lines":
        last = _rename_lines(session, job.payload["makers"], after=place)
        job.cursor = {"stage": "lines", "place": last} if last else {"stage": "jobs", "place": 0}
    elif stage == "jobs":
        some = job.payload["jobs"][place : place + TRACES_PER_STEP]
        for found in session.scalars(select(Job).where(Job.id.in_(some))):
            _empty_job(found)
        job.cursor = {"stage": stage, "place": place + len(some)} if some else {"stage": "answers"}
    else:
        some = job.payload["answers"][place : place + TRACES_PER_STEP]
        for answer in session.scalars(select(RequestKey).where(RequestKey.key.in_(some))):
            answer.result = {**(answer.result or {}), "notice": None}
        if not some:
            return True
        job.cursor = {"stage": stage, "place": place + len(some)}
    session.flush()
    return False


def _empty_licences(session: Session, maker_ids: Sequence[int], *, at: datetime) -> list[str]:
    """Take the scans of a maker's own licences away and return their names; a NIB goes wholly.

    Other numbers stay: they stand on the packaging of goods that may be on a shelf.
    """
    scans = []
    for one in session.scalars(
        select(Certificate).where(
            Certificate.maker_id.in_(maker_ids), Certificate.product_id.is_(None)
        )
    ):
        if one.scan is not None:
            scans.append(one.scan)
        one.scan, one.scan_type = None, None
        if one.kind == "nib":
            one.number, one.withdrawn_at = "", one.withdrawn_at or at
    session.flush()
    return scans


def _rename_lines(session: Session, maker_ids: Sequence[int], *, after: int) -> int:
    """Write the new name over the old on the next lines that were sold; return the last id or 0."""
    rows = session.execute(
        select(SaleLine.id, SaleLine.maker_id)
        .where(SaleLine.maker_id.in_(maker_ids), SaleLine.id > after)
        .order_by(SaleLine.id)
        .limit(LINES_PER_STEP)
    ).all()
    for maker_id in {row.maker_id for row in rows}:
        session.execute(
            update(SaleLine)
            .where(SaleLine.id.in_([row.id for row in rows if row.maker_id == maker_id]))
            .values(maker_name=session.get_one(Maker, maker_id).name)
        )
    return rows[-1].id if rows else 0


def _empty_job(job: Job) -> None:
    """Take the lists out of what a finished job told, and its file's name; its counts stay."""
    if not job.is_finished:
        return
    job.cursor = None
    if isinstance(job.payload, dict) and "name" in job.payload:
        job.payload = {**job.payload, "name": _("(dihapus)")}
    if isinstance(job.result, dict):
        job.result = {
            name: [] if isinstance(value, list) else value for name, value in job.result.items()
        }


def _mentions(words: Sequence[str], *columns: Any) -> Any:
    """Say whether a column of JSON text has one of the words, written as JSON writes it."""
    return or_(
        *(
            cast(column, Text).contains(canonical(word)[1:-1], autoescape=True)
            for column in columns
            for word in words
        )
    )


def _is_shown(session: Session, name: str, *, but: Sequence[int]) -> bool:
    """Say whether another photo still needs a file."""
    return (
        session.scalar(
            select(Photo.id)
            .where(
                or_(Photo.name == name, Photo.medium == name, Photo.small == name),
                Photo.id.not_in(but),
            )
            .limit(1)
        )
        is not None
    )
