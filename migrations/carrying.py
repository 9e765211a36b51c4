"""Carry a house over from SQLite to PostgreSQL: every row as it is, in one transaction."""

from pathlib import Path

from sqlalchemy import Connection, Table, column, func, insert, inspect, select
from sqlalchemy.exc import DBAPIError

from core.db import Base, Database
from core.errors import Refused
from core.i18n import _
from migrations.schema import drop_guards, exclusively, migrate_tables, replace_guards, upgrade

AT_ONCE = 2_000
"""Rows that are held in memory on their way."""


def carry_over(source: Path, target: Database) -> None:
    """Fill the empty PostgreSQL database `target` with all that the SQLite file `source` holds.

    The file gets today's tables first. Either everything arrives or nothing. Raises Refused where
    PostgreSQL does not take a row, and NewerData for a file of a later Titip.
    """
    old = Database(f"sqlite:///{source}")
    try:
        upgrade(old)
        with old.read_engine.connect() as rows, exclusively(target) as connection:
            migrate_tables(connection)
            drop_guards(connection)  # they watch what people do, not a row that moves house
            _check_references_last(connection)
            for table in Base.metadata.tables.values():
                _carry(table, rows, connection)
            _check_references_at_once(connection)
            replace_guards(connection)
    except DBAPIError as error:
        why = str(error.orig).splitlines()[0]
        raise Refused(_("PostgreSQL tidak menerima isi cadangan itu: %(why)s", why=why)) from error
    finally:
        old.dispose()


def _carry(table: Table, rows: Connection, into: Connection) -> None:
    found = rows.execute(select(table).execution_options(yield_per=AT_ONCE))
    for part in found.mappings().partitions():
        into.execute(insert(table), [dict(row) for row in part])
    for key in table.primary_key:
        sequence = into.scalar(select(func.pg_get_serial_sequence(f'"{table.name}"', key.name)))
        if sequence is not None:  # the next row goes on after the last one
            last = select(func.max(column(key.name))).select_from(table).scalar_subquery()
            into.execute(select(func.setval(sequence, func.coalesce(last, 1), last.is_not(None))))


def _check_references_last(connection: Connection) -> None:
    """Let rows arrive in any order: some tables refer to each other."""
    for table, name in _references(connection):
        connection.exec_driver_sql(
            f'ALTER TABLE "{table}" ALTER CONSTRAINT "{name}" DEFERRABLE INITIALLY DEFERRED'
        )


def _check_references_at_once(connection: Connection) -> None:
    """Check every reference now, and from now on with each statement."""
    connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    for table, name in _references(connection):
        connection.exec_driver_sql(
            f'ALTER TABLE "{table}" ALTER CONSTRAINT "{name}" NOT DEFERRABLE'
        )


def _references(connection: Connection) -> list[tuple[str, str]]:
    """Return every foreign key: its table and its name."""
    found = inspect(connection).get_multi_foreign_keys()
    return [(table, str(key["name"])) for (_schema, table), keys in found.items() for key in keys]
