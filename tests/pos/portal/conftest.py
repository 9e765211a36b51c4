"""A showroom with sales, a maker's phone and the office's browser, for the tests of the maker's pages."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from config import Config
from core.db import Database
from core.dispatch import TitipFlask
from core.ids import new_uuid
from core.users import service as people
from core.users.models import User
from pos.sales.models import Sale
from tests.catalogue.desk import Desk
from tests.houses import app_at
from tests.pos.showroom import PIN, QRIS, Showroom, open_showroom

OURS = {"Sec-Fetch-Site": "same-origin"}
one_engine = pytest.mark.parametrize("engine_kind", ["sqlite"])
"""For what a page says, whatever the database: rules run on both engines."""


@pytest.fixture
def app(database_url: str, home: Path, at: datetime) -> Iterator[TitipFlask]:
    with app_at(Config(home=home, database_url=database_url, now=at)) as app:
        yield app


@pytest.fixture
def shop(app: TitipFlask, at: datetime) -> tuple[Showroom, list[Sale]]:
    database: Database = app.house.database
    with database.writer() as session:
        room = open_showroom(session, at=at)
        sales = [
            room.sell(session, {"selendang": 2, "emping": 1}, discount=81_000),
            room.sell(session, {"dompet": 3}, offers=QRIS),
        ]
    return room, sales


@pytest.fixture
def phone(app: TitipFlask, shop: object) -> FlaskClient:
    return app.test_client()


def sign_in(phone: FlaskClient, number: str = "081200000001", pin: str = PIN, **more: str):
    form = {"phone": number, "pin": pin, **more}
    return phone.post("/maker/login", data=form, headers=OURS)


@pytest.fixture
def office(app: TitipFlask, shop: tuple[Showroom, list[Sale]]) -> Desk:
    """The manager's browser; `maker_id` is the first maker's."""
    room, _sales = shop
    client = app.test_client()
    with app.house.database.writer() as session:
        user = session.get_one(User, room.manager.id)
        token = people.open_session(session, user, kind="password", device=None, at=room.at)
    client.set_cookie("titip_session", token)
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return Desk(app, client, room.manager.id, maker_id=room.maker.id)


def send(phone: FlaskClient, path: str, /, **form: object):
    """Post a form of the maker's pages with a fresh key."""
    return phone.post(path, data={"key": new_uuid(), **form}, headers=OURS)
