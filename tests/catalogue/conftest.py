"""The desks that the tests of the office's pages sit at."""

import pytest
from flask.testing import FlaskClient

from core.dispatch import TitipFlask
from tests.catalogue.desk import Desk, furnish, sign_in


@pytest.fixture
def bare_desk(app: TitipFlask, client: FlaskClient) -> Desk:
    """A manager in a house where there is nothing yet."""
    return Desk(app, client, sign_in(app, client, "manager"))


@pytest.fixture
def desk(bare_desk: Desk) -> Desk:
    """A manager in a house with a maker, a cloth and crisps."""
    furnish(bare_desk)
    return bare_desk


@pytest.fixture
def cashier_desk(app: TitipFlask, client: FlaskClient) -> Desk:
    """A cashier, who has no business in the office."""
    return Desk(app, client, sign_in(app, client, "cashier"))
