"""A firm fetches in parts what it was offered: what is here today, the rest later, never more than that."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.outlets import service as outlets
from catalogue.outlets.models import Till
from catalogue.products import service as products
from catalogue.products.models import Product
from catalogue.stock import service as stock
from core.db import Database
from core.dispatch import TitipFlask
from core.errors import Conflict, Refused
from pos.reports.attention import attention
from pos.reports.checks import Book
from pos.reports.checks.quotations import promised
from pos.sales import completing
from pos.sales import service as tickets
from pos.sales.models import Sale
from pos.sales.quotations import queries, service
from pos.sales.quotations.models import Quotation
from pos.sales.quotations.sold import sold
from pos.sales.quotations.ticket import to_ticket
from tests.pos.sales.conftest import Counter
from tests.pos.sales.quotations.offers import ask, day, line, quote, quoted
from tests.pos.sales.quotations.test_firm_money import leave, parts
from tests.pos.showroom import CASH, Showroom, bring, open_showroom
from tests.racing import race

one_engine = pytest.mark.parametrize("engine_kind", ["sqlite"])


@pytest.fixture
def room(session: Session, at: Any) -> Showroom:
    return open_showroom(session, at=at)


def fetch(session: Session, room: Showroom, offer: Quotation, **more: Any) -> Sale:
    """The till's ticket of some pieces: {name: pieces} as `wanted`, else all that is left."""
    wanted = more.pop("wanted", None)
    pieces = None if wanted is None else {room.goods[name].id: n for name, n in wanted.items()}
    till = session.get_one(Till, room.till.id)
    how = {"on": day(room), "by": room.cashier.id, "at": room.at, "pieces": pieces} | more
    return to_ticket(session, offer, till, **how)


def pay(session: Session, room: Showroom, sale: Sale) -> Sale:
    return completing.complete(session, sale, CASH, counter=room.counter(session), at=room.at)


def receive(session: Session, room: Showroom, name: str, quantity: int) -> None:
    product, outlet = session.get_one(Product, room.goods[name].id), session.merge(room.outlet)
    assert product.maker is not None
    brought = stock.draft(session, product.maker, outlet, by=None, at=room.at)
    stock.add_line(session, brought, product, quantity=quantity, price=22_000, net_price=None)
    stock.receive(session, brought, by=room.manager.id, at=room.at)


def said(session: Session, today: Any) -> dict[str, int]:
    return {one.key: one.count for one in attention(session, today=today)}


def test_sixty_boxes_in_two_tickets_at_the_quoted_prices(session: Session, room: Showroom):
    maker = session.get_one(Maker, room.maker.id)
    bring(session, room, "keripik", maker, "Keripik pisang, kotak", 22_000, None, 21)
    enquiry = ask(session, room, {"keripik": 60, "emping": 2})
    offer = quote(
        session, room, enquiry,
        line(session, room, "keripik", 60, (1, 22_000), (12, 21_000), (50, 19_500), days=5),
        line(session, room, "emping", 2),
    )  # fmt: skip
    deposit = leave(session, room, offer, 500_000)
    with pytest.raises(Refused, match="kotak baru 21 dari 60"):
        fetch(session, room, offer)

    first = fetch(session, room, offer, wanted={"keripik": 21})
    assert parts(first) == [("deposit", 21 * 19_500)], "its deposit pays first"
    boxes = first.lines[0]
    assert (boxes.list_amount, boxes.net_amount) == (21 * 22_000, 21 * 19_500)
    completing.complete(session, first, [], counter=room.counter(session), at=room.at)
    done = sold(session, offer)
    assert [(done.of(x), done.left(x)) for x in offer.lines] == [(21, 39), (0, 2)]
    assert done.left_total == 39 * 19_500 + 2 * 68_000
    assert [x.quantity for x in queries.to_be_made(session, {maker.id})] == [39]
    assert said(session, day(room))["part"] == 1 and queries.left_behind(session) == []
    assert queries.to_sell(session, on=offer.valid_until + timedelta(days=1)) == [offer]

    receive(session, room, "keripik", 39)
    with pytest.raises(Refused, match="tinggal 39 dalam penawaran ini") as refusal:
        fetch(session, room, offer, wanted={"keripik": 40})
    assert refusal.value.field == f"pieces-{room.goods['keripik'].id}"
    after = offer.valid_until + timedelta(days=1)
    second = fetch(session, room, offer, on=after)
    left = 500_000 - 21 * 19_500
    assert parts(second) == [("deposit", left)] and second.tenders[0].deposit_id == deposit.id
    assert parts(pay(session, room, second)) == [
        ("deposit", left), ("cash", 39 * 19_500 + 2 * 68_000 - left),
    ]  # fmt: skip
    assert first.net_total + second.net_total == offer.total
    with pytest.raises(Conflict, match=f"dengan nota {first.number}, {second.number}"):
        fetch(session, room, offer)
    assert queries.to_sell(session, on=day(room)) == []
    assert said(session, day(room)).get("part", 0) == 0
    assert list(promised(Book(session))) == [None, None, None]


