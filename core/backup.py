"""The whole house in one file: database, stored files and the secret key; and back again.

The database is copied first and the files after it: a file is on disk before the row that names
it, so the copy holds every file its rows need. Nothing is overwritten when a backup comes back;
what was there is moved aside.
"""

import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from core.db import Database, SqliteError, connect_sqlite
from core.errors import Refused
from core.i18n import _

FORM = 1
NOTE, SQLITE, POSTGRES, SECRET, FILES = (
    "backup.json",
    "titip.db",
    "titip.dump",
    "secret.key",
    "files",
)


def backup(database: Database, home: Path, target: Path, *, at: datetime) -> int:
    """Write everything to `target` and return its size in bytes; raise Refused where it cannot.

    The file appears under its name only when it is whole. It holds personal data, so only its
    owner may read it.
    """
    part = target.with_name(f"{target.name}.part")
    copy = home / f"backup-{os.getpid()}"
    try:
        part.touch(mode=0o600)
        kind = _copy_database(database, copy)
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            note = {"form": FORM, "database": kind, "made_at": at.isoformat()}
            archive.writestr(NOTE, json.dumps(note))
            archive.write(copy, kind)
            if (home / SECRET).exists():
                archive.write(home / SECRET, SECRET)
            for path in _stored(home):
                # Photos are compressed already; storing them as they are is quicker.
                archive.write(path, path.relative_to(home).as_posix(), zipfile.ZIP_STORED)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Refused(
            _("Cadangan %(file)s tidak bisa ditulis: %(why)s.", file=target, why=error.strerror)
        ) from error
    finally:
        copy.unlink(missing_ok=True)
    return target.stat().st_size


def refuse_to_carry(_source: Path, _target: Database) -> None:
    """Say that a backup is of the other kind of database; core knows no tables to carry over."""
    raise Refused(_("Cadangan ini untuk jenis basis data yang lain; periksa TITIP_DATABASE_URL."))


def restore(
    database: Database,
    home: Path,
    source: Path,
    *,
    at: datetime,
    carry: Callable[[Path, Database], None] = refuse_to_carry,
) -> Path | None:
    """Bring a backup back and return the folder with what was there before, if anything was.

    `carry` fills an empty PostgreSQL database from the SQLite file of a backup. `database` is
    closed by it: open it anew afterwards. Raises Refused for a file that is no backup for this
    kind of database or does not hold together.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            note = json.loads(archive.read(NOTE))
            held = note["database"]
            if note["form"] != FORM or (database.is_sqlite and held != SQLITE):
                refuse_to_carry(source, database)
            fresh = home / f"restore-{os.getpid()}"
            shutil.rmtree(fresh, ignore_errors=True)
            for name in archive.namelist():
                if name in (held, SECRET) or _is_stored_name(name):
                    archive.extract(name, fresh)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise Refused(_("%(file)s bukan cadangan Titip yang utuh.", file=source)) from error
    try:
        if not database.is_sqlite:
            _refuse_filled(database)
            if held == SQLITE:
                _check_sqlite(fresh / SQLITE)
                carry(fresh / SQLITE, database)
            else:
                _restore_postgres(database, fresh / POSTGRES)
            for path in fresh.glob("titip.*"):
                path.unlink()
            database.dispose()
            return _swap(home, fresh, at)
        _check_sqlite(fresh / SQLITE)
        database.dispose()
        return _swap(home, fresh, at)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _copy_database(database: Database, copy: Path) -> str:
    if not database.is_sqlite:
        command = ["pg_dump", "--format=custom", "--no-owner", f"--file={copy}"]
        _run_postgres([*command, _postgres_url(database)])
        return POSTGRES
    # In one go: copying page by page would begin anew with every sale made meanwhile.
    with (
        closing(connect_sqlite(_sqlite_path(database))) as source,
        closing(connect_sqlite(copy)) as target,
    ):
        source.backup(target)
    return SQLITE


def _check_sqlite(path: Path) -> None:
    try:
        with closing(connect_sqlite(path)) as copy:
            found = copy.execute("PRAGMA integrity_check").fetchone()[0]
    except SqliteError as error:
        found = str(error)
    if found != "ok":
        raise Refused(_("Cadangan itu rusak, jadi tidak dipakai: %(why)s.", why=found))


def _swap(home: Path, fresh: Path, at: datetime) -> Path | None:
    """Move what is there aside and the restored things into place."""
    before = home / f"before-restore-{at:%Y%m%d-%H%M%S}"
    there = [home / name for name in (SQLITE, f"{SQLITE}-wal", f"{SQLITE}-shm", SECRET, FILES)]
    there = [path for path in there if path.exists() and (fresh / SQLITE).exists()]
    if there:
        before.mkdir()
        for path in there:
            path.rename(before / path.name)
    for path in fresh.iterdir():
        if path.name == FILES and (home / FILES).exists():
            shutil.copytree(path, home / FILES, dirs_exist_ok=True)
        else:
            path.replace(home / path.name)
    return before if there else None


def _stored(home: Path) -> Iterator[Path]:
    folder = home / FILES
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.suffix)


def _is_stored_name(name: str) -> bool:
    """Say whether `name` is a path our own files have; a foreign archive could name any."""
    parts = name.split("/")
    return len(parts) == 3 and parts[0] == FILES and all(p.isalnum() for p in parts[1:])


def _sqlite_path(database: Database) -> str:
    path = database.write_engine.url.database
    assert path is not None
    return path


def _postgres_url(database: Database) -> str:
    url = database.write_engine.url.set(drivername="postgresql")
    return url.render_as_string(hide_password=False)


def _refuse_filled(database: Database) -> None:
    with database.reader() as session:
        if session.connection().dialect.get_table_names(session.connection()):
            raise Refused(
                _("Basis data tujuan sudah berisi; kembalikan ke basis data yang masih kosong.")
            )


def _restore_postgres(database: Database, dump: Path) -> None:
    command = ["pg_restore", "--no-owner", "--exit-on-error", "--single-transaction"]
    _run_postgres([*command, f"--dbname={_postgres_url(database)}", str(dump)])


def _run_postgres(command: list[str]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise Refused(
            _("Program %(name)s tidak ada; pasang postgresql-client.", name=command[0])
        ) from error
    if done.returncode != 0:
        why = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode
        raise Refused(_("%(name)s gagal: %(why)s", name=command[0], why=why))
