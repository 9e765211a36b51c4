"""Reads about printers and their queues."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.i18n import _
from printers.models import BY_HAND, Printer, PrintJob, State

TROUBLE = (State.UNCONFIRMED, State.FAILED)


@dataclass(frozen=True)
class Queue:
    """How a printer is doing: jobs that wait, and the words of what went wrong last, if so."""

    waiting: int
    trouble: str | None


def printers(session: Session) -> Sequence[Printer]:
    """Return the printers in use, by name."""
    return session.scalars(
        select(Printer).where(Printer.archived_at.is_(None)).order_by(Printer.name)
    ).all()


def require_printer(session: Session, printer_id: int) -> Printer:
    """Return a printer in use, or raise NotFound."""
    printer = session.get(Printer, printer_id)
    if printer is None or printer.archived_at is not None:
        raise NotFound(_("Printer itu tidak ada."))
    return printer


def require_job(session: Session, job_id: int) -> PrintJob:
    """Return a job, or raise NotFound."""
    job = session.get(PrintJob, job_id)
    if job is None:
        raise NotFound(_("Cetakan itu tidak ada."))
    return job


def jobs_of(session: Session, source_kind: str, source_id: int) -> Sequence[PrintJob]:
    """Return all jobs that belong to one thing, oldest first."""
    return session.scalars(
        select(PrintJob)
        .where(PrintJob.source_kind == source_kind, PrintJob.source_id == source_id)
        .order_by(PrintJob.id)
    ).all()


def served_by_worker(session: Session) -> Sequence[int]:
    """Return the ids of the printers that our own worker looks after."""
    return session.scalars(
        select(Printer.id)
        .where(
            Printer.archived_at.is_(None),
            Printer.connection.not_in(BY_HAND),
            Printer.agent_id.is_(None),
        )
        .order_by(Printer.id)
    ).all()


def printing(session: Session, printer_id: int) -> PrintJob | None:
    """Return the job that a printer is said to be printing, or None."""
    return session.scalar(
        select(PrintJob).where(PrintJob.printer_id == printer_id, PrintJob.state == State.PRINTING)
    )


def has_due(session: Session, printer_id: int, *, at: datetime) -> bool:
    """Say whether a claim could find something; asked often, so that claims are few."""
    due = select(PrintJob.id).where(
        PrintJob.printer_id == printer_id,
        PrintJob.state == State.QUEUED,
        or_(PrintJob.next_try_at.is_(None), PrintJob.next_try_at <= at),
    )
    return session.scalar(due.limit(1)) is not None


def queue(session: Session, printer_id: int) -> Queue:
    """Return how a printer is doing, for the line at the top of the till."""
    waiting = session.scalar(
        select(func.count()).where(
            PrintJob.printer_id == printer_id, PrintJob.state == State.QUEUED
        )
    )
    last = session.scalar(
        select(PrintJob)
        .where(PrintJob.printer_id == printer_id, PrintJob.attempts > 0)
        .order_by(PrintJob.started_at.desc())
        .limit(1)
    )
    waits = last is not None and last.state == State.QUEUED
    trouble = last.error if last and (waits or last.state in TROUBLE) else None
    return Queue(waiting or 0, trouble)
