"""Monthly fees, once for each month whatever was missed; what a transfer costs the maker."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.products import contracts
from catalogue.products.contracts import Terms
from core import due, jobs
from core.errors import Refused
from core.jobs import Job
from core.users.models import User
from pos.settlements import documents
from pos.settlements.fees import service
from pos.settlements.fees.models import MonthlyFee
from tests.pos.settlements.office import rows, send
from tests.pos.settlements.stage import SELENDANG, Stage

FEE = 10_000
TASKS = {service.KIND: service.begin_month}


def set_rate(stage: Stage, amount: int, *, kind: str = "monthly", own: bool = False) -> None:
    def work(session: Session) -> None:
        service.set_rate(
            session, kind, amount, starts_on=stage.today,
            maker=session.get_one(Maker, stage.room.maker.id) if own else None,
            by=session.get_one(User, stage.room.manager.id), at=stage.at,
        )  # fmt: skip

    stage.do(work)


def bears_transfers(stage: Stage, bearer: str = "maker") -> None:
    """Agree with the first maker who bears what a transfer costs."""
    stage.do(
        lambda session: contracts.agree(
            session, Terms("percent", 2000, "shared", fee_bearer=bearer), starts_on=stage.today,
            by=None, at=stage.at, maker=session.get_one(Maker, stage.room.maker.id),
        )
    )  # fmt: skip


def worker(stage: Stage, at: datetime) -> None:
    """What the worker does at a moment: what is due, then the jobs."""
    due.run(stage.database, TASKS, zone_of=documents.zone, at=at)
    with stage.database.reader() as session:
        waiting = session.scalars(select(Job.id).where(Job.state.not_in(("done", "failed")))).all()
    for job_id in waiting:
        jobs.run_to_end(stage.database, job_id, now=lambda: at)


def charged(stage: Stage) -> list[tuple[date, int]]:
    with stage.database.reader() as session:
        found = session.scalars(
            select(MonthlyFee)
            .where(MonthlyFee.maker_id == stage.room.maker.id)
            .order_by(MonthlyFee.month)
        ).all()
        return [(one.month, one.amount) for one in found]


def on(day: int, month: int) -> datetime:
    return datetime(2026, month, day, 1, 0, tzinfo=UTC)


def test_a_month_is_charged_once_and_missed_ones_are_caught_up(stage: Stage):
    set_rate(stage, FEE)
    worker(stage, on(10, 5))
    worker(stage, on(31, 5))
    assert charged(stage) == []

    worker(stage, on(3, 8))  # the shop's PC was off from May to August
    worker(stage, on(3, 8))
    worker(stage, on(4, 8))

    # Who joined in May is charged from June on.
    assert charged(stage) == [(date(2026, 6, 1), FEE), (date(2026, 7, 1), FEE)]
    assert stage.owed() == -2 * FEE == stage.owed(stage.room.other.id)


def test_it_stands_on_the_statement_by_its_month(stage: Stage):
    set_rate(stage, FEE)
    stage.sell({"selendang": 1})
    worker(stage, on(10, 5))
    worker(stage, on(2, 7))
    stage.settle(date(2026, 7, 2))

    labels = [(entry.label, entry.amount) for entry in stage.paper(stage.latest()).entries]
    assert labels == [("Iuran bulan Juni 2026", -FEE)]
    assert stage.latest().closing == SELENDANG - FEE == stage.owed()


def test_a_maker_s_own_fee_beats_that_of_all_and_zero_is_nothing(stage: Stage):
    set_rate(stage, FEE)
    set_rate(stage, 0, own=True)
    worker(stage, on(10, 5))
    worker(stage, on(1, 7))

    assert charged(stage) == []
    assert stage.owed(stage.room.other.id) == -FEE


def test_the_same_step_twice_charges_once(stage: Stage):
    set_rate(stage, FEE)
    for _time in range(2):
        job_id = stage.database.write(
            lambda session: (
                jobs.enqueue(
                    session, service.KIND, {"month": "2026-06-01"}, by=None, at=stage.at
                ).id
            )
        )
        jobs.run_to_end(stage.database, job_id, now=lambda: on(1, 7))

    with stage.database.reader() as session:
        assert session.scalar(select(func.count()).select_from(MonthlyFee)) == 2


@pytest.mark.parametrize("bearer", ["house", "maker"])
def test_a_transfer_costs_the_maker_what_the_contract_says(stage: Stage, bearer: str):
    set_rate(stage, 2_500, kind="transfer")
    bears_transfers(stage, bearer)
    fee = 2_500 if bearer == "maker" else 0
    stage.sell({"selendang": 1})
    stage.settle()

    payout = stage.pay(stage.latest(), "bank")

    assert (payout.amount, payout.fee) == (SELENDANG, fee)
    assert stage.owed() == -fee
    assert stage.balance("charges") == -fee
    stage.take_back(payout)
    assert (stage.owed(), stage.balance("charges")) == (SELENDANG, 0)
    assert stage.pay(stage.latest(), "treasury").fee == 0


def test_what_cannot_be_is_refused(stage: Stage):
    with pytest.raises(Refused, match="antara"):
        set_rate(stage, -1)
    stage.room.shift.business_date -= timedelta(days=1)
    with pytest.raises(Refused, match="mulai hari ini"):
        set_rate(stage, 5)


def test_the_page_sets_a_fee_and_shows_it(office: FlaskClient, stage: Stage):
    answer = send(office, "/manage/fees", kind="monthly", amount="10.000", starts_on="2026-05-09")
    assert answer.status_code == 303
    send(office, "/manage/fees", kind="monthly", maker=stage.room.maker.id, amount="0")
    send(office, "/manage/fees", kind="transfer", amount="2.500", starts_on="2026-06-01")

    page = office.get("/manage/fees").text
    assert rows(page, "fee-monthly") == [{"testid": "fee-monthly", "amount": "10000"}]
    assert rows(page, "fee-transfer") == [{"testid": "fee-transfer", "amount": "0"}]
    assert "Berlaku nanti" in page and "dibebaskan" in page
    wrong = send(office, "/manage/fees", kind="monthly", amount="banyak")
    assert wrong.status_code == 422 and "angka" in wrong.text
