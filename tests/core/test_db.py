"""The two kinds of session, the guards, and the fair lock."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core import counters
from core.db import Database, canonical
from core.fairlock import FairLock
from core.users import service as people
from core.users.models import AuditEntry, User

AT = datetime(2026, 5, 9, 2, 0, tzinfo=UTC)


def add_user(session: Session) -> User:
    return people.create_user(session, "Ibu", login="ibu", roles=("manager",), at=AT, by=None)


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError), database.reader() as session:
        add_user(session)


def test_a_writer_that_fails_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError), database.writer() as session:
        add_user(session)
        raise RuntimeError("half way")

    with database.reader() as session:
        assert session.query(User).count() == 0


def test_a_statement_that_fails_tells_no_log_what_it_carried(database: Database) -> None:
    with pytest.raises(DBAPIError) as failed, database.writer() as session:
        session.execute(text("INSERT INTO nowhere VALUES (:account)"), {"account": "0012345678901"})

    assert "nowhere" in str(failed.value) and "0012345678901" not in str(failed.value)


def test_times_come_back_as_utc(database: Database) -> None:
    with database.writer() as session:
        add_user(session)
    with database.reader() as session:
        assert session.query(User).one().created_at == AT


def test_a_naive_time_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="naive"), database.writer() as session:
        people.create_user(session, "x", login="x", roles=(), at=AT.replace(tzinfo=None), by=None)


@pytest.mark.parametrize("statement", [update(AuditEntry).values(action="x"), delete(AuditEntry)])
def test_an_append_only_table_refuses_change(database: Database, statement: object) -> None:
    with database.writer() as session:
        add_user(session)

    with pytest.raises(DBAPIError, match="append-only"), database.writer() as session:
        session.execute(statement)  # type: ignore[call-overload]


def test_a_counter_moves_by_one_and_a_rollback_gives_the_number_back(database: Database) -> None:
    with database.writer() as session:
        assert [counters.next_number(session, "x") for _ in range(3)] == [1, 2, 3]
    with pytest.raises(RuntimeError), database.writer() as session:
        assert counters.next_number(session, "x") == 4
        raise RuntimeError("rolled back")
    with database.writer() as session:
        assert counters.next_number(session, "x") == 4
    with pytest.raises(DBAPIError, match="gapless"), database.writer() as session:
        session.execute(text("UPDATE counter SET last = 99"))


def test_parallel_numbers_are_all_different_and_without_gaps(database: Database) -> None:
    found: list[int] = []

    def take() -> None:
        for _ in range(10):
            with database.writer() as session:
                found.append(counters.next_number(session, "race"))

    with database.writer() as session:
        counters.next_number(session, "race")
    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(found) == list(range(2, 42))


def test_the_fair_lock_serves_in_the_order_of_arrival(tmp_path: Path) -> None:
    lock = FairLock(tmp_path / "x.lock")
    order: list[int] = []

    def wait_for(number: int) -> None:
        with lock:
            order.append(number)

    threads = [threading.Thread(target=wait_for, args=(number,)) for number in range(8)]
    with lock:
        for number, thread in enumerate(threads):
            thread.start()
            while lock.waiting <= number:
                pass
    for thread in threads:
        thread.join()

    assert order == list(range(8))


def test_the_fair_lock_refuses_to_be_taken_twice(tmp_path: Path) -> None:
    lock = FairLock(tmp_path / "x.lock")

    with lock, pytest.raises(RuntimeError), lock:
        pass


def test_canonical_json_has_one_form() -> None:
    assert canonical({"b": 1, "a": "é"}) == canonical({"a": "é", "b": 1}) == '{"a":"é","b":1}'


def test_a_failed_sign_in_is_forgotten_after_its_window(database: Database) -> None:
    subjects = {"address": "address:x"}
    for _ in range(people.MAX_FAILURES["address"]):
        with pytest.raises(people.WrongSecret):
            people.verify_secret(database, None, "password", "x", subjects=subjects, at=AT)
    with pytest.raises(people.TooMany):
        people.verify_secret(database, None, "password", "x", subjects=subjects, at=AT)
    with pytest.raises(people.WrongSecret):
        people.verify_secret(
            database, None, "password", "x", subjects=subjects, at=AT + timedelta(minutes=16)
        )
