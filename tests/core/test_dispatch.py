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


HOSTILE = {
    name: word
    for names, word in (
        ("page outlet printer product till consignment columns user sentra", "9" * 30),
        ("from month starts_on cutoff", "0001-01-01"),
        ("to ends_on expires_on", "9999-12-31"),
        ("amount price opening_float counted_cash received minimum", "9" * 5000),
        ("quantity hold_days count-1 start", "²"),
        ("q title name reason reference code next source", "=<script>%s" + "x" * 10_000),
    )
    for word in [word]
    for name in names.split()
}


@pytest.mark.parametrize("filled", ["nothing", "hostile"])
def test_no_form_and_no_address_makes_the_house_stumble(
    app: TitipFlask, client: FlaskClient, filled: str, at: datetime
) -> None:
    with app.house.database.writer() as session:
        open_showroom(session, at=at)
    sign_in(app, client, "manager", at)
    sent = HOSTILE if filled == "hostile" else {}

    for address, _policy in addresses(app, "GET"):
        assert client.get(address, query_string=sent).status_code < 500, address
    for address, _policy in addresses(app, "POST"):
        answer = client.post(address, data={**sent, "key": new_uuid()})
        assert answer.status_code < 500, address


@pytest.mark.parametrize("address", ["/manage/makers/" + "9" * 19, "/manage/makers/" + "9" * 5000])
def test_an_id_that_no_row_can_have_is_no_page(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_sign_that_cannot_be_kept_is_refused(client: FlaskClient) -> None:
    assert client.get("/browse?q=a%00b").status_code == 422
    assert client.post("/login", data={"name": "a\0b", "password": "x"}).status_code == 422
