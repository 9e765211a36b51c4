"""What a killed run of the tests left behind is cleared away by the next, whatever became of it."""

import json
import os
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests import shared


@pytest.fixture
def left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a run that was killed together with its PostgreSQL: only notes are left."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    folder = tmp_path / f"{shared.PREFIX}killed"
    (folder / "pg" / "data").mkdir(parents=True)
    (folder / "owner").write_text(str(_nobody()))
    (folder / "postgres.json").write_text(json.dumps(str(folder / "pg")))
    return folder


def _nobody() -> int:
    """Return the number of a process that has ended."""
    with subprocess.Popen(["true"]) as process:
        process.wait()
    return process.pid


def test_what_a_dead_server_left_is_cleared_away(left: Path) -> None:
    (left / "pg" / "data" / "postmaster.pid").write_text(f"{_nobody()}\n{left}\n")
    fresh = shared.make_folder()
    assert not left.exists()
    assert fresh.is_dir()


def test_a_number_that_is_somebody_else_s_by_now_ends_nobody(left: Path) -> None:
    (left / "pg" / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n{left}\n")
    shared.make_folder()  # pg_ctl would have sent this process SIGQUIT
    assert not left.exists()


def test_the_folder_of_a_run_that_lives_stays(left: Path) -> None:
    (left / "owner").write_text(str(os.getpid()))
    shared.make_folder()
    assert left.exists()
