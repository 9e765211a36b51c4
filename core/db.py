"""The database: one declarative base, typed columns, guards, and the two kinds of session.

A reader cannot write and a writer holds the write lock from its first statement, on SQLite and
on PostgreSQL alike. Nothing above this file opens a connection by itself.
"""

import json
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Connection,
    Date,
    DateTime,
    Dialect,
    Engine,
    Integer,
    MetaData,
    String,
    Text,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from core.fairlock import FairLock

try:
    # The wheel carries SQLite 3.53; 3.7.0 to 3.51.2 is reported to have a WAL corruption race.
    import pysqlite3 as sqlite3
except ImportError:  # no wheel for this machine: the standard library's serves
    import sqlite3

T = TypeVar("T")

SqliteError = sqlite3.DatabaseError
connect_sqlite = sqlite3.connect
"""A plain connection of the same driver, for copying a file of SQLite."""

WAL_RACE_FIXED = (3, 51, 3)

SQLITE_PRAGMAS = (
    "PRAGMA busy_timeout=15000",  # first: the next ones may need a lock
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # NORMAL may lose acknowledged commits in a power cut
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",  # else REPLACE INTO deletes rows past the DELETE triggers
    "PRAGMA cell_size_check=ON",
    "PRAGMA temp_store=MEMORY",
)

RETRYABLE_SQLSTATES = {"40001", "40P01", "23505"}
"""Serialization failure, deadlock, and a unique row that another transaction wrote first: run
again, and the rule that was raced gives its own sentence. SQLite has one writer and needs none."""
WRITE_TRIES = 6


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite stores it without the zone, which is always UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times, hand the driver UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive time cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware UTC time."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class CanonicalJson(TypeDecorator[Any]):
    """A dict or list kept as canonical JSON text: sorted keys, no blanks, so bytes can be hashed."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Write canonical text."""
        return None if value is None else canonical(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read it back."""
        return None if value is None else json.loads(value)


def canonical(value: Any) -> str:
    """Return the one JSON text of `value`: sorted keys, no blanks, UTF-8 as is."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


Pk = Annotated[int, mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)]
Ref = Annotated[int, mapped_column(BigInteger().with_variant(Integer, "sqlite"))]
Rupiah = Annotated[int, mapped_column(BigInteger)]
UtcTime = Annotated[datetime, mapped_column(UtcDateTime)]
Json = Annotated[Any, mapped_column(CanonicalJson)]


