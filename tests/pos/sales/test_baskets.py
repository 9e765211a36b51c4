"""A visitor's basket at the counter: a code fills the ticket, a kept piece, an order's deposit."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.outlets.models import Outlet
from catalogue.products.models import Product
from catalogue.products.queries import current_price
from catalogue.stock import queries as stock_queries
from catalogue.stock import service as stock
from catalogue.tours import service as tours
from catalogue.tours.models import Visit
from catalogue.visitors.baskets import queries as baskets
from catalogue.visitors.baskets import service as basket_service
from catalogue.visitors.baskets.models import Basket
from core.dispatch import TitipFlask
from core.errors import TooMany
from core.money import rupiah
from core.users.models import SignInAttempt
from pos.sales import completing
from pos.sales import queries as tickets
from pos.sales.baskets import queries, service
from pos.sales.baskets.errors import UnknownBasket
from pos.sales.baskets.models import MadeToOrder
from pos.sales.deposits.models import Deposit
from pos.sales.models import Sale
from tests.pos.sales.conftest import Counter
from tests.pos.showroom import CASH, Showroom, open_showroom


def gather(
    session: Session, room: Showroom, wanted: dict[str, int], *, at: Any, order: str = ""
) -> Basket:
    """A basket with these goods, ready for the till."""
    basket = basket_service.begin(session, at=at)
    for name, quantity in wanted.items():
        product = session.get_one(Product, room.goods[name].id)
        basket_service.add(
            session, basket, product, quantity=quantity, is_order=name == order, at=at
        )
    basket_service.get_ready(session, basket, name="Ayu", visit=None, at=at)
    return basket


def kept(app: TitipFlask, counter: Counter, wanted: dict[str, int], order: str = "") -> Basket:
    """The same, committed."""
    with app.house.database.writer() as session:
        return gather(session, counter.room, wanted, at=app.house.clock.now(), order=order)


def ticket(app: TitipFlask, counter: Counter) -> dict[str, int]:
    """What lies on the till's ticket: {code: pieces}."""
    with app.house.database.reader() as session:
        sale = tickets.current(session, counter.room.till.id)
        return {line.code: line.quantity for line in sale.lines} if sale else {}


def code_of(counter: Counter, name: str) -> str:
    return counter.room.goods[name].code


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_who_shopped_in_english_reads_the_receipt_in_english(
    app: TitipFlask, counter: Counter
) -> None:
    basket = kept(app, counter, {"selendang": 2})
    counter.post(f"/en/keranjang/{basket.token}/siap", counter.stranger)
    with app.house.database.reader() as session:
        code = session.get_one(Basket, basket.id).code or ""
    assert counter.post("/pos/scan", code=code).status_code == 303
    with app.house.database.reader() as session:
        assert session.scalars(select(Sale.language)).one() == "en"


def test_a_typed_code_fills_the_ticket_and_says_what_is_not_there(
    app: TitipFlask, counter: Counter
) -> None:
    basket = kept(app, counter, {"selendang": 2, "kain": 1, "emping": 20})
    code = basket.code or ""
    answer = counter.post("/pos/scan", code=f"{code[:3]} {code[3:]}")
    assert answer.status_code == 303
    text = counter.cashier.get(answer.headers["Location"]).text
    assert ticket(app, counter) == {
        code_of(counter, "selendang"): 2, code_of(counter, "kain"): 1,
        code_of(counter, "emping"): 12,
    }  # fmt: skip
    assert 'data-pieces="15"' in text
    assert "basket-others" not in text
    assert f'data-testid="basket-missing" data-code="{code_of(counter, "emping")}"' in text
    assert "tinggal 12 di sini" in text
    with app.house.database.reader() as session:
        sale = session.scalars(select(Sale)).one()
        piece = stock_queries.live_reservation(session, counter.room.goods["kain"].id)
        assert piece is not None
        assert (piece.source_kind, piece.source_id) == ("sale", sale.id)
        taken = session.get_one(Basket, basket.id)
        assert taken.code is None
        assert taken.taken_at is not None
    # The code is spent, the QR still finds the basket, and it adds nothing twice.
    assert counter.post("/pos/scan", code=code).status_code == 422
    counter.post("/pos/scan", code=f"http://x/keranjang/{basket.token}")
    assert sum(ticket(app, counter).values()) == 15


