"""Discounts on lines, tickets and agreed totals: what the till takes, and what needs a manager."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from catalogue.products import contracts
from catalogue.products.contracts import Terms
from catalogue.products.models import Product
from core.errors import Refused
from core.money import spread
from core.users.models import AuditEntry, User
from pos.reports.verify import verify
from pos.sales import completing, discounts, service
from pos.sales.discounts import Approval
from pos.sales.models import Sale
from pos.sales.split import lowest_paid, split_net, split_percent
from pos.sales.terms import BelowFloor
from tests.pos.showroom import CASH, Showroom, open_showroom

rupiah = st.integers(0, 9_999_999)
rates = st.integers(0, 10_000)


# -- the arithmetic ----------------------------------------------------------------------------


@given(rupiah, rates, st.sampled_from(["shared", "house", "maker"]))
def test_the_lowest_price_leaves_the_maker_nothing_owing_and_one_rupiah_less_does(
    listed: int, rate: int, bearer: str
):
    least = lowest_paid(listed, terms="percent", bearer=bearer, rate_bps=rate)

    assert split_percent(listed, listed - least, rate_bps=rate, bearer=bearer).maker >= 0
    if least > 0:
        below = split_percent(listed, listed - least + 1, rate_bps=rate, bearer=bearer)
        assert below.maker < 0


@given(rupiah, st.data(), st.sampled_from(["shared", "house", "maker"]))
def test_the_same_under_net_terms(listed: int, data: st.DataObject, bearer: str):
    net = data.draw(st.integers(0, listed))
    least = lowest_paid(listed, terms="net", bearer=bearer, net=net)

    assert split_net(listed, listed - least, net=net, bearer=bearer).maker >= 0
    if least > 0:
        assert split_net(listed, listed - least + 1, net=net, bearer=bearer).maker < 0


def test_the_floor_counts_where_it_is_higher_but_never_above_the_list():
    assert lowest_paid(100_000, terms="percent", bearer="shared", floor=90_000) == 90_000
    assert lowest_paid(80_000, terms="percent", bearer="shared", floor=90_000) == 80_000
    assert lowest_paid(100_000, terms="net", bearer="maker", net=70_000, floor=10_000) == 30_000


nets = st.lists(st.integers(0, 50_000), min_size=1, max_size=6).filter(any)


@given(nets, st.data())
def test_the_largest_discount_fits_and_a_rupiah_more_does_not(prices: list[int], data):
    rooms = [data.draw(st.integers(0, price)) for price in prices]

    most = discounts.largest_discount(prices, rooms)

    assert fits(most, prices, rooms)
    assert most == sum(prices) or not fits(most + 1, prices, rooms)


def fits(amount: int, prices: list[int], rooms: list[int]) -> bool:
    return all(part <= room for part, room in zip(spread(amount, prices), rooms, strict=True))


# -- on a ticket -------------------------------------------------------------------------------


@pytest.fixture
def room(session: Session, at: datetime) -> Showroom:
    return open_showroom(session, at=at)


def ticket(session: Session, room: Showroom, **wanted: int) -> Sale:
    sale = room.ticket(session)
    for name, quantity in wanted.items():
        product = session.get_one(Product, room.goods[name].id)
        service.add_product(
            session, sale, product, code=product.code, by=room.cashier.id, at=room.at,
            quantity=quantity,
        )  # fmt: skip
    return sale


def asked(room: Showroom, approval: Approval | None = None) -> dict[str, object]:
    return {"on": room.at.date(), "by": room.cashier.id, "at": room.at, "approval": approval}


def word(session: Session, room: Showroom, reason: str = "Pembeli lama") -> Approval:
    return Approval(session.get_one(User, room.manager.id), reason)


def complete(session: Session, room: Showroom, sale: Sale) -> Sale:
    return completing.complete(session, sale, CASH, counter=room.counter(session), at=room.at)


def is_true(session: Session) -> bool:
    return all(verdict.is_good for verdict in verify(session))


def test_an_agreed_total_is_what_the_customer_pays(session: Session, room: Showroom) -> None:
    sale = ticket(session, room, selendang=2, dompet=3, tas=1)  # 810.000 + 99.999 + 5.050

    discounts.agree_on_total(session, sale, 900_000, **asked(room))
    complete(session, room, sale)

    assert sale.net_total == 900_000
    assert [line.discount for line in sale.lines] == [13_321, 1_645, 83]
    assert sum(line.discount for line in sale.lines) == sale.ticket_discount == 15_049
    shared = sale.lines[0]
    assert shared.maker_share == shared.net_amount - shared.net_amount * 2000 // 10_000
    assert is_true(session)


def test_an_agreed_total_replaces_the_one_before(session: Session, room: Showroom) -> None:
    sale = ticket(session, room, selendang=1)

    discounts.agree_on_total(session, sale, 400_000, **asked(room))
    discounts.agree_on_total(session, sale, 395_000, **asked(room))

    assert (sale.net_total, sale.ticket_discount) == (395_000, 10_000)
    discounts.give_on_ticket(session, sale, 0, **asked(room))
    assert sale.net_total == 405_000


def test_a_line_keeps_its_own_discount_beside_the_ticket_s(session: Session, room: Showroom):
    sale = ticket(session, room, selendang=1, dompet=1)

    discounts.give_on_line(session, sale, sale.lines[0], 5_000, **asked(room))
    discounts.give_on_ticket(session, sale, 10_000, **asked(room))

    assert sale.discount_total == 15_000
    assert sale.lines[0].given == 5_000
    service.set_quantity(session, sale, sale.lines[1], 2)
    assert sale.discount_total == 15_000  # spread anew over what is there now
    service.remove_line(session, sale, sale.lines[1], at=room.at)
    assert (sale.lines[0].discount, sale.discount_total) == (15_000, 15_000)


def test_a_discount_never_exceeds_what_is_left(session: Session, room: Showroom) -> None:
    sale = ticket(session, room, dompet=3)
    discounts.give_on_ticket(session, sale, 60_000, **asked(room))

    service.set_quantity(session, sale, sale.lines[0], 1)

    assert (sale.ticket_discount, sale.net_total) == (33_333, 0)


@pytest.mark.parametrize("amount", [-1, 405_001])
def test_an_impossible_discount_is_refused(session: Session, room: Showroom, amount: int) -> None:
    sale = ticket(session, room, selendang=1)

    with pytest.raises(Refused, match="405"):
        discounts.give_on_line(session, sale, sale.lines[0], amount, **asked(room))
    with pytest.raises(Refused, match="405"):
        discounts.give_on_ticket(session, sale, amount, **asked(room))


def test_a_total_above_the_price_is_refused(session: Session, room: Showroom) -> None:
    sale = ticket(session, room, selendang=1)

    with pytest.raises(Refused, match="405"):
        discounts.agree_on_total(session, sale, 405_001, **asked(room))


# -- below what was agreed -----------------------------------------------------------------------


def with_floor(session: Session, room: Showroom, bearer: str = "shared") -> None:
    contracts.agree(
        session, Terms("percent", 2000, bearer, floor_price=390_000), starts_on=date(2026, 1, 1),
        by=None, at=room.at, product=room.goods["selendang"],
    )  # fmt: skip


def test_the_till_says_the_lowest_total_and_takes_it(session: Session, room: Showroom) -> None:
    with_floor(session, room)
    sale = ticket(session, room, selendang=1, dompet=2)
    lowest = discounts.lowest_total(session, sale, on=room.at.date())

    with pytest.raises(BelowFloor, match="Rp454.197"):
        discounts.agree_on_total(session, sale, lowest - 1, **asked(room))
    discounts.agree_on_total(session, sale, lowest, **asked(room))
    complete(session, room, sale)

    assert lowest == 454_197
    assert sale.lines[0].net_amount == 390_000


def test_a_manager_lets_the_house_bear_it_and_the_maker_loses_nothing(
    session: Session, room: Showroom
) -> None:
    with_floor(session, room, bearer="maker")
    sale = ticket(session, room, selendang=1, dompet=1)

    discounts.give_on_line(
        session, sale, sale.lines[0], 105_000, **asked(room, word(session, room))
    )
    complete(session, room, sale)

    line = sale.lines[0]
    assert (line.bearer, line.maker_share, line.house_share) == ("house", 324_000, -24_000)
    assert (line.approved_by, line.approval_reason) == (room.manager.id, "Pembeli lama")
    assert sale.lines[1].approved_by is None
    entry = session.query(AuditEntry).filter_by(action="sale.discount_approved").one()
    assert (entry.actor_id, entry.detail["asked_by"]) == (room.manager.id, room.cashier.id)
    assert is_true(session)


def test_without_a_reason_there_is_no_approval(session: Session, room: Showroom) -> None:
    with_floor(session, room)
    sale = ticket(session, room, selendang=1)

    with pytest.raises(Refused, match="alasan"):
        discounts.agree_on_total(
            session, sale, 300_000, **asked(room, word(session, room, reason=" "))
        )


def test_an_approval_ends_with_what_it_was_given_for(session: Session, room: Showroom) -> None:
    with_floor(session, room)
    sale = ticket(session, room, selendang=1)
    discounts.agree_on_total(session, sale, 300_000, **asked(room, word(session, room)))

    service.set_quantity(session, sale, sale.lines[0], 2)

    assert sale.lines[0].approved_by is None
    assert sale.net_total == 705_000  # 352.500 each: below the floor again
    with pytest.raises(BelowFloor):
        complete(session, room, sale)


def test_an_approval_that_nobody_needs_is_not_written_down(session: Session, room: Showroom):
    sale = ticket(session, room, selendang=1)

    discounts.agree_on_total(session, sale, 300_000, **asked(room, word(session, room)))

    assert sale.lines[0].approved_by is None
    complete(session, room, sale)
    assert sale.lines[0].bearer == "shared"
