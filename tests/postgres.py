"""A throw-away PostgreSQL cluster: made once for all test processes, stopped when the run ends.

It listens on a socket in the run's shared folder only, and gives every test a database of its own
copied from a template.
"""

import json
import os
import pwd
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

SUPERUSER = "titip"
TEMPLATE = "titip_template"
INITDB = ("-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions")
SETTINGS = (
    "listen_addresses = ''",
    "fsync = off",  # a test's data need not survive a power cut
    "synchronous_commit = off",
    "full_page_writes = off",
    "max_connections = 200",
    "shared_buffers = 64MB",
    "timezone = 'UTC'",
)


class NoPostgres(Exception):
    """This machine has no PostgreSQL server programs."""


def programs() -> Path:
    """Return the folder with initdb and pg_ctl, Debian's newest; raise NoPostgres without one."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4])
    )
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    if on_path:
        return Path(on_path).parent
    raise NoPostgres


@dataclass(frozen=True)
class Cluster:
    """A running cluster in `folder`."""

    folder: Path

    def url(self, name: str) -> str:
        """Return the SQLAlchemy URL of the database `name`."""
        return f"postgresql+psycopg://{SUPERUSER}@/{name}?host={self.folder}"

    def execute(self, statement: str) -> None:
        """Run one statement outside any transaction, as creating databases needs."""
        with psycopg.connect(
            host=str(self.folder), user=SUPERUSER, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement.encode())

    def create(self, name: str, *, template: str = "template0") -> str:
        """Create a database as a copy of `template` and return its URL."""
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, name: str) -> None:
        """Drop a database even if somebody forgot a connection."""
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def runs(self) -> bool:
        """Return whether the server lives: a killed machine leaves its note of a process behind,
        whose number may since be anybody's.
        """
        try:
            process = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
            words = Path(f"/proc/{process}/cmdline").read_bytes()
        except (OSError, ValueError, IndexError):
            return False
        return str(self.folder / "data").encode() in words

    def stop(self) -> None:
        """Stop the server at once, if it runs; nothing in it is worth a clean shutdown."""
        if not self.runs():
            return
        _as_postgres(
            [programs() / "pg_ctl", "stop", "-D", self.folder / "data", "-m", "immediate", "-w"],
            self.folder,
        )


class Kept:
    """A database that one process uses for test after test: emptied in between, which takes a
    fraction of the time of copying the template. Its tables stay unless a test changed them.
    """

    def __init__(self, cluster: Cluster) -> None:
        self.cluster, self.name = cluster, f"kept_{os.getpid()}"
        self._make()

    @property
    def url(self) -> str:
        """The SQLAlchemy URL."""
        return self.cluster.url(self.name)

    def empty(self) -> None:
        """Take out every row and let every number begin at 1 again.

        Connections that wait for work stay; one that a test left in the middle of something ends.
        """
        self.connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
        )
        if _shape(self.connection) == self.shape:
            self.connection.execute("SELECT pg_temp.empty()")
        else:
            self.drop()
            self._make()

    def drop(self) -> None:
        """Drop it."""
        self.connection.close()
        self.cluster.drop(self.name)

    def _make(self) -> None:
        self.cluster.create(self.name, template=TEMPLATE)
        # One connection for the whole run: a fresh one knows no table and no plan.
        self.connection: psycopg.Connection[Any] = psycopg.connect(
            host=str(self.cluster.folder), user=SUPERUSER, dbname=self.name, autocommit=True
        )
        self.shape = _shape(self.connection)
        tables = self.connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            " AND tablename <> 'alembic_version'"
        ).fetchall()
        counters = self.connection.execute("SELECT sequencename FROM pg_sequences").fetchall()
        statements = [f'DELETE FROM "{table}"' for (table,) in tables]
        # setval, not ALTER SEQUENCE … RESTART, which writes the catalogue anew each time
        statements += [f"PERFORM setval('\"{counter}\"', 1, false)" for (counter,) in counters]
        self.connection.execute("SET session_replication_role = replica")  # past guards and keys
        self.connection.execute(
            "CREATE FUNCTION pg_temp.empty() RETURNS void LANGUAGE plpgsql AS"
            f" $$ BEGIN {'; '.join(statements)}; END $$".encode()
        )


def _shape(connection: "psycopg.Connection[Any]") -> Any:
    """Return what differs as soon as somebody changed a table, a column or a trigger."""
    return connection.execute(
        "SELECT (SELECT md5(string_agg(c.oid || ' ' || c.relnatts, ',' ORDER BY c.oid))"
        " FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace),"
        " (SELECT md5(string_agg(t.oid || ' ' || t.tgenabled::text, ',' ORDER BY t.oid))"
        " FROM pg_trigger t),"
        " (SELECT md5(string_agg(k.oid::text, ',' ORDER BY k.oid)) FROM pg_constraint k),"
        " (SELECT md5(string_agg(a.attname || a.atttypid || a.attnotnull, ',' ORDER BY a.attrelid,"
        " a.attnum)) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
        " WHERE c.relnamespace = 'public'::regnamespace)"
    ).fetchone()


def start(folder: Path) -> Cluster:
    """Make and start a cluster in `folder`, which must not exist yet."""
    tools = programs()
    folder.mkdir()
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
    data = folder / "data"
    _as_postgres(
        [tools / "initdb", "-D", data, "-U", SUPERUSER, "-A", "trust", *INITDB],
        folder,
    )
    with (data / "postgresql.conf").open("a") as config:
        config.write("\n".join((*SETTINGS, f"unix_socket_directories = '{folder}'", "")))
    _as_postgres([tools / "pg_ctl", "start", "-D", data, "-w", "-l", folder / "log"], folder)
    return Cluster(folder)


def shared(folder: Path, fill_template: Callable[[str], None]) -> Cluster:
    """Return the one cluster of this run; the first caller makes it and fills its template.

    `folder` is the run's shared folder and the caller holds its lock.
    """
    note = folder / "postgres.json"
    if note.exists():
        cluster = Cluster(Path(json.loads(note.read_text())))
    else:
        cluster = start(folder / "pg")
        note.write_text(json.dumps(str(cluster.folder)))
    filled = folder / "postgres.filled"
    if not filled.exists():
        cluster.drop(TEMPLATE)
        fill_template(cluster.create(TEMPLATE))
        filled.touch()
    return cluster


def ready(folder: Path) -> Cluster | None:
    """Return the one cluster of this run if it is there with its template filled."""
    if not (folder / "postgres.filled").exists():
        return None
    return Cluster(Path(json.loads((folder / "postgres.json").read_text())))


def stop_shared(folder: Path) -> None:
    """Stop the cluster that `shared` made, if it did."""
    note = folder / "postgres.json"
    if note.exists():
        Cluster(Path(json.loads(note.read_text()))).stop()
        note.unlink()


def _as_postgres(command: list[Path | str], folder: Path) -> None:
    user = "postgres" if os.geteuid() == 0 else None
    # Output to files, not pipes: the server inherits them and would keep a pipe open for ever.
    with (folder / "setup.log").open("ab") as log:
        done = subprocess.run(
            [str(part) for part in command],
            user=user,
            cwd=folder,
            stdout=log,
            stderr=log,
            check=False,
        )
    if done.returncode != 0:
        words = (folder / "setup.log").read_text(errors="replace")
        raise RuntimeError(f"{Path(command[0]).name} failed:\n{words[-2000:]}")