def test_a_basket_beside_the_goods_of_another_buyer_says_so(
    app: TitipFlask, counter: Counter
) -> None:
    basket = kept(app, counter, {"selendang": 2})
    counter.post("/pos/scan", code=code_of(counter, "emping"), quantity="3")
    text = counter.cashier.get(counter.post("/pos/scan", code=basket.code).location).text
    assert "sudah ada 3 barang lain" in text


def test_a_wrong_code_is_a_red_row_and_guessing_ends(app: TitipFlask, counter: Counter) -> None:
    kept(app, counter, {"selendang": 1})
    answer = counter.post("/pos/scan", code="000 000")
    assert answer.status_code == 422
    assert 'data-testid="scan-error"' in answer.text
    assert "kodenya sudah lewat" in answer.text
    with app.house.database.writer() as session:
        till, at = counter.room.till, app.house.clock.now()
        session.add_all(
            SignInAttempt(subject=f"basket:till:{till.id}", at=at)
            for _n in range(service.MOST_GUESSES - 1)
        )
        session.flush()
        with pytest.raises(TooMany):
            service.require_basket(session, till, "000000", at=at)
        with pytest.raises(UnknownBasket):
            service.require_basket(session, till, "000000", at=at + timedelta(minutes=16))
    answer = counter.post("/pos/scan", code="000000")
    assert answer.status_code == 429
    assert "Terlalu banyak kode" in answer.text
    # Goods are scanned as ever.
    assert counter.post("/pos/scan", code=code_of(counter, "selendang")).status_code == 303


def test_a_kept_piece_is_told_of_and_may_be_sold_all_the_same(
    app: TitipFlask, counter: Counter
) -> None:
    basket = kept(app, counter, {"kain": 1})
    piece = code_of(counter, "kain")
    answer = counter.post("/pos/scan", code=piece)
    assert answer.status_code == 409
    code = basket.code or ""
    assert f"ditahan untuk keranjang {code[:3]} {code[3:]} (Ayu) sampai pukul" in answer.text
    assert 'data-testid="sell-kept"' in answer.text
    assert counter.post("/pos/baskets/kept", code=piece).status_code == 303
    assert ticket(app, counter) == {piece: 1}
    with app.house.database.reader() as session:
        sale = session.scalars(select(Sale)).one()
        told = queries.told(
            session, session.get_one(Basket, basket.id), sale, on=counter.room.at.date(),
            at=app.house.clock.now(),
        )  # fmt: skip
        assert [(one.put, one.why) for one in told] == [(1, "")]
    assert counter.post("/pos/baskets/kept", code="nonsense").status_code == 422


def test_what_was_sold_or_lies_elsewhere_meanwhile_is_said(session: Session, at: Any) -> None:
    room = open_showroom(session, at=at)
    basket = gather(session, room, {"selendang": 1, "kain": 1, "dompet": 1}, at=room.at)
    stock.release(session, source=(baskets.SOURCE, basket.id), at=room.at)
    room.sell(session, {"kain": 1})
    for name, outlet, signed in (
        ("selendang", room.outlet, -6), ("selendang", room.stall, 6), ("dompet", room.outlet, -24),
    ):  # fmt: skip
        product_id = room.goods[name].id
        stock.move(
            session, product_id, outlet.id, signed, reason="counted",
            source=("test", product_id), business_date=at.date(), by=None, at=room.at,
        )  # fmt: skip
    sale = room.ticket(session)
    on = room.shift.business_date
    service.fill(session, sale, basket, on=on, by=room.cashier.id, at=room.at)
    assert sale.lines == []
    whys = {t.item.product.title: t.why for t in queries.told(session, basket, sale, on=on, at=at)}
    assert whys["Kain tapis pucuk rebung"] == "sudah terjual"
    assert whys["Selendang belah ketupat"] == "ada di Lapak Kantor Wali Kota"
    assert whys["Dompet sasab"] == "tidak ada lagi di sini"


