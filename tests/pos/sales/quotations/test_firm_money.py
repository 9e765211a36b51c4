"""A firm's deposit is never forgotten, and what it agrees to is what it saw."""

import re
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.outlets.models import Till
from catalogue.partners.models import Enquiry
from core.dispatch import TitipFlask
from core.errors import Conflict, Refused
from core.users.models import User
from pos.reports.attention import attention
from pos.sales import completing, paying
from pos.sales.deposits import service as deposits
from pos.sales.deposits.models import Deposit
from pos.sales.models import Sale
from pos.sales.quotations import ordering, queries, service
from pos.sales.quotations.models import Quotation
from pos.sales.quotations.ordering import Part
from pos.sales.quotations.ticket import to_ticket
from tests.pos.sales.conftest import Counter
from tests.pos.sales.quotations.offers import ask, day, line, quote, quoted
from tests.pos.sales.quotations.test_views import pdf_text, written
from tests.pos.showroom import CASH, Showroom, open_showroom

one_engine = pytest.mark.parametrize("engine_kind", ["sqlite"])


@pytest.fixture
def room(session: Session, at: Any) -> Showroom:
    return open_showroom(session, at=at)


def leave(session: Session, room: Showroom, offer: Quotation, amount: int) -> Deposit:
    """A firm's deposit for a quotation."""
    till, cashier = session.get_one(Till, room.till.id), session.get_one(User, room.cashier.id)
    return ordering.take_deposit(
        session, offer, till, Part(amount, "cash"), on=day(room), by=cashier, at=room.at
    )


def ticket(session: Session, room: Showroom, offer: Quotation) -> Sale:
    till = session.get_one(Till, room.till.id)
    return to_ticket(session, offer, till, on=day(room), by=room.cashier.id, at=room.at)


def pay(session: Session, room: Showroom, sale: Sale) -> Sale:
    return completing.complete(session, sale, CASH, counter=room.counter(session), at=room.at)


def parts(sale: Sale) -> list[tuple[str, int]]:
    return [(part.kind, part.amount) for part in sale.tenders]


def test_its_deposits_pay_the_ticket_first(session: Session, room: Showroom):
    offer = quoted(session, room, "dompet", 10, 30_000)
    leave(session, room, offer, 150_000), leave(session, room, offer, 50_000)
    sale = ticket(session, room, offer)
    assert parts(sale) == [("deposit", 150_000), ("deposit", 50_000)]
    assert parts(pay(session, room, sale))[2:] == [("cash", 100_000)]
    assert [one.left for one in queries.deposits_of(session, offer.enquiry_id)] == [0, 0]
    assert queries.left_behind(session) == []


@one_engine
def test_it_does_not_pay_twice_while_its_deposit_lies_here(session: Session, room: Showroom):
    offer = quoted(session, room, "dompet", 10, 30_000)
    deposit = leave(session, room, offer, 150_000)
    sale = ticket(session, room, offer)
    paying.remove_part(session, sale, sale.tenders[0].id)
    with (
        pytest.raises(Refused, match="U000001 untuk penawaran ini masih Rp150.000"),
        session.begin_nested(),
    ):
        pay(session, room, sale)
    session.expire_all()
    deposits.give_back(
        session, deposit, session.get_one(Till, room.till.id), 150_000, way="cash",
        reason="Bayar sekaligus", by=session.get_one(User, room.cashier.id), at=room.at,
    )  # fmt: skip
    assert parts(pay(session, room, sale)) == [("cash", 300_000)]


@one_engine
def test_more_than_it_costs_stays_and_is_told_of(session: Session, room: Showroom):
    offer = quoted(session, room, "dompet", 10, 30_000)
    leave(session, room, offer, 300_000)
    new = quote(session, room, offer.enquiry, line(session, room, "dompet", 5, (1, 30_000)))
    sale = ticket(session, room, new)
    assert parts(sale) == [("deposit", 150_000)]
    completing.complete(session, sale, [], counter=room.counter(session), at=room.at)
    told = {one.key: one for one in attention(session, today=day(room))}["left_behind"]
    assert (told.count, told.detail) == (1, "U000001 Rp150.000")


