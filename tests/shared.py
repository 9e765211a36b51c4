"""What all processes of one test run share: a folder, a lock, and a template of each database."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.db import Database
from migrations import schema
from tests import postgres

PREFIX = "titip-tests-"


def make_folder() -> Path:
    """Make the run's folder, and clear away those of runs that were killed."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError, ValueError):
            if not Path(f"/proc/{int((left / 'owner').read_text())}").exists():
                remove_folder(left)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o755)  # the user postgres must get through
    (folder / "owner").write_text(str(os.getpid()))
    return folder


def remove_folder(folder: Path) -> None:
    """End what runs in the folder and delete it."""
    postgres.stop_shared(folder)
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let one process of the run at a time make shared things."""
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def fill(url: str) -> None:
    """Migrate the empty database at `url`: tables and triggers as a real house has them."""
    database = Database(url)
    schema.upgrade(database)
    database.dispose()


def sqlite_template(folder: Path) -> Path:
    """Return the run's SQLite file with all tables and no rows, made by the first who asks."""
    template = folder / "template.db"
    if template.exists():  # it gets this name when it is complete: no need to wait for the lock
        return template
    with locked(folder):
        if not template.exists():
            making = folder / "making.db"
            fill(f"sqlite:///{making}")
            making.rename(template)
    return template


def postgres_cluster(folder: Path) -> postgres.Cluster:
    """Return the run's PostgreSQL cluster, started by the first who asks."""
    ready = postgres.ready(folder)
    if ready:
        return ready
    with locked(folder):
        return postgres.shared(folder, fill)
