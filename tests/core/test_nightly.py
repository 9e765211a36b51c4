"""The backup of every night: made by the worker, whole, and never too many of them."""

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core import due, jobs, nightly
from core.backup import restore
from core.db import Database
from core.files import Files
from core.jobs import Job

DAY = timedelta(days=1)


def zone_of(_session: Session) -> str:
    """The house of these tests is in Papua."""
    return "WIT"


def night(database: Database, home: Path, at: datetime) -> list[str]:
    """Let the worker do what is due at a moment; return the backups that are there."""
    begin = partial(nightly.begin, zone_of=zone_of)
    due.run(database, {nightly.KIND: begin}, zone_of=zone_of, at=at)
    with database.reader() as session:
        waiting = jobs.next_open(session)
    if waiting is not None:
        jobs.run_to_end(database, waiting, now=lambda: at, files=Files(home))
    return [path.name for path in nightly.made(home)]


def test_each_night_has_its_backup_and_old_ones_make_room(
    database: Database, home: Path, at: datetime, tmp_path: Path
):
    photo = Files(home).put(b"a photo")
    assert night(database, home, at) == [], "nothing is there yet on the first day"

    for number in range(1, 6):
        found = night(database, home, at + number * DAY)
        assert found == night(database, home, at + number * DAY), "once a date"

    assert [name[-6:-4] for name in found] == [f"{(at + n * DAY).day:02d}" for n in (3, 4, 5)]
    newest = nightly.made(home)[-1]
    assert newest.stat().st_mode & 0o077 == 0, "it holds personal data"
    with database.reader() as session:
        assert session.scalars(select(Job.result).order_by(Job.id)).all()[-1] == {
            "bytes": newest.stat().st_size
        }
    if database.is_sqlite:
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        restore(Database(f"sqlite:///{elsewhere / 'titip.db'}"), elsewhere, newest, at=at)
        assert Files(elsewhere).holds(photo)


def test_a_backup_is_made_as_soon_as_the_day_of_the_house_begins(
    sqlite_database: Database, home: Path
):
    """At 15.00 UTC a day begins in Papua, two hours before it does in Jakarta."""
    evening = datetime(2026, 5, 9, 14, 59, tzinfo=UTC)
    night(sqlite_database, home, evening)

    assert night(sqlite_database, home, evening + timedelta(minutes=1)) == ["titip-2026-05-10.zip"]


def test_of_nights_that_were_missed_one_backup_is_enough(
    sqlite_database: Database, home: Path, at: datetime
):
    night(sqlite_database, home, at)

    assert len(night(sqlite_database, home, at + 9 * DAY)) == 1


def test_without_room_it_fails_and_says_so_and_what_is_there_stays(
    sqlite_database: Database, home: Path, at: datetime, monkeypatch: pytest.MonkeyPatch
):
    night(sqlite_database, home, at)
    kept = night(sqlite_database, home, at + DAY)
    monkeypatch.setattr(nightly, "SPARE", 10**18)

    assert night(sqlite_database, home, at + 2 * DAY) == kept

    with sqlite_database.reader() as session:
        assert nightly.has_failed(session)
        assert "tidak cukup" in (session.scalars(select(Job.error)).all()[-1] or "")
