"""One application for all tests of a process, let into one house after another.

Building an application (routes, templates) and compiling statements cost more than most tests do,
and neither depends on the house. What does, the database, clock and files, is new for every test.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import gettempdir

from sqlalchemy import Engine, Pool

from app import create_app, open_house
from config import Config
from core.db import Database
from core.dispatch import TitipFlask

FIRST: dict[str, Engine] = {}
"""The first engine of each kind and use; what it compiled serves those that follow."""

POOLS: dict[str, Pool] = {}
"""Connections that are kept from test to test, by the URL of their database."""


@contextmanager
def app_at(config: Config) -> Iterator[TitipFlask]:
    """Yield this process's application in the house of `config`; then it is where it was before."""
    app = _application()
    before = app.house, app.testing
    app.house, app.testing = open_house(config), False
    try:
        with shared(app.house.database, config.database_url):
            yield app
    finally:
        app.house, app.testing = before


@contextmanager
def database_at(url: str) -> Iterator[Database]:
    """Yield the database at `url`, open."""
    database = Database(url)
    with shared(database, url):
        yield database


@contextmanager
def shared(database: Database, url: str) -> Iterator[None]:
    """Let a database use what those before it made, and leave what those after it can use."""
    share_statements(database)
    if url in POOLS:
        database.write_engine.dispose()
        database.write_engine.pool = POOLS[url]
    try:
        yield
    finally:
        if url not in POOLS:
            database.dispose()


@contextmanager
def keeping_connections(url: str) -> Iterator[None]:
    """Let all who open the database of PostgreSQL at `url` meanwhile share their connections.

    To a fresh one the server has to read anew what tables there are, which takes longer than many
    a test.
    """
    POOLS[url] = Database(url).write_engine.pool
    try:
        yield
    finally:
        POOLS.pop(url).dispose()


def share_statements(database: Database) -> None:
    """Let a database use what was compiled for those before it.

    SQLAlchemy keeps compiled statements by the dialect object, so an engine needs the first one's.
    """
    for use, engine in (("read", database.read_engine), ("write", database.write_engine)):
        name = f"{engine.dialect.name} {use}"
        if name not in FIRST:
            FIRST[name] = engine
            engine.connect().close()  # a dialect learns its server's version when it connects
        first = FIRST[name]
        engine.dialect = first.dialect
        engine._compiled_cache = first._compiled_cache


@cache
def _application() -> TitipFlask:
    folder = Path(gettempdir())  # nothing is read or written there before the first house
    url = f"sqlite:///{folder / 'nowhere.db'}"
    return create_app(Config(home=folder, database_url=url, secret_key="x" * 32))