def carry(session: Session, room: Showroom, name: str) -> None:
    """All pieces of a product lie at the stall now."""
    product_id = room.goods[name].id
    pieces = stock_queries.on_hand_of(session, [product_id])[product_id][room.outlet.id]
    for outlet, signed in ((room.outlet, -pieces), (room.stall, pieces)):
        stock.move(
            session, product_id, outlet.id, signed, reason="counted", source=("test", product_id),
            business_date=room.at.date(), by=None, at=room.at,
        )  # fmt: skip


def test_a_code_that_puts_nothing_on_the_ticket_is_not_used_up(
    app: TitipFlask, counter: Counter
) -> None:
    with app.house.database.writer() as session:
        carry(session, counter.room, "kain")
    basket = kept(app, counter, {"kain": 1})
    page = f"/keranjang/{basket.token}"
    assert "Bayar di: Lapak Kantor Wali Kota" in counter.stranger.get(page).text
    for _turn in range(2):
        answer = counter.post("/pos/scan", code=basket.code)
        assert answer.status_code == 303
        text = counter.cashier.get(answer.headers["Location"]).text
        assert "ada di Lapak Kantor Wali Kota" in text
        assert "Kodenya belum terpakai" in text
    assert ticket(app, counter) == {}
    with app.house.database.reader() as session:
        found, at = session.get_one(Basket, basket.id), app.house.clock.now()
        assert (found.code, found.taken_at) == (basket.code, None)
        assert list(baskets.held_pieces(session, found, at=at)) == [counter.room.goods["kain"].id]
    assert f'data-code="{basket.code}"' in counter.stranger.get(page).text


def test_a_basket_of_two_places_is_paid_at_both_and_nothing_twice(
    app: TitipFlask, counter: Counter
) -> None:
    room = counter.room
    with app.house.database.writer() as session:
        carry(session, room, "kain")
    basket = kept(app, counter, {"kain": 1, "dompet": 2})
    page = f"/keranjang/{basket.token}"
    text = counter.stranger.get(page).text
    assert "Bayar di: Galeri Tapis</strong><br>Dompet sasab</p>" in text
    assert "Bayar di: Lapak Kantor Wali Kota</strong><br>Kain tapis pucuk rebung</p>" in text
    counter.post("/pos/scan", code=basket.code)
    pay(app, counter)
    text = counter.stranger.get(page).text
    assert "Yang lain masih di keranjang ini." in text
    assert "Bayar di: Galeri Tapis" not in text
    assert "Bayar di: Lapak Kantor Wali Kota" in text
    assert 'data-amount="4350000"' in text  # what is paid counts no more
    # The same code is good for the rest, and never for what is paid.
    answer = counter.post("/pos/scan", code=basket.code)
    assert "Dompet sasab: sudah di nota lain" in counter.cashier.get(answer.location).text
    assert ticket(app, counter) == {}
    with app.house.database.reader() as session:
        found, at = session.get_one(Basket, basket.id), app.house.clock.now()
        assert list(baskets.held_pieces(session, found, at=at)) == [room.goods["kain"].id]


def pay(app: TitipFlask, counter: Counter) -> str:
    """Complete the till's ticket; its receipt's number."""
    with app.house.database.writer() as session:
        sale = tickets.current(session, counter.room.till.id)
        assert sale is not None
        done = completing.complete(
            session, sale, CASH, counter=counter.room.counter(session), at=app.house.clock.now()
        )
        return done.number or ""


