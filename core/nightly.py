"""A backup every night, kept in the data folder: against a slip of the hand, not against a lost disk.

It is due once every business date (core/due.py) and made by a job of the worker, on a reader. A
house that begins today has nothing to keep yet; of nights that were missed one backup is enough.
"""

import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from core import jobs
from core.backup import backup
from core.clock import local_date
from core.db import Database
from core.due import DueTask
from core.errors import Refused
from core.files import Files
from core.i18n import _
from core.jobs import Job

KIND, FOLDER = "backup", "backups"
KEPT = 3
"""Nights whose backups are kept; older ones make room."""
SPARE = 500 * 1024 * 1024
"""Bytes that a backup leaves free on the disk: the shop must be able to go on."""


def begin(session: Session, on: date, at: datetime, *, zone_of: Callable[[Session], str]) -> None:
    """Have the backup of a date made; nothing for a date that is over, nor on the first day.

    `zone_of` is the clock by which a date is over, the house's.
    """
    if on == local_date(at, zone_of(session)) and session.get(DueTask, KIND) is not None:
        jobs.enqueue(session, KIND, {"on": on.isoformat()}, by=None, at=at)


def prepare(session: Session, job: Job, at: datetime, files: Files | None) -> int:
    """Write the backup and remove old ones; return its bytes. Raises Refused where no room is left."""
    assert files is not None
    home = files.folder.parent
    folder = home / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"titip-{job.payload['on']}.zip"
    if shutil.disk_usage(home).free < _size_of(home) + SPARE:
        raise Refused(_("Ruang di cakram tidak cukup untuk cadangan malam ini."))
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    database = Database(engine.url.render_as_string(hide_password=False))
    try:
        size = backup(database, home, target, at=at)
    finally:
        database.dispose()
    for old in made(home)[:-KEPT]:
        old.unlink()
    return size


@jobs.prepared_step(KIND, prepare)
def note(session: Session, job: Job, at: datetime, size: int) -> bool:
    """Write down how large the backup is."""
    del session, at
    job.result = {"bytes": size}
    return True


def made(home: Path) -> list[Path]:
    """Return the backups of the nights, the oldest first."""
    return sorted((home / FOLDER).glob("titip-????-??-??.zip"))


def has_failed(session: Session) -> bool:
    """Say whether the last night's backup could not be made."""
    newest = select(Job.state).where(Job.kind == KIND).order_by(Job.id.desc()).limit(1)
    return session.scalar(newest) == "failed"


def _size_of(home: Path) -> int:
    """Return about how many bytes a backup takes: the last one's, or those of all there is."""
    last = made(home)[-1:]
    if last:
        return last[0].stat().st_size
    return sum(path.stat().st_size for path in home.rglob("*") if path.is_file())
