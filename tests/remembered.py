"""Worlds that many tests begin with: made by real verbs once in a process, then put back.

To open a showroom takes the verbs a tenth of a second, and a thousand tests begin with it. The
rows they wrote, and what they returned, are the same each time; so the second test and those that
follow get copies of both. What the verbs themselves do is tested where they are at home.
"""

import pickle
import time
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, is_dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from core.db import Base

T = TypeVar("T")
Rows = list[tuple[Any, ...]]

ONCE: set[Hashable] = set()
"""What was built once; learning it pays when it comes a second time."""
KNOWN: dict[Hashable, "World"] = {}


@dataclass(frozen=True)
class World:
    """What one building wrote and returned, and how many rows there were before it."""

    counting: str
    before: tuple[int, ...]
    inserts: list[tuple[str, Rows]]
    counters: list[tuple[str, int]]
    built: bytes

    def fits(self, connection: Connection) -> bool:
        """Whether it would be built just so here: on rows of the same number."""
        return tuple(connection.exec_driver_sql(self.counting).one()) == self.before

    def put_back(self, session: Session) -> Any:
        """Write the rows, and return what was built as `session` knows it."""
        connection = session.connection()
        for statement, rows in self.inserts:
            connection.exec_driver_sql(statement, rows)
        for name, value in self.counters:
            connection.exec_driver_sql("SELECT setval(%s, %s)", (name, value))
        built = pickle.loads(self.built)
        session.add_all(_rows_in(built))
        return built


def just_now() -> datetime:
    """When this minute began: for worlds on the real clock that many tests are to share."""
    return datetime.fromtimestamp(time.time() // 60 * 60, UTC)


def remembered(session: Session, what: Hashable, build: Callable[[Session], T]) -> T:
    """Return `build(session)`; `what` names all that it depends on beside the database's rows.

    It may add rows and must not change those that are there; it returns rows, numbers, or a
    dataclass of both.
    """
    connection = session.connection()
    key = (connection.dialect.name, what)
    if key not in ONCE:
        ONCE.add(key)
        return build(session)
    session.flush()
    if key not in KNOWN:
        return _learn(session, key, build)
    world = KNOWN[key]
    if not world.fits(connection):
        return build(session)
    found: T = world.put_back(session)
    return found


def _learn(session: Session, key: Hashable, build: Callable[[Session], T]) -> T:
    connection = session.connection()
    before = _all_rows(connection)
    built = build(session)
    session.flush()
    after = _all_rows(connection)
    if any(after[table][: len(rows)] != rows for table, rows in before.items()):
        raise AssertionError(f"{key} changes rows that are there; it cannot be remembered")
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    touched = [table for table, rows in after.items() if rows]
    KNOWN[key] = World(
        counting="SELECT " + ", ".join(f'(SELECT count(*) FROM "{table}")' for table in touched),
        before=tuple(len(before[table]) for table in touched),
        inserts=[
            (f'INSERT INTO "{table}" VALUES ({", ".join([mark] * len(rows[0]))})', rows)
            for table in touched
            if (rows := after[table][len(before[table]) :])
        ],
        counters=_counters(connection),
        built=pickle.dumps(built),
    )
    return built


def _all_rows(connection: Connection) -> dict[str, Rows]:
    """Every table's rows as the driver gives them, oldest first, parents before children."""
    return {
        table.name: [
            tuple(row)
            for row in connection.exec_driver_sql(
                f'SELECT * FROM "{table.name}" ORDER BY '
                + ", ".join(f'"{column.name}"' for column in table.primary_key)
            )
        ]
        for table in Base.metadata.sorted_tables
    }


def _counters(connection: Connection) -> list[tuple[str, int]]:
    """Where PostgreSQL's sequences stand; SQLite counts on from the rows themselves."""
    if connection.dialect.name == "sqlite":
        return []
    rows = connection.exec_driver_sql(
        "SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL"
    )
    return [(name, value) for name, value in rows]


def _rows_in(built: Any) -> Iterator[Base]:
    """The database rows among what was built."""
    if isinstance(built, Base):
        yield built
    elif isinstance(built, dict):
        for value in built.values():
            yield from _rows_in(value)
    elif is_dataclass(built):
        yield from _rows_in(vars(built))
