"""Days on the shelf, the two lists of the office, and the markdowns noted on their day."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.makers import service as makers
from catalogue.makers.models import Maker
from catalogue.outlets import service as outlets
from catalogue.outlets.models import Outlet
from catalogue.outlets.queries import house_zone
from catalogue.products import contracts
from catalogue.products import service as products
from catalogue.products.contracts import Terms
from catalogue.products.models import Category, Product
from catalogue.stock import service as stock
from catalogue.stock.ageing import listing, queries, service
from core import due, jobs, lists
from core.db import Database
from core.lists import Listing
from core.users.models import AuditEntry
from folders import DUE
from tests.catalogue.desk import Desk
from tests.catalogue.stock.goods.test_many import statements

STEPS = ((30, 1000), (60, 2500))


class Room:
    """A maker, two outlets, and a hand that brings, carries and takes goods on any day."""

    def __init__(self, session: Session, at: datetime) -> None:
        self.session, self.at = session, at
        self.here = outlets.open_outlet(session, "G1", "Galeri", at=at)
        self.stall = outlets.open_outlet(session, "L1", "Lapak", at=at)
        sentra = makers.sentra_named(session, "Tapis")
        self.maker = makers.register(session, "Sekar Contoh", sentra=sentra, by=None, at=at)
        self.source = 0

    def product(self, title: str = "Selendang", maker: Maker | None = None) -> Product:
        return products.create(
            self.session, products.Facts(title), maker=maker or self.maker, kind="counted",
            price=100_000, net_price=None, by=None, at=self.at,
        )  # fmt: skip

    def agree(self, terms: Terms, **whom: Any) -> None:
        start = self.at.date() - timedelta(days=400)
        contracts.agree(self.session, terms, starts_on=start, by=None, at=self.at, **whom)

    def move(
        self, product: Product, quantity: int, days_ago: int, reason: str = "received",
        outlet: Outlet | None = None,
    ) -> None:  # fmt: skip
        self.source += 1
        stock.move(
            self.session, product.id, (outlet or self.here).id, quantity, reason=reason,
            source=("test", self.source), business_date=self.day(days_ago), by=None, at=self.at,
        )  # fmt: skip

    def day(self, days_ago: int) -> date:
        return self.at.date() - timedelta(days=days_ago)

    def ages(self, product: Product, outlet: Outlet | None = None) -> list[tuple[int, int]]:
        place = outlet or self.here
        return queries.ages(self.session, product.id, place.id, on=self.at.date())

    def rows(self, made: Any, **args: str) -> list[listing.OnShelf]:
        wanted = made(self.at.date())
        return list(lists.shown(self.session, wanted, lists.asked(wanted, args)).rows)


@pytest.fixture
def room(session: Session, at: datetime) -> Room:
    return Room(session, at)


def test_what_is_on_hand_is_what_came_last(room: Room) -> None:
    product = room.product()
    room.move(product, 5, 90)
    room.move(product, 5, 40)
    room.move(product, 3, 10)
    room.move(product, -6, 5, "sold")

    assert room.ages(product) == [(40, 4), (10, 3)]


def test_what_was_sold_out_begins_anew(room: Room) -> None:
    product = room.product()
    room.move(product, 2, 200)
    room.move(product, -2, 100, "sold")
    room.move(product, 2, 7)

    assert room.ages(product) == [(7, 2)]
    room.move(product, -2, 1, "returned_to_maker")
    assert room.ages(product) == []


def test_time_goes_on_at_another_outlet_and_on_the_way_back(room: Room) -> None:
    product = room.product()
    room.move(product, 3, 100)
    room.move(product, -2, 20, "transferred_out")
    room.move(product, 2, 19, "transferred_in", room.stall)
    room.move(product, -1, 2, "transferred_out", room.stall)
    room.move(product, 1, 1, "transferred_in")

    assert room.ages(product) == [(100, 2)]
    assert room.ages(product, room.stall) == [(100, 1)]


def test_what_a_buyer_brings_back_is_as_old_as_it_was(room: Room) -> None:
    product = room.product()
    room.move(product, 1, 100)
    room.move(product, -1, 10, "sold")
    room.move(product, 1, 3, "customer_return")

    assert room.ages(product) == [(100, 1)]


def test_a_corrected_delivery_counts_once(room: Room) -> None:
    product = room.product()
    room.move(product, 10, 50)
    room.move(product, -2, 49, "correction")

    assert room.ages(product) == [(50, 8)]


def test_the_list_says_the_step_now_and_the_next(room: Room) -> None:
    plan = Terms("percent", 2000, period_days=30, afterwards="markdown", steps=STEPS)
    room.agree(plan, maker=room.maker)
    young, older, oldest = (room.product(title) for title in ("Baru", "Lama", "Sangat lama"))
    for product, days in ((young, 5), (older, 30), (oldest, 99)):
        room.move(product, 2, days)

    rows = room.rows(listing.ageing)

    assert [(r.product.title, r.days, r.off_bps, r.price_now) for r in rows] == [
        ("Sangat lama", 99, 2500, 75_000), ("Lama", 30, 1000, 90_000), ("Baru", 5, 0, 100_000),
    ]  # fmt: skip
    assert [r.next_step for r in rows] == [
        None, (room.day(-30), 2500), (room.day(-25), 1000),
    ]  # fmt: skip


def test_the_list_is_narrowed_to_what_wants_a_decision(room: Room) -> None:
    room.agree(Terms("percent", 2000, period_days=90, afterwards="return"), maker=room.maker)
    for title, days in (("A", 10), ("B", 90), ("C", 200)):
        room.move(room.product(title), 1, days)

    def titles(**args: str) -> list[str]:
        return [r.product.title for r in room.rows(listing.ageing, sort="title", **args)]

    assert titles() == ["A", "B", "C"]
    assert titles(state="over") == ["B", "C"]
    assert titles(state="180") == ["C"]
    assert titles(state="marked") == []
    assert titles(q="sekar", outlet=str(room.stall.id)) == []


def test_what_must_go_back_is_listed_with_the_days_left(room: Room) -> None:
    room.agree(Terms("percent", 2000, period_days=90, afterwards="return"), maker=room.maker)
    for title, days in (("Jauh", 20), ("Sebulan", 65), ("Seminggu", 84), ("Habis", 90)):
        room.move(room.product(title), 1, days)

    rows = room.rows(listing.ending, sort="ends_on")

    assert [(r.product.title, r.left, r.cause) for r in rows] == [
        ("Habis", 0, "period"), ("Seminggu", 6, "period"), ("Sebulan", 25, "period"),
    ]  # fmt: skip
    assert [r.ends_on for r in rows] == [room.day(0), room.day(-6), room.day(-25)]
    assert [r.product.title for r in room.rows(listing.ending, state="week")] == ["Seminggu"]
    assert listing.count_over(room.session, today=room.at.date()) == 1


def test_a_contract_that_ends_lists_its_goods_and_a_marked_down_one_does_not(room: Room) -> None:
    plan = Terms("percent", 2000, period_days=30, afterwards="markdown", steps=STEPS)
    room.agree(plan, maker=room.maker)
    room.move(room.product("Turun harga"), 1, 300)
    ended = room.product("Perjanjian habis")
    room.agree(Terms("percent", 900), product=ended, ends_on=room.day(3))
    room.move(ended, 1, 5)

    assert [(r.product.title, r.left, r.cause) for r in room.rows(listing.ending)] == [
        ("Perjanjian habis", -3, "contract")
    ]


def test_the_lists_find_the_same_contract_as_the_till(room: Room) -> None:
    sentra = makers.sentra_named(room.session, "Tapis")
    other = makers.register(room.session, "Lain", sentra=sentra, by=None, at=room.at)
    category = Category(name="Makanan")
    room.session.add(category)
    room.session.flush()
    goods = [room.product(str(n), other if n % 2 else None) for n in range(8)]
    for n, product in enumerate(goods):
        product.category_id = category.id if n < 4 else None
        room.move(product, 1, 1)
    room.agree(Terms("percent", 100))
    room.agree(Terms("percent", 200), maker=other)
    room.agree(Terms("percent", 300), category=category)
    room.agree(Terms("percent", 400), product=goods[0])
    room.agree(Terms("percent", 500), product=goods[5])
    room.agree(Terms("percent", 600), product=goods[5])
    later = room.at.date() + timedelta(days=1)
    contracts.agree(
        room.session, Terms("percent", 700), starts_on=later, by=None, at=room.at, maker=other
    )

    held = contracts.all_in_force(room.session, goods, on=room.at.date())
    rows = room.rows(listing.ageing)

    assert {r.product.id: r.contract.id for r in rows} == {p: c.id for p, c in held.items()}
    assert sorted(c.commission_bps or 0 for c in held.values()) == [
        100, 100, 200, 300, 300, 300, 400, 600,
    ]  # fmt: skip


def marked_down(session: Session) -> list[int]:
    """The products whose markdown was noted, in order."""
    return list(
        session.scalars(
            select(AuditEntry.subject_id)
            .where(AuditEntry.action == "product.marked_down")
            .order_by(AuditEntry.id)
        )
    )


def test_markdowns_are_noted_on_their_day_and_missed_days_are_caught_up(
    database: Database, at: datetime
) -> None:
    with database.writer() as session:
        room = Room(session, at)
        plan = Terms("percent", 2000, period_days=30, afterwards="markdown", steps=STEPS)
        room.agree(plan, maker=room.maker)
        goods = {days: room.product(f"{days} hari") for days in (27, 28, 29, 30, 59)}
        for days, product in goods.items():
            room.move(product, 1, days)
        ids = {days: product.id for days, product in goods.items()}

    work_off(database, at)
    work_off(database, at + timedelta(hours=3))
    work_off(database, at + timedelta(days=3))

    with database.reader() as session:
        assert marked_down(session) == [ids[30], ids[29], ids[59], ids[28], ids[27]]


def work_off(database: Database, at: datetime) -> None:
    """Do what the worker does: what is due, then every job."""
    due.run(database, DUE, zone_of=house_zone, at=at)
    while (job_id := next_job(database)) is not None:
        jobs.run_to_end(database, job_id, now=lambda: at)


def next_job(database: Database) -> int | None:
    with database.reader() as session:
        return jobs.next_open(session)


def test_no_step_of_the_job_grows_with_the_goods(session: Session, room: Room) -> None:
    plan = Terms("percent", 2000, period_days=30, afterwards="markdown", steps=STEPS)
    room.agree(plan, maker=room.maker)
    for n in range(service.STEP_ROWS + 5):
        room.move(room.product(f"Barang {n}"), 1, 30)
    job = jobs.enqueue(
        session, "markdowns", {"on": room.at.date().isoformat()}, by=None, at=room.at
    )

    first = service.note_markdowns(session, job, room.at)
    after_one = len(marked_down(session))
    second = service.note_markdowns(session, job, room.at)

    assert (first, after_one) == (False, service.STEP_ROWS)
    assert (second, len(marked_down(session))) == (True, service.STEP_ROWS + 5)


@pytest.mark.parametrize("made", [listing.ageing, listing.ending])
def test_a_file_asks_as_much_of_many_contracts_as_of_few(
    database: Database, at: datetime, made: Callable[[date], Listing]
) -> None:
    plan = Terms("percent", 2000, period_days=30, afterwards="markdown", steps=STEPS)

    def bring(session: Session, room: Room, count: int) -> None:
        for n in range(count):
            sentra = makers.sentra_named(session, "Tapis")
            maker = makers.register(session, f"Perajin {n}", sentra=sentra, by=None, at=at)
            room.agree(plan, maker=maker, ends_on=room.day(-20))
            room.move(room.product(f"Barang {n}", maker), 1, 40)

    def asked() -> tuple[int, int]:
        """How many rows the file has, and how many statements it took."""
        wanted = made(at.date())
        with database.reader() as session, statements(database.read_engine) as found:
            file = lists.as_file(session, wanted, lists.asked(wanted, {"as": "csv"}), zone="WIB")
        with file:
            return len(file.read().splitlines()) - 1, len(found)

    with database.writer() as session:
        room = Room(session, at)
        bring(session, room, 2)
    few = asked()
    with database.writer() as session:
        room.session = session
        bring(session, room, 8)

    assert (few[0], asked()) == (2, (10, few[1]))


def test_the_pages_show_the_goods_and_lead_to_the_return(desk: Desk) -> None:
    desk.done(
        f"/manage/contracts/new?maker={desk.maker_id}", terms="percent", commission="15",
        period_days="5", afterwards="return",
    )  # fmt: skip

    aged, ending = desk.get("/manage/ageing").text, desk.get("/manage/ageing/ending").text

    assert "Kain Tapis Siger" in aged and "Keripik Pisang" in aged
    assert "5 hari lagi" in ending
    assert f"/manage/returns/new?maker={desk.maker_id}&amp;outlet=1" in ending
    assert desk.get("/manage/ageing?as=csv").text.startswith("Kode,Barang,Perajin,Tempat,Jumlah")
    file = desk.get("/manage/ageing/ending?as=csv").text
    assert "Masa titip" in file.splitlines()[1]


def test_a_cashier_sees_no_lists(cashier_desk: Desk) -> None:
    for path in ("/manage/ageing", "/manage/ageing/ending"):
        assert cashier_desk.get(path).status_code == 403


def test_a_house_without_goods_says_so(bare_desk: Desk) -> None:
    assert "Belum ada titipan di rak" in bare_desk.get("/manage/ageing").text
    assert "Tidak ada yang berakhir" in bare_desk.get("/manage/ageing/ending").text
