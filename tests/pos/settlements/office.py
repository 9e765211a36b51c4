"""A browser at the office: signing somebody in, sending forms, and what the worker does meanwhile."""

import re
from uuid import uuid4

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from core.dispatch import TitipFlask
from core.users import service as people
from core.users.models import User
from worker import advance_jobs


def browser(app: TitipFlask, user: User) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    with app.house.database.writer() as session:
        token = people.open_session(
            session, session.get_one(User, user.id), kind="password", device=None,
            at=app.house.clock.now(),
        )  # fmt: skip
    client.set_cookie("titip_session", token)
    return client


def send(office: FlaskClient, path: str, **form: object) -> TestResponse:
    return office.post(path, data={"key": str(uuid4()), **form})


def work(app: TitipFlask) -> None:
    """Do what the worker beside the web does."""
    while advance_jobs(app.house):
        pass


def rows(html: str, testid: str) -> list[dict[str, str]]:
    """The data of every element with that testid."""
    return [
        dict(re.findall(r'data-([\w-]+)="([^"]*)"', tag))
        for tag in re.findall(rf'<\w+[^>]*data-testid="{testid}"[^>]*>', html)
    ]
