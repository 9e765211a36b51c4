from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from config import Config
from core.db import Database
from core.dispatch import TitipFlask
from tests.houses import app_at
from tests.pos.settlements.office import browser
from tests.pos.settlements.stage import Stage, open_stage


@pytest.fixture
def app(database_url: str, home: Path, at: datetime) -> Iterator[TitipFlask]:
    """The whole application on the day on which the stage opens."""
    with app_at(Config(home=home, database_url=database_url, now=at)) as app:
        yield app


@pytest.fixture
def stage(database: Database, home: Path, at: datetime) -> Stage:
    """A showroom where makers can be settled, on each engine."""
    return open_stage(database, home, at)


@pytest.fixture
def office(app: TitipFlask, stage: Stage) -> FlaskClient:
    """The manager of that showroom at the office's pages."""
    return browser(app, stage.room.manager)
