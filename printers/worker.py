"""The print worker: one thread a printer, which alone talks to it.

A sale never waits for it: jobs are claimed in one short transaction, rendered and sent outside
of any, and marked in another. What was printing when a worker died is left to a person.
"""

import contextlib
import fcntl
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from core.clock import Clock
from core.db import Database
from core.files import Files
from printers import queries, spool
from printers.devices import Target
from printers.documents import from_json
from printers.logo import drawing_for, kept_name
from printers.models import Connection, PrintJob
from printers.outcome import Outcome, attempt, mark, target_of, unprintable
from printers.profile import Profile
from printers.render import render

log = logging.getLogger(__name__)

LOOK_EVERY = 0.25
LOOK_FOR_PRINTERS_EVERY = 2.0
AFTER_TROUBLE = 2.0


class AlreadyRunning(RuntimeError):
    """Another worker of this data folder is at work."""


class NotOurs(Exception):
    """A printer that this worker does not reach (any more): archived, an agent's, or by hand."""


@dataclass(frozen=True)
class Place:
    """Where the worker works: database, data folder, clock, and TITIP_PRINTER if it is set.

    `override` (host, port) takes the place of printers that write into the data folder.
    """

    database: Database
    home: Path
    now: Callable[[], datetime]
    override: tuple[str, int] | None = None


@dataclass(frozen=True)
class Task:
    """A claimed job, taken out of its session; `logo` names the file of the house's drawing."""

    job_id: int
    content: bytes | dict[str, Any]
    copy: int
    profile: Profile
    target: Target
    logo: str = ""


def run_worker(
    database: Database,
    home: Path,
    stop: threading.Event,
    *,
    now: Callable[[], datetime] | None = None,
    override: tuple[str, int] | None = None,
) -> None:
    """Print until `stop` is set; raise AlreadyRunning if this data folder has a worker."""
    place = Place(database, home, now or Clock().now, override)
    threads: dict[int, threading.Thread] = {}
    with _alone(home):
        while not stop.is_set():
            with contextlib.suppress(Exception), database.reader() as session:
                for printer_id in queries.served_by_worker(session):
                    if printer_id not in threads or not threads[printer_id].is_alive():
                        threads[printer_id] = _start(place, printer_id, stop)
            stop.wait(LOOK_FOR_PRINTERS_EVERY)
        for thread in threads.values():
            thread.join()


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Hold the data folder's worker lock; the system lets go of it when the process dies."""
    with (home / "print-worker.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AlreadyRunning(str(home)) from error
        yield


def _start(place: Place, printer_id: int, stop: threading.Event) -> threading.Thread:
    thread = threading.Thread(
        target=serve, args=(place, printer_id, stop), name=f"printer-{printer_id}", daemon=True
    )
    thread.start()
    return thread


def serve(place: Place, printer_id: int, stop: threading.Event) -> None:
    """Look after one printer until `stop` is set or it is no longer ours to reach."""
    clean = False
    while not stop.is_set():
        try:
            if not clean:
                _recover(place, printer_id)
                clean = True
            if not print_next(place, printer_id):
                stop.wait(LOOK_EVERY)
        except NotOurs:
            return
        except Exception:  # a full disk, a locked database: say so and go on
            log.exception("printer %s", printer_id)
            clean = False
            stop.wait(AFTER_TROUBLE)


def _recover(place: Place, printer_id: int) -> None:
    at = place.now()
    place.database.write(lambda session: spool.recover(session, printer_id, at=at))


def print_next(place: Place, printer_id: int) -> bool:
    """Claim, render, send and mark one job of a printer; False if there was none.

    Raises NotOurs.
    """
    at = place.now()
    with place.database.reader() as session:
        if printer_id not in queries.served_by_worker(session):
            raise NotOurs
        if not queries.has_due(session, printer_id, at=at):
            return False
    task = place.database.write(lambda session: _claim(session, place, printer_id, at))
    if task is None:
        return False
    outcome = _carry_out(task, Files(place.home))
    place.database.write(
        lambda session: mark(
            session, session.get_one(PrintJob, task.job_id), outcome, at=place.now()
        )
    )
    return True


def _claim(session: Session, place: Place, printer_id: int, at: datetime) -> Task | None:
    ours = printer_id in queries.served_by_worker(session)  # it may just have got another way
    job = spool.claim_next(session, printer_id, at=at) if ours else None
    if job is None:
        return None
    target = target_of(job, home=place.home)
    if place.override and target.connection == Connection.FILE and not target.address:
        address = "{}:{}".format(*place.override)
        target = replace(target, connection=Connection.NETWORK, address=address, answers=False)
    content: bytes | dict[str, Any] = job.payload or job.document or b""
    name = kept_name(session, at)
    return Task(job.id, content, job.copy, job.printer.profile, target, name)


def _carry_out(task: Task, files: Files) -> Outcome:
    """Render and send, outside of any transaction; return how it ended."""
    try:
        if isinstance(task.content, bytes):
            data = task.content
        else:
            document = from_json(task.content)
            drawn = drawing_for(document, files, task.logo)
            data = render(document, task.profile, task.copy, picture=drawn)
    except Exception as error:  # a document that cannot be rendered must not block the queue
        log.exception("job %s cannot be rendered", task.job_id)
        return Outcome("failed", unprintable(error))
    return attempt(task.target, data)
