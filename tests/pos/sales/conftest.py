"""A signed-in counter: the showroom, and browsers for each who may stand there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalogue.outlets import service as outlets
from catalogue.outlets.models import Outlet
from core import cookies
from core.dispatch import TitipFlask
from core.ids import new_uuid
from core.users import service as people
from core.users.models import User
from core.users.secrets import hash_secret
from tests.pos.showroom import Showroom, open_showroom
from tests.remembered import just_now


@dataclass
class Counter:
    """The till with its browsers: cashier and manager stand at it, the others do not."""

    room: Showroom
    cashier: FlaskClient
    manager: FlaskClient
    officer: FlaskClient
    stranger: FlaskClient

    def post(self, path: str, browser: FlaskClient | None = None, **form: Any) -> Any:
        """Post a form with a key of its own, as the cashier unless said otherwise."""
        form.setdefault("key", new_uuid())
        return (browser or self.cashier).post(path, data=form)


@pytest.fixture
def counter(app: TitipFlask) -> Counter:
    """An open till with the clock a minute after the shift was opened."""
    at = just_now()
    with app.house.database.writer() as session:
        room = open_showroom(session, at=at - timedelta(minutes=1))
        device, device_token = people.enrol_device(session, "Kasir 1", by=room.manager, at=at)
        outlets.assign_device(session, device, room.till)
        tokens = {
            user.login: _token(session, user, at)
            for user in (room.cashier, room.manager, room.officer)
        }
    browsers = {}
    for login, token in tokens.items():
        browser = browser_of(app)
        browser.set_cookie(cookies.SESSION, token)
        browser.set_cookie(cookies.DEVICE, device_token)
        browsers[login] = browser
    return Counter(
        room, browsers["kasir"], browsers["pengurus"], browsers["dinas"], browser_of(app)
    )


MANAGER_PIN = "1379"


def give_manager_a_pin(app: TitipFlask, room: Showroom) -> None:
    """Let the manager enter this outlet's tills, and give her word there, by PIN."""
    with app.house.database.writer() as session:
        manager = session.get_one(User, room.manager.id)
        people.set_secret(session, manager, "pin", hash_secret(MANAGER_PIN), at=room.at)
        outlets.staff(session, manager, session.get_one(Outlet, room.outlet.id))


def _token(session: Session, user: User, at: datetime) -> str:
    return people.open_session(session, user, kind="password", device=None, at=at)


def browser_of(app: TitipFlask) -> FlaskClient:
    """A browser that nobody is signed in at."""
    browser = app.test_client()
    browser.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return browser
