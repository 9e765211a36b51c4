"""The floors that the tests of stock counts stand on."""

from datetime import datetime

import pytest

from core.db import Database
from tests.catalogue.stock.counts.floor import Floor, furnish


@pytest.fixture
def floor(database: Database, at: datetime) -> Floor:
    """A small house on each engine."""
    return furnish(database, at)


@pytest.fixture
def one_floor(sqlite_database: Database, at: datetime) -> Floor:
    """The same where the engine does not matter."""
    return furnish(sqlite_database, at)
