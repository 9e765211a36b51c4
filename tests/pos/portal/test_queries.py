"""The maker's figures agree with the ledger to the rupiah, and are hers alone."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from core.errors import NotFound
from pos.ledger.queries import owed_to
from pos.portal import lines as sold
from pos.portal import queries
from pos.portal.shelves import shelves
from pos.sales import completing
from pos.sales.discounts import Approval
from tests.pos.showroom import QRIS, Showroom, open_showroom

TODAY = date(2026, 5, 9)


@pytest.fixture
def room(session: Session, at: datetime) -> Showroom:
    return open_showroom(session, at=at)


def rights(session: Session, room: Showroom, *, today: date = TODAY, hold_days: int = 0):
    return queries.rights(session, room.maker.id, today=today, hold_days=hold_days)


def lines(session: Session, room: Showroom, *, hold_days: int = 0):
    found, count = sold.lines(session, room.maker.id, today=TODAY, hold_days=hold_days, limit=50)
    assert count == len(found)
    return found


def test_a_cash_sale_is_payable_at_once_without_a_hold(session: Session, room: Showroom):
    room.sell(session, {"selendang": 1})

    found = rights(session, room)

    assert (found.balance, found.held, found.payable, found.paid) == (324_000, 0, 324_000, 0)


def test_a_sale_waits_until_its_hold_has_passed(session: Session, room: Showroom):
    room.sell(session, {"selendang": 1})

    assert rights(session, room, hold_days=2).held == 324_000
    assert rights(session, room, today=TODAY + timedelta(days=1), hold_days=2).held == 324_000
    assert rights(session, room, today=TODAY + timedelta(days=2), hold_days=2).held == 0


def test_a_claimed_sale_is_held_until_its_money_is_confirmed(session: Session, room: Showroom):
    sale = room.sell(session, {"selendang": 1, "emping": 1}, offers=QRIS)
    assert rights(session, room).held == 324_000
    assert lines(session, room)[0].state == "unconfirmed"

    completing.confirm(session, sale.tenders[0], by=room.cashier.id, at=room.at)

    assert rights(session, room).held == 0
    assert rights(session, room).payable == 324_000
    assert lines(session, room)[0].state == "due"


def test_a_return_waits_with_the_sale_it_belongs_to(session: Session, room: Showroom):
    sale = room.sell(session, {"selendang": 2}, offers=QRIS)
    word = Approval(room.manager, "pembeli tidak mau menunggu")  # nobody saw the money yet
    room.give_back(session, sale.lines[0], 1, approval=word)

    assert [line.state for line in lines(session, room)] == ["unconfirmed", "unconfirmed"]
    assert rights(session, room).balance == rights(session, room).held == 324_000


def test_the_sum_on_the_page_is_the_balance_in_the_ledger(session: Session, room: Showroom):
    first = room.sell(session, {"selendang": 2, "emping": 3}, discount=81_001)
    room.sell(session, {"dompet": 7}, discount=33_333, offers=QRIS)
    room.give_back(session, first.lines[0], 1)
    room.sell(session, {"tas": 1, "kain": 1}, discount=0)

    for maker in (room.maker, room.other):
        sum_ = queries.reckoning(session, maker.id)
        assert sum_.total == owed_to(session, maker.id)
        found, _count = sold.lines(session, maker.id, today=TODAY, hold_days=0, limit=50)
        assert sum(line.share for line in found) == sum_.total
        assert sum(line.listed for line in found) == sum_.listed
        for line in found:
            assert line.listed - line.borne - line.commission == line.share


def test_the_lines_of_a_receipt_are_shown_to_their_own_maker_only(session: Session, room: Showroom):
    sale = room.sell(session, {"selendang": 1, "emping": 1})
    mine, hers = sale.lines

    found = sold.require_line(session, room.maker.id, mine.id, today=TODAY, hold_days=0)
    assert found.number == sale.number
    assert found.commission == 81_000
    with pytest.raises(NotFound):
        sold.require_line(session, room.maker.id, hers.id, today=TODAY, hold_days=0)


def test_an_open_ticket_is_no_sale_yet(session: Session, room: Showroom):
    from pos.sales import service as tickets

    product = room.goods["selendang"]
    sale = room.ticket(session)
    tickets.add_product(session, sale, product, code=product.code, by=room.cashier.id, at=room.at)

    assert lines(session, room) == []
    assert queries.takings(session, room.maker.id, first=TODAY, last=TODAY).pieces == 0


def test_the_days_of_a_month_sum_to_the_month(session: Session, room: Showroom):
    sale = room.sell(session, {"selendang": 2, "dompet": 1})
    room.give_back(session, sale.lines[0], 1)

    taken = queries.takings(session, room.maker.id, first=TODAY.replace(day=1), last=TODAY)

    assert (taken.listed, taken.pieces) == (438_333, 2)
    by_day = queries.takings_by_day(session, room.maker.id, first=TODAY.replace(day=1), last=TODAY)
    assert by_day == {TODAY: 438_333}
    assert taken.share == owed_to(session, room.maker.id)


def test_what_is_left_stands_by_outlet_and_the_scarce_comes_first(session: Session, room: Showroom):
    room.sell(session, {"kain": 1})
    room.sell(session, {"selendang": 4})

    found = shelves(session, room.maker.id)

    assert [(one.title, one.left, one.brought) for one in found] == [
        ("Kain tapis pucuk rebung", 0, 1),
        ("Selendang belah ketupat", 2, 6),
        ("Dompet sasab", 24, 24),
    ]
    assert found[1].places == (("Galeri Tapis", 2),)
    assert found[0].is_gone
