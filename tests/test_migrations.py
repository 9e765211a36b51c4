"""The tables that the revisions make are the tables that the models say, triggers included."""

import gzip
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import JSON, Connection, inspect, text
from sqlalchemy.orm import Session

from core.db import Base, Database, Guard
from migrations import schema
from pos.reports.verify import verify
from tests import shared

# Indexes are compared by their own words instead, those over expressions too.
pytestmark = pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based")

DATA = Path(__file__).parent / "data"
HOUSES = {
    "titip_0001": "the demonstration of the first release, with its settlement",
    "titip_0034": "the tests' whole book as the second release wrote it, with hand-overs",
    "titip_0047": "the same as the third release wrote it, with QRIS days, transfers and fees",
}
"""Houses as earlier releases kept them."""
POSTGRES_CONSTRAINTS = (
    "SELECT c.relname, k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint k"
    " JOIN pg_class c ON c.oid = k.conrelid"
    " WHERE k.connamespace = current_schema()::regnamespace"
)


@pytest.fixture
def empty_database(
    engine_kind: str, home: Path, request: pytest.FixtureRequest
) -> Iterator[Database]:
    """A database without a single table, on each engine."""
    if engine_kind == "sqlite":
        url = f"sqlite:///{home / 'empty.db'}"
    else:
        url = request.getfixturevalue("empty_postgres_url")
    database = Database(url)
    yield database
    database.dispose()


def described(connection: Connection) -> dict[str, Any]:
    """Everything the database knows about its tables, in words that can be compared."""
    seen = inspect(connection)
    tables = set(seen.get_table_names()) - {"alembic_version"}
    result: dict[str, Any] = {
        table: {
            "columns": {
                c["name"]: (str(c["type"]), c["nullable"], c["default"], c.get("autoincrement"))
                for c in seen.get_columns(table)
            },
            "key": seen.get_pk_constraint(table),
        }
        for table in tables
    }
    if connection.dialect.name == "postgresql":
        rows = connection.exec_driver_sql(POSTGRES_CONSTRAINTS)
        result["constraints"] = sorted(row for row in map(tuple, rows) if row[0] in tables)
        rows = connection.exec_driver_sql(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()"
        )
        result["indexes"] = sorted(r for r in map(tuple, rows) if "alembic_version" not in r[1])
    else:
        for table in tables:
            result[table] |= {
                "uniques": by_name(seen.get_unique_constraints(table)),
                "checks": by_name(seen.get_check_constraints(table)),
                "foreign": by_name(seen.get_foreign_keys(table)),
            }
        rows = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        )
        result["indexes"] = sorted((name, words(sql)) for name, sql in rows)
    result["triggers"] = schema.existing_guards(connection)
    return result


def by_name(parts: list[Any]) -> list[tuple[str, str]]:
    """Constraints in the order of their names, as words."""
    return sorted((str(part["name"]), words(str(part))) for part in parts)


def words(text: str) -> str:
    """The text without differences that mean nothing: blanks and quotes around names."""
    return re.sub(r"\s+", " ", text.replace('"', ""))


def test_the_revisions_make_what_the_models_say(empty_database: Database, database: Database):
    schema.upgrade(empty_database)

    with empty_database.reader() as migrated, database.reader() as modelled:
        assert described(migrated.connection()) == described(modelled.connection())


def test_a_second_upgrade_changes_nothing(empty_database: Database):
    schema.upgrade(empty_database)
    with empty_database.reader() as session:
        before = described(session.connection())

    schema.upgrade(empty_database)

    with empty_database.reader() as session:
        assert described(session.connection()) == before


def test_a_trigger_that_is_missing_or_foreign_is_put_right(empty_database: Database):
    schema.upgrade(empty_database)
    rule = Guard.registry[0]
    with empty_database.writer() as session:
        dialect = session.connection().dialect.name
        for statement in rule.drop(dialect):
            session.connection().exec_driver_sql(statement)
        foreign = Guard(rule.table, "tr_of_yesterday", on="update", message="gone")
        for statement in foreign.create(dialect):
            session.connection().exec_driver_sql(statement)

    schema.upgrade(empty_database)

    with empty_database.reader() as session:
        assert schema.existing_guards(session.connection()) == schema.declared_guards(dialect)


def test_data_of_a_newer_titip_is_left_alone(empty_database: Database):
    schema.upgrade(empty_database)
    with empty_database.writer() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(schema.NewerData):
        schema.upgrade(empty_database)


