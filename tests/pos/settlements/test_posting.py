"""The job that posts a run: killed, stale, failed, taken up again; on both engines."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.jobs import Job, advance
from pos.ledger.models import Entry
from pos.settlements import posting, service
from pos.settlements.models import SettlementRun, SkippedMaker, StatementEntry
from tests.pos.settlements.stage import SELENDANG, Stage


def test_a_run_goes_on_after_a_kill_in_the_middle(stage: Stage):
    stage.sell({"selendang": 1, "emping": 1})
    run = stage.start()
    assert run.job_id is not None

    assert not advance(stage.database, run.job_id, at=stage.at, files=stage.files)
    assert len(stage.statements()) == 1
    with stage.database.reader() as session:
        # The worker is killed between preparing and writing: nothing of it is left in the books.
        posting.prepare(session, session.get_one(Job, run.job_id), stage.at, stage.files)
    assert len(stage.statements()) == 1

    stage.finish(run)

    assert [s.number for s in stage.statements()] == ["S000001", "S000002"]


def test_a_step_prepared_before_something_came_in_is_prepared_anew(stage: Stage):
    stage.sell({"selendang": 1})
    run = stage.start()
    assert run.job_id is not None
    with stage.database.reader() as session:
        ready = posting.prepare(session, session.get_one(Job, run.job_id), stage.at, stage.files)
    stage.sell({"dompet": 1})

    def write(session: Session) -> bool:
        return posting.post_next(session, session.get_one(Job, run.job_id), stage.at, ready)

    assert stage.do(write) is False
    assert stage.statements() == []
    stage.finish(run)
    assert stage.latest().closing == SELENDANG + 26_667


def test_the_same_step_twice_writes_once(stage: Stage):
    stage.sell({"selendang": 1})
    run = stage.start()
    assert run.job_id is not None
    with stage.database.reader() as session:
        ready = posting.prepare(session, session.get_one(Job, run.job_id), stage.at, stage.files)

    def write(session: Session) -> bool:
        return posting.post_next(session, session.get_one(Job, run.job_id), stage.at, ready)

    stage.do(write)
    stage.do(write)

    assert len(stage.statements()) == 1


def test_a_failed_run_is_taken_up_where_it_stopped(stage: Stage):
    stage.sell({"selendang": 1, "emping": 1})
    run = stage.start()
    assert run.job_id is not None
    advance(stage.database, run.job_id, at=stage.at, files=stage.files)
    advance(stage.database, run.job_id, at=stage.at, files=None)  # the files cannot be reached

    with stage.database.reader() as session:
        assert session.get_one(Job, run.job_id).state == "failed"
    again = stage.database.write(
        lambda s: resumed(s, run.id, by=stage.room.manager.id, at=stage.at)
    )
    stage.finish(again)

    assert len(stage.statements()) == 2
    with stage.database.reader() as session:
        assert session.get_one(SettlementRun, run.id).state == "posted"
        assert session.scalar(select(func.count()).select_from(SkippedMaker)) == 0


def test_a_step_writes_one_maker_whatever_there_is(stage: Stage):
    for _time in range(5):
        stage.sell({"selendang": 1, "emping": 1})
    run = stage.start()
    assert run.job_id is not None

    advance(stage.database, run.job_id, at=stage.at, files=stage.files)

    with stage.database.reader() as session:
        rows = session.scalars(select(StatementEntry.maker_id)).all()
        entries = session.scalar(
            select(func.count()).select_from(Entry).where(Entry.reason == "share")
        )
    assert len(rows) == 5 and len(set(rows)) == 1
    assert entries == 10


def resumed(session: Session, run_id: int, *, by: int, at: datetime) -> SettlementRun:
    run = session.get_one(SettlementRun, run_id)
    service.resume_run(session, run, by=by, at=at)
    return run
