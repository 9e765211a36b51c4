"""Merging and opening balances at the same moment as something else, on both engines."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from core.db import Database
from core.jobs import advance
from core.users.models import User
from pos.settlements import queries, service
from pos.settlements.maker_records import merging
from pos.settlements.maker_records.models import MakerMerge
from pos.settlements.models import Statement
from pos.settlements.opening import service as opening
from pos.settlements.opening.models import OpeningBalance
from pos.settlements.opening.planning import Balance
from tests.pos.settlements.maker_records.test_merging import BAG_SHARE, second
from tests.pos.settlements.stage import Stage
from tests.racing import Work, race


def merging_of(stage: Stage, from_id: int, into_id: int) -> Work:
    manager_id, at = stage.room.manager.id, stage.at

    def merge(database: Database) -> str:
        def work(session: Session) -> str:
            from_, into = (session.get_one(Maker, number) for number in (from_id, into_id))
            merging.start(session, from_, into, keeps_terms=True, by=manager_id, at=at)
            return "begun"

        return database.write(work)

    return merge


def test_two_who_merge_a_pair_both_ways_begin_one_merge(stage: Stage, database_url: str):
    old, into = second(stage), stage.room.maker.id

    ended = race(database_url, merging_of(stage, old, into), merging_of(stage, into, old))

    assert sorted(ended) == ["InProgress", "begun"]
    with stage.database.reader() as session:
        assert session.scalar(select(func.count()).select_from(MakerMerge)) == 1


def test_a_payout_during_a_merge_is_paid_or_refused_and_no_rupiah_is_lost(
    stage: Stage, database_url: str
):
    old, into = second(stage), stage.room.maker.id
    stage.sell({"tas tapis": 1})
    stage.settle()
    statement_id, manager_id, at = stage.latest(old).id, stage.room.manager.id, stage.at
    stage.database.write(
        lambda session: merging.start(
            session, session.get_one(Maker, old), session.get_one(Maker, into),
            keeps_terms=True, by=manager_id, at=at,
        ).id
    )  # fmt: skip
    with stage.database.reader() as session:
        job_id = session.scalars(select(MakerMerge.job_id)).one()
    advance(stage.database, job_id, at=at)  # goods are moved, the balance is next

    def finish(database: Database) -> str:
        return f"done {advance(database, job_id, at=at)}"

    def pay(database: Database) -> str:
        def work(session: Session) -> str:
            statement = session.get_one(Statement, statement_id)
            service.pay(session, statement, "bank", by=session.get_one(User, manager_id), at=at)
            return "paid"

        return database.write(work)

    ended = race(database_url, finish, pay)

    assert "done True" in ended
    paid = "paid" in ended
    assert paid or "Superseded" in ended
    stage.sell({"tas tapis": 1})
    stage.settle()
    assert stage.latest(into).closing == BAG_SHARE * (1 if paid else 2)
    with stage.database.reader() as session:
        assert queries.owed(session, into) == stage.latest(into).closing
    stage.all_agree()


def test_an_opening_balance_is_posted_once_though_two_post_it(stage: Stage, database_url: str):
    maker_id, manager_id, at = stage.room.maker.id, stage.room.manager.id, stage.at
    today = stage.today

    def post(database: Database) -> str:
        def work(session: Session) -> str:
            balance = Balance(f"maker:{maker_id}", owed=50_000)
            opening.post(session, balance, on=today, by=manager_id, at=at)
            return "posted"

        return database.write(work)

    assert sorted(race(database_url, post, post)) == ["AlreadyThere", "posted"]
    with stage.database.reader() as session:
        assert session.scalar(select(func.count()).select_from(OpeningBalance)) == 1
    assert stage.owed() == 50_000
    stage.all_agree()
