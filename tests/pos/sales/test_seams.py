"""Where ways to pay, shifts, deposits, claims and practice meet: what none of them sees alone."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.outlets.models import Outlet
from catalogue.stock import service as stock
from catalogue.stock.queries import on_hand
from catalogue.stock.unrecorded import service as unrecorded
from core.dispatch import TitipFlask, body_hash
from core.errors import Refused
from core.users.models import User
from pos.reports.verify import verify
from pos.sales import completing, paying, returns
from pos.sales import service as tickets
from pos.sales.claims import service as claims
from pos.sales.deposits import service as deposits
from pos.sales.models import Sale, TenderConfirmation
from pos.sales.refunds import NeedsManager
from pos.sales.tenders import Offer
from pos.shifts.models import Shift
from tests.pos.sales.conftest import MANAGER_PIN, Counter, give_manager_a_pin
from tests.pos.sales.test_deposits import take
from tests.pos.sales.test_paying import ticket_of
from tests.pos.showroom import QRIS, Showroom, open_showroom


@pytest.fixture
def room(session: Session, at: datetime) -> Showroom:
    return open_showroom(session, at=at)


def pay_part(session: Session, room: Showroom, sale: Sale, offer: Offer) -> None:
    paying.add_part(session, sale, offer, on=room.shift.business_date, at=room.at)


def complete(session: Session, room: Showroom, sale: Sale, *offers: Offer) -> None:
    completing.complete(session, sale, list(offers), counter=room.counter(session), at=room.at)


def found_wrong(session: Session) -> list[str]:
    """The checks of `./titip verify` that fail."""
    return [verdict.line for verdict in verify(session) if not verdict.is_good]


def test_a_makers_part_ends_with_her_goods(session: Session, room: Showroom) -> None:
    sale = ticket_of(session, room, {"selendang": 1, "emping": 1})
    pay_part(session, room, sale, Offer("maker", 60_000, maker_id=room.maker.id))
    hers = next(line for line in sale.lines if line.maker_id == room.maker.id)
    tickets.remove_line(session, sale, hers, at=room.at)
    with pytest.raises(paying.PartRefused, match="Pilih perajin"):
        complete(session, room, sale, Offer("cash"))


def test_a_maker_whose_goods_only_come_back_takes_no_money(
    session: Session, room: Showroom
) -> None:
    old = room.sell(session, {"selendang": 1})
    sale = ticket_of(session, room, {"emping": 12})
    returns.add_return(session, sale, old.lines[0], 1, by=room.cashier.id, at=room.at)
    session.refresh(sale, ["lines"])
    with pytest.raises(paying.PartRefused, match="Pilih perajin"):
        pay_part(session, room, sale, Offer("maker", 60_000, maker_id=room.maker.id))


def test_a_ticket_with_cash_in_this_drawer_is_not_held(session: Session, room: Showroom) -> None:
    sale = ticket_of(session, room, {"selendang": 1})
    pay_part(session, room, sale, Offer("cash", 100_000))
    with pytest.raises(Refused, match="sudah diterima di laci"):
        tickets.hold(session, sale, "x", at=room.at)


def test_cash_that_replaced_a_claim_goes_back_without_a_manager(
    session: Session, room: Showroom
) -> None:
    sale = room.sell(session, {"emping": 1}, offers=QRIS)
    claims.receive(
        session,
        sale.tenders[0],
        way="cash",
        shift=session.get_one(Shift, room.shift.id),
        by=room.cashier.id,
        at=room.at,
    )
    room.give_back(session, sale.lines[0], 1)
    assert found_wrong(session) == []


def test_money_that_came_late_goes_back_the_way_it_came(session: Session, room: Showroom) -> None:
    sale = room.sell(session, {"emping": 1}, offers=QRIS)
    claims.accept(session, sale.tenders[0], by=room.manager.id, at=room.at, reason="x")
    claims.receive(session, sale.tenders[0], way="qris", by=room.cashier.id, at=room.at)
    room.give_back(session, sale.lines[0], 1, offers=QRIS)
    assert found_wrong(session) == []


def test_a_claim_let_go_without_its_money_is_found(session: Session, room: Showroom) -> None:
    sale = room.sell(session, {"emping": 1}, offers=QRIS)
    session.add(
        TenderConfirmation(
            tender_id=sale.tenders[0].id,
            kind="replaced",
            business_date=room.shift.business_date,
            at=room.at,
            actor_id=room.cashier.id,
        )
    )
    session.flush()
    [line] = found_wrong(session)
    assert "Uang QRIS dan kartu yang menyusul" in line


def test_a_deposit_by_card_goes_back_in_cash_under_a_pin_only(
    session: Session, room: Showroom
) -> None:
    row = take(session, room, way="card")
    with pytest.raises(NeedsManager):
        deposits.give_back(
            session,
            row,
            room.counter(session).till,
            100_000,
            way="cash",
            reason="b",
            by=session.get_one(User, room.cashier.id),
            at=room.at,
        )


def test_what_came_back_before_it_was_recorded_came_in_too(
    session: Session, room: Showroom
) -> None:
    maker = session.get_one(Maker, room.maker.id)
    outlet = session.get_one(Outlet, room.outlet.id)
    necklace = unrecorded.note(
        session,
        maker,
        outlet,
        unrecorded.Noted(title="Kalung", price=50_000),
        by=room.cashier.id,
        at=room.at,
    )
    room.goods["kalung"] = necklace
    sale = room.sell(session, {"kalung": 3})
    room.give_back(session, sale.lines[0], 1)
    brought = unrecorded.write_down(session, maker, outlet, by=room.manager.id, at=room.at)
    stock.receive(session, brought, by=room.manager.id, at=room.at)
    assert on_hand(session, necklace.id, outlet.id) == 1


def test_a_handover_does_not_count_cash_that_is_not_booked(
    counter: Counter, app: TitipFlask
) -> None:
    give_manager_a_pin(app, counter.room)
    counter.post("/pos/scan", code=counter.room.goods["dompet"].code)
    counter.post("/pos/parts", way="cash", amount="20.000")
    form = {"user": counter.room.manager.id, "pin": MANAGER_PIN}
    answer = counter.post("/pos/handover", counted_cash="320.000", **form)
    assert answer.status_code == 422 and "sudah diterima di laci" in answer.text


def test_a_key_keeps_nothing_of_a_pin(app: TitipFlask) -> None:
    kept = []
    for pin in ("1379", "2580"):
        with app.test_request_context(
            "/pos/returns/pay", method="POST", data={"way": "cash", "approver_pin": pin}
        ):
            kept.append(body_hash())
    with app.test_request_context("/pos/returns/pay", method="POST", data={"way": "transfer"}):
        kept.append(body_hash())

    assert kept[0] == kept[1] != kept[2]
