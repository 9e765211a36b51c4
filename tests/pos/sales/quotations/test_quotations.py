"""Quotations: what may be promised, who bears it, and a ticket that is exactly what was promised."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from catalogue.makers import owners
from catalogue.makers.models import Maker
from catalogue.outlets import service as outlets
from catalogue.outlets.models import Till
from catalogue.partners import service as enquiries
from catalogue.products import contracts
from catalogue.products import service as products
from catalogue.products.models import Product
from core.db import Database
from core.errors import Conflict, Forbidden, Refused
from core.money import rupiah
from core.users.models import User
from pos.sales import completing, discounts
from pos.sales import service as tickets
from pos.sales.deposits.models import Deposit
from pos.sales.models import Sale
from pos.sales.quotations import drafts, ordering, queries, service
from pos.sales.quotations.models import Quotation
from pos.sales.quotations.ordering import Part
from pos.sales.quotations.ticket import to_ticket
from printers.codec import BrokenDocument
from tests.pos.sales.quotations.offers import ask, day, line, misprint, quote, quoted
from tests.pos.showroom import CASH, Showroom, open_showroom
from tests.racing import race


@pytest.fixture
def room(session: Session, at: datetime) -> Showroom:
    return open_showroom(session, at=at)


def take(session: Session, room: Showroom, offer: Quotation, **more: Any) -> Sale:
    """The till's ticket of a quotation."""
    till = session.get_one(Till, room.till.id)
    how = {"on": day(room), "by": room.cashier.id, "at": room.at} | more
    return to_ticket(session, offer, till, **how)


def pay(session: Session, room: Showroom, sale: Sale) -> Sale:
    return completing.complete(session, sale, CASH, counter=room.counter(session), at=room.at)


def agree(session: Session, room: Showroom, **terms: Any) -> None:
    """Change the first maker's agreement from today on."""
    maker = session.get_one(Maker, room.maker.id)
    contracts.agree(
        session, contracts.Terms("percent", 2000, **terms), starts_on=day(room), by=None,
        at=room.at + timedelta(minutes=1), maker=maker,
    )  # fmt: skip


def test_a_ticket_is_exactly_what_was_promised(session: Session, room: Showroom):
    enquiry = ask(session, room, {"dompet": 20, "emping": 12})
    offer = quote(
        session, room, enquiry,
        line(session, room, "dompet", 20, (1, 33_333), (12, 30_000), (50, 27_500)),
        line(session, room, "emping", 12, (1, 68_000), (12, 60_001)),
    )  # fmt: skip
    assert (offer.number, offer.total, enquiry.state) == (
        "PH00001",
        20 * 30_000 + 12 * 60_001,
        "quoted",
    )

    sale = take(session, room, offer)
    assert enquiry.state == "accepted" and sale.net_total == offer.total
    sold = pay(session, room, sale)

    wallet, chips = sold.lines
    assert (wallet.list_amount, wallet.discount, wallet.bearer) == (666_660, 66_660, "shared")
    assert wallet.maker_share == 600_000 - 600_000 * 20 // 100, "shared: each bears its part"
    assert (chips.bearer, chips.maker_share) == ("house", 12 * 55_000), "the maker's price stands"
    assert chips.house_share == 12 * 60_001 - 12 * 55_000
    assert sold.quotation_id == offer.id


def test_a_price_raised_or_lowered_meanwhile_changes_nothing(session: Session, room: Showroom):
    up, down = (
        quoted(session, room, "dompet", 10, 30_000),
        quoted(session, room, "selendang", 2, 400_000),
    )
    for name, price in (("dompet", 50_000), ("selendang", 300_000)):
        product = session.get_one(Product, room.goods[name].id)
        products.set_price(
            session, product, price=price, net_price=None, by=room.manager.id, at=room.at
        )
    for offer, unit in ((up, 33_333), (down, 405_000)):
        sale = take(session, room, offer)
        assert (sale.lines[0].unit_price, sale.net_total) == (unit, offer.total)
        pay(session, room, sale)


