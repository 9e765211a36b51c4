from datetime import datetime
from pathlib import Path

import pytest

from core.db import Database
from tests.pos.settlements.stage import Stage, open_stage


@pytest.fixture
def stage(database: Database, home: Path, at: datetime) -> Stage:
    """A showroom where makers can be settled, on each engine."""
    return open_stage(database, home, at)
