"""Agents: workers of ours beside distant counters' printers, and what they may ask of the queue.

An agent claims a job, fetches its bytes, says that it begins, sends, and reports. Until it has
begun not a byte can have left: a claim that got lost on the way is handed out again, unmarked.
After that only its report says more; without one nobody knows what is on the paper.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Conflict, NotFound, Refused
from core.i18n import _
from core.ids import new_token
from core.users.secrets import fingerprint
from core.users.service import record
from printers import queries, spool
from printers.models import PrintAgent, Printer, PrintJob, State
from printers.outcome import Outcome, mark

AWAY_AFTER = timedelta(minutes=2)
"""An agent says hello every minute; unheard of for longer it is away."""


class UnknownAgent(Refused):
    """The token belongs to no agent, or to one that was turned away."""

    status = 401


def enrol(session: Session, name: str, *, by: int, at: datetime) -> tuple[PrintAgent, str]:
    """Enrol an agent; return it with its token, which is told this once."""
    name = " ".join(name.split())
    if not name or len(name) > 60:
        raise Refused(_("Beri nama tempatnya, misalnya Lapak bazar."), field="name")
    token = new_token()
    agent = PrintAgent(name=name, token_hash=fingerprint(token), enrolled_at=at, enrolled_by=by)
    session.add(agent)
    session.flush()
    record(session, "print_agent.enrolled", kind="print_agent", subject_id=agent.id, by=by, at=at)
    return agent, token


def revoke(session: Session, agent: PrintAgent, *, by: int, at: datetime) -> None:
    """Turn an agent away; what waits for its printers stays until they get another way."""
    if agent.revoked_at is None:
        agent.revoked_at = at
        session.flush()
        record(
            session, "print_agent.revoked", kind="print_agent", subject_id=agent.id, by=by, at=at
        )


def in_use(session: Session) -> Sequence[PrintAgent]:
    """Return the enrolled agents by name."""
    return session.scalars(
        select(PrintAgent).where(PrintAgent.revoked_at.is_(None)).order_by(PrintAgent.name)
    ).all()


def require_agent(session: Session, agent_id: int) -> PrintAgent:
    """Return an enrolled agent, or raise NotFound."""
    agent = session.get(PrintAgent, agent_id)
    if agent is None or agent.revoked_at is not None:
        raise NotFound(_("Agen cetak itu tidak ada."))
    return agent


def by_token(session: Session, token: str) -> PrintAgent:
    """Return the agent whose token this is, or raise UnknownAgent."""
    agent = session.scalar(select(PrintAgent).where(PrintAgent.token_hash == fingerprint(token)))
    if agent is None or agent.revoked_at is not None:
        raise UnknownAgent(
            _("Agen cetak ini tidak terdaftar (lagi). Daftarkan di halaman Printer.")
        )
    return agent


def is_away(agent: PrintAgent, *, at: datetime) -> bool:
    """Say whether nothing was heard of an agent for some time."""
    return agent.seen_at is None or at - agent.seen_at > AWAY_AFTER


def printers_of(session: Session, agent: PrintAgent) -> Sequence[Printer]:
    """Return the printers in use that an agent looks after."""
    return session.scalars(
        select(Printer)
        .where(Printer.agent_id == agent.id, Printer.archived_at.is_(None))
        .order_by(Printer.id)
    ).all()


def work(session: Session, agent: PrintAgent, *, at: datetime) -> list[int]:
    """Return the ids of the agent's printers for which a claim could find something."""
    return [
        printer.id
        for printer in printers_of(session, agent)
        if queries.has_due(session, printer.id, at=at) or queries.printing(session, printer.id)
    ]


def claim(session: Session, agent: PrintAgent, printer_id: int, *, at: datetime) -> PrintJob | None:
    """Take the next job of one of the agent's printers; None if there is none.

    Who claims holds nothing: a job that was handed out before and not begun is handed out again,
    one that had begun is for a person to look at.
    """
    printer = session.get(Printer, printer_id)
    if printer is None or printer.agent_id != agent.id or printer.archived_at is not None:
        raise NotFound(_("Printer itu tidak ada."))
    held = queries.printing(session, printer_id)
    if held is not None and not held.bytes_left:
        if not _is_late(held, at):
            return held
        held.finish(State.EXPIRED, at)
        session.flush()
    spool.recover(session, printer_id, at=at)
    return spool.claim_next(session, printer_id, at=at)


def require_job(session: Session, agent: PrintAgent, job_id: int) -> PrintJob:
    """Return a job of one of the agent's printers, or raise NotFound."""
    job = session.get(PrintJob, job_id)
    if job is None or job.printer.agent_id != agent.id:
        raise NotFound(_("Cetakan itu tidak ada."))
    return job


def lock_job(session: Session, agent: PrintAgent, job_id: int) -> PrintJob:
    """Return such a job to change it, locked until this transaction ends; or raise NotFound."""
    job = session.scalar(
        select(PrintJob)
        .where(PrintJob.id == job_id)
        .with_for_update(of=PrintJob)
        .execution_options(populate_existing=True)
    )
    if job is None or job.printer.agent_id != agent.id:
        raise NotFound(_("Cetakan itu tidak ada."))
    return job


def _is_late(job: PrintJob, at: datetime) -> bool:
    return job.expires_at is not None and job.expires_at <= at


def begin(session: Session, job: PrintJob, *, at: datetime) -> None:
    """Note that bytes may leave from now on; raise Conflict where the job was taken back."""
    if job.state != State.PRINTING or job.bytes_left or _is_late(job, at):
        raise Conflict(_("Cetakan ini sudah tidak menunggu."))
    job.bytes_left = True
    session.flush()


def report(session: Session, job: PrintJob, outcome: Outcome, *, at: datetime) -> None:
    """Write down how it ended; said twice it counts once."""
    if job.state != State.PRINTING:
        return
    if outcome.kind in ("nothing", "failed"):
        job.bytes_left = False
    mark(session, job, outcome, at=at)
