"""The office's forms about goods, and a maker's terms."""

import pytest
from sqlalchemy import select

from catalogue.products import queries
from catalogue.products.models import Product
from tests.catalogue.desk import Desk

RECORD = {"maker": "1", "kind": "counted", "title": "Dompet Tapis Bintang", "price": "95.000",
          "motif": "Bintang", "unit": "buah", "technique": "cucuk tangan"}  # fmt: skip


def newest(desk: Desk) -> Product:
    return desk.read(lambda s: s.scalars(select(Product).order_by(Product.id.desc())).first())


def test_a_product_gets_a_code_of_the_house(desk: Desk):
    page = desk.done("/manage/products/new", **RECORD)

    product = newest(desk)
    assert product.code.startswith("20") and product.code in page
    assert desk.read(lambda s: queries.current_price(s, product.id)).price == 95_000


def test_a_product_keeps_the_makers_barcode(desk: Desk):
    desk.done("/manage/products/new", **RECORD, code="8993899690945")

    assert newest(desk).code == "8993899690945"


def test_house_goods_and_services_have_no_maker(desk: Desk):
    desk.done("/manage/products/new", **{**RECORD, "maker": "", "kind": "service"})

    assert newest(desk).maker_id is None


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"title": " "}, "title"),
        ({"price": ""}, "price"),
        ({"price": "mahal"}, "price"),
        ({"price": "0"}, "price"),
        ({"net_price": "96.000"}, "price"),
        ({"code": "8993899690944"}, "code"),
        ({"kind": "service"}, "maker"),
    ],
)
def test_bad_input_stands_at_its_field(desk: Desk, changed: dict[str, str], field: str):
    page = desk.refused("/manage/products/new", **{**RECORD, **changed})

    assert f'id="{field}-salah"' in page
    assert 'value="Bintang"' in page
    assert newest(desk).id == desk.crisps_id


def test_a_code_that_another_product_has_is_refused(desk: Desk):
    desk.done("/manage/products/new", **RECORD, code="8993899690945")

    answer = desk.send("/manage/products/new", **{**RECORD, "title": "Lain"}, code="8993899690945")

    assert answer.status_code == 409
    assert "Dompet Tapis Bintang" in answer.text and 'value="Lain"' in answer.text


def test_what_is_written_about_a_product_is_changed(desk: Desk):
    path = f"/manage/products/{desk.cloth_id}/edit"
    assert 'value="Kain Tapis Siger"' in desk.get(path).text

    desk.done(path, title="Kain Tapis Siger Besar", motif="Siger", size="110 cm", unit="lembar")

    product = desk.product(desk.cloth_id)
    assert (product.title, product.size, product.unit) == (
        "Kain Tapis Siger Besar", "110 cm", "lembar",
    )  # fmt: skip


def test_signs_that_no_keyboard_has_are_not_kept(desk: Desk):
    desk.done("/manage/products/new", **{**RECORD, "title": "Dompet\x1b Tapis", "motif": "\x07"})

    assert (newest(desk).title, newest(desk).motif) == ("Dompet Tapis", "")


def test_a_product_without_a_name_is_refused(desk: Desk):
    assert "Isi nama barangnya." in desk.refused(
        f"/manage/products/{desk.cloth_id}/edit", title="", motif="Siger"
    )


def test_an_archived_product_leaves_the_list(desk: Desk):
    desk.done(f"/manage/products/{desk.cloth_id}/archive")

    assert "Kain Tapis Siger" not in desk.get("/manage/products").text
    assert "Kain Tapis Siger" in desk.get("/manage/products?state=archived").text


def test_what_changes_is_not_a_page(desk: Desk):
    assert desk.get(f"/manage/products/{desk.cloth_id}/archive").status_code == 405


def test_a_cashier_changes_no_goods(cashier_desk: Desk):
    assert cashier_desk.get("/manage/products/new").status_code == 403
    assert cashier_desk.send("/manage/products/new", **RECORD).status_code == 403
