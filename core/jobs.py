"""Long work as rows: each job advances in short transactions, and goes on after a restart."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Index, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.db import Base, Database, Json, Pk, Ref, UtcTime, one_of, short
from core.files import Files

log = logging.getLogger(__name__)

Step = Callable[[Session, "Job", datetime], bool]
"""One step of a job: does at most a stated number of rows, returns True when all is done."""

Prepare = Callable[[Session, "Job", datetime, Files | None], Any]
"""What a step needs ready: runs on a reader before it, for work that must not hold the write lock."""

PreparedStep = Callable[[Session, "Job", datetime, Any], bool]
"""A step that takes what was prepared, and must see for itself that it still holds."""


class Job(Base):
    """A piece of long work: what, how far, and how it ended."""

    __tablename__ = "job"
    __table_args__ = (
        one_of("state", "waiting", "running", "done", "failed"),
        Index(
            "ix_job_open",
            "id",
            sqlite_where=text("state IN ('waiting', 'running')"),
            postgresql_where=text("state IN ('waiting', 'running')"),
        ),
    )

    id: Mapped[Pk]
    kind: Mapped[str]
    payload: Mapped[Json]
    cursor: Mapped[Json | None]
    result: Mapped[Json | None]
    state: Mapped[str] = mapped_column(short(8), default="waiting")
    progress: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
    created_at: Mapped[UtcTime]
    created_by: Mapped[Ref | None]
    finished_at: Mapped[UtcTime | None]

    @property
    def is_finished(self) -> bool:
        """True once nothing more will happen."""
        return self.state in ("done", "failed")


STEPS: dict[str, Step] = {}
PREPARED: dict[str, tuple[Prepare, PreparedStep]] = {}


def step(kind: str) -> Callable[[Step], Step]:
    """Register the function that advances jobs of `kind` by one short transaction."""

    def register(function: Step) -> Step:
        STEPS[kind] = function
        return function

    return register


def prepared_step(kind: str, prepare: Prepare) -> Callable[[PreparedStep], PreparedStep]:
    """Register a step whose slow part (rendering, writing files) `prepare` does on a reader."""

    def register(function: PreparedStep) -> PreparedStep:
        PREPARED[kind] = (prepare, function)
        return function

    return register


def enqueue(
    session: Session, kind: str, payload: Any, *, by: int | None, at: datetime, total: int = 0
) -> Job:
    """Add a job; the worker takes it up within a second."""
    if kind not in STEPS and kind not in PREPARED:
        raise KeyError(f"no step is registered for jobs of kind {kind!r}")
    job = Job(kind=kind, payload=payload, created_by=by, created_at=at, total=total)
    session.add(job)
    session.flush()
    return job


def advance(database: Database, job_id: int, *, at: datetime, files: Files | None = None) -> bool:
    """Run one step of a job in its own transaction; return True when the job is finished.

    A step that raises marks the job failed with the error's words; what earlier steps
    committed stays. `files` is for steps that store files while they prepare.
    """
    try:
        prepared = _prepare(database, job_id, at, files)
        return database.write(lambda session: _advance(session, job_id, at, prepared))
    except Exception as error:
        log.exception("job %s failed", job_id)
        with database.writer() as session:
            job = session.get_one(Job, job_id)
            job.state, job.finished_at = "failed", at
            job.error = getattr(error, "message", None) or f"{type(error).__name__}: {error}"
        return True


def _prepare(database: Database, job_id: int, at: datetime, files: Files | None) -> Any:
    with database.reader() as session:
        job = session.get_one(Job, job_id)
        if job.is_finished or job.kind not in PREPARED:
            return None
        return PREPARED[job.kind][0](session, job, at, files)


def _advance(session: Session, job_id: int, at: datetime, prepared: Any) -> bool:
    job = session.get_one(Job, job_id, with_for_update=True)
    if job.is_finished:
        return True
    job.state = "running"
    if job.kind in PREPARED:
        done = PREPARED[job.kind][1](session, job, at, prepared)
    else:
        done = STEPS[job.kind](session, job, at)
    if done:
        job.state, job.finished_at = "done", at
    return done


def run_to_end(
    database: Database, job_id: int, *, now: Callable[[], datetime], files: Files | None = None
) -> None:
    """Advance one job until it is finished (the command line does this itself)."""
    while not advance(database, job_id, at=now(), files=files):
        pass


def next_open(session: Session) -> int | None:
    """Return the id of the oldest unfinished job, or None."""
    return session.scalar(
        select(Job.id).where(Job.state.in_(("waiting", "running"))).order_by(Job.id).limit(1)
    )
