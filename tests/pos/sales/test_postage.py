"""Postage at the till: what the courier asks is typed, and passed on to the rupiah."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from core.errors import Refused
from pos.ledger.queries import balance_of
from pos.sales import completing, service
from pos.sales.models import SaleLine
from pos.settlements import treasury
from pos.settlements.holdings import holdings
from tests.pos.showroom import CASH, Showroom, open_showroom


@pytest.fixture
def room(session: Session, at: datetime) -> Showroom:
    return open_showroom(session, at=at)


def scan(session: Session, room: Showroom, name: str) -> SaleLine:
    product = room.goods[name]
    return service.add_product(
        session, room.ticket(session), product, code=product.code, by=room.cashier.id, at=room.at
    )


def test_what_is_charged_is_owed_to_the_courier_and_no_income(session: Session, room: Showroom):
    line = scan(session, room, "ongkir")
    service.charge(session, line.sale, line, 37_500)
    sale = completing.complete(session, line.sale, CASH, counter=room.counter(session), at=room.at)

    assert (line.terms, sale.net_total) == ("postage", 37_500)
    assert balance_of(session, "postage") == -37_500
    assert balance_of(session, "house_sales") == balance_of(session, "clearing") == 0


def test_paying_the_courier_settles_it(session: Session, room: Showroom):
    line = scan(session, room, "ongkir")
    completing.complete(session, line.sale, CASH, counter=room.counter(session), at=room.at)
    assert {one.code: one.amount for one in holdings(session).others} == {"postage": 20_000}

    how = {"reason": "JNE minggu ini", "by": room.manager.id, "at": room.at}
    treasury.move(session, treasury.TREASURY, treasury.COURIERS, 20_000, below="dari laci", **how)

    assert balance_of(session, "postage") == 0
    assert holdings(session).others == ()
    with pytest.raises(Refused, match="dari sana"):
        treasury.move(session, treasury.COURIERS, treasury.TREASURY, 1_000, **how)


def test_postage_given_back_is_owed_no_more(session: Session, room: Showroom):
    sale = room.sell(session, {"ongkir": 1})
    room.give_back(session, sale.lines[0], 1)

    assert balance_of(session, "postage") == 0


@pytest.mark.parametrize("amount", [0, -5_000, service.MAX_CHARGE + 1])
def test_a_charge_that_makes_no_sense_is_refused(session: Session, room: Showroom, amount: int):
    line = scan(session, room, "ongkir")

    with pytest.raises(Refused, match="antara") as refusal:
        service.charge(session, line.sale, line, amount)

    assert refusal.value.field == "charge" and line.unit_price == 20_000


def test_no_other_price_is_typed_at_the_till(session: Session, room: Showroom):
    line = scan(session, room, "dompet")

    with pytest.raises(Refused, match="tidak diketik"):
        service.charge(session, line.sale, line, 1_000)