def test_a_paid_basket_says_so_and_invites_nobody_to_pay_again(
    app: TitipFlask, counter: Counter
) -> None:
    basket = kept(app, counter, {"kain": 1, "selendang": 2})
    counter.post("/pos/scan", code=basket.code)
    page = f"/keranjang/{basket.token}"
    text = counter.stranger.get(page).text
    assert "Kasir sudah menerima keranjang ini" in text
    assert "Tunjukkan lagi di kasir" in text  # the ticket may be cancelled
    number = pay(app, counter)
    text = counter.stranger.get(page).text
    assert f"Sudah dibayar, terima kasih. Nota {number}." in text
    for wrong in ("Tunjukkan lagi", "Sudah terjual", 'data-testid="basket-total"'):
        assert wrong not in text
    assert f"Paid, thank you. Receipt {number}." in counter.stranger.get(f"/en{page}").text


def test_a_groups_basket_gives_the_ticket_to_the_group(session: Session, at: Any) -> None:
    room = open_showroom(session, at=at)
    on = room.shift.business_date
    agency = tours.add_agency(session, "Biro Rekaan", fee_bps=500, by=room.manager.id, at=at)
    news = tours.News(agency_name="Biro Rekaan", expected_on=on)
    outlet = session.get_one(Outlet, room.outlet.id)
    visit = tours.announce(
        session, outlet, news, came_by="phone", today=on, by=room.manager.id, at=at
    )
    tours.confirm(session, visit, agency=agency, fee_bps=500, by=room.manager.id, at=at)
    assert [v.id for v in baskets.groups_today(session, on)] == [visit.id]
    basket = gather(session, room, {"selendang": 1}, at=room.at)
    basket_service.get_ready(session, basket, name="", visit=visit, at=room.at)
    assert baskets.of_group(session, visit, at=room.at) == (1, 1)
    sale = room.ticket(session)
    service.fill(session, sale, basket, on=on, by=room.cashier.id, at=room.at)
    assert sale.visit_id == visit.id
    assert session.get_one(Visit, visit.id).state == "here"


def test_an_order_takes_a_deposit_and_is_known_to_its_maker(
    app: TitipFlask, counter: Counter
) -> None:
    basket = kept(app, counter, {"kain": 1, "dompet": 1}, order="kain")
    counter.post("/pos/scan", code=basket.code)
    item = next(item for item in basket.items if item.is_order)
    assert ticket(app, counter) == {code_of(counter, "dompet"): 1}
    text = counter.cashier.get(f"/pos?pane=order&item={item.id}").text
    assert 'value="Ayu"' in text
    with app.house.database.reader() as session:
        price = current_price(session, item.product_id).price
    assert rupiah(price) in text.split('data-testid="order-of"')[1].split("</p>")[0]
    where = f"/pos/baskets/items/{item.id}/order"
    day = (counter.room.at + timedelta(days=40)).date().isoformat()
    form = {"customer": "Ayu", "amount": "500.000", "way": "cash", "promised_on": day}
    for wrong in ({"amount": ""}, {"promised_on": "besok"}, {"promised_on": "2001-01-01"}):
        assert counter.post(where, **{**form, **wrong}).status_code == 422
    assert counter.post("/pos/baskets/items/99/order", **form).status_code == 404
    assert counter.post(where, **form).status_code == 303
    assert counter.post(where, **form).status_code == 422
    with app.house.database.reader() as session:
        order = session.scalars(select(MadeToOrder)).one()
        assert session.scalars(select(Deposit)).one().id == order.deposit_id
        assert order.promised_on.isoformat() == day
        assert [o.id for o in queries.open_orders(session, [counter.room.maker.id])] == [order.id]
        assert queries.open_orders(session, [counter.room.other.id]) == []
    assert counter.post(where, browser=counter.officer, **form).status_code == 403
