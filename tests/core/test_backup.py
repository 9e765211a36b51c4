"""A backup holds the whole house and comes back without overwriting anything."""

import stat
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.backup import backup, restore
from core.counters import Counter
from core.db import Database
from core.errors import Refused
from core.files import Files


def count(database: Database, name: str) -> int:
    with database.reader() as session:
        found = session.scalar(
            select(func.count()).select_from(Counter).where(Counter.name == name)
        )
        return found or 0


def note(database: Database, name: str) -> None:
    with database.writer() as session:
        session.add(Counter(name=name, last=0))


@pytest.fixture
def empty_home(tmp_path: Path) -> Path:
    home = tmp_path / "elsewhere"
    home.mkdir()
    return home


def test_a_backup_comes_back_in_an_empty_house(
    sqlite_database: Database, home: Path, empty_home: Path, at: datetime, tmp_path: Path
):
    note(sqlite_database, "before")
    photo = Files(home).put(b"a photo")
    (home / "secret.key").write_text("a secret")
    target = tmp_path / "titip.zip"

    size = backup(sqlite_database, home, target, at=at)
    note(sqlite_database, "after")
    url = f"sqlite:///{empty_home / 'titip.db'}"
    moved = restore(Database(url), empty_home, target, at=at)

    assert size == target.stat().st_size > 0
    assert moved is None
    restored = Database(url)
    assert (count(restored, "before"), count(restored, "after")) == (1, 0)
    restored.dispose()
    with Files(empty_home).open(photo) as file:
        assert file.read() == b"a photo"
    assert (empty_home / "secret.key").read_text() == "a secret"


def test_what_was_there_is_moved_aside(
    sqlite_database: Database, home: Path, at: datetime, tmp_path: Path
):
    target = tmp_path / "titip.zip"
    backup(sqlite_database, home, target, at=at)
    note(sqlite_database, "after")

    moved = restore(sqlite_database, home, target, at=at)

    assert moved is not None
    old = Database(f"sqlite:///{moved / 'titip.db'}")
    assert count(old, "after") == 1
    old.dispose()
    assert count(Database(f"sqlite:///{home / 'titip.db'}"), "after") == 0


def test_only_the_owner_may_read_a_backup(
    sqlite_database: Database, home: Path, at: datetime, tmp_path: Path
):
    target = tmp_path / "titip.zip"

    backup(sqlite_database, home, target, at=at)

    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_backup_that_cannot_be_written_leaves_nothing(
    sqlite_database: Database, home: Path, at: datetime, tmp_path: Path
):
    with pytest.raises(Refused):
        backup(sqlite_database, home, tmp_path / "no folder" / "titip.zip", at=at)

    assert sorted(path.name for path in home.iterdir() if "backup" in path.name) == []


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x05\x06" + bytes(18)])
def test_a_file_that_is_no_backup_is_refused(
    content: bytes, sqlite_database: Database, home: Path, at: datetime, tmp_path: Path
):
    source = tmp_path / "some file"
    source.write_bytes(content)
    note(sqlite_database, "kept")

    with pytest.raises(Refused):
        restore(sqlite_database, home, source, at=at)

    assert count(sqlite_database, "kept") == 1


def test_a_damaged_database_is_not_brought_back(
    sqlite_database: Database, home: Path, at: datetime, tmp_path: Path
):
    target, damaged = tmp_path / "titip.zip", tmp_path / "damaged.zip"
    backup(sqlite_database, home, target, at=at)
    with zipfile.ZipFile(target) as whole, zipfile.ZipFile(damaged, "w") as archive:
        for name in whole.namelist():
            content = whole.read(name)
            archive.writestr(name, content[:5000] if name == "titip.db" else content)
    note(sqlite_database, "kept")

    with pytest.raises(Refused):
        restore(sqlite_database, home, damaged, at=at)

    assert count(sqlite_database, "kept") == 1


@pytest.mark.postgres
def test_a_postgres_house_comes_back_in_an_empty_database(
    postgres_url: str, empty_postgres_url: str, home: Path, at: datetime, tmp_path: Path
):
    database, elsewhere = Database(postgres_url), Database(empty_postgres_url)
    note(database, "before")
    target = tmp_path / "titip.zip"

    backup(database, home, target, at=at)
    restore(elsewhere, home, target, at=at)

    assert count(elsewhere, "before") == 1
    with pytest.raises(Refused):
        restore(database, home, target, at=at)
    database.dispose()
    elsewhere.dispose()
