"""Signing in: the limit of tries holds for many at once too."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from core.db import Database
from core.errors import Refused, TooMany
from core.users import queries, service
from core.users.models import User
from core.users.secrets import hash_secret

AT = datetime(2026, 5, 9, 2, 0, tzinfo=UTC)
LIMIT = service.MAX_FAILURES["user"]


@pytest.fixture
def person(database: Database) -> User:
    with database.writer() as session:
        user = service.create_user(session, "Ibu", login="ibu", roles=("manager",), at=AT, by=None)
        service.set_secret(session, user, "pin", hash_secret("2580"), at=AT)
        return user


def try_pin(database: Database, person: User, pin: str) -> str:
    try:
        service.verify_secret(database, person, "pin", pin, subjects={"user": "pin:1"}, at=AT)
    except (service.WrongSecret, TooMany) as refusal:
        return type(refusal).__name__
    return "in"


def counted(database: Database) -> int:
    with database.reader() as session:
        return queries.recent_failures(session, "pin:1", at=AT)


def test_many_wrong_pins_at_once_are_no_more_than_the_limit(database: Database, person: User):
    start = threading.Barrier(LIMIT * 2)

    def one(_number: int) -> str:
        start.wait()
        return try_pin(database, person, "0000")

    with ThreadPoolExecutor(LIMIT * 2) as pool:
        found = list(pool.map(one, range(LIMIT * 2)))

    assert found.count("WrongSecret") <= LIMIT
    assert counted(database) == found.count("WrongSecret")  # who was turned away did not try


def test_a_right_pin_is_taken_back_and_after_the_limit_it_waits(database: Database, person: User):
    assert try_pin(database, person, "2580") == "in"
    assert counted(database) == 0

    assert {try_pin(database, person, "0000") for _ in range(LIMIT)} == {"WrongSecret"}

    assert try_pin(database, person, "2580") == "TooMany"
    assert counted(database) == LIMIT


@pytest.mark.parametrize("pin", ["0000", "1111", "1234", "3456", "7890", "4321", "98765", "123456"])
def test_a_pin_that_everybody_tries_first_is_refused(pin: str) -> None:
    with pytest.raises(Refused, match="pertama ditebak"):
        service.check_new_pin(pin)


def test_a_pin_that_stands_in_the_phone_number_is_refused() -> None:
    with pytest.raises(Refused, match="nomor HP"):
        service.check_new_pin("4826", phone="081200004826")

    assert service.check_new_pin("1357", phone="081200004826")
