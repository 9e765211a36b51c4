"""`./titip verify` says what it looked at, and ends with 1 where something does not agree."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from commands import titip
from core.db import Database
from pos.reports.verify import CHECKS


@pytest.fixture
def runner(home: Path) -> CliRunner:
    return CliRunner(env={"TITIP_HOME": str(home), "TITIP_DATABASE_URL": ""})


def test_a_new_house_agrees(runner: CliRunner):
    done = runner.invoke(titip, ["verify"])

    assert done.exit_code == 0, done.output
    assert done.output.count("cocok        ") == len(CHECKS)


def test_a_number_without_its_sale_ends_with_one(runner: CliRunner, home: Path):
    runner.invoke(titip, ["verify"])
    database = Database(f"sqlite:///{home / 'titip.db'}")
    with database.writer() as session:
        session.execute(text("INSERT INTO counter (name, last) VALUES ('till:G1', 7)"))
    database.dispose()

    done = runner.invoke(titip, ["verify"])

    assert done.exit_code == 1
    assert "TIDAK COCOK  Nomor nota dan rantainya: till:G1" in done.output
