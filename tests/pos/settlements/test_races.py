"""Two at the same moment, each with a connection of its own, on both engines."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.db import Database
from core.jobs import advance
from core.users.models import User
from pos.ledger import queries as ledger
from pos.ledger.models import Entry
from pos.settlements import queries, service
from pos.settlements.models import Payout, Statement, StatementEntry
from tests.pos.settlements.stage import Stage
from tests.racing import Work, race


def paying(stage: Stage, source: str) -> Work:
    statement_id, manager_id, at = stage.latest().id, stage.room.manager.id, stage.at

    def pay(database: Database) -> str:
        def work(session: Session) -> str:
            statement = session.get_one(Statement, statement_id)
            by = session.get_one(User, manager_id)
            return service.pay(session, statement, source, by=by, at=at, below="ada").source

        return database.write(work)

    return pay


def test_a_statement_is_paid_once_though_two_pay_it(stage: Stage, database_url: str):
    stage.sell({"selendang": 1})
    stage.settle()

    ended = race(database_url, paying(stage, "treasury"), paying(stage, "bank"))

    assert sorted(ended)[0] == "AlreadyPaid"
    with stage.database.reader() as session:
        assert session.scalar(select(func.count()).select_from(Payout)) == 1
        assert (
            session.scalar(select(func.count()).select_from(Entry).where(Entry.reason == "payout"))
            == 1
        )
    assert stage.owed() == 0


def test_a_payout_is_taken_back_once_though_two_try(stage: Stage, database_url: str):
    stage.sell({"selendang": 1})
    stage.settle()
    payout_id, manager_id, at = stage.pay(stage.latest()).id, stage.room.manager.id, stage.at

    def take_back(database: Database) -> str:
        def work(session: Session) -> str:
            by = session.get_one(User, manager_id)
            payout = session.get_one(Payout, payout_id)
            service.reverse(session, payout, reason="salah bayar", by=by, at=at)
            return "reversed"

        return database.write(work)

    assert sorted(race(database_url, take_back, take_back)) == ["AlreadyPaid", "reversed"]
    assert stage.owed() == 324_000


def test_paying_while_the_next_run_is_posted_loses_no_rupiah(stage: Stage, database_url: str):
    stage.sell({"selendang": 1})
    stage.settle()
    stage.sell({"dompet": 1})
    run = stage.start()
    at = stage.at

    def post(database: Database) -> str:
        assert run.job_id is not None
        while not advance(database, run.job_id, at=at, files=stage.files):
            pass
        return "posted"

    ended = race(database_url, paying(stage, "bank"), post)

    assert ended[1] == "posted"
    assert ended[0] in ("bank", "Superseded", "BeingCounted")
    stage.settle()
    with stage.database.reader() as session:
        owed = ledger.owed_to(session, stage.room.maker.id)
        assert queries.payable(session, stage.room.maker.id) == owed
        assert stage.latest().closing == owed
        assert owed == (26_667 if ended[0] == "bank" else 350_667)


def test_two_workers_on_one_run_write_each_statement_once(stage: Stage, database_url: str):
    stage.sell({"selendang": 1, "emping": 1})
    run = stage.start()
    at = stage.at

    def post(database: Database) -> str:
        assert run.job_id is not None
        while not advance(database, run.job_id, at=at, files=stage.files):
            pass
        return "done"

    race(database_url, post, post)

    assert sorted(s.number for s in stage.statements()) == ["S000001", "S000002"]
    with stage.database.reader() as session:
        assert queries.require_run(session, run.number).state == "posted"
        assert session.scalar(select(func.count()).select_from(StatementEntry)) == 2


def test_selling_goes_on_while_a_run_is_posted(stage: Stage, database_url: str):
    stage.sell({"selendang": 1, "emping": 1})
    run = stage.start()
    at = stage.at

    def post(database: Database) -> str:
        assert run.job_id is not None
        while not advance(database, run.job_id, at=at, files=stage.files):
            pass
        return "done"

    def sell(_database: Database) -> str:
        for _time in range(4):
            stage.sell({"dompet": 1})
        return "sold"

    race(database_url, post, sell)
    stage.settle()

    assert stage.latest().closing == stage.owed() == 324_000 + 4 * 26_667
