"""A phone becomes a till by a link from the counter, and its page may read codes by camera."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from catalogue.outlets.models import Till, TillDevice, TillInvite
from core.clock import Clock
from core.dispatch import TitipFlask
from core.users.models import AuditEntry
from tests.pos.sales.conftest import MANAGER_PIN, Counter, browser_of, give_manager_a_pin


@pytest.fixture
def counter(counter: Counter, app: TitipFlask) -> Counter:
    """The till with a manager who can give her word there."""
    give_manager_a_pin(app, counter.room)
    return counter


def tills(app: TitipFlask) -> list[tuple[str, str]]:
    with app.house.database.reader() as session:
        return [
            (till.name, till.series) for till in session.scalars(select(Till).order_by(Till.id))
        ]


def invited(counter: Counter, *, till: int | str = "") -> str:
    """Have the manager's PIN show a link; return its path."""
    answer = counter.post(
        "/pos/phone", till=till, approver=counter.room.manager.id, approver_pin=MANAGER_PIN
    )
    assert answer.status_code == 303, answer.text
    found = re.search(r'href="(\S*/pos/join/\S+)"', counter.cashier.get(answer.location).text)
    assert found
    return found[1]


# -- works --------------------------------------------------------------------------------------


def test_the_link_makes_one_phone_a_till_of_its_own(counter: Counter, app: TitipFlask) -> None:
    phone, second = browser_of(app), browser_of(app)
    link = invited(counter)

    for _look in range(2):  # a preview of the link spends nothing
        assert "HP 1" in phone.get(link).text
    joined = phone.post(link)

    assert (joined.status_code, joined.location) == (303, "/pos/enter")
    assert "Ibu Pengurus" in phone.get("/pos/enter").text
    assert tills(app) == [("Kasir 1", "G1"), ("HP 1", "G1H1")]
    assert second.post(link).status_code == 404
    assert phone.post(link).status_code == 404
    with app.house.database.reader() as session:
        [invite] = session.scalars(select(TillInvite))
        devices = session.scalars(select(TillDevice.device_id).where(
            TillDevice.till_id == invite.till_id
        )).all()  # fmt: skip
        assert devices == [invite.device_id]
        actions = session.scalars(select(AuditEntry.action)).all()
        assert "till.invited" in actions


def test_an_unspent_link_leaves_its_till_for_the_next_phone(
    counter: Counter, app: TitipFlask
) -> None:
    first = invited(counter)
    with app.house.database.reader() as session:
        number = session.scalars(select(Till.id).where(Till.name == "HP 1")).one()
    second = invited(counter, till=number)

    assert browser_of(app).post(second).status_code == 303
    assert browser_of(app).post(first).status_code == 404  # one till, one phone
    invited(counter)

    assert [name for name, _series in tills(app)] == ["Kasir 1", "HP 1", "HP 2"]


def test_the_codes_of_the_camera_page_are_read_by_compiled_code_and_nowhere_else(
    counter: Counter,
) -> None:
    camera, till = counter.cashier.get("/pos/camera"), counter.cashier.get("/pos")

    assert "wasm-unsafe-eval" in camera.headers["Content-Security-Policy"]
    assert 'id="viewfinder"' in camera.text
    assert "wasm" not in till.headers["Content-Security-Policy"]
    assert "viewfinder" not in till.text


# -- bad input ----------------------------------------------------------------------------------


@pytest.mark.parametrize("minutes, status", [(9, 200), (10, 404)])
def test_a_link_lives_for_minutes(
    counter: Counter, app: TitipFlask, minutes: int, status: int
) -> None:
    link = invited(counter)
    app.house.clock = Clock(app.house.clock.now() + timedelta(minutes=minutes))

    assert browser_of(app).get(link).status_code == status


@pytest.mark.parametrize("word", ["1", "1.forged", "0.x", "x"])
def test_a_link_that_was_not_shown_opens_nothing(
    counter: Counter, app: TitipFlask, word: str
) -> None:
    invited(counter)

    assert browser_of(app).get(f"/pos/join/{word}").status_code == 404
    assert browser_of(app).post(f"/pos/join/{word}").status_code == 404


@pytest.mark.parametrize("pin, status", [("", 422), ("0000", 422)])
def test_without_a_manager_s_pin_no_link_is_shown(
    counter: Counter, app: TitipFlask, pin: str, status: int
) -> None:
    answer = counter.post("/pos/phone", approver=counter.room.manager.id, approver_pin=pin)

    assert answer.status_code == status
    assert tills(app) == [("Kasir 1", "G1")]


def test_a_till_that_has_its_device_is_not_given_to_a_phone(counter: Counter) -> None:
    answer = counter.post(
        "/pos/phone",
        till=counter.room.till.id,
        approver=counter.room.manager.id,
        approver_pin=MANAGER_PIN,
    )

    assert answer.status_code == 422
    assert "sudah dipakai" in answer.text


def test_where_no_phone_could_come_the_page_says_so(counter: Counter) -> None:
    assert "hanya ada di komputer ini" in counter.cashier.get("/pos/phone").text


# -- wrong role ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/pos/phone", "/pos/phone/1", "/pos/phone/1/qr.svg", "/pos/camera"]
)
def test_only_who_sells_comes_here(counter: Counter, path: str) -> None:
    assert counter.stranger.get(path).status_code == 303
    assert counter.officer.get(path).status_code == 403
