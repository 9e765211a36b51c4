"""How sending one job ended, in words that a worker here and an agent elsewhere share."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from core.i18n import _
from printers import spool
from printers.devices import NothingLeft, SomethingLeft, Target, send
from printers.models import DRAWER, PrintJob

KINDS = ("sent", "nothing", "something", "failed")


@dataclass(frozen=True)
class Outcome:
    """`sent`; `nothing` left; `something` may have left; or it can never be printed (`failed`)."""

    kind: str
    words: str = ""


def target_of(job: PrintJob, *, home: Path) -> Target:
    """Return where a job goes; a drawer pulse asks no questions."""
    printer = job.printer
    answers = printer.answers and job.kind != DRAWER
    return Target(printer.connection, printer.address, answers, f"{job.id}-{job.kind}", home)


def attempt(target: Target, data: bytes) -> Outcome:
    """Send the bytes, outside of any transaction, and say how it ended."""
    try:
        send(target, data)
    except NothingLeft as error:
        return Outcome("nothing", _("Printer tidak terjangkau: %(why)s", why=error))
    except SomethingLeft as error:
        return Outcome("something", _("Terputus saat mencetak: %(why)s", why=error))
    return Outcome("sent")


def unprintable(error: Exception) -> str:
    """Return the sentence about a document that cannot be rendered for a printer."""
    return _("Tidak dapat dicetak di printer ini: %(why)s", why=error)


def mark(session: Session, job: PrintJob, outcome: Outcome, *, at: datetime) -> None:
    """Write down how it ended."""
    if outcome.kind == "sent":
        spool.mark_sent(session, job, at=at)
    elif outcome.kind == "nothing":
        spool.put_back(session, job, at=at, error=outcome.words)
    elif outcome.kind == "something":
        spool.mark_unconfirmed(session, job, at=at, error=outcome.words)
    else:
        spool.mark_failed(session, job, at=at, error=outcome.words)