def test_foreign_keys_are_on_again_after_an_upgrade(home: Path):
    database = Database(f"sqlite:///{home / 'titip.db'}")
    schema.upgrade(database)

    with database.writer() as session:
        assert session.connection().exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    database.dispose()


def test_a_row_that_points_nowhere_stops_the_upgrade(home: Path):
    database = Database(f"sqlite:///{home / 'titip.db'}")
    schema.upgrade(database)
    with schema.exclusively(database) as connection:
        connection.exec_driver_sql("INSERT INTO user_role (user_id, role) VALUES (77, 'manager')")

    with pytest.raises(schema.BrokenReferences, match="user_role"):
        schema.upgrade(database)
    database.dispose()


def test_every_constraint_has_a_name():
    shared.schema.load_models()

    nameless = [
        (table.name, str(constraint))
        for table in Base.metadata.sorted_tables
        for constraint in table.constraints
        if constraint.name is None
    ]
    assert not nameless


def test_nothing_is_deleted_by_cascade():
    shared.schema.load_models()

    cascades = [
        (table.name, key.name)
        for table in Base.metadata.sorted_tables
        for key in table.foreign_key_constraints
        if key.ondelete or key.onupdate
    ]
    assert not cascades


@pytest.fixture(params=HOUSES)
def old_house(request: pytest.FixtureRequest, home: Path) -> Iterator[Database]:
    """One of HOUSES."""
    path, dump = home / "titip.db", DATA / f"{request.param}.sql.gz"
    with closing(sqlite3.connect(path)) as old:
        old.executescript(gzip.decompress(dump.read_bytes()).decode())
    database = Database(f"sqlite:///{path}")
    yield database
    database.dispose()


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_a_house_of_an_earlier_release_is_brought_up_to_date_whole(
    old_house: Database, empty_database: Database
):
    with old_house.reader() as session:
        tables = ("maker", "product", "sale_line", "movement", "entry", "statement", "chain_link")
        before = {name: rows(session, name) for name in tables}

    schema.upgrade(old_house)
    schema.upgrade(empty_database)

    with old_house.reader() as old, empty_database.reader() as new:
        assert described(old.connection()) == described(new.connection()), "triggers included"
        assert {name: rows(old, name) for name in tables} == before
    with old_house.reader() as session:
        assert [one.line for one in verify(session) if not one.is_good] == []


@pytest.mark.parametrize("engine_kind", ["postgresql"])
def test_the_last_release_is_brought_up_to_date_on_postgresql_too(empty_database: Database):
    carry_into_postgres(max(HOUSES), empty_database)

    schema.upgrade(empty_database)

    with empty_database.reader() as session:
        assert schema.existing_guards(session.connection()) == schema.declared_guards("postgresql")
        assert rows(session, "entry") > 0
        assert [one.line for one in verify(session) if not one.is_good] == []


def carry_into_postgres(house: str, database: Database) -> None:
    """Give an empty database the tables of a house's release, and its rows as that one kept them."""
    with (
        closing(sqlite3.connect(":memory:")) as old,
        schema.exclusively(database) as connection,
    ):
        old.row_factory = sqlite3.Row
        old.executescript(gzip.decompress((DATA / f"{house}.sql.gz").read_bytes()).decode())
        command.upgrade(schema.alembic_config(connection), house.removeprefix("titip_"))
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # in any order
        connection.exec_driver_sql("SET LOCAL TIME ZONE 'UTC'")
        seen = inspect(connection)
        for table in set(seen.get_table_names()) - {"alembic_version"}:
            nested = {c["name"] for c in seen.get_columns(table) if isinstance(c["type"], JSON)}
            content = [as_json(row, nested) for row in old.execute(f'SELECT * FROM "{table}"')]
            connection.execute(
                text(
                    f'INSERT INTO "{table}" SELECT * FROM'
                    f' json_populate_recordset(NULL::"{table}", CAST(:content AS json))'
                ),
                {"content": json.dumps(content)},
            )


def as_json(row: sqlite3.Row, nested: set[str]) -> dict[str, Any]:
    """A row of SQLite in the words that PostgreSQL reads, `nested` columns as what they hold."""
    return {
        name: json.loads(value) if name in nested and value is not None
        else f"\\x{value.hex()}" if isinstance(value, bytes)
        else value
        for name, value in zip(row.keys(), row, strict=True)
    }  # fmt: skip


def rows(session: Session, table: str) -> int:
    """How many rows a table has."""
    count = session.connection().exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
    assert count, table
    return int(count)
