"""Goods of the house: bought outright with a cost price, services, and postage passed on."""

import pytest
from sqlalchemy import select

from catalogue.products.models import Product
from catalogue.stock import purchases
from catalogue.stock.models import Movement
from catalogue.stock.queries import on_hand
from tests.catalogue.desk import Desk, sign_in

BAG = {
    "maker": "",
    "kind": "counted",
    "title": "Tas Kain Galeri",
    "price": "25.000",
    "unit": "buah",
}
BOUGHT = {"quantity": "20", "unit_cost": "14.000", "supplier": "CV Kain Jaya", "outlet": "2"}


@pytest.fixture
def bag(desk: Desk) -> Product:
    desk.done("/manage/products/new", **BAG)
    return desk.read(lambda s: s.scalars(select(Product).order_by(Product.id.desc())).first())


def test_goods_bought_outright_come_into_stock_with_their_cost(desk: Desk, bag: Product):
    page = desk.done(f"/manage/products/{bag.id}/purchases", **BOUGHT)

    assert "20 buah masuk ke Lapak." in page
    assert "Harga beli Rp14.000" in page and "Selisih Rp11.000" in page and "CV Kain Jaya" in page
    assert desk.read(lambda s: on_hand(s, bag.id, 2)) == 20
    assert "Dibeli dari CV Kain Jaya" in desk.get(f"/manage/products/{bag.id}/card").text


def test_the_last_cost_counts_and_the_others_stay(desk: Desk, bag: Product):
    where = f"/manage/products/{bag.id}/purchases"
    desk.done(where, **BOUGHT)
    page = desk.done(where, **{**BOUGHT, "unit_cost": "15.000", "quantity": "5"})

    costs = [one.unit_cost for one in desk.read(lambda s: purchases.of_product(s, bag.id))]
    assert costs == [15_000, 14_000] and "Harga beli Rp15.000" in page
    assert desk.read(lambda s: on_hand(s, bag.id)) == 25


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"quantity": "0"}, "quantity"),
        ({"quantity": "2,5"}, "quantity"),
        ({"quantity": "-3"}, "quantity"),
        ({"unit_cost": ""}, "unit_cost"),
        ({"unit_cost": "0"}, "unit_cost"),
        ({"unit_cost": "murah"}, "unit_cost"),
        ({"expires_on": "kemarin"}, "expires_on"),
    ],
)
def test_bad_purchases_are_refused_and_nothing_stays(
    desk: Desk, bag: Product, changed: dict[str, str], field: str
):
    page = desk.refused(f"/manage/products/{bag.id}/purchases", **{**BOUGHT, **changed})

    assert f'id="{field}-salah"' in page and "CV Kain Jaya" in page
    assert desk.read(lambda s: purchases.of_product(s, bag.id)) == []
    moved = desk.read(lambda s: s.scalars(
        select(Movement).where(Movement.product_id == bag.id)
    ).all())  # fmt: skip
    assert moved == []


def test_a_makers_goods_are_not_bought(desk: Desk):
    page = desk.refused(f"/manage/products/{desk.crisps_id}/purchases", **BOUGHT)

    assert "Hanya barang galeri sendiri" in page


def test_only_a_manager_buys(desk: Desk, bag: Product):
    sign_in(desk.app, desk.client, "cashier")

    assert desk.send(f"/manage/products/{bag.id}/purchases", **BOUGHT).status_code == 403


def test_postage_is_a_service_that_is_passed_on(desk: Desk):
    page = desk.done("/manage/products/new", **{**BAG, "kind": "postage", "title": "Ongkos Kirim"})

    made = desk.read(lambda s: s.scalars(select(Product).order_by(Product.id.desc())).first())
    assert (made.kind, made.is_passed_on, made.maker_id) == ("service", True, None)
    assert "diteruskan ke kurir" in page
    refused = desk.refused("/manage/products/new", **{**BAG, "kind": "postage", "maker": "1"})
    assert 'id="maker-salah"' in refused
