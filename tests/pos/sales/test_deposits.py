"""Deposits: taken with a slip, used on a ticket, given back; never used twice."""

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.outlets import service as outlets
from catalogue.outlets.models import Outlet
from core.dispatch import TitipFlask
from core.errors import Refused
from core.users.models import User
from pos.ledger import queries as ledger
from pos.reports.verify import verify
from pos.sales import paying, queries
from pos.sales.deposits import queries as deposits
from pos.sales.deposits import service
from pos.sales.deposits.models import Deposit
from pos.sales.deposits.service import Left
from pos.sales.discounts import Approval
from pos.sales.paying import PartRefused
from pos.sales.shift_reports import proof_of, x_report
from pos.sales.tenders import Offer
from pos.shifts import service as shifts
from pos.shifts.models import Shift
from tests.pos.sales.conftest import Counter
from tests.pos.sales.test_paying import ticket_of
from tests.pos.showroom import Showroom, open_showroom


@pytest.fixture
def room(session: Session, at: datetime) -> Showroom:
    return open_showroom(session, at=at)


def take(session: Session, room: Showroom, amount: int = 100_000, way: str = "cash") -> Deposit:
    counter = room.counter(session)
    left = Left("Bu Ani", amount, way, purpose="Tapis pengantin")
    return service.take(session, counter.till, left, by=counter.cashier, at=room.at)


def test_a_deposit_is_used_given_back_and_proved(session: Session, room: Showroom) -> None:
    row = take(session, room)
    assert row.document["lines"][0]["title"] == "Uang muka: Bu Ani, Tapis pengantin"

    used = Offer("deposit", 68_000, deposit_id=row.id)
    room.sell(session, {"emping": 1}, offers=(used,))
    assert deposits.left_of(session, [row.id]) == {row.id: 32_000}
    counter = room.counter(session)
    service.give_back(
        session, row, counter.till, 32_000, way="cash", reason="batal", by=counter.cashier,
        at=room.at,
    )  # fmt: skip

    assert deposits.open_deposits(session) == []
    assert ledger.balance_of(session, "deposits") == 0
    shift = session.get_one(Shift, room.shift.id)
    proof = proof_of(session, shift, queries.of_shift(session, shift))
    assert (proof.deposits, proof.is_good) == (68_000, True)
    cash = {row.label: row.amount for row in x_report(session, shift, at=room.at).cash}
    assert (cash["Uang muka diterima"], cash["Uang muka dikembalikan"]) == (100_000, -32_000)
    assert [verdict.line for verdict in verify(session) if not verdict.is_good] == []


def test_two_tickets_do_not_use_the_same_money(session: Session, room: Showroom) -> None:
    row = take(session, room, 50_000)
    first = ticket_of(session, room, {"emping": 1})
    on = room.shift.business_date
    paying.add_part(session, first, Offer("deposit", deposit_id=row.id), on=on, at=room.at)
    assert first.tenders[0].amount == 50_000
    with pytest.raises(PartRefused, match="tinggal Rp0"):
        paying.add_part(session, first, Offer("deposit", deposit_id=row.id), on=on, at=room.at)
    service.give_back(
        session, row, room.counter(session).till, 50_000, way="cash", reason="batal",
        by=session.get_one(User, room.cashier.id), at=room.at,
    )  # fmt: skip

    with pytest.raises(PartRefused, match="tinggal Rp0"):
        paying.take(session, first, [Offer("cash")], on=on, at=room.at)


@pytest.mark.parametrize("amount", [0, -5, 100_001])
def test_no_more_goes_back_than_is_left(session: Session, room: Showroom, amount: int) -> None:
    row = take(session, room)

    with pytest.raises(Refused, match="tinggal Rp100.000"):
        service.give_back(
            session, row, room.counter(session).till, amount, way="cash", reason="batal",
            by=session.get_one(User, room.cashier.id), at=room.at,
        )  # fmt: skip


def test_a_sale_paid_by_a_deposit_gives_back_under_a_pin_only(
    session: Session, room: Showroom
) -> None:
    row = take(session, room)
    sale = room.sell(session, {"emping": 1}, offers=(Offer("deposit", 68_000, deposit_id=row.id),))

    with pytest.raises(Refused, match="PIN pengurus"):
        room.give_back(session, sale.lines[0], 1)


# -- over HTTP ----------------------------------------------------------------------------------