@one_engine
def test_what_comes_back_is_not_offered_again(session: Session, room: Showroom):
    offer = quoted(session, room, "dompet", 10, 30_000)
    paid = pay(session, room, fetch(session, room, offer, wanted={"dompet": 6}))
    room.give_back(session, paid.lines[0], 2)
    done = sold(session, offer)
    assert done.left(offer.lines[0]) == 4
    pay(session, room, fetch(session, room, offer))
    room.give_back(session, paid.lines[0], 1)
    with pytest.raises(Conflict, match="sudah dibayar dengan nota"):
        fetch(session, room, offer, wanted={"dompet": 1})
    assert said(session, day(room)).get("part", 0) == 0


@one_engine
def test_a_ticket_takes_only_what_was_said(session: Session, room: Showroom):
    enquiry = ask(session, room, {"dompet": 10, "emping": 2})
    offer = quote(
        session, room, enquiry, line(session, room, "dompet", 10, (1, 30_000)),
        line(session, room, "emping", 2, (1, 60_000)),
    )  # fmt: skip
    for wanted in ({}, {"dompet": 0}):
        with pytest.raises(Refused, match="berapa banyak yang diambil"):
            fetch(session, room, offer, wanted=wanted)
    sale = fetch(session, room, offer, wanted={"dompet": 6})
    chips = session.get_one(Product, room.goods["emping"].id)
    with pytest.raises(Refused, match="penawaran PH00001"):  # not at the list price beside it
        tickets.add_product(session, sale, chips, code=chips.code, by=room.cashier.id, at=room.at)
    with pytest.raises(Conflict, match="sedang di nota Kasir 1"):
        leave(session, room, offer, 1_000)
    tickets.void(session, sale, at=room.at)
    assert sold(session, offer).left_total == offer.total
    pay(session, room, fetch(session, room, offer, wanted={"dompet": 6}))
    with pytest.raises(Refused, match="paling banyak Rp240.000"):
        leave(session, room, offer, 240_001)


@one_engine
def test_the_rest_is_quoted_anew_or_closed(session: Session, room: Showroom):
    offer = quoted(session, room, "dompet", 10, 30_000)
    leave(session, room, offer, 250_000)
    sale = fetch(session, room, offer, wanted={"dompet": 6})
    completing.complete(session, sale, [], counter=room.counter(session), at=room.at)
    new = quote(session, room, offer.enquiry, line(session, room, "dompet", 3, (1, 31_000)))
    second = fetch(session, room, new, wanted={"dompet": 2})
    assert parts(second) == [("deposit", 62_000)]
    completing.complete(session, second, [], counter=room.counter(session), at=room.at)
    service.decline(session, offer.enquiry, by=room.manager.id, at=room.at)
    assert [one.left for one in queries.left_behind(session)] == [250_000 - 180_000 - 62_000]
    with pytest.raises(Conflict, match="sudah ditutup"):
        fetch(session, room, new)
    assert list(promised(Book(session))) == [None, None, None, None]


@one_engine
def test_a_raised_net_price_is_the_houses_and_seen_before(session: Session, room: Showroom):
    offer = quoted(session, room, "emping", 10, 60_000)  # list 68.000, its maker's 55.000
    chips = session.get_one(Product, room.goods["emping"].id)

    def raise_to(net: int) -> None:
        products.set_price(
            session, chips, price=100_000, net_price=net, by=room.manager.id, at=room.at
        )

    raise_to(58_000)
    fair = pay(session, room, fetch(session, room, offer, wanted={"emping": 2})).lines[0]
    assert (fair.maker_share, fair.house_share) == (2 * 58_000, 2 * 2_000), "what is in force"
    raise_to(64_000)
    with pytest.raises(Refused, match="galeri menambah Rp12.000") as refusal:
        fetch(session, room, offer, wanted={"emping": 3})
    assert refusal.value.field == "knowing"
    below = pay(
        session, room, fetch(session, room, offer, wanted={"emping": 3}, knowing=True)
    ).lines[0]
    assert (below.maker_share, below.house_share) == (3 * 64_000, -3 * 4_000)
    raise_to(90_000)
    with pytest.raises(Refused, match="galeri menambah Rp150.000"):
        fetch(session, room, offer)
    sale = pay(session, room, fetch(session, room, offer, knowing=True))
    above = sale.lines[0]
    assert (sale.net_total, above.maker_share, above.house_share) == (300_000, 450_000, -150_000)
    assert (above.unit_price, above.bearer, above.approved_by) == (90_000, "house", room.manager.id)
    assert list(promised(Book(session))) == [None, None, None, None]


