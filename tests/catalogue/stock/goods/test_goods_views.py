"""The office's list of goods, one product's page, and the list as a file."""

import csv
import io

import pytest

from catalogue.products import queries as products
from catalogue.products import service
from catalogue.stock.goods import queries
from catalogue.stock.goods.queries import Wanted
from tests.catalogue.desk import Desk


def titles(desk: Desk, query: str = "") -> list[str]:
    text = desk.get(f"/manage/products{query}").text
    found = [t for t in ("Kain Tapis Siger", "Keripik Pisang") if f">{t}</a>" in text]
    return sorted(found, key=text.index)


def test_the_list_shows_goods_with_their_pieces(desk: Desk):
    page = desk.get("/manage/products").text

    assert titles(desk) == ["Kain Tapis Siger", "Keripik Pisang"]
    assert "2 barang, 1 perajin" in page and "2.500.000" in page and ">7<" in page


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
    wanted = Wanted(sort="price")

    first, count = desk.read(
        lambda s: queries.listed(s, wanted, today=desk.today(), limit=1, offset=0)
    )
    second, _count = desk.read(
        lambda s: queries.listed(s, wanted, today=desk.today(), limit=1, offset=1)
    )

    assert (count, [r.title for r in first + second]) == (2, ["Keripik Pisang", "Kain Tapis Siger"])


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
