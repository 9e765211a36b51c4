"""What is due every business date: once for each date, in order, and nothing is missed."""

import logging
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from core import due
from core.db import Database
from core.due import DueTask, Work

NIGHT = datetime(2026, 5, 9, 16, 59, tzinfo=UTC)
"""23:59 WIB on 9 May; a minute later it is the 10th."""
MINUTE = timedelta(minutes=1)


def run(database: Database, tasks: Mapping[str, Work], *, at: datetime, zone: str = "WIB") -> None:
    """Do what is due for a house of that zone."""
    due.run(database, tasks, zone_of=lambda _session: zone, at=at)


class Notebook:
    """A task that writes down for which dates it was asked."""

    def __init__(self) -> None:
        self.dates: list[date] = []
        self.breaks_on: date | None = None

    def __call__(self, _session: Session, on: date, _at: datetime) -> None:
        if on == self.breaks_on:
            raise OSError("no paper")
        self.dates.append(on)


def days(*numbers: int) -> list[date]:
    return [date(2026, 5, number) for number in numbers]


def test_a_task_is_done_once_for_a_date(database: Database) -> None:
    task = Notebook()

    for minutes in range(3):
        run(database, {"notes": task}, at=NIGHT - minutes * MINUTE)

    assert task.dates == days(9)


@pytest.mark.parametrize(("zone", "hours"), [("WIB", 0), ("WITA", 1), ("WIT", 2)])
def test_the_next_date_begins_at_midnight_of_the_house(
    database: Database, zone: str, hours: int
) -> None:
    task, last_minute = Notebook(), NIGHT - timedelta(hours=hours)

    run(database, {"notes": task}, at=last_minute, zone=zone)
    run(database, {"notes": task}, at=last_minute + MINUTE, zone=zone)

    assert task.dates == days(9, 10)


def test_days_on_which_the_computer_was_off_are_caught_up_in_order(database: Database) -> None:
    task = Notebook()
    run(database, {"notes": task}, at=NIGHT)

    run(database, {"notes": task}, at=NIGHT + timedelta(days=4))

    assert task.dates == days(9, 10, 11, 12, 13)


def test_a_broken_task_holds_no_other_up_and_is_tried_again(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = Notebook(), Notebook()
    tasks = {"broken": broken, "sound": sound}
    run(database, tasks, at=NIGHT)
    broken.breaks_on = date(2026, 5, 11)

    with caplog.at_level(logging.ERROR):
        run(database, tasks, at=NIGHT + timedelta(days=3))

    assert (broken.dates, sound.dates) == (days(9, 10), days(9, 10, 11, 12))
    assert "due task broken failed" in caplog.text
    broken.breaks_on = None
    run(database, tasks, at=NIGHT + timedelta(days=3))
    assert broken.dates == days(9, 10, 11, 12)


def test_what_failed_left_nothing_half_done(database: Database) -> None:
    def writes_then_fails(session: Session, on: date, at: datetime) -> None:
        session.add(DueTask(name="half", done_on=on, ran_at=at))
        session.flush()
        raise OSError("no paper")

    run(database, {"half done": writes_then_fails}, at=NIGHT)

    with database.reader() as session:
        assert session.get(DueTask, "half") is None
        assert session.get(DueTask, "half done") is None


def test_a_clock_that_was_set_back_repeats_nothing(database: Database) -> None:
    task = Notebook()
    run(database, {"notes": task}, at=NIGHT)

    run(database, {"notes": task}, at=NIGHT - timedelta(days=5))

    assert task.dates == days(9)
