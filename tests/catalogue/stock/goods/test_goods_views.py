"""The office's list of goods, one product's page, and the list as a file."""

import csv
import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from catalogue.products import queries as products
from catalogue.products import service
from catalogue.stock.goods import queries
from catalogue.stock.goods.listing import goods
from core import lists
from tests.catalogue.desk import Desk


def titles(desk: Desk, query: str = "") -> list[str]:
    text = desk.get(f"/manage/products{query}").text
    found = [t for t in ("Kain Tapis Siger", "Keripik Pisang") if f">{t}</a>" in text]
    return sorted(found, key=text.index)


def test_the_list_shows_goods_with_their_pieces(desk: Desk):
    page = desk.get("/manage/products").text

    assert titles(desk) == ["Kain Tapis Siger", "Keripik Pisang"]
    assert "2 barang di daftar" in page and "2.500.000" in page and ">7<" in page


@pytest.mark.parametrize(
    "query, expected",
    [
        ("?q=siger", ["Kain Tapis Siger"]),
        ("?q=sekar+keripik", ["Keripik Pisang"]),
        ("?q=kripik", ["Keripik Pisang"]),
        ("?q=gerabah", []),
        ("?q=2000000000015", ["Kain Tapis Siger"]),
        ("?kind=unique", ["Kain Tapis Siger"]),
        ("?kind=house", []),
        ("?sort=-price", ["Kain Tapis Siger", "Keripik Pisang"]),
        ("?sort=-stock", ["Keripik Pisang", "Kain Tapis Siger"]),
        ("?state=low", []),
        ("?outlet=2", []),
        ("?maker=1&outlet=1", ["Kain Tapis Siger", "Keripik Pisang"]),
        ("?maker=x&sentra=y&kind=z&sort=q", ["Kain Tapis Siger", "Keripik Pisang"]),
    ],
)
def test_the_list_is_narrowed_and_sorted_by_its_address(
    desk: Desk, query: str, expected: list[str]
):
    assert titles(desk, query) == expected


def test_what_expires_within_a_month_stands_under_its_tab(desk: Desk):
    from datetime import timedelta

    later = desk.today() + timedelta(days=61)

    now = desk.read(lambda s: queries.counts(s, today=desk.today()))
    soon = desk.read(lambda s: queries.counts(s, today=later))

    assert (now["soon"], soon["soon"]) == (0, 1)


def test_a_page_is_cut_by_the_database(desk: Desk):
    listing = replace(goods([], today=desk.today()), per_page=1)

    def page(number: int) -> lists.Shown:
        asked = lists.Asked(sort="price", number=number)
        return desk.read(lambda session: lists.shown(session, listing, asked))

    assert [page(n).rows[0].title for n in (1, 2)] == ["Keripik Pisang", "Kain Tapis Siger"]
    assert (page(1).count, page(1).pages) == (2, 2)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_file_of_the_list_has_what_the_list_shows(desk: Desk, form: str):
    answer = desk.get(f"/manage/products?kind=unique&as={form}")

    if form == "csv":
        rows = list(csv.reader(io.StringIO(answer.text)))
    else:
        sheet = load_workbook(io.BytesIO(answer.data)).active
        rows = [[str(c if c is not None else "") for c in row] for row in sheet.values]
    assert rows[0] == ["Kode", "Barang", "Jenis", "Perajin", "Sentra", "Harga", "Galeri", "Lapak",
                       "Jumlah", "Laku 30 hari", "Kedaluwarsa", "Nomor urut"]  # fmt: skip
    assert [row[1] for row in rows[1:]] == ["Kain Tapis Siger"]
    assert rows[1][5:9] == ["2500000", "1", "0", "1"]


def test_the_list_is_sorted_by_what_lies_at_a_place(desk: Desk):
    assert titles(desk, "?sort=-at-1") == ["Keripik Pisang", "Kain Tapis Siger"]
    assert titles(desk, "?sort=at-1") == ["Kain Tapis Siger", "Keripik Pisang"]


def test_an_empty_house_is_told_how_goods_come_in(bare_desk: Desk):
    assert "Belum ada barang" in bare_desk.get("/manage/products").text
    assert bare_desk.get("/manage/products.csv").text.count("\n") == 1


def test_the_file_has_one_row_for_each_place_in_plain_integers(desk: Desk):
    answer = desk.get("/manage/products.csv")

    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert list(rows[0]) == [
        "code", "maker_code", "title", "kind", "price", "outlet", "on_hand",
    ]  # fmt: skip
    crisps = next(row for row in rows if row["title"] == "Keripik Pisang")
    assert (crisps["maker_code"], crisps["price"], crisps["outlet"], crisps["on_hand"]) == (
        "M0001", "20000", "G1", "7",
    )  # fmt: skip


def test_a_name_that_looks_like_a_formula_is_made_harmless(desk: Desk):
    facts = service.Facts("=HYPERLINK(1)")
    desk.write(
        lambda s: service.edit(
            s,
            products.require_product(s, desk.cloth_id),
            facts,
            by=desk.user_id,
            at=desk.app.house.clock.now(),
        )
    )

    assert "'=HYPERLINK(1)" in desk.get("/manage/products.csv").text


def test_one_product_shows_its_price_terms_stock_and_card(desk: Desk):
    page = desk.get(f"/manage/products/{desk.crisps_id}").text

    assert "Rp20.000" in page
    assert "Komisi galeri 15%" in page and "perjanjian dengan perajinnya" in page
    assert "Diterima dari perajin" in page and 'data-pieces="7">+7<' in page


def test_a_new_price_stands_over_the_old_one(desk: Desk):
    page = desk.done(f"/manage/products/{desk.crisps_id}/price", price="22.000")

    history = desk.read(lambda s: products.price_history(s, desk.crisps_id))
    assert [row.price for row in history] == [22_000, 20_000]
    assert "Rp22.000" in page and "20.000" in page


@pytest.mark.parametrize("price", ["", "murah", "20.000", "-5", "9.999.999.999"])
def test_a_price_that_cannot_be_comes_back_with_a_sentence(desk: Desk, price: str):
    page = desk.refused(f"/manage/products/{desk.crisps_id}/price", price=price)

    assert 'id="price-salah"' in page
    assert len(desk.read(lambda s: products.price_history(s, desk.crisps_id))) == 1


def test_a_price_is_not_changed_by_opening_a_page(desk: Desk):
    assert desk.get(f"/manage/products/{desk.crisps_id}/price").status_code == 405


def test_a_product_that_is_not_there_is_not_found(desk: Desk):
    assert desk.get("/manage/products/999").status_code == 404
    assert desk.send("/manage/products/999/price", price="1").status_code == 404


def test_a_cashier_sees_no_list_and_no_file(cashier_desk: Desk):
    for path in ("/manage/products", "/manage/products.csv", "/manage/products/1"):
        assert cashier_desk.get(path).status_code == 403
    assert cashier_desk.send("/manage/products/1/price", price="5").status_code == 403
