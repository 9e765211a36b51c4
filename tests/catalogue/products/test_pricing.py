"""Many prices at once: looked at first, changed in steps, and what speaks against it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from catalogue.makers import owners
from catalogue.makers.queries import require_maker
from catalogue.products import contracts, pricing, queries
from catalogue.products import service as products
from catalogue.products.models import Product
from catalogue.products.pricing import Change
from core import jobs
from core.jobs import Job
from core.users.models import User
from core.users.queries import log_of
from tests.catalogue.desk import Desk, sign_in

PAGE = "/manage/prices"
UP = {"maker": "1", "direction": "up", "amount": "10", "by": "percent", "step": "1000"}


def look(desk: Desk, **form: str) -> tuple[str, dict[str, str]]:
    """Open the preview and return it with the form that agrees to it."""
    asked = {**UP, **form}
    page = desk.client.get(PAGE, query_string=asked).text
    seen = re.search(r'name="seen" value="(\w+)"', page)
    return page, {**asked, "seen": seen[1] if seen else ""}


def price(desk: Desk, product_id: int) -> int:
    return desk.read(lambda s: queries.current_price(s, product_id).price)


def work_off(desk: Desk) -> Job:
    """Do what the worker does."""
    house = desk.app.house
    job_id = desk.read(jobs.next_open)
    assert job_id is not None
    jobs.run_to_end(house.database, job_id, now=house.clock.now)
    return desk.read(lambda s: s.get_one(Job, job_id))


def many(desk: Desk, count: int, **terms: Any) -> list[int]:
    """Add so many products of the maker at Rp10.000."""

    def work(session: Session) -> list[int]:
        maker, at = require_maker(session, desk.maker_id), desk.app.house.clock.now()
        wanted = [
            products.NewProduct(products.Facts(f"Gantungan {n}"), maker, "counted", 10_000, **terms)
            for n in range(count)
        ]
        return [p.id for p in products.create_all(session, wanted, by=None, at=at)]

    return desk.write(work)


def test_a_change_is_looked_at_and_then_done(desk: Desk):
    page, form = look(desk)
    assert "2 harga berubah" in page and "2.750.000" in page and "22.000" in page
    assert price(desk, desk.crisps_id) == 20_000

    answer = desk.send(PAGE, **form)
    assert answer.status_code == 303
    assert "Harga sedang diubah" in desk.get(answer.location).text
    work_off(desk)

    assert price(desk, desk.cloth_id) == 2_750_000 and price(desk, desk.crisps_id) == 22_000
    assert "2 harga sudah berubah" in desk.get(answer.location).text
    log = desk.read(lambda s: log_of(s, "product", desk.crisps_id, limit=3))
    assert "product.priced" in [entry.action for entry in log]


@pytest.mark.parametrize(
    "form, crisps",
    [
        ({"direction": "down"}, 18_000),
        ({"by": "rupiah", "amount": "1.500", "step": "500"}, 21_500),
        ({"amount": "12,5", "step": "1"}, 22_500),
        ({"amount": "3", "step": "1000"}, 21_000),
    ],
)
def test_up_or_down_by_percent_or_rupiah_and_rounded(desk: Desk, form: dict[str, str], crisps: int):
    _page, sent = look(desk, **form)
    desk.send(PAGE, **sent)
    work_off(desk)

    assert price(desk, desk.crisps_id) == crisps


def test_only_the_chosen_goods_change(desk: Desk):
    _page, form = look(desk, motif="Siger")
    desk.send(PAGE, **form)
    work_off(desk)

    assert price(desk, desk.cloth_id) == 2_750_000 and price(desk, desk.crisps_id) == 20_000
    assert "Tidak ada barang yang cocok" in look(desk, maker="0")[0]


def test_what_falls_below_the_net_or_the_floor_stays_and_says_why(desk: Desk):
    net = many(desk, 1, net_price=9_500)[0]

    def agree(session: Session) -> None:
        contracts.agree(
            session, contracts.Terms("percent", commission_bps=1500, floor_price=19_000),
            product=session.get_one(Product, desk.crisps_id), by=None,
            starts_on=desk.today() - timedelta(days=1), at=desk.app.house.clock.now(),
        )  # fmt: skip

    desk.write(agree)
    page, form = look(desk, direction="down", amount="10", step="1")
    assert "di bawah harga titip Rp9.500" in page and "di bawah batas bawah Rp19.000" in page
    desk.send(PAGE, **form)
    work_off(desk)

    assert (price(desk, net), price(desk, desk.crisps_id)) == (10_000, 20_000)
    assert price(desk, desk.cloth_id) == 2_250_000


def test_the_net_price_goes_along_where_that_is_wanted(desk: Desk):
    number = many(desk, 1, net_price=9_000)[0]
    _page, form = look(desk, direction="down", with_net="1", step="500")
    desk.send(PAGE, **form)
    work_off(desk)

    found = desk.read(lambda s: queries.current_price(s, number))
    assert (found.price, found.net_price) == (9_000, 8_000)


def test_nobody_raises_the_net_price_of_the_own_goods_among_many(desk: Desk):
    number = many(desk, 1, net_price=9_000)[0]
    desk.write(
        lambda s: owners.say(
            s, require_maker(s, desk.maker_id), s.get_one(User, desk.user_id), by=desk.user_id,
            at=desk.app.house.clock.now(),
        )
    )  # fmt: skip
    page, form = look(desk, with_net="1")
    assert "harga titip barang sendiri dinaikkan pengurus lain" in page
    desk.send(PAGE, **form)
    work_off(desk)

    found = desk.read(lambda s: queries.current_price(s, number))
    assert (found.price, found.net_price) == (10_000, 9_000)
    assert price(desk, desk.crisps_id) == 22_000


def test_what_changed_since_it_was_looked_at_is_looked_at_again(desk: Desk):
    _page, form = look(desk)
    desk.done(f"/manage/products/{desk.crisps_id}/price", price="30.000")

    answer = desk.send(PAGE, **form)

    assert answer.status_code == 409 and "sudah berubah sejak dilihat" in answer.text
    assert "33.000" in answer.text and desk.read(jobs.next_open) is None


def test_a_price_that_somebody_changes_meanwhile_stays_and_is_named(desk: Desk):
    _page, form = look(desk)
    where = desk.send(PAGE, **form).location
    desk.done(f"/manage/products/{desk.crisps_id}/price", price="30.000")
    work_off(desk)

    assert price(desk, desk.crisps_id) == 30_000
    page = desk.get(where).text
    assert "1 harga sudah berubah" in page and "Keripik Pisang" in page


def test_no_step_grows_with_the_goods(desk: Desk):
    many(desk, 3 * pricing.STEP_ROWS)
    _page, form = look(desk)
    desk.send(PAGE, **form)
    written: list[int] = []

    @event.listens_for(Session, "after_flush")
    def count(session: Session, _context: object) -> None:
        written[-1] += len(session.new)

    job_id, house = desk.read(jobs.next_open), desk.app.house
    assert job_id is not None
    try:
        while True:
            written.append(0)
            if jobs.advance(house.database, job_id, at=house.clock.now()):
                break
    finally:
        event.remove(Session, "after_flush", count)

    assert len(written) == 4 and max(written) <= 2 * pricing.STEP_ROWS
    prices = desk.read(lambda s: [
        queries.current_price(s, number).price
        for number in s.scalars(select(Product.id).where(Product.title.startswith("Gantungan")))
    ])  # fmt: skip
    assert prices == [11_000] * (3 * pricing.STEP_ROWS)


@pytest.mark.parametrize(
    "form, field",
    [
        ({"amount": "banyak"}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"amount": "10", "step": "7"}, "step"),
        ({"amount": "5,5", "by": "rupiah"}, "amount"),
    ],
)
def test_what_is_no_change_is_told_so(desk: Desk, form: dict[str, str], field: str):
    answer = desk.client.get(PAGE, query_string={**UP, **form})

    assert answer.status_code == 422 and f'id="{field}-salah"' in answer.text


def test_a_change_of_nothing_is_refused(desk: Desk):
    page, form = look(desk, amount="0")

    assert "0 harga berubah" in page and 'name="seen"' not in page
    assert desk.send(PAGE, **{**form, "seen": "x"}).status_code == 409
    assert desk.read(jobs.next_open) is None


def test_only_a_manager_changes_prices(desk: Desk):
    _page, form = look(desk)
    sign_in(desk.app, desk.client, "cashier")

    assert desk.get(PAGE).status_code == 403
    assert desk.send(PAGE, **form).status_code == 403


@given(
    price=st.integers(100, 10_000_000),
    bps=st.integers(-9_000, 30_000),
    step=st.sampled_from([1, 500, 1000]),
)
def test_a_changed_price_is_whole_and_as_near_as_rounding_allows(price: int, bps: int, step: int):
    changed = Change(bps=bps, step=step).of(price)

    assert changed % step == 0
    assert abs(changed - price * (10_000 + bps) / 10_000) <= step / 2 + 0.5
