"""The command line as a volunteer meets it: started, refused, interrupted, killed."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.db import Database
from core.server import DIED_BEFORE, STARTED_BY
from core.users.queries import by_login, secret_hash
from core.users.secrets import matches
from migrations.schema import upgrade
from tests import server as titip
from tests import warm
from tests.server import Run

DATA = Path(__file__).parent / "data"


def run(home: Path, *words: str, typed: str = "", **environ: str) -> warm.Done:
    """Run one verb to its end on the data folder `home`."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("TITIP_")}
    settings |= {"TITIP_HOME": str(home)} | environ
    return warm.run(titip.be, *words, environ=settings, typed=typed)


def one_sentence(done: warm.Done) -> str:
    """The sentence a verb ended with: Indonesian, then English, and no traceback."""
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    lines = done.stderr.strip().splitlines()
    assert lines[0].startswith("titip: ")
    assert len(lines) == 2
    return done.stderr


def get(url: str) -> str:
    """The body of a page."""
    with urllib.request.urlopen(url, timeout=30) as answer:
        body: bytes = answer.read()
    return body.decode()


def wait_for(what: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until something is so."""
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until
        time.sleep(0.1)


def children(pid: int) -> dict[str, int]:
    """The programs a supervisor started: the verb's name and its process."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    found = {}
    for line in listed.stdout.splitlines():
        number, *words = line.split()
        found |= {name: int(number) for name in ("web", "work") if name in words}
    return found


def still_there(started: dict[str, int]) -> list[str]:
    """Which of the programs still run; one that ended and was not yet buried does not."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,stat=", "-p", ",".join(map(str, started.values()))],
        capture_output=True,
        text=True,
        check=False,
    )
    alive = {
        int(pid) for pid, state in map(str.split, listed.stdout.splitlines()) if state[0] != "Z"
    }
    return [name for name, pid in started.items() if pid in alive]


@pytest.fixture
def empty_house(home: Path, sqlite_database: Database) -> Iterator[Run]:
    """A running Titip without demonstration data."""
    with titip.running(home, f"sqlite:///{home / 'titip.db'}", "--empty") as running:
        yield running


def test_it_lives_alone_on_its_data_outlives_its_programs_and_ends_with_them(empty_house: Run):
    url, process = empty_house.url, empty_house.process
    assert json.loads(get(f"{url}/healthz")) == {"status": "ok"}
    assert "MODE CONTOH" not in "".join(empty_house.said)  # no log-ins without a demonstration

    said = one_sentence(run(empty_house.home, "run", "--port", "0", "--empty"))
    assert f"(proses {process.pid})" in said

    before = children(process.pid)
    assert set(before) == {"web", "work"}
    for dead in before.values():
        os.kill(dead, signal.SIGKILL)

    def answers() -> bool:  # nobody is turned away meanwhile
        try:
            return "ok" in get(f"{url}/healthz")
        except (ConnectionResetError, TimeoutError):  # it was being answered when the process died
            return False

    wait_for(answers)
    wait_for(lambda: children(process.pid).get("work", before["work"]) != before["work"])

    started = children(process.pid)
    assert set(started) == {"web", "work"}
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0
    assert not [pid for pid in started.values() if Path(f"/proc/{pid}").exists()]


def test_what_it_started_ends_when_it_is_killed(empty_house: Run):
    started = children(empty_house.process.pid)

    empty_house.process.kill()
    empty_house.process.wait()

    wait_for(lambda: not still_there(started), 40)


def test_what_it_started_ends_though_it_was_killed_while_they_came_up():
    orphaned = {**os.environ, STARTED_BY: "1"}
    for verb in (["web", "0"], ["work"]):
        done = warm.run(titip.be, *verb, environ=orphaned)
        assert (done.returncode, done.stderr) == (1, f"{DIED_BEFORE}\n")


def test_a_taken_port_is_one_sentence(home: Path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        said = one_sentence(run(home, "run", "--empty", "--port", str(port)))

    assert f"--port {port + 1}" in said


def test_a_foreign_address_is_one_sentence(home: Path):
    assert "--host" in one_sentence(run(home, "run", "--empty", "--host", "192.0.2.1"))


def test_a_data_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path):
    (tmp_path / "file").write_text("not a folder")

    assert "TITIP_HOME" in one_sentence(run(tmp_path / "file" / "data", "run", "--empty"))


def test_a_bad_setting_is_one_sentence(home: Path):
    assert "TITIP_PORT" in one_sentence(run(home, "run", TITIP_PORT="delapan"))


def test_an_unreachable_database_is_one_sentence(home: Path):
    url = "postgresql://127.0.0.1:9/titip"

    assert "TITIP_DATABASE_URL" in one_sentence(run(home, "run", TITIP_DATABASE_URL=url))


def test_the_clock_is_set_for_demonstration_data_only(home: Path):
    said = one_sentence(run(home, "run", "--empty", TITIP_NOW="2026-05-09T09:00+07:00"))

    assert "TITIP_NOW" in said


def test_the_shops_network_is_refused_while_published_passwords_work(
    home: Path, shared_folder: Path
):
    made = titip.demonstration(shared_folder)
    (home / "titip.db").write_bytes((made / "titip.db").read_bytes())

    assert "--empty" in one_sentence(run(home, "run", "--lan", "--port", "0"))


def test_a_user_made_on_the_command_line_can_sign_in(home: Path):
    done = run(home, "create-user", "Ratna", "--role", "manager", typed="rahasia sekali\n1357\n")

    assert done.returncode == 0, done.stderr
    database = Database(f"sqlite:///{home / 'titip.db'}")
    with database.reader() as session:
        user = by_login(session, "ratna")
        assert user is not None
        assert user.roles == {"manager"}
        assert matches(secret_hash(session, user, "password"), "rahasia sekali")
        assert matches(secret_hash(session, user, "pin"), "1357")
    database.dispose()


def test_a_short_password_is_refused(home: Path):
    done = run(home, "create-user", "Ratna", "--role", "manager", typed="abc\n")

    assert done.returncode == 1
    assert done.stderr.startswith("titip: ")


def test_an_import_counts_on_its_last_line_and_a_second_one_adds_nothing(home: Path):
    sheet = str(DATA / "titipan_bersih.csv")

    first, again = run(home, "import", sheet), run(home, "import", sheet)

    assert first.stdout.splitlines()[-1] == "diterima=1249 sudah_ada=0 ditolak=0"
    assert again.stdout.splitlines()[-1] == "diterima=0 sudah_ada=1249 ditolak=0"


def test_a_trial_import_changes_nothing_on_untouched_data(home: Path):
    done = run(home, "import", str(DATA / "titipan_bersih.csv"), "--dry-run")

    assert done.stdout.splitlines()[-1] == "diterima=1249 sudah_ada=0 ditolak=0"
    database = Database(f"sqlite:///{home / 'titip.db'}")
    upgrade(database)
    with database.reader() as session:
        for table in ("outlet", "maker", "product", "setting_value"):
            count = session.connection().exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
            assert count == 0, table
    database.dispose()


def test_a_file_that_is_no_sheet_is_one_sentence(home: Path, tmp_path: Path):
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff not a sheet")

    done = run(home, "import", str(tmp_path / "photo.jpg"))

    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_a_backup_and_its_way_back(home: Path, tmp_path: Path):
    run(home, "create-user", "ratna", "--role", "manager", typed="rahasia sekali\n\n")
    saved, elsewhere = tmp_path / "titip.zip", tmp_path / "elsewhere"

    assert run(home, "backup", str(saved)).returncode == 0
    done = run(elsewhere, "restore", str(saved))

    assert done.returncode == 0, done.stderr
    database = Database(f"sqlite:///{elsewhere / 'titip.db'}")
    with database.reader() as session:
        assert by_login(session, "ratna") is not None
    database.dispose()
