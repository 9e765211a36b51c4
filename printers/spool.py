"""The queue: papers are queued with what they tell of, claimed by one worker, and marked.

A job is tried again by itself only while no byte of it left. After that a person's retry is a
new job, whose paper says SALINAN. A drawer pulse lives ten seconds and is never repeated.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import Refused
from core.i18n import _
from printers.documents import Document, to_json
from printers.escpos import drawer_pulse
from printers.models import DRAWER, Printer, PrintJob, State

DRAWER_LIVES = timedelta(seconds=10)
DRAWER_PAUSE = timedelta(seconds=1)
GIVE_UP_AFTER = timedelta(minutes=15)
LONGEST_PAUSE = 30


class StillWaiting(Refused):
    """The job is still queued or printing; a second one would double the paper."""


class NeverRepeated(Refused):
    """A drawer pulse is never sent again."""


class Archived(Refused):
    """The printer is no longer in use."""


def enqueue(
    session: Session,
    printer: Printer,
    content: Document | bytes,
    *,
    source_kind: str,
    source_id: int | None,
    by: int | None,
    at: datetime,
    kind: str = "",
    expires_at: datetime | None = None,
) -> PrintJob:
    """Queue a document (or plain bytes) for a printer, in the caller's transaction.

    `kind` is the document's own unless given; bytes need one. A printer never stops a sale: at
    one that is out of use the job is failed from the start, and a person sends it elsewhere.
    """
    document = content if isinstance(content, Document) else None
    job = PrintJob(
        printer=printer,
        kind=kind or (document.kind if document else ""),
        document=to_json(document) if document else None,
        payload=content if isinstance(content, bytes) else None,
        copy=document.copy if document else 0,
        source_kind=source_kind,
        source_id=source_id,
        queued_by=by,
        queued_at=at,
        expires_at=expires_at,
    )
    if not job.kind:
        raise ValueError("bytes need a kind")
    if printer.archived_at is not None:
        job.finish(State.FAILED, at, _out_of_use(printer))
    session.add(job)
    session.flush()
    return job


def _out_of_use(printer: Printer) -> str:
    return _("Printer %(name)s sudah tidak dipakai. Pilih printer lain.", name=printer.name)


def open_drawer(
    session: Session,
    printer: Printer,
    *,
    source_kind: str,
    source_id: int | None,
    by: int | None,
    at: datetime,
) -> PrintJob | None:
    """Queue the pulse that opens the drawer at this printer; None if it has no drawer."""
    if not printer.drawer or not printer.has_worker:
        return None
    return enqueue(
        session, printer, drawer_pulse(), kind=DRAWER, source_kind=source_kind,
        source_id=source_id, by=by, at=at, expires_at=at + DRAWER_LIVES,
    )  # fmt: skip


def enqueue_again(
    session: Session,
    printer: Printer,
    document: Document,
    *,
    source_kind: str,
    source_id: int,
    by: int | None,
    at: datetime,
) -> PrintJob:
    """Queue a document of a source; if one of its kind was queued before, as a marked copy."""
    before = select(PrintJob.id).where(
        PrintJob.kind == document.kind,
        PrintJob.source_kind == source_kind,
        PrintJob.source_id == source_id,
    )
    if session.scalar(before.limit(1)) is not None:
        number = next_copy(
            session, kind=document.kind, source_kind=source_kind, source_id=source_id
        )
        document = document.as_copy(number)
    return enqueue(
        session, printer, document, source_kind=source_kind, source_id=source_id, by=by, at=at
    )


def next_copy(session: Session, *, kind: str, source_kind: str, source_id: int | None) -> int:
    """Return the number that the next copy of this paper carries, 1 for the first."""
    highest = session.scalar(
        select(func.max(PrintJob.copy)).where(
            PrintJob.kind == kind,
            PrintJob.source_kind == source_kind,
            PrintJob.source_id == source_id,
        )
    )
    return (highest or 0) + 1


def retry(
    session: Session, job: PrintJob, *, by: int | None, at: datetime, printer: Printer | None = None
) -> PrintJob:
    """Print a finished job again, here or on another printer, and return the new job.

    It is a copy (SALINAN) as soon as a byte of the first may have reached the paper.
    """
    if job.kind == DRAWER:
        raise NeverRepeated(_("Laci tidak dibuka ulang dari daftar cetak."))
    if not job.is_finished:
        raise StillWaiting(_("Cetakan ini masih antre. Tunggu, atau alihkan ke printer lain."))
    target = printer or job.printer
    if target.archived_at is not None:
        raise Archived(_out_of_use(target))
    content = job.content()
    copy = job.copy
    if job.bytes_left:
        copy = next_copy(
            session, kind=job.kind, source_kind=job.source_kind, source_id=job.source_id
        )
    again = PrintJob(
        **content, copy=copy, printer=target, queued_by=by, queued_at=at, retry_of=job.id
    )
    session.add(again)
    session.flush()
    return again


def reroute(
    session: Session, job: PrintJob, printer: Printer, *, by: int | None, at: datetime
) -> PrintJob:
    """Send a job to another printer: one that waits moves over, a finished one is retried."""
    if job.is_finished:
        return retry(session, job, by=by, at=at, printer=printer)
    if job.kind == DRAWER:
        raise NeverRepeated(_("Laci tidak dibuka ulang dari daftar cetak."))
    if job.state == State.PRINTING:
        raise StillWaiting(_("Cetakan ini sedang dikirim. Tunggu sebentar."))
    job.finish(State.FAILED, at, _("Dialihkan ke %(name)s", name=printer.name))
    session.flush()
    return retry(session, job, by=by, at=at, printer=printer)


def claim_next(session: Session, printer_id: int, *, at: datetime) -> PrintJob | None:
    """Take the next job of a printer: its drawer first, then the oldest; None if there is none.

    What expired is marked on the way. While the oldest waits for its next try, so do the others:
    they would meet the same silent printer.
    """
    _expire(session, printer_id, at)
    drawer_first = (PrintJob.kind != DRAWER, PrintJob.id)
    job = session.scalar(
        select(PrintJob)
        .where(PrintJob.printer_id == printer_id, PrintJob.state == State.QUEUED)
        .order_by(*drawer_first)
        .limit(1)
        .with_for_update(of=PrintJob)
    )
    if job is None or (job.next_try_at and job.next_try_at > at):
        return None
    job.state, job.started_at = State.PRINTING, at
    job.attempts += 1
    session.flush()
    return job


def _expire(session: Session, printer_id: int, at: datetime) -> None:
    late = select(PrintJob).where(
        PrintJob.printer_id == printer_id,
        PrintJob.state == State.QUEUED,
        PrintJob.expires_at <= at,
    )
    for job in session.scalars(late).all():
        job.finish(State.EXPIRED, at)
    session.flush()


def mark_sent(session: Session, job: PrintJob, *, at: datetime) -> None:
    """All bytes were handed over and nothing spoke against it."""
    job.bytes_left = True
    job.finish(State.SENT, at)
    session.flush()


def hand_over(session: Session, job: PrintJob, *, at: datetime) -> None:
    """A person printed a browser printer's job from its page; other jobs are left as they are."""
    if job.state == State.QUEUED and not job.printer.has_worker:
        mark_sent(session, job, at=at)


