"""Bringing units back: each once, and again only after a cancelled ticket."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from pos.sales import returns
from pos.sales import service as tickets
from pos.sales.models import Sale, SaleLine
from tests.pos.showroom import Showroom, open_showroom


def sold(session: Session, at: datetime) -> tuple[Showroom, SaleLine]:
    """Sell six purses on one line."""
    room = open_showroom(session, at=at)
    return room, room.sell(session, {"dompet": 6}).lines[0]


def bring(session: Session, room: Showroom, line: SaleLine, quantity: int) -> SaleLine:
    """Put units on the till's open ticket."""
    return returns.add_return(
        session, room.ticket(session), line, quantity, by=room.cashier.id, at=room.at
    )


def set_aside(session: Session, room: Showroom) -> Sale:
    """Hold the till's ticket."""
    sale = room.ticket(session)
    tickets.hold(session, sale, "x", at=room.at)
    return sale


def test_units_of_a_cancelled_ticket_can_come_back_again(session: Session, at: datetime):
    room, line = sold(session, at)
    assert bring(session, room, line, 2).first_unit == 1
    first = set_aside(session, room)
    assert bring(session, room, line, 2).first_unit == 3
    set_aside(session, room)

    tickets.recall(session, first, room.till, by=room.cashier.id)
    tickets.void(session, first, at=room.at)

    assert bring(session, room, line, 1).first_unit == 1
    assert bring(session, room, line, 2).first_unit == 5
    with pytest.raises(returns.NothingLeft, match="tinggal 1 "):
        bring(session, room, line, 2)
    assert bring(session, room, line, 1).first_unit == 2
    with pytest.raises(returns.NothingLeft, match="tinggal 0 "):
        bring(session, room, line, 1)


@pytest.mark.parametrize("quantity", [0, -1, 7])
def test_only_as_many_units_come_back_as_were_sold(session: Session, at: datetime, quantity: int):
    room, line = sold(session, at)
    with pytest.raises(returns.NothingLeft, match="tinggal 6 "):
        bring(session, room, line, quantity)