def test_below_the_agreement_only_the_house_pays(session: Session, room: Showroom):
    agree(session, room, bearer="maker", floor_price=30_000)
    with pytest.raises(Refused, match="paling rendah Rp30.000") as refusal:
        quoted(session, room, "dompet", 10, 25_000)
    assert refusal.value.field == "price1-1"
    offer = quoted(session, room, "dompet", 10, 25_000, by_house=True)
    wallet = pay(session, room, take(session, room, offer)).lines[0]
    assert (wallet.bearer, wallet.approved_by) == ("house", room.manager.id)
    assert wallet.approval_reason == "Penawaran PH00001"
    assert wallet.maker_share == 333_330 - 333_330 * 20 // 100

    above = quoted(session, room, "dompet", 10, 32_000)
    agree(session, room, bearer="maker", floor_price=33_000)
    wallet = pay(session, room, take(session, room, above)).lines[0]
    assert (wallet.bearer, wallet.net_amount) == ("house", 320_000), "its word was given before"


def test_a_manager_gives_nothing_away_on_her_own_goods(session: Session, room: Showroom):
    maker = session.get_one(Maker, room.maker.id)
    manager = session.merge(room.manager)
    owners.say(session, maker, manager, by=room.cashier.id, at=room.at)
    with pytest.raises(Forbidden, match="pengurus lain"):
        quoted(session, room, "dompet", 10, 20_000, by_house=True)
    quoted(session, room, "dompet", 10, 30_000)


def test_what_cannot_be_promised_is_refused_beside_its_field(session: Session, room: Showroom):
    enquiry = ask(session, room, {"dompet": 5})

    def wrong(name: str, quantity: int, *tiers: tuple[int, int], **more: Any) -> str | None:
        with pytest.raises(Refused) as refusal:
            quote(session, room, enquiry, line(session, room, name, quantity, *tiers, **more))
        return refusal.value.field

    assert wrong("dompet", 5, (1, 33_334)) == "price1-1", "never above the list price"
    assert wrong("dompet", 5, (1, 33_333), (12, 0)) == "price2-1"
    assert wrong("dompet", 10_000) == wrong("kain", 2) == wrong("ongkir", 1) == "quantity-1"
    assert wrong("dompet", 5, days=366) == "days-1"
    twice = line(session, room, "dompet", 5)
    with pytest.raises(Refused, match="dua kali"):
        quote(session, room, enquiry, twice, twice)
    with pytest.raises(Refused, match="Isi dulu"):
        quote(session, room, enquiry)
    for days in (-1, 181):
        draft = drafts.Draft(lines=[twice], valid_until=day(room) + timedelta(days=days))
        with pytest.raises(Refused) as refusal:
            drafts.check(session, draft, today=day(room))
        assert refusal.value.field == "valid_until"
    assert enquiry.state == "new"


def test_the_letter_adds_up_and_has_the_number_that_is_next(session: Session, room: Showroom):
    enquiry = ask(session, room, {"dompet": 5})
    draft = drafts.Draft(lines=[line(session, room, "dompet", 5)], valid_until=day(room))

    def paper(number: str, replaces: str = "") -> Any:
        return drafts.paper(session, enquiry, draft, number=number, replaces=replaces,
                            today=day(room), by=room.manager)  # fmt: skip

    with pytest.raises(BrokenDocument):
        misprint(paper("PH00001"))
    for wrong in (paper("PH00002"), paper("PH00001", replaces="PH00000")):
        with pytest.raises(Conflict, match="baru saja terbit"):
            service.issue(session, enquiry, draft, wrong, "0" * 64, today=day(room),
                          by=room.manager.id, at=room.at)  # fmt: skip


def test_a_new_quotation_replaces_the_old(session: Session, room: Showroom):
    old = quoted(session, room, "dompet", 10, 32_000)
    new = quote(session, room, old.enquiry, line(session, room, "dompet", 20, (1, 30_000)))
    assert new.replaces_id == old.id and queries.newest(session, old.enquiry_id) == new
    with pytest.raises(Conflict, match="sudah diganti PH00002"):
        take(session, room, old)
    with pytest.raises(Conflict, match="sudah diganti"):
        service.accept(session, old, on=day(room), by=room.manager.id, at=room.at)
    assert queries.to_sell(session, on=day(room)) == [new]
    sale = take(session, room, new)
    with pytest.raises(Conflict, match="sedang di nota Kasir 1"):
        quote(session, room, old.enquiry, line(session, room, "dompet", 5))
    pay(session, room, sale)
    with pytest.raises(Conflict, match=f"sudah dibayar dengan nota {sale.number}"):
        quote(session, room, old.enquiry, line(session, room, "dompet", 5))
    assert queries.to_sell(session, on=day(room)) == []


