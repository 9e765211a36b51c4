import pytest

from pos.settlements import treasury
from tests.pos.settlements.paying_day.desk import move
from tests.pos.settlements.stage import Stage


@pytest.fixture
def settled(stage: Stage) -> Stage:
    """Both makers have a statement, of 324.000 and 55.000, and a million lies in the bank."""
    stage.sell({"selendang": 1, "emping": 1})
    stage.settle()
    move(stage, treasury.OUTSIDE, treasury.Place("bank"), 1_000_000)
    return stage