@one_engine
def test_the_same_piece_for_two_firms_is_warned_of(app: TitipFlask, counter: Counter):
    room = counter.room
    with app.house.database.writer() as session:
        first = quoted(session, room, "kain", 1, 1_000_000)
        leave(session, room, first, 100_000)
        enquiry = ask(session, room, {"kain": 1, "dompet": 3})
        address = f"/manage/enquiries/{enquiry.id}"
    writing = counter.manager.get(f"{address}/quotation").text
    assert writing.count('data-testid="also-offered"') == 1
    assert "PH00001, PT Umpama Jaya" in writing and "dengan uang muka U000001" in writing
    with app.house.database.writer() as session:
        quote(session, room, enquiry, line(session, room, "kain", 1))
    assert 'data-testid="also-offered"' in counter.manager.get(address).text


@one_engine
def test_pages_say_what_is_sold_and_what_is_left(app: TitipFlask, counter: Counter):
    with app.house.database.writer() as session:
        offer = quoted(session, counter.room, "dompet", 60, 30_000)
        wallet = counter.room.goods["dompet"].id
        firm, office = f"/penawaran/{offer.enquiry.token}", f"/manage/enquiries/{offer.enquiry_id}"
    pane = f"/pos?pane=quotations&quotation={offer.id}"
    asked = counter.cashier.get(pane).text
    assert f'name="pieces-{wallet}" type="text" class="number" value="24"' in asked
    press = f"/pos/quotations/{offer.id}/ticket"
    for typed, sentence in (
        ("25", "baru 24 dari 25"),
        ("61", "tinggal 60"),
        ("x", "angka bulat"),
        ("", "berapa banyak"),
    ):
        answer = counter.post(press, **{f"pieces-{wallet}": typed})
        assert answer.status_code == 422 and sentence in answer.text, typed
    assert counter.post(press, **{f"pieces-{wallet}": "21"}).status_code == 303
    assert "Sedang di nota" in counter.cashier.get(pane).text
    counter.post("/pos/complete", pane="cash")
    assert "21 sudah di nota, sisanya 39" in counter.cashier.get(pane).text
    page = counter.manager.get(office).text
    assert "21 sudah di nota, sisanya 39" in page and "Sebagian dibayar" in page
    assert "Jual sisanya di kasir" in page and "Rp1.170.000" in page
    seen = counter.stranger.get(firm).text
    assert "21 sudah diambil, sisanya 39" in seen and "Sebagian sudah dibayar dengan nota" in seen
    assert "MP00001" in counter.manager.get("/manage/enquiries?state=part").text
    assert "MP00001" not in counter.manager.get("/manage/enquiries?state=paid").text
    assert 'data-key="part" data-count="1"' in counter.manager.get("/manage").text
    assert 'value="39"' in counter.manager.get(f"{office}/quotation").text, "the rest is left"
    assert counter.post(f"{office}/declined", counter.manager).status_code == 303
    assert "MP00001" in counter.manager.get("/manage/enquiries?state=paid").text


def test_two_tills_never_sell_more_than_was_promised(database: Database, at: Any):
    with database.writer() as session:
        room = open_showroom(session, at=at)
        second = outlets.set_up_till(session, session.merge(room.outlet), "Kasir 2", series="G2").id
        offer = quoted(session, room, "dompet", 24, 30_000)
        leave(session, room, offer, 600_000)
        sale = fetch(session, room, offer, wanted={"dompet": 10})
        completing.complete(session, sale, [], counter=room.counter(session), at=at)
        offer_id, wallet = offer.id, room.goods["dompet"].id

    def at_till(till_id: int) -> Any:
        def work(other: Database) -> str:
            def make(session: Session) -> str:
                offer, till = queries.require(session, offer_id), session.get_one(Till, till_id)
                to_ticket(session, offer, till, on=day(room), by=room.cashier.id, at=room.at,
                          pieces={wallet: 10})  # fmt: skip
                return "ticket"

            return other.write(make)

        return work

    url = database.write_engine.url.render_as_string(hide_password=False)
    assert sorted(race(url, at_till(room.till.id), at_till(second))) == ["Conflict", "ticket"]
    with database.reader() as session:
        offer = queries.require(session, offer_id)
        done = sold(session, offer)
        assert done.at_till is not None
        assert [part.amount for part in done.at_till.tenders] == [300_000], "what is left of it"
        assert done.left(offer.lines[0]) == 4
