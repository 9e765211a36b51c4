"""A product's stock card: every movement with who, why and the document, and what was left."""

import csv
import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from catalogue.outlets.models import Outlet
from catalogue.stock import service as stock
from catalogue.stock.cards import queries
from catalogue.stock.cards.queries import Wanted
from catalogue.stock.models import StockLevel
from tests.catalogue.desk import Desk


@pytest.fixture
def moved(desk: Desk) -> Desk:
    """Seven packets of crisps came with their maker; two went to the stall, one of them broke."""

    def work(session):
        gallery, stall = session.scalars(select(Outlet).order_by(Outlet.id))
        lot = next(iter(stock.queries.lots(session, [desk.crisps_id]).values()))
        at = desk.app.house.clock.now()
        for outlet, pieces, reason, day in (
            (gallery, -2, "transferred_out", 1), (stall, 2, "transferred_in", 2),
            (stall, -1, "damaged", 3),
        ):  # fmt: skip
            stock.move(
                session, desk.crisps_id, outlet.id, pieces, reason=reason, source=("test", 1),
                business_date=desk.today() + timedelta(days=day), by=desk.user_id,
                at=at + timedelta(days=day), lot_id=lot.id,
            )  # fmt: skip

    desk.write(work)
    return desk


def card(desk: Desk, wanted: Wanted = Wanted(), **how) -> list[queries.Row]:  # noqa: B008
    return desk.read(lambda s: queries.card(s, desk.crisps_id, wanted, **how))[0]


def test_the_card_says_who_why_where_and_by_which_document(moved: Desk):
    page = moved.get(f"/manage/products/{moved.crisps_id}/card").text

    assert page.count('data-testid="card-change"') == 4
    assert '<a href="/manage/consignments/1">Titipan TT000001</a>' in page
    for words in ("Diterima dari perajin", "Pindah keluar", "Pindah masuk", "Rusak", "Manager"):
        assert words in page
    assert "baik sebelum" in page


def test_what_was_left_runs_along_at_one_place_or_at_all(moved: Desk):
    assert [(r.quantity, r.left) for r in card(moved)] == [(-1, 6), (2, 7), (-2, 5), (7, 7)]
    assert [(r.quantity, r.left) for r in card(moved, Wanted(outlet_id=2))] == [(-1, 1), (2, 2)]
    assert [(r.quantity, r.left) for r in card(moved, Wanted(outlet_id=1))] == [(-2, 5), (7, 7)]


def test_dates_narrow_the_card_but_not_what_was_left(moved: Desk):
    second, third = (moved.today() + timedelta(days=n) for n in (2, 3))

    assert [(r.quantity, r.left) for r in card(moved, Wanted(first=second, last=second))] == [
        (2, 7)
    ]
    assert [r.quantity for r in card(moved, Wanted(first=second))] == [-1, 2]
    page = moved.get(f"/manage/products/{moved.crisps_id}/card?from={third}&to={third}").text
    assert page.count('data-testid="card-change"') == 1


def test_a_long_card_is_cut_into_pages(moved: Desk):
    rows, count = moved.read(
        lambda s: queries.card(s, moved.crisps_id, Wanted(), limit=2, offset=2)
    )

    assert ([r.left for r in rows], count) == ([5, 7], 4)


@pytest.mark.parametrize(
    "query", ["?outlet=x&from=kemarin&to=31-12-2026", "?page=99", "?outlet=99", "?from=9999-12-31"]
)
def test_a_nonsense_address_still_shows_a_card(moved: Desk, query: str):
    assert moved.get(f"/manage/products/{moved.crisps_id}/card{query}").status_code == 200


def test_on_hand_stands_by_place_and_lot_and_agrees(moved: Desk):
    page = moved.get(f"/manage/products/{moved.crisps_id}/card").text

    shelves = moved.read(lambda s: queries.shelves(s, moved.crisps_id))
    assert [(s.outlet, s.pieces) for s in shelves] == [("Galeri", 5), ("Lapak", 1)]
    assert 'data-testid="card-agrees"' in page


def test_a_level_that_is_not_the_sum_of_its_movements_shows_in_red(moved: Desk):
    def work(session):
        session.scalars(
            select(StockLevel).where(
                StockLevel.product_id == moved.crisps_id, StockLevel.outlet_id == 2
            )
        ).one().on_hand += 1

    moved.write(work)

    wrong = moved.get(f"/manage/products/{moved.crisps_id}/card").text
    right = moved.get(f"/manage/products/{moved.cloth_id}/card").text
    assert 'data-testid="card-disagrees"' in wrong
    assert 'data-testid="card-agrees"' in right


def test_the_card_comes_as_a_file_oldest_first(moved: Desk):
    path = f"/manage/products/{moved.crisps_id}/card"

    rows = list(csv.DictReader(io.StringIO(moved.get(f"{path}?as=csv&outlet=1").text)))
    book = load_workbook(io.BytesIO(moved.get(f"{path}?as=xlsx").data))

    assert [(r["Kejadian"], r["Gerak"], r["Sisa"]) for r in rows] == [
        ("Diterima dari perajin", "7", "7"), ("Pindah keluar", "-2", "5"),
    ]  # fmt: skip
    assert rows[0]["Dokumen"] == "Titipan TT000001"
    assert rows[0]["Waktu"].endswith("+07:00")
    assert [row[5].value for row in book.active.iter_rows(min_row=2)] == [7, -2, 2, -1]
    assert "<table" in moved.get(f"{path}?as=pdf").text


def test_a_product_without_movements_says_so(desk: Desk):
    from catalogue.products import service

    at = desk.app.house.clock.now()
    empty = desk.write(
        lambda s: service.create(
            s, service.Facts("Tas"), maker=None, kind="service", price=5_000, net_price=None,
            by=None, at=at,
        )
    ).id  # fmt: skip

    assert "Tidak ada gerakan" in desk.get(f"/manage/products/{empty}/card").text


def test_there_is_no_card_of_nothing(desk: Desk):
    assert desk.get("/manage/products/999/card").status_code == 404


def test_a_card_is_the_managers(cashier_desk: Desk):
    assert cashier_desk.get("/manage/products/1/card").status_code == 403