def test_what_came_to_nothing_is_not_sold(session: Session, room: Showroom):
    offer = quoted(session, room, "dompet", 10, 30_000)
    service.accept(session, offer, on=day(room), by=None, at=room.at)
    assert queries.waiting(session) == {"accepted": 1}
    enquiries.move(session, offer.enquiry, "declined", by=room.manager.id, at=room.at)
    assert queries.waiting(session) == {} and queries.to_sell(session, on=day(room)) == []
    with pytest.raises(Conflict, match="sudah ditutup"):
        take(session, room, offer)
    enquiries.move(session, offer.enquiry, "answered", by=room.manager.id, at=room.at)
    with pytest.raises(Conflict, match="sudah ditutup"):
        take(session, room, offer)  # asked about again, it waits for a new letter


def test_past_its_day_it_lapses_and_a_new_one_brings_it_back(session: Session, room: Showroom):
    offer, accepted = (
        quoted(session, room, "dompet", 10, 32_000),
        quoted(session, room, "dompet", 2, 32_000),
    )
    service.accept(session, accepted, on=day(room), by=None, at=room.at)
    after = offer.valid_until + timedelta(days=1)
    with pytest.raises(Conflict, match="lewat masa berlakunya"):
        take(session, room, offer, on=after)
    service.lapse(session, offer.valid_until, room.at)
    assert offer.enquiry.state == "quoted", "its last day is a whole day"
    service.lapse(session, after, room.at)
    assert (offer.enquiry.state, accepted.enquiry.state) == ("lapsed", "accepted")
    with pytest.raises(Conflict):
        service.accept(session, offer, on=after, by=None, at=room.at)
    with pytest.raises(Conflict, match="lewat masa berlakunya"):
        take(session, room, offer, on=offer.valid_until)  # a till that is still at the day before
    quote(session, room, offer.enquiry, line(session, room, "dompet", 10))
    assert offer.enquiry.state == "quoted"


def test_goods_that_are_not_here_are_named(session: Session, room: Showroom):
    enquiry = ask(session, room, {"dompet": 60})
    offer = quote(
        session, room, enquiry, line(session, room, "dompet", 60, days=10),
        line(session, room, "emping", 12), line(session, room, "selendang", 7),
    )  # fmt: skip
    with pytest.raises(
        Refused, match="Dompet sasab baru 24 dari 60; Selendang belah ketupat baru 6 dari 7"
    ):
        take(session, room, offer)
    assert offer.enquiry.state == "quoted"


def test_a_deposit_accepts_it_and_tells_the_maker_what_to_make(session: Session, room: Showroom):
    enquiry = ask(session, room, {"dompet": 60})
    offer = quote(
        session, room, enquiry, line(session, room, "dompet", 60, (1, 30_000), days=10),
        line(session, room, "emping", 2),
    )  # fmt: skip
    till, cashier = session.get_one(Till, room.till.id), session.get_one(User, room.cashier.id)

    def leave(quotation: Quotation, amount: int, on: date | None = None) -> Deposit:
        return ordering.take_deposit(session, quotation, till, Part(amount, "cash"),
                                     on=on or day(room), by=cashier, at=room.at)  # fmt: skip

    for wrong in (0, offer.total + 1):
        with pytest.raises(Refused, match="paling banyak") as refusal:
            leave(offer, wrong)
        assert refusal.value.field == "amount"
    deposit = leave(offer, 900_000)
    assert (deposit.customer, enquiry.state) == ("PT Umpama Jaya", "accepted")
    with pytest.raises(Refused, match=f"paling banyak {rupiah(offer.total - 900_000)}"):
        leave(offer, offer.total - 899_999)
    makers = {room.maker.id, room.other.id}
    assert [(x.product.title, x.quantity, x.promised_on) for x in queries.to_be_made(session, makers)] == [
        ("Dompet sasab", 60, day(room) + timedelta(days=10))
    ]  # fmt: skip
    assert queries.to_be_made(session, {room.other.id}) == []

    new = quote(session, room, enquiry, line(session, room, "dompet", 20, (1, 31_000), days=7))
    with pytest.raises(Conflict, match="sudah diganti"):
        leave(offer, 1_000)
    with pytest.raises(Conflict, match="lewat masa"):
        leave(new, 1_000, on=new.valid_until + timedelta(days=1))
    service.accept(session, new, on=day(room), by=None, at=room.at)
    assert [x.quantity for x in queries.to_be_made(session, makers)] == [20], "the newest counts"
    sale = take(session, room, new)
    assert queries.to_be_made(session, makers) == []
    assert [part.deposit_id for part in sale.tenders] == [deposit.id]
    sold = completing.complete(session, sale, [], counter=room.counter(session), at=room.at)
    assert sold.state == "completed"
    assert [one.left for one in queries.deposits_of(session, enquiry.id)] == [280_000]


