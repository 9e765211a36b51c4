"""What Titip is measured against: a bare Flask page, and a raw commit of SQLite.

`python -m bench.bare FD` serves the page on an inherited socket under Titip's own gunicorn.
"""

import sys
from pathlib import Path
from typing import Any

from flask import Flask

from core.db import SQLITE_PRAGMAS, connect_sqlite
from core.server import Web, die_with_parent

ROW = "x" * 80


def bare_app() -> Flask:
    """Return an application with one page, which looks nothing up."""
    app = Flask(__name__)

    @app.get("/")
    def page() -> str:
        return "<!doctype html><title>bare</title><p>bare"

    return app


class RawFile:
    """A file of SQLite with Titip's pragmas and one plain table: no ORM, no index, no trigger."""

    def __init__(self, path: Path) -> None:
        self.connection: Any = connect_sqlite(str(path), isolation_level=None)
        for pragma in SQLITE_PRAGMAS:
            self.connection.execute(pragma)
        self.connection.execute("CREATE TABLE raw (id INTEGER PRIMARY KEY, words TEXT NOT NULL)")

    def commit(self, rows: int) -> None:
        """Write `rows` rows as one durable transaction."""
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.executemany("INSERT INTO raw (words) VALUES (?)", [(ROW,)] * rows)
        self.connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self.connection.close()


if __name__ == "__main__":
    die_with_parent()
    listener = int(sys.argv[1])
    sys.argv = sys.argv[:1]  # gunicorn would read our words as its own
    Web(bare_app, listener=listener, workers=1).run()
