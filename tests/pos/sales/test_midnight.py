"""Around midnight in Bandar Lampung (WIB): 23:59:59 and 00:10."""

from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from catalogue.outlets.models import Till
from catalogue.products import contracts
from catalogue.products.contracts import Terms
from core.users.models import User
from pos.sales import closing, completing
from pos.sales import service as tickets
from pos.sales.models import Sale
from pos.shifts import service as shifts
from pos.shifts.models import Shift
from pos.shifts.service import NoShift
from tests.pos.showroom import CASH, Showroom, open_showroom

SATURDAY, SUNDAY = date(2026, 5, 9), date(2026, 5, 10)
LAST_SECOND = datetime.fromisoformat("2026-05-09T23:59:59+07:00")
TEN_PAST = datetime.fromisoformat("2026-05-10T00:10:00+07:00")


@pytest.fixture
def room(session: Session, at: datetime) -> Showroom:
    return open_showroom(session, at=at)


def sell(session: Session, room: Showroom, *, at: datetime) -> Sale:
    till = session.get_one(Till, room.till.id)
    sale = tickets.open_ticket(session, till, by=room.cashier.id, at=at)
    tickets.scan(session, sale, room.goods["dompet"].code, by=room.cashier.id, at=at)
    return completing.complete(session, sale, CASH, counter=room.counter(session), at=at)


def test_a_sale_belongs_to_the_day_its_shift_was_opened_on(
    session: Session, room: Showroom
) -> None:
    contracts.agree(
        session, Terms("percent", 1000, "shared"), starts_on=SUNDAY, by=None, at=room.at,
        maker=room.maker,
    )  # fmt: skip

    before, after = (sell(session, room, at=at) for at in (LAST_SECOND, TEN_PAST))

    assert (before.business_date, after.business_date) == (SATURDAY, SATURDAY)
    assert (before.completed_at, after.completed_at) == (LAST_SECOND, TEN_PAST)
    # Sunday's agreement waits for Sunday's shift.
    assert [sale.lines[0].commission_bps for sale in (before, after)] == [2000, 2000]

    closing.close_shift(
        session, session.get_one(Shift, room.shift.id), counted=366_600, pieces={},
        by=session.get_one(User, room.cashier.id), at=TEN_PAST,
    )  # fmt: skip
    shift = shifts.open_shift(session, room.till, opening_float=0, by=room.cashier.id, at=TEN_PAST)
    sunday = sell(session, room, at=TEN_PAST)
    assert (shift.business_date, sunday.business_date) == (SUNDAY, SUNDAY)
    assert sunday.lines[0].commission_bps == 1000
    assert [sale.number for sale in (before, after, sunday)] == [
        "G1000001", "G1000002", "G1000003",
    ]  # fmt: skip


def test_a_shift_of_the_last_second_is_of_that_day(session: Session, room: Showroom) -> None:
    closing.close_shift(
        session, session.get_one(Shift, room.shift.id), counted=300_000, pieces={},
        by=session.get_one(User, room.cashier.id), at=LAST_SECOND,
    )  # fmt: skip

    shift = shifts.open_shift(
        session, room.till, opening_float=0, by=room.cashier.id, at=LAST_SECOND
    )

    assert sell(session, room, at=TEN_PAST).business_date == SATURDAY == shift.business_date


def test_a_shift_forgotten_overnight_sells_nothing_the_next_morning(
    session: Session, room: Showroom
) -> None:
    with pytest.raises(NoShift, match="20 jam"):
        sell(session, room, at=datetime.fromisoformat("2026-05-10T08:00:00+07:00"))
