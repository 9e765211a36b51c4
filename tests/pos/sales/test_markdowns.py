"""Goods whose plan marks them down: at the scan, with the quantity, and in the frozen split."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.products import contracts
from catalogue.products import service as products
from catalogue.products.contracts import Terms
from catalogue.products.models import Product
from catalogue.stock import service as stock
from catalogue.stock.tags import reprint
from catalogue.stock.tags.papers import Wanted
from catalogue.visitors import queries as gallery
from pos.ledger.queries import account_code, balance_of
from pos.reports import verify
from pos.sales import closing, completing, service
from pos.sales.models import Receipt, Sale, SaleLine
from pos.sales.terms import BelowFloor
from pos.shifts import service as shifts
from pos.shifts.queries import drawer
from tests.pos.showroom import CASH, Showroom, open_showroom

PLAN = ((30, 1000), (60, 2500))


@pytest.fixture
def room(session: Session, at: datetime) -> Showroom:
    return open_showroom(session, at=at)


def agree(session: Session, room: Showroom, terms: Terms, name: str) -> None:
    """Agree on terms with a plan for one product, from today on."""
    contracts.agree(
        session, terms, starts_on=room.at.date(), by=None, at=room.at, product=room.goods[name]
    )


def plan(bearer: str = "shared", **terms: int) -> Terms:
    """Percent terms of 20 %, with 10 % off after 30 days and 25 % after 60."""
    return Terms(
        "percent", 2000, bearer, period_days=30, afterwards="markdown", steps=PLAN, **terms
    )


def days_later(session: Session, room: Showroom, days: int) -> None:
    """Close the till and open it again so many days later."""
    closing.close_shift(
        session, room.shift, counted=drawer(session, room.till.id), pieces={}, by=room.cashier,
        at=room.at,
    )  # fmt: skip
    room.at += timedelta(days=days)
    room.shift = shifts.open_shift(
        session, room.till, opening_float=0, by=room.cashier.id, at=room.at
    )


def scan(session: Session, room: Showroom, name: str, quantity: int = 1) -> SaleLine:
    sale = room.ticket(session)
    product = session.get_one(Product, room.goods[name].id)
    return service.add_product(
        session, sale, product, code=product.code, by=room.cashier.id, at=room.at, quantity=quantity
    )


def complete(session: Session, room: Showroom, line: SaleLine) -> Sale:
    return completing.complete(session, line.sale, CASH, counter=room.counter(session), at=room.at)


def bring_more(session: Session, room: Showroom, name: str, quantity: int) -> None:
    product = session.get_one(Product, room.goods[name].id)
    more = stock.draft(session, product.maker, room.outlet, by=None, at=room.at)
    stock.add_line(session, more, product, quantity=quantity, price=405_000, net_price=None)
    stock.receive(session, more, by=room.manager.id, at=room.at)


def test_before_the_first_step_the_list_price_stands(session: Session, room: Showroom) -> None:
    agree(session, room, plan(), "selendang")
    days_later(session, room, 29)

    assert scan(session, room, "selendang").discount == 0


def test_a_step_comes_off_at_the_scan_and_the_list_price_stays(
    session: Session, room: Showroom
) -> None:
    agree(session, room, plan(), "selendang")
    days_later(session, room, 30)

    line = scan(session, room, "selendang")

    assert (line.unit_price, line.list_amount) == (405_000, 405_000)
    assert (line.markdown, line.discount) == (40_500, 40_500)
    assert line.sale.net_total == 364_500


@pytest.mark.parametrize(
    ("bearer", "maker", "house"),
    [("shared", 291_600, 72_900), ("house", 324_000, 40_500), ("maker", 283_500, 81_000)],
)
def test_the_contract_says_who_bears_it(
    session: Session, room: Showroom, bearer: str, maker: int, house: int
) -> None:
    agree(session, room, plan(bearer), "selendang")
    days_later(session, room, 30)

    sale = complete(session, room, scan(session, room, "selendang"))

    (line,) = sale.lines
    assert (line.maker_share, line.house_share) == (maker, house)
    assert balance_of(session, account_code("clearing")) == 0
    assert -balance_of(session, account_code("payable", maker_id=room.maker.id)) == maker


def test_it_follows_the_quantity(session: Session, room: Showroom) -> None:
    agree(session, room, plan(), "selendang")
    days_later(session, room, 60)
    line = scan(session, room, "selendang")

    service.set_quantity(session, line.sale, line, 3)
    assert (line.markdown, line.sale.net_total) == (303_750, 911_250)

    service.set_quantity(session, line.sale, line, 1)
    assert (line.markdown, line.discount) == (101_250, 101_250)


def test_a_discount_by_hand_stays_beside_it(session: Session, room: Showroom) -> None:
    agree(session, room, plan(), "selendang")
    days_later(session, room, 30)
    line = scan(session, room, "selendang")
    line.given = 5_000
    service.add_up(session, line.sale)

    service.set_quantity(session, line.sale, line, 2)

    assert (line.markdown, line.discount) == (81_000, 86_000)


def test_only_pieces_that_have_been_there_long_enough_come_down(
    session: Session, room: Showroom
) -> None:
    agree(session, room, plan(), "selendang")
    days_later(session, room, 45)
    bring_more(session, room, "selendang", 10)
    days_later(session, room, 15)

    all_old = scan(session, room, "selendang", 6)
    assert all_old.markdown == 6 * 101_250
    service.set_quantity(session, all_old.sale, all_old, 9)
    assert all_old.markdown == 6 * 101_250

    complete(session, room, all_old)
    assert scan(session, room, "selendang").markdown == 0


def test_the_floor_and_the_bearers_own_share_stop_it(session: Session, room: Showroom) -> None:
    agree(session, room, plan(floor_price=400_000), "selendang")
    agree(session, room, plan("house"), "dompet")
    net = Terms("net", None, "house", period_days=30, afterwards="markdown", steps=((30, 5000),))
    agree(session, room, net, "emping")
    days_later(session, room, 60)

    at_the_floor = scan(session, room, "selendang")
    assert at_the_floor.sale.net_total == 400_000
    complete(session, room, at_the_floor)

    of_the_house = scan(session, room, "dompet", 3)
    assert of_the_house.markdown == 19_999  # 20 % of 99.999; the plan would take 24.999
    complete(session, room, of_the_house)
    assert (of_the_house.maker_share, of_the_house.house_share) == (80_000, 0)

    down_to_net = scan(session, room, "emping")
    complete(session, room, down_to_net)
    assert (down_to_net.net_amount, down_to_net.maker_share) == (55_000, 55_000)


def test_a_person_cannot_go_below_the_floor_on_top_of_it(session: Session, room: Showroom) -> None:
    agree(session, room, plan(floor_price=350_000), "selendang")
    days_later(session, room, 30)
    line = scan(session, room, "selendang")
    line.given = 20_000
    service.add_up(session, line.sale)

    with pytest.raises(BelowFloor):
        complete(session, room, line)


def test_units_that_come_back_carry_their_part(session: Session, room: Showroom) -> None:
    agree(session, room, plan(), "selendang")
    days_later(session, room, 30)
    sold = complete(session, room, scan(session, room, "selendang", 3)).lines[0]

    back = [room.give_back(session, sold, 1).lines[0] for _unit in range(3)]

    assert sum(line.net_amount for line in back) == sold.net_amount == 1_093_500
    assert sum(line.maker_share or 0 for line in back) == sold.maker_share
    assert balance_of(session, account_code("payable", maker_id=room.maker.id)) == 0
    assert [line.markdown for line in back] == [0, 0, 0]


def test_a_unique_piece_comes_down_too(session: Session, room: Showroom) -> None:
    agree(session, room, plan(), "kain")
    days_later(session, room, 75)

    assert scan(session, room, "kain").markdown == 1_087_500


def test_a_raised_price_takes_the_plan_with_it(session: Session, room: Showroom) -> None:
    agree(session, room, plan(), "selendang")
    days_later(session, room, 30)
    products.set_price(
        session, room.goods["selendang"], 500_000, net_price=None, by=None, at=room.at
    )
    replaced = [Wanted(session.get_one(Product, room.goods["selendang"].id), 99)]
    reprint.note(session, replaced, is_of_delivery=False, by=None, at=room.at)

    assert scan(session, room, "selendang").markdown == 50_000


def test_an_old_tag_comes_down_from_what_it_says(session: Session, room: Showroom) -> None:
    agree(session, room, plan(), "selendang")
    days_later(session, room, 30)
    products.set_price(
        session, room.goods["selendang"], 500_000, net_price=None, by=None, at=room.at
    )

    line = scan(session, room, "selendang")

    assert (line.unit_price, line.markdown) == (405_000, 40_500)


def test_the_books_agree_after_it(session: Session, room: Showroom) -> None:
    agree(session, room, plan("house"), "selendang")
    days_later(session, room, 30)
    complete(session, room, scan(session, room, "selendang", 2))

    assert [verdict.first for verdict in verify.verify(session) if not verdict.is_good] == []


def test_the_receipt_tells_a_markdown_from_a_favour(session: Session, room: Showroom) -> None:
    agree(session, room, plan(), "selendang")
    days_later(session, room, 30)
    line = scan(session, room, "selendang")
    sale = complete(session, room, line)

    paper = session.scalars(select(Receipt).where(Receipt.sale_id == sale.id)).one().document
    assert [one["discount_label"] for one in paper["lines"]] == ["Turun harga"]


def test_the_gallery_shows_what_it_costs_now(session: Session, room: Showroom) -> None:
    agree(session, room, plan(), "selendang")
    product = session.get_one(Product, room.goods["selendang"].id)

    def shown(days: int) -> tuple[int, list[int]]:
        at = room.at + timedelta(days=days)
        found = gallery.detail(session, product.slug, at=at, today=at.date())
        return found.price_now, [price for _place, price in found.marked]

    def on_the_wall(days: int) -> int:
        at = room.at + timedelta(days=days)
        works = gallery.works_on_show(session, at=at, today=at.date())
        return next(work.price for work in works if work.slug == product.slug)

    def in_a_basket(name: str, days: int) -> int:
        at, lies = room.at + timedelta(days=days), session.get_one(Product, room.goods[name].id)
        return gallery.works_among(session, [lies.id], at=at, today=at.date())[lies.slug].price

    price = scan(session, room, "selendang").unit_price
    assert shown(29) == (price, [])
    assert shown(30) == (price * 9 // 10, [price * 9 // 10])
    assert shown(60) == (price * 3 // 4, [price * 3 // 4])
    assert [on_the_wall(days) for days in (29, 30, 60)] == [price, price * 9 // 10, price * 3 // 4]
    assert in_a_basket("selendang", 30) == price, "only the oldest pieces are lowered"
    agree(session, room, plan(), "kain")
    only = in_a_basket("kain", 29)
    assert in_a_basket("kain", 30) == only * 9 // 10
