"""Write the revision that takes the tables from the newest revision to what the models say now.

    python -m migrations.make "Give makers a second phone"

Alembic sees new and dropped tables, columns, indexes, unique constraints and foreign keys. It does
not see a changed CHECK, nor an index over an expression on a table that exists already: write those
by hand; `tests/test_migrations.py` fails until it is done.
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alembic import command
from alembic.operations.ops import CreateIndexOp, CreateTableOp
from sqlalchemy import Column

from core.db import Base, Database
from migrations.schema import FOLDER, alembic_config, exclusively, load_models, migrate_tables


def make(message: str) -> Path | None:
    """Write the next revision and return its file; None when the tables are up to date."""
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/titip.db")
        load_models()
        number = f"{len(list((FOLDER / 'versions').glob('[0-9]*.py'))) + 1:04d}"
        with exclusively(database) as connection:
            migrate_tables(connection)
            command.revision(
                alembic_config(connection),
                message,
                autogenerate=True,
                rev_id=number,
                process_revision_directives=_complete,
            )
        database.dispose()
    return next((FOLDER / "versions").glob(f"{number}_*.py"), None)


def _complete(_context: Any, _revision: Any, directives: list[Any]) -> None:
    """Drop an empty revision; add what Alembic skips on SQLite, indexes over expressions."""
    made = directives[0].upgrade_ops
    if made.is_empty():
        directives.clear()
        return
    for table in [step for step in made.ops if isinstance(step, CreateTableOp)]:
        indexes = Base.metadata.tables[table.table_name].indexes
        for index in sorted(indexes, key=lambda index: str(index.name)):
            if not all(isinstance(part, Column) for part in index.expressions):
                made.ops.append(CreateIndexOp.from_index(index))


def main() -> None:
    """Run from the command line."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    path = make(sys.argv[1])
    if path is None:
        sys.exit("The tables already are what the models say.")
    path.write_text("".join(line for line in path.open() if "# ###" not in line))
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", str(path)], check=True)
    print(path)


if __name__ == "__main__":
    main()
