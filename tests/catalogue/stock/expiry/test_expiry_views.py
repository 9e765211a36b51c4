"""The list of food that expires: what is past, what soon will be, where, and what to do."""

import csv
import io
from datetime import timedelta

import pytest

from catalogue.outlets import queries as places
from catalogue.products.models import Product
from catalogue.stock import service
from catalogue.stock.expiry import queries
from catalogue.stock.expiry.listing import expiring
from core import lists
from tests.catalogue.desk import Desk

DAYS = {-40: "expired", -1: "expired", 0: "week", 7: "week", 8: "month", 30: "month", 31: ""}


def shelve(desk: Desk, days: int, *, pieces: int = 2, outlet: str = "G1") -> None:
    """Put pieces of the crisps that expire in so many days on a shelf."""

    def write(session):
        product = session.get_one(Product, desk.crisps_id)
        day = desk.today() + timedelta(days=days)
        place = next(o for o in places.active(session) if o.code == outlet)
        lot = service.lots_of(session, [(product, day)])[product.id, day]
        service.move(
            session, product.id, place.id, pieces, reason="opening", source=("test", 1000 + days),
            business_date=desk.today(), by=None, at=desk.app.house.clock.now(), lot_id=lot.id,
        )  # fmt: skip

    desk.write(write)


@pytest.fixture
def shelf(desk: Desk) -> Desk:
    for days in DAYS:
        shelve(desk, days)
    return desk


def test_each_lot_stands_in_the_span_of_its_day(shelf: Desk):
    listing = expiring(shelf.today())
    rows = shelf.read(lambda s: lists.shown(s, listing, lists.asked(listing, {})).rows)

    assert {row.days: row.span for row in rows} == {d: span for d, span in DAYS.items() if span}
    assert [row.days for row in rows] == sorted(row.days for row in rows)
    assert shelf.read(lambda s: queries.counts(s, today=shelf.today())) == {
        "expired": 2, "week": 2, "month": 2,
    }  # fmt: skip


@pytest.mark.parametrize("span, first", [("expired", "lewat 40 hari"), ("month", "8 hari lagi")])
def test_the_page_shows_one_span(shelf: Desk, span: str, first: str):
    page = shelf.get(f"/manage/expiry?span={span}").text

    assert first in page and page.count(f'data-span="{span}"') == 2
    assert page.count("data-span=") == 2


def test_what_is_past_is_to_be_taken_off_the_shelf(shelf: Desk):
    page = shelf.get("/manage/expiry").text

    assert page.count("Turunkan dari rak hari ini") == 2 and "Sekar Contoh" in page
    assert "hari ini</span>" in page.replace("\n", "")


def test_each_row_leads_to_what_can_be_done(shelf: Desk):
    page = shelf.get("/manage/expiry?span=expired").text

    path = f"/manage/returns/new?maker={shelf.maker_id}&amp;outlet=1&amp;product={shelf.crisps_id}"
    loss = f"/manage/losses/new?product={shelf.crisps_id}&amp;outlet=1"
    assert f"{path}&amp;cause=expired" in page and f'href="{loss}"' in page
    asked = shelf.get(loss.replace("&amp;", "&")).text
    assert "Keripik Pisang" in asked and '<option value="1" selected>' in asked
    assert "Keripik Pisang" in shelf.get(f"{path}&cause=expired".replace("&amp;", "&")).text


def test_a_place_shows_its_own_and_what_is_gone_does_not_show(desk: Desk):
    shelve(desk, -3, outlet="L1")
    shelve(desk, 5)
    shelve(desk, 6, pieces=2)
    desk.write(
        lambda s: service.move(
            s, desk.crisps_id, 1, -2, reason="damaged", source=("test", 1), by=None,
            business_date=desk.today(), at=desk.app.house.clock.now(),
            lot_id=service.queries.lot(
                s, desk.crisps_id, desk.today() + timedelta(days=6)
            ).id,
        )
    )  # fmt: skip
    stall = desk.read(lambda s: next(o.id for o in places.active(s) if o.code == "L1"))

    assert desk.get(f"/manage/expiry?outlet={stall}").text.count("data-span=") == 1
    assert desk.get("/manage/expiry").text.count("data-span=") == 2


def test_the_file_says_the_same(shelf: Desk):
    answer = shelf.get("/manage/expiry?span=expired&as=csv")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))

    days = [(shelf.today() + timedelta(days=d)).isoformat() for d in (-40, -1)]
    assert [row["Baik sebelum"] for row in rows] == days
    assert {row["Buah"] for row in rows} == {"2"} and rows[0]["Barang"] == "Keripik Pisang"


def test_an_empty_list_says_so(desk: Desk):
    assert "Tidak ada yang kedaluwarsa" in desk.get("/manage/expiry").text


@pytest.mark.parametrize("query", ["span=x", "outlet=x", "page=x", "page=9999999999"])
def test_odd_addresses_show_the_list(shelf: Desk, query: str):
    assert shelf.get(f"/manage/expiry?{query}").status_code == 200


def test_the_day_points_to_the_list(shelf: Desk):
    page = shelf.get("/manage").text

    assert 'href="/manage/expiry?span=expired"' in page
    assert 'data-key="expired" data-count="2"' in page
    assert 'data-key="expiring" data-count="4"' in page


def test_nothing_can_be_posted_and_a_cashier_has_no_business_here(desk: Desk):
    assert desk.client.post("/manage/expiry").status_code == 405


def test_a_cashier_does_not_see_it(cashier_desk: Desk):
    assert cashier_desk.get("/manage/expiry").status_code == 403
    assert cashier_desk.get("/manage/expiry?as=csv").status_code == 403
