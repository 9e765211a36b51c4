"""What is paid, taken back and carried on: stories on both engines."""

import pytest
from sqlalchemy.orm import Session

from catalogue.makers.models import MakerUser
from core.errors import Conflict, Forbidden, Refused
from core.users.models import User
from pos.portal.received import sums
from pos.settlements import payable, queries, service, treasury
from pos.settlements.due import Terms, draft_of
from pos.settlements.models import Payout, Statement
from tests.pos.settlements.stage import SELENDANG, Stage
from tests.pos.showroom import QRIS


def test_cash_is_rounded_down_and_the_rest_stays_in_the_balance(stage: Stage):
    stage.sell({"dompet": 1})
    stage.settle()

    payout = stage.pay(stage.latest())

    assert (payout.number, payout.amount) == ("K000001", 26_600)
    assert stage.owed() == 67
    assert stage.balance("treasury") == -26_600
    stage.settle()
    assert (stage.latest().opening, stage.latest().closing) == (26_667, 67)


def test_a_transfer_is_exact(stage: Stage):
    stage.sell({"dompet": 1})
    stage.settle()

    payout = stage.pay(stage.latest(), "bank")

    assert (payout.method, payout.amount) == ("transfer", 26_667)
    assert stage.owed() == 0
    assert stage.balance("bank") == -26_667


def test_a_drawer_pays_while_its_shift_is_open(stage: Stage):
    stage.sell({"selendang": 1})
    stage.settle()
    before = stage.balance(f"cash:till:{stage.room.till.id}")

    payout = stage.pay(stage.latest(), "drawer", till_id=stage.room.till.id)

    assert payout.shift_id == stage.room.shift.id
    assert stage.balance(f"cash:till:{stage.room.till.id}") == before - SELENDANG


def test_a_closed_drawer_pays_nothing(stage: Stage):
    stage.sell({"selendang": 1})
    stage.settle()
    stage.close_shift()

    with pytest.raises(Refused, match="belum buka"):
        stage.pay(stage.latest(), "drawer", till_id=stage.room.till.id)


def test_books_that_show_too_little_warn_and_do_not_refuse(stage: Stage):
    stage.sell({"selendang": 1})
    stage.settle()

    payout = stage.pay(stage.latest())

    with stage.database.reader() as session:
        warning = treasury.shortfall_after(session, session.get_one(Payout, payout.id))
    assert warning is not None
    assert "Kas bendahara kini kurang Rp324.000" in warning


def test_only_the_latest_statement_is_paid(stage: Stage):
    stage.sell({"selendang": 1})
    stage.settle()
    older = stage.latest()
    stage.sell({"dompet": 1})
    stage.settle()

    with pytest.raises(payable.Superseded, match="S000002"):
        stage.pay(older)

    assert stage.pay(stage.latest(), "bank").amount == SELENDANG + 26_667


def test_a_statement_is_paid_once(stage: Stage):
    stage.sell({"selendang": 1})
    stage.settle()
    stage.pay(stage.latest())

    with pytest.raises(payable.AlreadyPaid, match="K000001"):
        stage.pay(stage.latest(), "bank")


def test_nobody_pays_themselves(stage: Stage):
    stage.sell({"selendang": 1})
    stage.settle()

    def pay_own(session: Session) -> None:
        statement = session.get_one(Statement, stage.latest().id)
        account = session.get_one(MakerUser, stage.room.maker.id)
        person = session.get_one(User, account.user_id)
        service.pay(session, statement, "treasury", by=person, at=stage.at)

    with pytest.raises(Forbidden):
        stage.do(pay_own)


def test_sale_statement_payout_return_and_the_next_statement_nets_to_zero(stage: Stage):
    sale_id = stage.sell({"selendang": 1})
    stage.settle()
    stage.pay(stage.latest(), "bank")
    stage.give_back(sale_id, 1)
    assert stage.owed() == -SELENDANG
    stage.settle()
    carried = stage.latest()
    assert (carried.opening, carried.change, carried.closing) == (
        SELENDANG, -2 * SELENDANG, -SELENDANG,
    )  # fmt: skip
    with pytest.raises(payable.NothingToPay):
        stage.pay(carried)

    stage.sell({"selendang": 1})
    stage.settle()

    assert stage.latest().closing == 0 == stage.owed()
    with stage.database.reader() as session:
        assert draft_of(session, Terms(stage.today, 0), stage.room.maker.id).is_empty


def test_a_payout_taken_back_can_be_paid_again(stage: Stage):
    stage.sell({"selendang": 1})
    stage.settle()
    first = stage.pay(stage.latest())

    stage.take_back(first)
    assert stage.owed() == SELENDANG
    assert stage.balance("treasury") == 0
    second = stage.pay(stage.latest(), "bank")

    assert second.number == "K000002"
    stage.settle()
    paper = stage.paper(stage.latest())
    assert [(entry.label, entry.amount) for entry in paper.entries] == [
        ("Pembayaran K000001", -SELENDANG),
        ("Pembayaran K000001 dibatalkan", SELENDANG),
        ("Pembayaran K000002", -SELENDANG),
    ]
    assert paper.closing == 0


def test_a_payout_is_taken_back_once_and_with_a_reason(stage: Stage):
    stage.sell({"selendang": 1})
    stage.settle()
    payout = stage.pay(stage.latest())
    with pytest.raises(Refused, match="mengapa"):
        stage.take_back(payout, " ")

    stage.take_back(payout)

    with pytest.raises(Conflict, match="sudah dibatalkan"):
        stage.take_back(payout)


def test_money_of_a_closed_drawer_comes_back_to_the_treasurer(stage: Stage):
    stage.sell({"selendang": 1})
    stage.settle()
    payout = stage.pay(stage.latest(), "drawer", till_id=stage.room.till.id)
    stage.close_shift()

    stage.take_back(payout)

    assert stage.balance("treasury") == SELENDANG
    assert stage.balance(f"cash:till:{stage.room.till.id}") == 0


def test_a_statement_after_the_payout_shows_it_and_supersedes(stage: Stage):
    stage.sell({"selendang": 1})
    stage.settle()
    older = stage.latest()
    payout = stage.pay(older)
    stage.settle()
    assert stage.latest().closing == 0

    stage.take_back(payout)

    with pytest.raises(payable.Superseded):
        stage.pay(older)
    stage.settle()
    assert stage.pay(stage.latest()).amount == SELENDANG


def test_what_the_maker_sees_is_what_the_ledger_owes(stage: Stage):
    stage.sell({"selendang": 1})
    stage.sell({"dompet": 1}, offers=QRIS)
    stage.settle()
    maker_id = stage.room.maker.id

    with stage.database.reader() as session:
        held = queries.held(session, maker_id, today=stage.today, hold_days=0)
        payable = queries.payable(session, maker_id)
        assert (held, payable) == (26_667, SELENDANG)
    assert stage.owed() == held + payable

    payout = stage.pay(stage.latest())
    with stage.database.reader() as session:
        assert queries.payable(session, maker_id) == 0
        assert sums(session, maker_id).paid == payout.amount
        found = queries.payout_of(session, stage.latest())
        assert found is not None and found.number == payout.number