def test_nothing_of_it_is_changed_at_the_till(session: Session, room: Showroom):
    sale = take(session, room, quoted(session, room, "dompet", 10, 30_000))
    wallet, product = sale.lines[0], sale.lines[0].product
    how = {"by": room.cashier.id, "at": room.at}
    for change in (
        lambda: tickets.set_quantity(session, sale, wallet, 1),
        lambda: tickets.remove_line(session, sale, wallet, at=room.at),
        lambda: tickets.add_product(session, sale, product, code=product.code, **how),
        lambda: discounts.give_on_line(session, sale, wallet, 1_000, on=day(room), **how),
        lambda: discounts.give_on_ticket(session, sale, 1_000, on=day(room), **how),
    ):
        with pytest.raises(Refused, match="penawaran PH00001"):
            change()
    scarf = session.get_one(Product, room.goods["selendang"].id)
    line_of_scarf = tickets.add_product(session, sale, scarf, code=scarf.code, **how)
    assert sale.net_total == 300_000 + 405_000
    tickets.set_quantity(session, sale, line_of_scarf, 2)
    tickets.remove_line(session, sale, line_of_scarf, at=room.at)
    assert sale.net_total == 300_000


def test_cancelled_it_may_become_a_ticket_again(session: Session, room: Showroom):
    offer = quoted(session, room, "dompet", 10, 30_000)
    first = take(session, room, offer)
    with pytest.raises(Conflict, match="sedang di nota"):
        take(session, room, offer)
    tickets.void(session, first, at=room.at)
    again = take(session, room, offer)
    assert again.id != first.id and again.net_total == 300_000
    tickets.hold(session, again, "PT", at=room.at)
    room.sell(session, {"selendang": 1})
    other = quoted(session, room, "emping", 2, 60_000)
    tickets.add_product(session, room.ticket(session), session.get_one(Product, room.goods["tas"].id),
                        code=room.goods["tas"].code, by=room.cashier.id, at=room.at)  # fmt: skip
    with pytest.raises(Refused, match="Selesaikan atau tahan"):
        take(session, room, other)


def test_the_schema_holds_what_was_given_out(session: Session, room: Showroom):
    offer = quoted(session, room, "dompet", 10, 30_000)
    for change in (
        lambda: setattr(offer, "total", 1),
        lambda: setattr(offer.lines[0], "unit_price", 1),
        lambda: setattr(offer.lines[0].tiers[0], "price", 1),
    ):
        with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
            change()
            session.flush()
        session.expire_all()


def test_two_tills_make_one_ticket(database: Database, at: datetime):
    with database.writer() as session:
        room = open_showroom(session, at=at)
        second = outlets.set_up_till(session, session.merge(room.outlet), "Kasir 2", series="G2").id
        offer_id = quoted(session, room, "dompet", 10, 30_000).id

    def at_till(till_id: int) -> Any:
        def work(other: Database) -> str:
            def make(session: Session) -> str:
                offer, till = queries.require(session, offer_id), session.get_one(Till, till_id)
                to_ticket(session, offer, till, on=day(room), by=room.cashier.id, at=room.at)
                return "ticket"

            return other.write(make)

        return work

    url = database.write_engine.url.render_as_string(hide_password=False)
    assert sorted(race(url, at_till(room.till.id), at_till(second))) == ["Conflict", "ticket"]