@one_engine
def test_a_unique_piece_is_promised_to_one_firm(session: Session, room: Showroom):
    first = quoted(session, room, "kain", 1, 1_000_000)
    second = quoted(session, room, "kain", 1, 1_000_000)
    leave(session, room, first, 100_000)
    with pytest.raises(Refused, match="dijanjikan di penawaran PH00001, dengan uang muka U000001"):
        leave(session, room, second, 100_000)
    leave(session, room, first, 100_000)


@one_engine
def test_what_is_at_the_till_or_sold_is_not_closed(session: Session, room: Showroom):
    offer = quoted(session, room, "dompet", 10, 30_000)
    sale = ticket(session, room, offer)
    how = {"by": room.manager.id, "at": room.at}
    with pytest.raises(Conflict, match="sedang di nota Kasir 1"):
        service.decline(session, offer.enquiry, **how)
    pay(session, room, sale)
    with pytest.raises(Conflict, match="sudah dibayar dengan nota"):
        service.decline(session, offer.enquiry, **how)
    assert offer.enquiry.state == "accepted"


@one_engine
def test_closing_an_enquiry_says_what_money_is_here(app: TitipFlask, counter: Counter):
    room = counter.room
    with app.house.database.writer() as session:
        offer = quoted(session, room, "dompet", 10, 30_000)
        leave(session, room, offer, 150_000)
        address = f"/manage/enquiries/{offer.enquiry_id}"
        number = offer.id
    assert 'data-testid="firm-deposit"' in counter.manager.get(address).text
    counter.post(f"/pos/quotations/{number}/ticket")
    till = counter.cashier.get("/pos").text
    assert "Uang muka U000001 dipotong Rp150.000" in till
    assert f"{address}/declined" not in counter.manager.get(address).text
    assert counter.post(f"{address}/declined", counter.manager).status_code == 409
    with app.house.database.writer() as session:
        sale = session.scalars(select(Sale)).one()
        sale.state = "void"
    closed = counter.post(f"{address}/declined", counter.manager)
    page = counter.manager.get(closed.headers["Location"]).text
    assert "Uang muka U000001 masih Rp150.000 di sini: kembalikan di kasir." in page
    assert 'data-key="left_behind" data-count="1"' in counter.manager.get("/manage").text
    assert counter.post(f"{address}/declined", counter.cashier).status_code == 403


@one_engine
def test_a_firm_agrees_to_the_letter_that_it_saw(app: TitipFlask, counter: Counter):
    room = counter.room
    with app.house.database.writer() as session:
        offer = quoted(session, room, "dompet", 10, 30_000)
        quoted(session, room, "dompet", 1, 30_000)
        firm, number = f"/penawaran/{offer.enquiry.token}", offer.enquiry_id
    seen = re.search(r'name="number" value="(\w+)"', counter.stranger.get(firm).text)[1]
    with app.house.database.writer() as session:
        enquiry = session.get_one(Enquiry, number)
        quote(session, room, enquiry, line(session, room, "dompet", 10, (1, 33_000)))
    for sent, sentence in (
        (seen, "PH00001 sudah diganti PH00003"), ("PH00002", "baca suratnya"), ("", "baca suratnya"),
    ):  # fmt: skip
        answer = counter.post(f"{firm}/setuju", counter.stranger, number=sent)
        assert answer.status_code == 409 and sentence in answer.text, sent
    assert counter.post(f"{firm}/setuju", counter.stranger, number="PH00003").status_code == 303


@one_engine
def test_a_letter_names_no_person_who_is_to_be_forgotten(app: TitipFlask, counter: Counter):
    with app.house.database.writer() as session:
        enquiry = ask(session, counter.room, {"dompet": 20})
    address = f"/manage/enquiries/{enquiry.id}"
    counter.post(f"{address}/quotation", counter.manager, **written(app, counter, enquiry))
    letter = pdf_text(counter.stranger.get(f"/penawaran/{enquiry.token}/surat.pdf"))
    assert "PT Umpama Jaya" in letter and "Ibu Umpama" not in letter
    with app.house.database.reader() as session:
        assert "Ibu Umpama" not in str(session.scalars(select(Quotation)).one().document)
