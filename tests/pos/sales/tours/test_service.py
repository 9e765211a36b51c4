"""Tours at the till: whose a sale is, what ending a visit comes to, and that it is paid once."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from catalogue.outlets.models import Till
from catalogue.tours import service as tours
from catalogue.tours.models import Visit
from core.errors import Conflict, Refused
from core.users.models import User
from pos.ledger import queries as balances
from pos.reports.verify import verify
from pos.sales import service as tickets
from pos.sales.models import Sale
from pos.sales.tours import queries, service
from pos.sales.tours.models import GuideFee
from pos.shifts import queries as shifts
from tests.pos.sales.tours.groups import Groups
from tests.pos.showroom import CASH, QRIS, open_showroom

pytestmark = pytest.mark.parametrize("engine_kind", ["sqlite"])
"""Rules; that both engines keep them, test_views.py and test_races.py show."""


@pytest.fixture
def groups(session: Session, at: datetime) -> Groups:
    return Groups(session, open_showroom(session, at=at))


# -- whose a ticket is -----------------------------------------------------------------------------


def test_a_touch_gives_the_ticket_and_those_that_follow_to_the_group(groups: Groups):
    visit = groups.expect("Wisata Angan")
    open_one = groups.room.ticket(groups.session)

    groups.serve(visit, ticket=open_one)

    assert (open_one.visit_id, visit.state) == (visit.id, "here")
    assert groups.sell({"dompet": 1}).visit_id == visit.id
    assert groups.sell({"dompet": 1}).visit_id == visit.id
    assert len(queries.sales_of(groups.session, visit.id)) == 2


def test_two_groups_at_once_each_have_their_own(groups: Groups):
    red, blue = groups.expect("Wisata Angan"), groups.expect("Tunas Tour")
    assert red.colour != blue.colour
    groups.serve(red)
    groups.sell({"dompet": 1})
    groups.serve(blue)
    groups.sell({"dompet": 2})
    groups.serve(None)
    nobody = groups.sell({"emping": 1})

    assert nobody.visit_id is None
    assert groups.brought(red).sold == 33_333
    assert groups.brought(blue).sold == 66_666


def test_a_group_that_nobody_sold_to_for_long_is_not_taken_for_granted(groups: Groups):
    groups.serve(groups.expect("Wisata Angan"))
    groups.room.at += queries.FRESH + timedelta(minutes=1)

    assert groups.sell({"dompet": 1}).visit_id is None


def test_each_ticket_keeps_the_group_fresh(groups: Groups):
    visit = groups.expect("Wisata Angan")
    groups.serve(visit)
    for _customer in range(3):
        groups.room.at += queries.FRESH - timedelta(minutes=5)
        assert groups.sell({"dompet": 1}).visit_id == visit.id


def test_a_held_ticket_stays_with_its_group(groups: Groups):
    red, blue = groups.expect("Wisata Angan"), groups.expect("Tunas Tour")
    session, room = groups.session, groups.room
    groups.serve(red)
    held = room.ticket(session)
    tickets.scan(session, held, room.goods["dompet"].code, by=room.cashier.id, at=room.at)
    tickets.hold(session, held, "Ibu", at=room.at)
    groups.serve(blue)

    tickets.recall(session, held, session.get_one(Till, room.till.id), by=room.cashier.id)

    assert held.visit_id == red.id


@pytest.mark.parametrize("wrong", ["tomorrow", "elsewhere", "announced", "done"])
def test_a_group_that_is_not_awaited_here_today_gets_no_ticket(groups: Groups, wrong: str):
    visit = groups.expect(
        "Wisata Angan",
        days=1 if wrong == "tomorrow" else 0,
        outlet=groups.room.stall if wrong == "elsewhere" else None,
        confirmed=wrong != "announced",
    )
    if wrong == "done":
        groups.finish(visit)

    with pytest.raises(Refused):
        groups.serve(visit)


def test_a_sale_is_given_to_another_group_on_its_day_and_the_trace_stays(groups: Groups):
    red, blue = groups.expect("Wisata Angan"), groups.expect("Tunas Tour")
    groups.serve(red)
    sale = groups.sell({"dompet": 1})

    groups.move(sale, blue)
    groups.move(sale, None)
    groups.move(sale, blue)

    assert sale.visit_id == red.id  # what the ticket was made for is sealed
    assert groups.brought(red).sold == 0
    assert groups.brought(blue).sold == 33_333
    assert groups.trace(sale) == [
        (None, red.id), (red.id, blue.id), (blue.id, None), (None, blue.id)
    ]  # fmt: skip


def test_a_sale_of_yesterday_or_of_a_group_that_was_paid_stays(groups: Groups):
    red, blue = groups.expect("Wisata Angan"), groups.expect("Tunas Tour")
    groups.serve(red)
    sale = groups.sell({"dompet": 1})
    other = groups.sell({"emping": 1})
    with pytest.raises(Refused, match="hari yang sama"):
        groups.move(sale, blue, days=1)
    groups.move(other, blue)
    groups.finish(red)

    with pytest.raises(Refused, match="sudah dibayar"):
        groups.move(sale, blue)
    with pytest.raises(Refused, match="sudah selesai"):
        groups.move(other, red)


# -- rombongan selesai -----------------------------------------------------------------------------


def test_the_fee_is_on_sales_less_returns_and_paid_from_the_drawer(groups: Groups):
    visit = groups.expect("Wisata Angan", fee_bps=1_000)
    groups.serve(visit)
    sale = groups.sell({"selendang": 2, "tas": 1}, discount=10_000)
    groups.sell({"dompet": 1, "ongkir": 1}, offers=QRIS)
    groups.serve(None)
    groups.give_back(sale, 1)
    session, till = groups.session, groups.room.till
    drawer, treasury = shifts.drawer(session, till.id), groups.balance("treasury")

    fee = groups.finish(visit)

    sold = 2 * 405_000 - 10_000 + 5_050 + 33_333  # postage is passed on and not the group's
    assert (fee.sold, fee.returned) == (sold, 400_000)
    assert fee.fee == (sold - 400_000) // 10
    assert fee.amount == fee.fee - fee.fee % 100
    assert shifts.drawer(session, till.id) == drawer - fee.amount
    assert (groups.balance("treasury"), groups.balance("fees")) == (treasury, fee.amount)
    assert visit.state == "done"
    groups.refuses_nothing()


def test_the_treasurer_pays_without_touching_the_drawer(groups: Groups):
    visit = groups.expect("Wisata Angan", fee_bps=1_000)
    groups.serve(visit)
    groups.sell({"selendang": 1})
    drawer = shifts.drawer(groups.session, groups.room.till.id)

    fee = groups.finish(visit, "treasury")

    assert shifts.drawer(groups.session, groups.room.till.id) == drawer
    assert groups.balance("treasury") == -fee.amount == -40_500


def test_no_maker_pays_for_the_fee(groups: Groups):
    visit = groups.expect("Wisata Angan", fee_bps=5_000)
    groups.sell({"selendang": 1})
    alone = balances.owed_to(groups.session, groups.room.maker.id)
    groups.serve(visit)
    groups.sell({"selendang": 1})
    groups.finish(visit)

    assert balances.owed_to(groups.session, groups.room.maker.id) == 2 * alone


def test_goods_that_come_back_after_the_fee_count_on_the_agencys_next_visit(groups: Groups):
    first = groups.expect("Wisata Angan", fee_bps=1_000)
    groups.serve(first)
    sale = groups.sell({"selendang": 2})
    assert groups.finish(first).amount == 81_000
    groups.give_back(sale, 1)
    other = groups.expect("Tunas Tour", fee_bps=1_000)
    groups.serve(other)
    groups.sell({"selendang": 1})
    assert groups.finish(other).carried == 0  # another agency's

    second = groups.expect("Wisata Angan", fee_bps=1_000)
    groups.serve(second)
    groups.sell({"emping": 3})
    too_little = groups.finish(second)
    assert (too_little.fee, too_little.carried, too_little.amount) == (20_400, -40_500, 0)

    third = groups.expect("Wisata Angan", fee_bps=1_000)
    groups.serve(third)
    groups.sell({"selendang": 1})
    paid = groups.finish(third)
    assert (paid.fee, paid.carried, paid.amount) == (40_500, -20_100, 20_400)
    groups.refuses_nothing()


def test_a_visit_without_sales_ends_without_money(groups: Groups):
    fee = groups.finish(groups.expect("Wisata Angan"))

    assert (fee.amount, fee.movement_id) == (0, None)
    groups.refuses_nothing()


def test_a_fee_is_paid_once(groups: Groups):
    visit = groups.expect("Wisata Angan")
    groups.serve(visit)
    groups.sell({"dompet": 1})
    fee = groups.finish(visit)

    with pytest.raises(service.AlreadyPaid):
        groups.finish(visit)
    copy = {c.key: getattr(fee, c.key) for c in GuideFee.__table__.columns if c.key != "id"}
    groups.session.add(GuideFee(**{**copy, "number": "P999999", "movement_id": None, "amount": 0}))
    with pytest.raises(IntegrityError):
        groups.session.flush()


def test_a_sum_that_changed_since_it_was_shown_is_not_paid(groups: Groups):
    visit = groups.expect("Wisata Angan")
    groups.serve(visit)
    groups.sell({"selendang": 1})
    shown = service.reckon(groups.session, visit).amount
    groups.sell({"selendang": 1})

    with pytest.raises(Conflict, match="berubah"):
        groups.finish(visit, seen=shown)


def test_a_group_whose_ticket_is_not_paid_is_not_ended(groups: Groups):
    visit = groups.expect("Wisata Angan")
    groups.serve(visit)
    ticket = groups.room.ticket(groups.session)
    code = groups.room.goods["dompet"].code
    tickets.scan(groups.session, ticket, code, by=groups.room.cashier.id, at=groups.room.at)

    with pytest.raises(Refused, match="Kasir 1"):
        groups.finish(visit)


def test_a_drawer_that_holds_too_little_does_not_pay(groups: Groups):
    visit = groups.expect("Wisata Angan", fee_bps=5_000)
    groups.serve(visit)
    groups.sell({"kain": 1}, offers=QRIS)

    with pytest.raises(Refused, match="kurang"):
        groups.finish(visit)


def test_a_ticket_of_a_group_that_ended_meanwhile_is_sold_without_it(groups: Groups):
    visit = groups.expect("Wisata Angan")
    session, room = groups.session, groups.room
    ticket = room.ticket(session)
    groups.serve(visit, ticket=ticket)  # nothing is on it yet, so the visit may end
    groups.finish(visit)

    sale = room.sell(session, {"dompet": 1}, offers=CASH)

    assert (sale.id, sale.visit_id) == (ticket.id, None)
    groups.refuses_nothing()


def test_verify_finds_a_fee_that_its_sales_do_not_bear(groups: Groups):
    visit = groups.expect("Wisata Angan")
    groups.serve(visit)
    sale = groups.sell({"dompet": 1})
    groups.finish(visit)
    groups.session.add(
        service.SaleVisit(
            sale_id=sale.id, visit_id=None, from_id=visit.id, at=groups.room.at,
            actor_id=groups.room.cashier.id,
        )
    )  # fmt: skip
    groups.session.flush()

    wrong = {v.name: v.first for v in verify(groups.session) if not v.is_good}

    assert wrong == {"Uang pemandu": "uang pemandu P000001"}


def test_a_group_that_came_is_ended_and_not_called_off(groups: Groups):
    visit = groups.expect("Wisata Angan")
    groups.serve(visit)

    with pytest.raises(Refused, match="sudah datang"):
        tours.cancel(groups.session, visit, by=groups.room.manager.id, at=groups.room.at)


def test_a_visit_that_is_over_never_opens_again(groups: Groups):
    visit = groups.expect("Wisata Angan")
    groups.finish(visit)
    how = {"by": groups.room.manager.id, "at": groups.room.at}

    for verb in (tours.cancel, tours.arrive, tours.end):
        with pytest.raises(Conflict):
            verb(groups.session, visit, **how)


def test_who_pays_stands_on_the_slip(groups: Groups):
    visit = groups.expect("Wisata Angan", guide="Pak Tunjuk Arah")
    groups.serve(visit)
    groups.sell({"selendang": 1})
    manager = groups.session.get_one(User, groups.room.manager.id)

    slip = service.finish(
        groups.session, groups.session.get_one(Visit, visit.id), "treasury", by=manager,
        at=groups.room.at, seen=40_500,
    ).document  # fmt: skip

    assert (slip["paid_by"], slip["guide"]) == ("Ibu Pengurus", "Pak Tunjuk Arah")
    assert slip["words"] == "empat puluh ribu lima ratus rupiah"
    assert isinstance(groups.session.get_one(Sale, 1), Sale)
