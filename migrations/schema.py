"""Bring a database's tables and triggers to what the models say.

Tables change by Alembic revisions. Triggers do not: they are declared beside their tables with
`core.db.guard`, and after every upgrade the database is given exactly the declared ones, because
Alembic's batch mode drops a table's triggers without a word.
"""

import importlib
import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from core.db import Database, Guard, create_guards

FOLDER = Path(__file__).parent
PACKAGES = ("core", "printers", "catalogue", "pos")
DECLARES = re.compile(r"^    __tablename__ = |^(append_only|guard)\(", re.MULTILINE)
ONE_UPGRADE_AT_A_TIME = (
    0x71711B  # any number, the same in every process, for PostgreSQL's advisory lock
)


class NewerData(Exception):
    """The database was made by a newer Titip than this one."""


class BrokenReferences(Exception):
    """After the upgrade a row points to a row that does not exist; nothing was changed."""


def load_models() -> None:
    """Import every module that declares a table or a trigger, so that the metadata is whole."""
    for package in PACKAGES:
        for path in sorted((FOLDER.parent / package).rglob("*.py")):
            if DECLARES.search(path.read_text(encoding="utf-8")):
                inside = path.relative_to(FOLDER.parent).with_suffix("")
                importlib.import_module(".".join(inside.parts))


def alembic_config(connection: Connection) -> AlembicConfig:
    """Return the configuration with which Alembic works on `connection`, without an ini file."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def upgrade(database: Database) -> None:
    """Apply the revisions that are missing and make the triggers the declared ones.

    One transaction: either all of it happened or nothing. Raises NewerData for a database of a
    later Titip.
    """
    load_models()
    with exclusively(database) as connection:
        migrate_tables(connection)
        replace_guards(connection)
        refuse_broken_references(connection)


@contextmanager
def exclusively(database: Database) -> Iterator[Connection]:
    """Yield a connection in one transaction that may rebuild tables, with nobody else writing."""
    with database.lock or nullcontext(), database.write_engine.connect() as connection:
        # Inside a transaction this pragma does nothing, so it goes past SQLAlchemy, before BEGIN.
        # With foreign keys on, the DROP TABLE of batch mode would delete or refuse the children.
        _foreign_keys(connection, on=False)
        try:
            with connection.begin():
                if connection.dialect.name == "postgresql":
                    connection.exec_driver_sql(
                        f"SELECT pg_advisory_xact_lock({ONE_UPGRADE_AT_A_TIME})"
                    )
                yield connection
        finally:
            _foreign_keys(connection, on=True)


def migrate_tables(connection: Connection) -> None:
    """Apply the missing revisions; raise NewerData where the database is ahead of this code."""
    config = alembic_config(connection)
    script = ScriptDirectory.from_config(config)
    known = {revision.revision for revision in script.walk_revisions()}
    applied = set(MigrationContext.configure(connection).get_current_heads())
    if not applied <= known:
        raise NewerData
    if applied != set(script.get_heads()):
        drop_guards(connection)  # a revision may mend rows that the triggers protect
        command.upgrade(config, "heads")


def refuse_broken_references(connection: Connection) -> None:
    """Raise BrokenReferences where a row points nowhere; only SQLite can have switched this off."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchone()
        if broken:
            raise BrokenReferences(f"{broken[0]} row {broken[1]} -> {broken[2]}")


def _foreign_keys(connection: Connection, *, on: bool) -> None:
    if connection.dialect.name == "sqlite":
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


# -- triggers ------------------------------------------------------------------------------------


def declared_guards(dialect: str) -> dict[str, str]:
    """Return what the models declare: name of each trigger and the words that define it."""
    return {rule.name: _words(rule.create(dialect)[0]) for rule in Guard.registry}


def existing_guards(connection: Connection) -> dict[str, str]:
    """Return the triggers the database has, in the form of `declared_guards`."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        )
        return {name: _words(sql) for name, sql in rows}
    rows = connection.exec_driver_sql(
        "SELECT t.tgname, p.prosrc FROM pg_trigger t"
        " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
    )
    return {
        name: _words(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$"
        )
        for name, body in rows
    }


def replace_guards(connection: Connection) -> None:
    """Give the database the declared triggers and no others; nothing to do on most starts."""
    if existing_guards(connection) != declared_guards(connection.dialect.name):
        drop_guards(connection)
        create_guards(connection)


def drop_guards(connection: Connection) -> None:
    """Drop every trigger of the database, those that are no longer declared too."""
    if connection.dialect.name == "sqlite":
        for name in existing_guards(connection):
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        return
    rows = connection.exec_driver_sql(
        "SELECT t.tgname, c.relname, p.proname FROM pg_trigger t"
        " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
    ).all()
    for trigger, table, function in rows:
        connection.exec_driver_sql(f'DROP TRIGGER "{trigger}" ON "{table}"')
        connection.exec_driver_sql(f'DROP FUNCTION IF EXISTS "{function}"()')


def _words(statement: str) -> str:
    return " ".join(statement.split())
