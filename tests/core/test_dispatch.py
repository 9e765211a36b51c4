"""The wrapper around every view, held over every route that there is."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from flask import template_rendered
from flask.testing import FlaskClient
from sqlalchemy import update

from core import cookies
from core.dispatch import TitipFlask
from core.ids import new_uuid
from core.users import service
from core.users.models import Device
from core.web import ROLES, Policy
from tests.pos.showroom import open_showroom


def addresses(app: TitipFlask, method: str) -> list[tuple[str, Policy]]:
    """Return an address of each route of `method` that is not for everybody, with its policy."""
    found = []
    for rule in app.url_map.iter_rules():
        policy: Policy | None = getattr(app.view_functions[rule.endpoint], "policy", None)
        if method in (rule.methods or ()) and policy is not None and policy.roles is not None:
            chosen = re.sub(r"<any\((\w+)[^>]*>", r"\1", rule.rule)  # the first of several words
            found.append((re.sub(r"<int:\w+>", "1", re.sub(r"<\w+>", "x", chosen)), policy))
    return found


def sign_in(
    app: TitipFlask, client: FlaskClient, role: str, at: datetime, *, kind: str = "password"
) -> None:
    """Sign a new person in who holds this role only; by a PIN on a device of its own."""
    now = app.house.clock.now()
    with app.house.database.writer() as session:
        user = service.create_user(session, role, login=f"{role}-x", roles=(role,), at=at, by=None)
        device, device_token = service.enrol_device(session, "Kasir 1", by=user, at=at)
        token = service.open_session(
            session, user, kind=kind, device=device if kind == "pin" else None, at=now
        )
    client.set_cookie(cookies.SESSION, token)
    if kind == "pin":
        client.set_cookie(cookies.DEVICE, device_token)


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


def opens(client: FlaskClient, address: str) -> bool:
    """Say whether an address shows itself instead of a door."""
    answer = client.get(address)
    return "login" not in answer.headers.get("Location", "") and "/enter" not in answer.headers.get(
        "Location", ""
    )


@pytest.mark.parametrize(
    ("role", "kind", "open_to", "closed_to"),
    [
        (
            "manager",
            "pin",
            ["/pos"],
            ["/manage", "/manage/users", "/manage/treasury", "/pos/enrol"],
        ),
        ("maker", "pin", [], ["/maker"]),
        ("maker", "maker", ["/maker"], []),
        ("manager", "maker", [], ["/manage", "/pos"]),
        ("manager", "password", ["/manage", "/pos", "/pos/enrol"], []),
    ],
)
def test_four_digits_open_only_the_door_they_are_for(
    app: TitipFlask, client: FlaskClient, at: datetime, role: str, kind: str,
    open_to: list[str], closed_to: list[str],
) -> None:  # fmt: skip
    with app.house.database.writer() as session:
        open_showroom(session, at=at)
    sign_in(app, client, role, at, kind=kind)

    assert [address for address in open_to if not opens(client, address)] == []
    assert [address for address in closed_to if opens(client, address)] == []


@pytest.mark.parametrize("how", ["another browser", "device revoked"])
def test_a_pin_is_worth_nothing_away_from_its_device(
    app: TitipFlask, client: FlaskClient, at: datetime, how: str
) -> None:
    with app.house.database.writer() as session:
        open_showroom(session, at=at)
    sign_in(app, client, "cashier", at, kind="pin")
    assert opens(client, "/pos")

    if how == "another browser":
        client.delete_cookie(cookies.DEVICE)
    else:
        with app.house.database.writer() as session:
            session.execute(update(Device).values(revoked_at=at))

    assert not opens(client, "/pos")


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_a_log_has_no_addresses_that_are_keys(
    app: TitipFlask,
    client: FlaskClient,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever reads a log must not come in by it: a link of a maker, a till or a kiosk is a key."""
    keys = [
        rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and re.search(r"<(word|token)>", rule.rule)
    ]
    for rule in keys:
        view = app.view_functions[rule.endpoint]  # the app goes on to other tests
        monkeypatch.setitem(app.view_functions, rule.endpoint, crashing(view))
        caplog.clear()

        chosen = re.sub(r"<any\((\w+)[^>]*>", r"\1", rule.rule)
        answer = client.get(re.sub(r"<\w+>", SECRET, chosen))

        assert (rule.rule, answer.status_code) == (rule.rule, 500)
        assert f"GET {rule.rule} failed" in caplog.text
        assert SECRET not in caplog.text
    assert {"/maker/in/<word>", "/pos/join/<word>", "/kiosk/mulai/<token>"} <= {
        rule.rule for rule in keys
    }


SECRET = "aHR0cHM6Ly9jb250b2g"


def crashing(view: Any) -> Any:
    """Return a view that everybody may call and that breaks."""

    def broken(**_address: str) -> str:
        raise RuntimeError("no paper")

    broken.policy = Policy(None)  # type: ignore[attr-defined]
    return broken