class Base(DeclarativeBase):
    """The base of every table; constraints get predictable names."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: Text, datetime: UtcDateTime, date: Date}


def one_of(column: str, *values: str | type[StrEnum]) -> CheckConstraint:
    """Return the named CHECK that `column` holds one of `values` (strings or a StrEnum)."""
    words = [str(w) for v in values for w in (v if isinstance(v, type) else [v])]
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def short(length: int) -> String:
    """Return a text type of at most `length` characters, for codes and kinds."""
    return String(length)


class Guard:
    """A rule of a table held by a trigger on both engines: refuse `on` when `when` is true.

    `when` is SQL that both engines read (NEW, OLD, IS DISTINCT FROM, EXISTS); None means always.
    """

    registry: list["Guard"] = []

    def __init__(self, table: str, name: str, *, on: str, message: str, when: str | None = None):
        self.table, self.name, self.on, self.message = table, name, on.upper(), message
        self.when = when or "1 = 1"

    def create(self, dialect: str) -> list[str]:
        """Return the statements that create this guard on `dialect`."""
        if dialect == "sqlite":
            return [
                f"CREATE TRIGGER {self.name} BEFORE {self.on} ON {self.table} "
                f"FOR EACH ROW WHEN {self.when} "
                f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
            ]
        back = "OLD" if self.on == "DELETE" else "NEW"
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN IF {self.when} THEN RAISE EXCEPTION '{self.message}' "
            f"USING ERRCODE = 'restrict_violation'; END IF; RETURN {back}; END $$",
            f"CREATE TRIGGER {self.name} BEFORE {self.on} ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}()",
        ]

    def drop(self, dialect: str) -> list[str]:
        """Return the statements that drop this guard on `dialect`."""
        if dialect == "sqlite":
            return [f"DROP TRIGGER IF EXISTS {self.name}"]
        return [
            f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}",
            f"DROP FUNCTION IF EXISTS {self.name}()",
        ]


def guard(model: type[Base], rule: str, *, on: str, message: str, when: str | None = None) -> None:
    """Declare beside a table a rule that a trigger holds; `on` is insert, update or delete."""
    table = model.__tablename__
    Guard.registry.append(Guard(table, f"tr_{table}_{rule}", on=on, message=message, when=when))


def append_only(model: type[Base]) -> None:
    """Declare that rows of `model` are never changed and never deleted."""
    table = model.__tablename__
    for on in ("update", "delete"):
        guard(model, f"no_{on}", on=on, message=f"append-only: {table}")


def create_guards(connection: Connection, tables: set[str] | None = None) -> None:
    """Create the declared triggers, of all tables or of `tables`; existing ones are replaced."""
    for rule in Guard.registry:
        if tables is None or rule.table in tables:
            for statement in rule.drop(connection.dialect.name):
                connection.exec_driver_sql(statement)
            for statement in rule.create(connection.dialect.name):
                connection.exec_driver_sql(statement)


class Database:
    """One organisation's database: a file of SQLite or a schema of PostgreSQL.

    `url` is an SQLAlchemy URL; `sqlite:///path` or `postgresql+psycopg://…`.
    """

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        if self.is_sqlite:
            path = parsed.database or ""
            self.lock: FairLock | None = FairLock(Path(f"{path}.lock"))
            self.read_engine = _sqlite_engine(path, readonly=True)
            self.write_engine = _sqlite_engine(path, readonly=False)
        else:
            parsed = parsed.set(drivername="postgresql+psycopg")
            self.lock = None
            self.write_engine = create_engine(
                parsed, pool_size=12, max_overflow=12, pool_pre_ping=True,
                hide_parameters=True,
            )  # fmt: skip
            self.read_engine = self.write_engine.execution_options(postgresql_readonly=True)

    @contextmanager
    def reader(self) -> Iterator[Session]:
        """Yield a session that cannot write."""
        with Session(self.read_engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writer(self) -> Iterator[Session]:
        """Yield a session whose work is committed on a clean exit and rolled back otherwise."""
        if self.lock is None:
            with Session(self.write_engine, expire_on_commit=False) as session, session.begin():
                yield session
            return
        with (
            self.lock,
            Session(self.write_engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    def write(self, work: Callable[[Session], T]) -> T:
        """Run `work(session)` as one write transaction, again if the database asks for it."""
        for attempt in range(WRITE_TRIES):
            try:
                with self.writer() as session:
                    return work(session)
            except DBAPIError as error:
                if attempt == WRITE_TRIES - 1 or not is_retryable(error):
                    raise
        raise AssertionError("unreachable")

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.read_engine.dispose()
        self.write_engine.dispose()


def is_retryable(error: DBAPIError) -> bool:
    """Say whether the same transaction may succeed when run again."""
    return getattr(error.orig, "sqlstate", None) in RETRYABLE_SQLSTATES


def _sqlite_engine(path: str, *, readonly: bool) -> Engine:
    engine = create_engine(
        f"sqlite+pysqlite:///{path}",
        module=sqlite3,
        hide_parameters=True,  # of a statement that failed: a log keeps no account and no number
        pool_size=16 if readonly else 2,
        max_overflow=16 if readonly else 0,
        connect_args={"timeout": 15, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must never emit a BEGIN of its own
        cursor = connection.cursor()
        for pragma in SQLITE_PRAGMAS:
            cursor.execute(pragma)
        if readonly:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if readonly else "BEGIN IMMEDIATE")

    return engine


def warn_of_old_sqlite() -> None:
    """Warn once at start where SQLite is in the range with the reported WAL race."""
    if sqlite3.sqlite_version_info < WAL_RACE_FIXED:
        version = sqlite3.sqlite_version
        warnings.warn(
            f"SQLite {version} is older than 3.51.3, which mends a rare WAL corruption race. "
            f"Use a wheel of pysqlite3 or a newer Python on {sys.platform}.",
            RuntimeWarning,
            stacklevel=2,
        )
