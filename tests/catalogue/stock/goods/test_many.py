"""The office's goods stay instant: what a page asks of the database does not grow with the rows."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from catalogue.makers import service as makers
from catalogue.outlets.models import Outlet
from catalogue.products.models import Product, ProductCode, ProductPrice
from catalogue.stock.models import Movement, StockLevel
from core.ids import in_store_code
from tests.catalogue.desk import Desk

PAGES = (
    "/manage/products",
    "/manage/products?q=tapis+siger&sort=-price",
    "/manage/products?sort=-sold&page=7&outlet=1",
)
OTHERS = (
    "/manage", "/manage/makers", "/manage/consignments", "/manage/consignments/new",
    "/manage/contracts", "/manage/certificates", "/manage/expiry", "/manage/ageing",
    "/manage/ageing/ending", "/manage/returns", "/manage/losses", "/manage/returns/new?maker=1",
    "/manage/transfers", "/manage/labels?q=tapis", "/manage/labels/reprint", "/manage/categories",
    "/manage/prices?by=percent&amount=10", "/manage/photos/quick", "/manage/products/2",
    "/manage/products/2/card", "/manage/makers/1", "/manage/sales", "/manage/ledger",
    "/manage/treasury", "/manage/settlements/new", "/manage/users", "/manage/printers",
)  # fmt: skip
MOST = 30
"""Statements of one page: who asks, the page's own, and what every page of the office asks."""
FRONT = 45
"""Statements of a page that shows something of every corner, each asked for once: what waits in
the house, and beside a maker's goods also her money."""
FRONTS = ("/manage", "/manage/makers/1")


def stock_up(desk: Desk, count: int) -> None:
    """Put `count` more products of twenty more makers on the shelves, each sold twice lately."""
    at, today, mark = desk.app.house.clock.now(), desk.today(), f"{count}-"

    def work(session: Session) -> None:
        outlet = session.query(Outlet).order_by(Outlet.id).first()
        sentra = makers.sentra_named(session, "Sulam")
        owners = [
            makers.register(session, f"Sulam Usus {mark}{n}", sentra=sentra, by=None, at=at)
            for n in range(20)
        ]
        goods = [
            Product(
                maker_id=owners[n % 20].id, kind="counted", slug=f"barang-{mark}{n}",
                title=f"Kain Tapis Siger {n}", title_key=f"kain tapis siger {n}", created_at=at,
            )
            for n in range(count)
        ]  # fmt: skip
        session.add_all(goods)
        session.flush()
        for n, product in enumerate(goods):
            session.add_all([
                ProductCode(product_id=product.id, code=in_store_code(product.id, "29"), created_at=at),
                ProductPrice(product_id=product.id, price=10_000 + n, set_at=at),
                StockLevel(product_id=product.id, outlet_id=outlet.id, lot_key=0, on_hand=n % 9),
                *(
                    Movement(
                        product_id=product.id, outlet_id=outlet.id, quantity=-1, reason="sold",
                        source_kind="sale_line", source_id=10 * product.id + k, at=at,
                        business_date=today - timedelta(days=n % 40),
                    )
                    for k in range(2)
                ),
            ])  # fmt: skip

    desk.write(work)


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements that the connections of an engine run meanwhile."""
    found: list[str] = []

    def note(_conn, _cursor, statement: str, *_rest: object) -> None:
        found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def asked_by(desk: Desk, path: str) -> list[str]:
    with statements(desk.app.house.database.read_engine) as found:
        assert desk.get(path).status_code == 200
    return found


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_goods_asks_as_much_of_many_as_of_few(desk: Desk, path: str):
    few = asked_by(desk, path)
    stock_up(desk, 400)
    many = asked_by(desk, path)

    assert len(many) <= len(few) + 1, "\n".join(
        many
    )  # sparks and places of an empty page are left out
    assert len(many) <= MOST


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_no_other_page_of_the_goods_asks_more_where_there_are_more(desk: Desk):
    stock_up(desk, 60)
    few = {path: len(asked_by(desk, path)) for path in OTHERS}
    stock_up(desk, 400)

    grown = {
        path: (before, len(found))
        for path, before in few.items()
        if len(found := asked_by(desk, path)) > before
    }

    assert not grown
    assert max(few.pop(path) for path in FRONTS) <= FRONT
    assert max(few.values()) <= MOST, few


def seconds(desk: Desk, path: str) -> float:
    """The least of six times that a page takes: what else the machine does comes on top."""
    times = []
    for _again in range(6):
        begin = time.perf_counter()
        assert desk.get(path).status_code == 200
        times.append(time.perf_counter() - begin)
    return min(times)


@pytest.mark.long
def test_a_page_of_five_thousand_products_costs_little_more_than_one_of_sixty(desk: Desk):
    stock_up(desk, 60)
    few = {path: seconds(desk, path) for path in PAGES}
    stock_up(desk, 5_000)

    ratios = {path: seconds(desk, path) / few[path] for path in PAGES}

    assert max(ratios.values()) < 15, ratios