def break_off(session: Session, job: PrintJob, *, error: str, at: datetime) -> None:
    """A browser printer's job broke off in the middle; other jobs are left as they are."""
    if job.state == State.QUEUED and not job.printer.has_worker:
        mark_unconfirmed(session, job, at=at, error=error or _("Terputus saat mencetak."))


def mark_unconfirmed(session: Session, job: PrintJob, *, at: datetime, error: str) -> None:
    """Some bytes left and then something went wrong: only a person knows what is on the paper."""
    job.bytes_left = True
    job.finish(State.UNCONFIRMED, at, error)
    session.flush()


def mark_failed(session: Session, job: PrintJob, *, at: datetime, error: str) -> None:
    """Nothing was printed and trying again will not help."""
    job.finish(State.FAILED, at, error)
    session.flush()


def put_back(session: Session, job: PrintJob, *, at: datetime, error: str) -> None:
    """No byte left: wait and try again, a little longer each time; after 15 minutes give up.

    A drawer is tried once a second while its ten seconds last.
    """
    pause = timedelta(seconds=min(2**job.attempts, LONGEST_PAUSE))
    if at + pause > job.queued_at + GIVE_UP_AFTER:
        mark_failed(session, job, at=at, error=error)
        return
    job.state, job.error = State.QUEUED, error
    job.next_try_at = at + (min(pause, DRAWER_PAUSE) if job.kind == DRAWER else pause)
    session.flush()


def recover(session: Session, printer_id: int, *, at: datetime) -> int:
    """Mark what a worker that died was printing; return how many jobs.

    Called by the one worker of a printer before its first claim: what is printing then belongs
    to nobody, and nobody knows how much of it left.
    """
    orphans = session.scalars(
        select(PrintJob).where(PrintJob.printer_id == printer_id, PrintJob.state == State.PRINTING)
    ).all()
    for job in orphans:
        mark_unconfirmed(session, job, at=at, error=_("Pencetak berhenti di tengah pekerjaan."))
    return len(orphans)
