"""Whatever is sold, returned, confirmed, settled, paid and taken back, in any order: it agrees."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.db import Database
from core.errors import Refused
from pos.ledger.models import Account, Entry
from pos.sales import completing
from pos.sales import queries as sales
from pos.sales.models import Sale, SaleLine
from pos.settlements.models import Payout, Statement, StatementEntry
from tests.conftest import copy_of_template
from tests.pos.settlements.stage import DAY, Stage, open_stage
from tests.pos.showroom import CASH, QRIS

EVENTS = st.lists(
    st.one_of(
        st.tuples(
            st.just("sell"), st.sampled_from(["dompet", "selendang", "emping"]),
            st.integers(1, 2), st.integers(0, 30_000), st.booleans(),
        ),
        st.tuples(st.just("return"), st.integers(0, 9)),
        st.tuples(st.just("confirm")),
        st.tuples(st.just("settle"), st.integers(0, 2), st.sampled_from([0, 60_000])),
        st.tuples(st.just("pay"), st.sampled_from(["treasury", "bank", "drawer"])),
        st.tuples(st.just("take back")),
    ),
    max_size=12,
)  # fmt: skip


@given(events=EVENTS)
@settings(
    max_examples=settings().max_examples // 4,  # each one is a whole showroom with its papers
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_statements_payouts_and_ledger_agree_whatever_happens(
    events: list[tuple[Any, ...]], shared_folder: Path
):
    with TemporaryDirectory() as folder:
        database = Database(copy_of_template(shared_folder, Path(folder)))
        stage = open_stage(database, Path(folder), datetime(2026, 5, 9, 2, 0, tzinfo=UTC))
        for event, *how in events:
            try:
                ACTIONS[event](stage, *how)
            except Refused:
                continue  # a rule said no: nothing happened
        confirm_all(stage)
        with suppress(Refused):  # nothing is left to settle
            stage.settle(stage.today + 9 * DAY)
        check(stage)
        database.dispose()


def sell(stage: Stage, name: str, quantity: int, discount: int, by_qris: bool) -> None:
    stage.sell({name: quantity}, discount=discount, offers=QRIS if by_qris else CASH)


def give_back(stage: Stage, which: int) -> None:
    with stage.database.reader() as session:
        lines = session.scalars(
            select(SaleLine).where(SaleLine.kind == "sale").order_by(SaleLine.id)
        ).all()
        sale_id = lines[which % len(lines)].sale_id if lines else None
    if sale_id is not None:
        stage.give_back(sale_id, 1)


def confirm_all(stage: Stage) -> None:
    def work(session: Session) -> None:
        for sale_id in session.scalars(select(Sale.id).where(Sale.state == "completed")).all():
            for tender in sales.require(session, sale_id).tenders:
                if tender.is_claimed:
                    completing.confirm(session, tender, by=stage.room.manager.id, at=stage.room.at)

    stage.do(work)


def settle(stage: Stage, hold_days: int, minimum: int) -> None:
    stage.settle(stage.today, hold_days=hold_days, minimum=minimum)


def pay(stage: Stage, source: str) -> None:
    for maker in (stage.room.maker, stage.room.other):
        if any(s.maker_id == maker.id for s in stage.statements()):
            stage.pay(stage.latest(maker.id), source, till_id=stage.room.till.id)


def take_back(stage: Stage) -> None:
    with stage.database.reader() as session:
        newest = session.scalar(select(Payout).order_by(Payout.id.desc()).limit(1))
    if newest is not None:
        stage.take_back(newest)


ACTIONS: dict[str, Any] = {
    "sell": sell, "return": give_back, "confirm": confirm_all, "settle": settle, "pay": pay,
    "take back": take_back,
}  # fmt: skip


def check(stage: Stage) -> None:
    with stage.database.reader() as session:
        for maker in (stage.room.maker, stage.room.other):
            mine = session.scalars(
                select(Statement).where(Statement.maker_id == maker.id).order_by(Statement.id)
            ).all()
            closings = [0, *(statement.closing for statement in mine)]
            assert [statement.opening for statement in mine] == closings[:-1]
            if mine:
                assert mine[-1].closing == stage.owed(maker.id)
            else:
                assert stage.owed(maker.id) == 0
        unstated = session.scalar(
            select(func.count())
            .select_from(Entry)
            .join(Account, Account.id.in_((Entry.credit_id, Entry.debit_id)))
            .outerjoin(StatementEntry, StatementEntry.entry_id == Entry.id)
            .where(Account.kind == "payable", StatementEntry.entry_id.is_(None))
        )
        live = select(Payout.statement_id).where(Payout.reversed_at.is_(None))
        paid = session.scalars(live).all()
    assert unstated == 0
    assert len(paid) == len(set(paid))
