"""No transaction grows with the data: what one press or one step of a job writes has a stated limit.

The rows are counted in the database itself. Tills wait for the write lock meanwhile.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bench.house import rows_written
from catalogue.outlets.models import Outlet
from catalogue.products import service as products
from catalogue.products.models import Product
from catalogue.stock import drafts
from catalogue.stock import service as stock
from catalogue.stock.counts import counting, queries
from catalogue.stock.counts import service as counts
from catalogue.stock.departures import drafts as departing
from catalogue.stock.models import Consignment
from catalogue.stock.transfers import arriving
from catalogue.stock.transfers import queries as transfers
from catalogue.stock.transfers import service as moving
from core import jobs
from core.errors import Refused
from pos.settlements import counting as posting
from tests.catalogue.desk import Desk

pytestmark = pytest.mark.parametrize("engine_kind", ["sqlite"])
MOST = 100
EACH = 5
"""Rows for a line at most: what became of it, its movement, its level, the line and its price."""


@pytest.fixture
def full(desk: Desk) -> list[int]:
    """As many kinds of goods as fit on one paper, three pieces of each in the gallery."""
    assert (moving.MAX_LINES, departing.MAX_LINES, drafts.MAX_LINES) == (MOST, MOST, MOST)

    def work(session: Session) -> list[int]:
        at = desk.app.house.clock.now() - timedelta(hours=1)
        maker = session.get_one(Product, desk.cloth_id).maker
        assert maker is not None
        brought = stock.draft(session, maker, session.get_one(Outlet, 1), by=None, at=at)
        made = [
            products.create(
                session, products.Facts(f"Gantungan {n}"), maker=maker, kind="counted",
                price=5_000, net_price=None, by=None, at=at,
            )
            for n in range(MOST)
        ]  # fmt: skip
        lines = [(brought, stock.NewLine(product, 3, 5_000)) for product in made]
        stock.add_lines(session, lines)
        return [product.id for product in made]

    return desk.write(work)


def rows(desk: Desk, work: Callable[[Session], object]) -> int:
    """How many rows `work` writes in its transaction."""
    with rows_written(desk.app.house.database) as written:
        desk.write(work)
    return max(written)


def receive(session: Session, desk: Desk) -> None:
    brought = session.get_one(Consignment, 2)
    stock.receive(session, brought, by=None, at=desk.app.house.clock.now())


def test_receiving_a_delivery_writes_so_many_rows_and_a_longer_one_is_refused(
    desk: Desk, full: list[int]
):
    code = desk.product(desk.crisps_id).code
    assert "paling banyak 100 baris" in desk.refused("/manage/consignments/2/scan", q=code)

    assert MOST <= rows(desk, lambda s: receive(s, desk)) <= MOST * EACH


def test_a_transfer_writes_so_many_rows_when_it_leaves_and_when_it_arrives(
    desk: Desk, full: list[int]
):
    desk.write(lambda s: receive(s, desk))
    at = desk.app.house.clock.now()

    def pack(session: Session) -> None:
        transfer = moving.start(
            session, session.get_one(Outlet, 1), session.get_one(Outlet, 2), by=desk.user_id, at=at
        )
        for number in full:
            moving.scan(session, transfer, session.get_one(Product, number), at=at, quantity=2)
        with pytest.raises(Refused, match="paling banyak 100 baris"):
            moving.scan(session, transfer, session.get_one(Product, desk.crisps_id), at=at)

    desk.write(pack)
    at_once = [
        lambda s: moving.send(s, transfers.lock(s, 1), carrier="Pak", by=desk.user_id, at=at),
        lambda s: arriving.count(s, t := transfers.lock(s, 1), {line.id: 2 for line in t.lines}),
        lambda s: arriving.take_in(s, transfers.lock(s, 1), by=desk.user_id, at=at),
    ]
    for work in at_once:
        assert MOST <= rows(desk, work) <= MOST * EACH


def test_a_count_of_everything_is_answered_for_and_posted_in_steps(desk: Desk, full: list[int]):
    desk.write(lambda s: receive(s, desk))
    house, by = desk.app.house, desk.user_id
    at = house.clock.now()
    desk.write(lambda s: counts.start(s, s.get_one(Outlet, 1), maker=None, shelf="", by=by, at=at))

    def answer(session: Session) -> None:
        count = queries.lock(session, 1)
        found, _left = queries.missing(session, count, limit=counting.AT_ONCE)
        gone = [(one.product, one.lot) for one in found]
        counting.none_left(session, count, gone, by=by, at=at)

    for _page in range(3):  # a hundred and two kinds, fifty at a time
        assert rows(desk, answer) <= counting.AT_ONCE * EACH
    assert rows(desk, lambda s: counts.end_counting(s, queries.lock(s, 1), by=by, at=at)) <= EACH
    page = desk.get("/manage/counts/1").text
    seen = page.split('name="seen" value="')[1].split('"', 1)[0]
    desk.done("/manage/counts/1/sign", seen=seen, maker_name="A", house_name="B", signed="1")
    with rows_written(house.database) as written:
        jobs.run_to_end(house.database, 1, now=house.clock.now, files=house.files)

    assert len(written) > 10 and max(written) <= counts.PRODUCTS_PER_STEP * EACH
    assert desk.read(lambda s: s.get_one(jobs.Job, 1).kind) == posting.KIND
