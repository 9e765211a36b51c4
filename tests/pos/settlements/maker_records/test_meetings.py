"""Money and records that meet at the same moment: one goes first, and no rupiah is lost or doubled."""

import time

import pytest
from sqlalchemy.orm import Session

from catalogue.makers import private
from catalogue.makers.models import Maker
from core.db import Database
from core.jobs import advance
from core.users.models import User
from pos.settlements import queries as settled
from pos.settlements import service as settling
from pos.settlements.maker_records import erasing
from pos.settlements.maker_records.erasing import Traces
from pos.settlements.maker_records.models import MakerMerge
from pos.settlements.models import Payout
from pos.settlements.transfers import service as transfers
from tests.pos.settlements.maker_records.test_merging import begin, second
from tests.pos.settlements.stage import Stage
from tests.racing import Work, race

BAG_SHARE = 60_000


def merging_on(stage: Stage, from_id: int) -> Work:
    """The worker does the last step of a merge; its goods have moved."""
    number, at = begin(stage, from_id, stage.room.maker.id), stage.at
    with stage.database.reader() as session:
        job_id = session.get_one(MakerMerge, number).job_id
    assert job_id is not None
    assert not advance(stage.database, job_id, at=at)  # the goods

    def work(database: Database) -> str:
        return "merged" if advance(database, job_id, at=at) else "more"

    return work


@pytest.fixture
def twin(stage: Stage) -> int:
    """The first maker written down twice; the second record has a statement of 60.000."""
    number = second(stage)
    stage.sell({"tas tapis": 1})
    stage.settle()
    assert stage.latest(number).closing == BAG_SHARE
    return number


def test_a_payout_taken_back_while_its_maker_is_merged(stage: Stage, twin: int, database_url: str):
    payout, manager, at = stage.pay(stage.latest(twin)), stage.room.manager.id, stage.at
    merge = merging_on(stage, twin)

    def take_back(database: Database) -> str:
        def work(session: Session) -> str:
            again, by = session.get_one(Payout, payout.id), session.get_one(User, manager)
            settling.reverse(session, again, reason="salah", by=by, at=at)
            return "back"

        return database.write(work)

    assert race(database_url, take_back, merge) == ["back", "merged"]

    assert stage.owed(twin) + stage.owed() == BAG_SHARE
    stage.settle()
    assert stage.latest().closing == BAG_SHARE
    stage.pay(stage.latest())
    assert stage.owed(twin) + stage.owed() == 0
    stage.all_agree()


def test_a_statement_paid_while_its_maker_is_merged_is_paid_once(
    stage: Stage, twin: int, database_url: str
):
    statement, manager, at = stage.latest(twin).id, stage.room.manager.id, stage.at
    merge = merging_on(stage, twin)

    def pay(database: Database) -> str:
        def work(session: Session) -> str:
            row = session.get_one(type(stage.latest(twin)), statement)
            by = session.get_one(User, manager)
            return settling.pay(session, row, "bank", by=by, at=at).source

        return database.write(work)

    paid, merged = race(database_url, pay, merge)

    assert (paid in ("bank", "Superseded"), merged) == (True, "merged")
    stage.settle()
    left = 0 if paid == "bank" else BAG_SHARE
    assert stage.owed(twin) + stage.owed() == left == stage.latest().closing
    stage.all_agree()


def test_nobody_is_erased_while_a_transfer_goes_out(stage: Stage, database_url: str):
    stage.sell({"selendang": 1})
    stage.settle()
    maker_id, manager, at = stage.room.maker.id, stage.room.manager.id, stage.at
    statement = stage.latest().number
    stage.do(
        lambda session: private.keep(
            session, session.get_one(Maker, maker_id), nik="", bank_name="Bank", by=manager,
            bank_account="123", bank_holder="Sekar", at=at,
        )
    )  # fmt: skip

    def send(database: Database) -> str:
        def work(session: Session) -> str:
            one = settled.require_statement(session, statement)
            transfers.send(session, [one], by=session.get_one(User, manager), at=at)
            time.sleep(0.05)  # sent, and not yet committed
            return "sent"

        return database.write(work)

    def erase(database: Database) -> str:
        def work(session: Session) -> str:
            maker = session.get_one(Maker, maker_id)
            erasing.erase(session, maker, Traces((), ()), confirmed=maker.code, by=manager, at=at)
            time.sleep(0.05)
            return "erased"

        return database.write(work)

    ended = race(database_url, send, erase)

    assert ended in (["sent", "Conflict"], ["Refused", "erased"])
