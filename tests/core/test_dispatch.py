"""The wrapper around every view, held over every route that there is."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from flask import template_rendered
from flask.testing import FlaskClient

from core import cookies
from core.dispatch import TitipFlask
from core.ids import new_uuid
from core.users import service
from core.web import ROLES, Policy
from tests.pos.showroom import open_showroom


def addresses(app: TitipFlask, method: str) -> list[tuple[str, Policy]]:
    """Return an address of each route of `method` that is not for everybody, with its policy."""
    found = []
    for rule in app.url_map.iter_rules():
        policy: Policy | None = getattr(app.view_functions[rule.endpoint], "policy", None)
        if method in (rule.methods or ()) and policy is not None and policy.roles is not None:
            found.append((re.sub(r"<int:\w+>", "1", re.sub(r"<\w+>", "x", rule.rule)), policy))
    return found


def sign_in(app: TitipFlask, client: FlaskClient, role: str, at: datetime) -> None:
    """Sign a new person in who holds this role only."""
    now = app.house.clock.now()
    with app.house.database.writer() as session:
        user = service.create_user(session, role, login=f"{role}-x", roles=(role,), at=at, by=None)
        token = service.open_session(session, user, kind="password", device=None, at=now)
    client.set_cookie(cookies.SESSION, token)


@contextmanager
def rendered(app: TitipFlask) -> Iterator[set[str]]:
    """Collect the names of the templates that are shown meanwhile."""
    names: set[str] = set()

    def note(_sender: Any, template: Any, **_more: Any) -> None:
        names.add(template.name)

    with template_rendered.connected_to(note, app):
        yield names


@pytest.mark.parametrize("role", ROLES)
def test_a_refused_form_does_not_come_back_to_whoever_may_not_see_it(
    app: TitipFlask, client: FlaskClient, role: str, at: datetime
) -> None:
    with app.house.database.writer() as session:
        open_showroom(session, at=at)
    sign_in(app, client, role, at)

    for address, policy in addresses(app, "POST"):
        assert policy.roles is not None
        if role not in policy.roles:
            with rendered(app) as names:
                answer = client.post(address, data={"key": new_uuid()})
            assert (address, answer.status_code, names) == (address, 403, {"errors/error.html"})
