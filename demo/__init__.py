"""The demonstration showroom: invented makers, goods and sales, so that every page has life.

Everything goes through the real services. Loading happens in short transactions, each noted as
done in the same transaction, so that a start that was cut off goes on where it stopped.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.outlets.models import Outlet
from core import jobs, settings
from core.clock import local_date
from core.db import Database
from core.files import Files
from core.users.queries import anyone
from demo import doors, firms, goods, groups, history, house, leaving, moving, reported

PROGRESS: settings.Setting[dict[str, Any]] = settings.declare(
    "house.demo_steps", {}, "Langkah data contoh", dict
)
"""`at`: the moment the first step ran (ISO), the same for all steps; `done`: names of steps."""

SOON = timedelta(minutes=5)
Step = Callable[[Session, datetime], None]


def load(database: Database, *, home: Path, at: datetime) -> None:
    """Fill an empty house with the demonstration; do nothing where there is anything already.

    `home` is the data folder (the printers write their files there), `at` the moment that counts
    as now: all that happened lies before it.
    """
    home.mkdir(parents=True, exist_ok=True)
    with database.reader() as session:
        begun = progress(session)
        if not begun and not is_untouched(session):
            return
    at = datetime.fromisoformat(begun["at"]) if begun else at
    done = set(begun.get("done", ()))
    for name, step in steps(Files(home)):
        _finish_jobs(database, home, at)
        if name not in done:
            done.add(name)
            database.write(partial(_take, step, at, {"at": at.isoformat(), "done": sorted(done)}))


def is_untouched(session: Session) -> bool:
    """Say whether the house is as the migration left it: nobody and no place."""
    return not anyone(session) and session.scalar(select(Outlet.id).limit(1)) is None


def progress(session: Session) -> dict[str, Any]:
    """Return how far a loading came, empty where none began."""
    row = session.scalar(
        select(settings.SettingValue)
        .where(settings.SettingValue.name == PROGRESS.name)
        .order_by(settings.SettingValue.id.desc())
        .limit(1)
    )
    return dict(row.value) if row else {}


def steps(files: Files) -> Iterator[tuple[str, Step]]:
    """Yield the steps in their order, each one short transaction; `files` keep what is made of them."""
    yield "house", house.open_house
    yield "people", house.bring_people
    yield from goods.steps()
    yield "agencies", groups.bring_agencies
    yield from history.steps()
    yield from leaving.steps()
    yield from groups.steps()
    yield from doors.steps()
    yield from firms.steps()
    yield from moving.steps()
    yield from reported.steps(files)
    yield "printers", house.connect_printers


def _finish_jobs(database: Database, home: Path, at: datetime) -> None:
    """Do the long work that the steps before left behind, right after they left it."""
    with database.reader() as session:
        job_id = jobs.next_open(session)
        then = session.get_one(jobs.Job, job_id).created_at + SOON if job_id else at
    if job_id is not None:
        jobs.run_to_end(database, job_id, now=lambda: then, files=Files(home))


def _take(step: Step, at: datetime, note: dict[str, Any], session: Session) -> None:
    step(session, at)
    settings.put(session, PROGRESS, note, valid_from=local_date(at, "WIB"), by=None, at=at)
