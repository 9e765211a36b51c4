"""The maker's figures agree with the ledger to the rupiah, and are hers alone."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from catalogue.products import contracts
from catalogue.products.contracts import Terms
from catalogue.products.models import Product
from catalogue.stock import service as stocks
from core.errors import NotFound
from pos.ledger.queries import owed_to
from pos.portal import lines as sold
from pos.portal import queries
from pos.portal.shelves import Place, stock
from pos.portal.year import certificate, year_of
from pos.sales import completing
from pos.sales.discounts import Approval
from pos.sales.tenders import Offer
from printers.pdf import pdf_bytes
from tests.pos.showroom import QRIS, Showroom, open_showroom
from tests.tools.reading import page_texts

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
    room.sell(session, {"emping": 6})  # cash in the drawer, to give back of
    sale = room.sell(session, {"selendang": 2}, offers=QRIS)
    word = Approval(room.manager, "pembeli tidak mau menunggu")  # nobody saw the money yet
    room.give_back(session, sale.lines[0], 1, offers=(Offer("transfer"),), approval=word)

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

    found = stock(session, room.maker.id, today=TODAY + timedelta(days=60)).shelves

    assert [(one.title, one.left, one.brought) for one in found] == [
        ("Kain tapis pucuk rebung", 0, 1),
        ("Selendang belah ketupat", 2, 6),
        ("Dompet sasab", 24, 24),
    ]
    assert found[1].places == (Place("Galeri Tapis", 2, TODAY),), "with the day since it is there"
    assert found[0].is_gone
    assert [one.is_low for one in found] == [True, False, False]


def test_what_to_fetch_and_what_expires_soon_are_told_with_the_reason(
    session: Session, room: Showroom
):
    contracts.agree(
        session, Terms("percent", 2000, "shared", period_days=90, afterwards="return"),
        starts_on=TODAY, by=None, at=room.at, maker=room.maker,
    )  # fmt: skip
    brought = stocks.draft(session, room.other, room.outlet, by=None, at=room.at)
    for days in (-1, 20, 60):
        stocks.add_line(
            session, brought, session.get_one(Product, room.goods["emping"].id), quantity=5,
            price=68_000, net_price=55_000, expires_on=TODAY + timedelta(days=days),
        )  # fmt: skip
    stocks.receive(session, brought, by=None, at=room.at)

    early = stock(session, room.maker.id, today=TODAY + timedelta(days=75))
    late = stock(session, room.maker.id, today=TODAY + timedelta(days=76))
    over = stock(session, room.maker.id, today=TODAY + timedelta(days=90))
    food = stock(session, room.other.id, today=TODAY)

    assert not early.going
    assert {(one.title, one.why) for one in late.soon} == {
        ("Selendang belah ketupat", "period"), ("Dompet sasab", "period"),
        ("Kain tapis pucuk rebung", "period"),
    }  # fmt: skip
    assert (len(over.to_fetch), over.soon) == (3, [])
    assert [(one.pieces, one.days) for one in food.to_fetch] == [(5, -1)]
    assert [(one.pieces, one.days, one.why) for one in food.soon] == [(5, 20, "expiry")]


def test_the_year_is_the_sum_of_its_months_and_its_certificate_says_so(
    session: Session, room: Showroom
):
    sale = room.sell(session, {"selendang": 2, "dompet": 3}, discount=81_000)
    room.give_back(session, sale.lines[0], 1)

    year = year_of(session, room.maker.id, 2026, today=TODAY)
    paper = certificate(session, room.maker, 2026, today=TODAY, at=room.at, language="id")

    assert [month.month for month, _sold in year.months] == [1, 2, 3, 4, 5]
    assert year.total.listed == 405_000 + 3 * 33_333, "before discounts, less what came back"
    assert (paper.amount, paper.share) == (year.total.listed, owed_to(session, room.maker.id))
    text = " ".join(page_texts(pdf_bytes(paper)))
    assert "504.999" in text and "lima ratus empat ribu sembilan ratus" in text
    assert "Sekar Benangmas (M0001)" in text and "Ibu Contoh" in text and "0812" not in text
