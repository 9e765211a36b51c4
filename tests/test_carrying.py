"""A house moves from SQLite to PostgreSQL with all it has, or stays where it is."""

import gzip
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import inspect, select

from catalogue.makers import service as makers
from catalogue.makers.models import Sentra
from core.backup import backup, restore
from core.db import Base, Database
from core.errors import Refused
from core.files import Files
from migrations import schema
from migrations.carrying import carry_over
from pos.reports.verify import verify
from tests.test_migrations import DATA, HOUSES

pytestmark = pytest.mark.postgres


@pytest.fixture
def old(home: Path) -> Iterator[Database]:
    """The tests' whole book as an earlier release kept it in SQLite."""
    path = home / "titip.db"
    with closing(sqlite3.connect(path)) as file:
        file.executescript(gzip.decompress((DATA / f"{max(HOUSES)}.sql.gz").read_bytes()).decode())
    database = Database(f"sqlite:///{path}")
    yield database
    database.dispose()


@pytest.fixture
def new(empty_postgres_url: str) -> Iterator[Database]:
    """A database of PostgreSQL without a single table."""
    database = Database(empty_postgres_url)
    yield database
    database.dispose()


def contents(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with database.reader() as session:
        return {
            table.name: [
                tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))
            ]
            for table in Base.metadata.tables.values()
        }


def test_a_house_moves_whole(
    old: Database, new: Database, home: Path, at: datetime, tmp_path: Path
):
    photo, target, elsewhere = Files(home).put(b"a photo"), tmp_path / "b.zip", tmp_path / "new"
    backup(old, home, target, at=at)
    elsewhere.mkdir()

    restore(new, elsewhere, target, at=at, carry=carry_over)

    schema.upgrade(old)
    assert contents(new) == contents(old)
    with new.reader() as session:
        assert [one.line for one in verify(session) if not one.is_good] == []
        assert schema.existing_guards(session.connection()) == schema.declared_guards("postgresql")
        keys = inspect(session.connection()).get_foreign_keys("sale_line")
        assert not any(key["options"].get("deferrable") for key in keys)
    with new.writer() as session:
        sentra = makers.sentra_named(session, "Yang baru")
        assert sentra.id > len(contents(old)[Sentra.__tablename__]), "numbers go on"
    assert [path.name for path in elsewhere.iterdir()] == ["files"]
    with Files(elsewhere).open(photo) as file:
        assert file.read() == b"a photo"
    with pytest.raises(Refused):
        restore(new, elsewhere, target, at=at, carry=carry_over)


def test_what_postgresql_does_not_take_leaves_it_empty(
    sqlite_database: Database, new: Database, home: Path
):
    with sqlite_database.writer() as session:
        makers.sentra_named(session, "Tapis").craft = "cucuk\0benang"

    with pytest.raises(Refused):
        carry_over(home / "titip.db", new)

    with new.reader() as session:
        assert inspect(session.connection()).get_table_names() == []
