"""The stage for every test: engines, databases, a data folder, and which kinds of test run."""

import gc
import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from hypothesis import settings
from sqlalchemy.orm import Session

from config import Config
from core.db import Database
from core.dispatch import TitipFlask
from core.i18n import use_locale
from tests import shared
from tests.houses import app_at, database_at, keeping_connections
from tests.postgres import Cluster, Kept, NoPostgres

SHARED = pytest.StashKey[Path]()

settings.register_profile("fast", max_examples=60, deadline=None)
settings.register_profile("long", max_examples=2000, deadline=None)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of `./titip test`."""
    group = parser.getgroup("titip")
    group.addoption("--long", action="store_true", help="add the long forms")
    group.addoption("--without-browser", action="store_true", help="leave out what needs Chromium")
    group.addoption(
        "--without-postgres", action="store_true", help="leave out what needs PostgreSQL"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder that the processes of this run share, or take the one that was handed over."""
    handed = getattr(config, "workerinput", {}).get("titip_shared")
    config.stash[SHARED] = Path(handed) if handed else shared.make_folder()
    settings.load_profile("long" if config.getoption("--long") else "fast")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Hand the shared folder to a process of pytest-xdist."""
    node.workerinput["titip_shared"] = str(node.config.stash[SHARED])


def pytest_unconfigure(config: pytest.Config) -> None:
    """Clear the shared folder away, once, when every process is done."""
    if not hasattr(config, "workerinput") and SHARED in config.stash:
        shared.remove_folder(config.stash[SHARED])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the kinds of test that were not asked for; pytest counts them as deselected."""
    unwanted = {
        mark
        for mark, out in (
            ("long", not config.getoption("--long")),
            ("browser", config.getoption("--without-browser")),
            ("postgres", config.getoption("--without-postgres")),
        )
        if out
    }
    left_out = [i for i in items if unwanted & {mark.name for mark in i.iter_markers()}]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def pytest_collection_finish() -> None:
    """Let Python's collector pass over what stays until the end: modules, routes, every test."""
    gc.freeze()


# -- databases -----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def shared_folder(pytestconfig: pytest.Config) -> Path:
    """The folder that all processes of this run share."""
    return pytestconfig.stash[SHARED]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty data folder (TITIP_HOME)."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine_kind(request: pytest.FixtureRequest) -> str:
    """The two engines, one after the other."""
    return str(request.param)


@pytest.fixture
def database_url(
    engine_kind: str, home: Path, shared_folder: Path, request: pytest.FixtureRequest
) -> str:
    """The URL of a fresh database with all tables, on each engine."""
    if engine_kind == "sqlite":
        return copy_of_template(shared_folder, home)
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture(scope="session")
def kept_postgres(shared_folder: Path) -> Iterator[Kept]:
    """This process's PostgreSQL database with all tables, emptied after each test that uses it."""
    kept = Kept(cluster(shared_folder))
    with keeping_connections(kept.url):
        yield kept
    kept.drop()


@pytest.fixture
def postgres_url(kept_postgres: Kept) -> Iterator[str]:
    """The URL of an empty PostgreSQL database with all tables."""
    yield kept_postgres.url
    kept_postgres.empty()


@pytest.fixture
def empty_postgres_url(shared_folder: Path) -> Iterator[str]:
    """The URL of a fresh PostgreSQL database without tables."""
    yield from temporary_database(shared_folder, template="template0")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh database with all tables, on each engine."""
    with database_at(database_url) as database:
        yield database


@pytest.fixture
def sqlite_database(home: Path, shared_folder: Path) -> Iterator[Database]:
    """A fresh SQLite database with all tables, for what does not depend on the engine."""
    with database_at(copy_of_template(shared_folder, home)) as database:
        yield database


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """An open write transaction, rolled back at the end; commit with `database.writer()` instead."""
    with (
        database.lock or nullcontext(),
        Session(database.write_engine, expire_on_commit=False) as session,
    ):
        yield session


@pytest.fixture
def app(database_url: str, home: Path) -> Iterator[TitipFlask]:
    """The whole application on a fresh database, on each engine."""
    with app_at(Config(home=home, database_url=database_url)) as app:
        app.testing = True
        yield app


@pytest.fixture
def client(app: TitipFlask) -> FlaskClient:
    """A browser without a window; its requests carry the header that says `same-origin`."""
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return client


@pytest.fixture(autouse=True)
def indonesian() -> Iterator[None]:
    """Every test begins in Indonesian, whatever language a page before it was read in."""
    with use_locale("id"):
        yield


@pytest.fixture
def at() -> datetime:
    """A Saturday morning in Bandar Lampung: 9 May 2026, 09:00 WIB."""
    return datetime(2026, 5, 9, 2, 0, tzinfo=UTC)


def temporary_database(shared_folder: Path, *, template: str) -> Iterator[str]:
    """Yield the URL of a copy of a PostgreSQL database and drop it afterwards."""
    here = cluster(shared_folder)
    name = f"test_{uuid4().hex}"
    try:
        yield here.create(name, template=template)
    finally:
        here.drop(name)


def cluster(shared_folder: Path) -> Cluster:
    """Return the run's PostgreSQL cluster; fail the test where there is no PostgreSQL."""
    try:
        return shared.postgres_cluster(shared_folder)
    except NoPostgres:
        pytest.fail(
            "PostgreSQL is not installed: apt-get install postgresql, or --without-postgres",
            pytrace=False,
        )


def copy_of_template(shared_folder: Path, home: Path) -> str:
    """Copy the run's SQLite template into `home` and return its URL."""
    shutil.copyfile(shared.sqlite_template(shared_folder), home / "titip.db")
    return f"sqlite:///{home / 'titip.db'}"