def test_a_deposit_over_the_counter(counter: Counter, app: TitipFlask) -> None:
    shown = counter.post("/pos/deposits", customer="Bu Ani", amount="50.000", way="cash").location
    assert 'data-amount="50000"' in counter.cashier.get(shown).text
    assert 'data-left="50000"' in counter.cashier.get("/pos/deposits").text
    with app.house.database.reader() as session:
        row = session.scalars(select(Deposit)).one()
    assert "Bu Ani" in counter.cashier.get(f"/pos/deposits/{row.id}/slip").text

    counter.post("/pos/scan", code=counter.room.goods["emping"].code)
    assert row.number in counter.cashier.get("/pos?pane=split&way=deposit").text
    counter.post("/pos/parts", way="deposit", deposit=row.id)
    done = counter.post("/pos/complete", pane="cash", received="20.000").location
    page = counter.cashier.get(done).text
    assert 'data-change="2000"' in page
    assert "Uang muka" in page
    assert counter.post(f"/pos/deposits/{row.id}/back", reason="sisa").status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"customer": ""},
        {"amount": ""},
        {"amount": "0"},
        {"way": ""},
        {"way": "card"},
        {"way": "qris"},
    ],
)
def test_a_wrong_deposit_takes_nothing(
    counter: Counter, app: TitipFlask, wrong: dict[str, str]
) -> None:
    form = {"customer": "Bu Ani", "amount": "50.000", "way": "cash", **wrong}

    assert counter.post("/pos/deposits", **form).status_code == 422
    with app.house.database.reader() as session:
        assert session.scalars(select(Deposit)).all() == []


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_another_outlet_s_customers_are_not_listed_but_served_by_their_slip(
    counter: Counter, app: TitipFlask
) -> None:
    with app.house.database.writer() as session:
        stall = session.get_one(Outlet, counter.room.stall.id)
        till = outlets.set_up_till(session, stall, "Lapak", series="L1")
        cashier = session.get_one(User, counter.room.cashier.id)
        shifts.open_shift(session, till, opening_float=0, by=cashier.id, at=counter.room.at)
        row = service.take(
            session, till, Left("Bu Ani", 50_000, "cash"), by=cashier, at=counter.room.at
        )
        number, deposit_id = row.number, row.id
    counter.post("/pos/scan", code=counter.room.goods["emping"].code)

    for page in ("/pos/deposits", "/pos?pane=split&way=deposit"):
        assert "Bu Ani" not in counter.cashier.get(page).text
    assert counter.cashier.get(f"/pos/deposits?number={number.lower()}").location == (
        f"/pos/deposits/{deposit_id}"
    )
    assert counter.cashier.get("/pos/deposits?number=U999999").status_code == 404
    assert counter.post("/pos/parts", way="deposit", deposit_number=number).status_code == 303
    assert 'data-amount="18000"' in counter.cashier.get("/pos?pane=split").text


def test_no_more_cash_goes_back_than_lies_in_the_drawer(session: Session, room: Showroom) -> None:
    row = take(session, room, 400_000, way="transfer")
    counter = room.counter(session)
    approval = Approval(room.manager, "diminta tunai")

    with pytest.raises(Refused, match="tercatat kurang"):
        service.give_back(
            session, row, counter.till, 300_001, way="cash", reason="batal", by=counter.cashier,
            at=room.at, approval=approval,
        )  # fmt: skip


def test_a_scanned_slip_pays_the_ticket(counter: Counter, app: TitipFlask) -> None:
    counter.post("/pos/deposits", customer="Bu Ani", amount="50.000", way="cash")
    slip = "u000001"

    nothing = counter.post("/pos/scan", code=slip)
    assert "masih Rp50.000. Pindai dulu barangnya" in counter.cashier.get(nothing.location).text

    counter.post("/pos/scan", code=counter.room.goods["emping"].code)
    paid = counter.cashier.get(counter.post("/pos/scan", code=slip).location).text
    assert 'data-kind="deposit" data-amount="50000"' in paid
    assert 'data-testid="rest" data-amount="18000"' in paid
    again = counter.post("/pos/scan", code=slip)
    assert again.status_code == 422
    assert "tinggal Rp0" in again.text

    counter.post("/pos/parts", way="cash", amount="18.000")
    assert counter.post("/pos/complete", pane="split").status_code == 303
    spent = counter.post("/pos/scan", code=slip)
    assert "sudah habis dipakai" in counter.cashier.get(spent.location).text

    closed = counter.cashier.get(counter.post("/pos/close", counted_cash="0").location).text
    assert 'data-testid="proof-deposits">50.000<' in closed  # or its rows do not add up


def test_an_officer_takes_no_deposit(counter: Counter) -> None:
    assert counter.post("/pos/deposits", counter.officer, customer="X").status_code == 403
    assert counter.cashier.get("/pos/deposits/99").status_code == 404
