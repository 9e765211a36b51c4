"""A year of 20,000 lines: reports are quick on both engines, and ask no more for more lines."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter

import pytest
from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from bench.house import questions
from catalogue.makers import service as makers
from config import Config
from core.dispatch import TitipFlask
from core.ids import new_token, new_uuid
from pos.reports.sold.cuts import CUTS
from pos.sales.models import Sale, SaleLine
from tests.catalogue.desk import sign_in
from tests.houses import app_at
from tests.pos.showroom import Showroom, bring, open_showroom

FIRST = date(2025, 5, 10)
YEAR = "from=2025-05-10&to=2026-05-09"
PAGES = (
    *(f"/manage/reports/sales?by={key}&{YEAR}" for key in CUTS),
    f"/manage/reports/sales/lines?{YEAR}", f"/manage/reports/sales/lines?by=sentra&part=1&{YEAR}",
    f"/manage/summary?{YEAR}", f"/manage/fairness?{YEAR}", "/manage/dinas/2026-04",
    f"/manage/sales?{YEAR}",
)  # fmt: skip
SLOWEST = 3.0
"""Seconds within which every page of a year must be there, on a slow machine."""


@pytest.fixture
def app(database_url: str, home: Path, at: datetime) -> Iterator[TitipFlask]:
    with app_at(Config(home=home, database_url=database_url, now=at)) as app:
        yield app


def trade(session: Session, room: Showroom, count: int) -> None:
    """Write `count` sales of about three lines each over a year, past the till."""
    chance = random.Random(20)
    goods = [one for one in room.goods.values() if one.kind == "counted"]
    last = max(session.query(Sale.id).count(), 0)
    sales, lines = [], []
    for number in range(last + 1, last + count + 1):
        day = FIRST + timedelta(days=number * 365 // (last + count + 1))
        moment = datetime(day.year, day.month, day.day, chance.randrange(2, 11), tzinfo=UTC)
        parts = [_line(chance.choice(goods), number, place, moment, room) for place in range(1, 4)]
        net = sum(one["list_amount"] for one in parts)
        lines += parts
        sales.append({
            "id": number, "uid": new_uuid(), "token": new_token(), "till_id": room.till.id,
            "shift_id": room.shift.id, "cashier_id": room.cashier.id, "state": "held",
            "series": "G1", "number": f"G1{number:06d}", "opened_at": moment,
            "completed_at": moment, "business_date": day, "list_total": net, "net_total": net,
        })  # fmt: skip
    session.execute(insert(Sale), sales)
    session.execute(insert(SaleLine), lines)
    session.execute(update(Sale).where(Sale.id > last).values(state="completed"))


def _line(product, number: int, place: int, moment: datetime, room: Showroom) -> dict:
    price = 10_000 * place
    return {
        "sale_id": number, "position": place, "product_id": product.id,
        "maker_id": product.maker_id, "code": "2000001000120", "title": "Barang", "quantity": 1,
        "unit_price": price, "list_amount": price, "added_at": moment, "added_by": room.cashier.id,
        "terms": "percent", "commission_bps": 1000, "bearer": "shared",
        "maker_share": price * 9 // 10, "house_share": price // 10,
    }  # fmt: skip


def stock_up(session: Session, at: datetime, count: int) -> Showroom:
    room = open_showroom(session, at=at)
    for number in range(count):
        sentra = makers.sentra_named(session, f"Sentra {number % 8}")
        maker = makers.register(session, f"Perajin {number}", sentra=sentra, by=None, at=at)
        bring(session, room, f"barang {number}", maker, f"Barang {number}", 10_000, None, 9)
    return room


@pytest.mark.long
def test_a_year_of_20_000_lines_is_quick(app: TitipFlask, client, at: datetime):
    sign_in(app, client, "manager")
    with app.house.database.writer() as session:
        trade(session, stock_up(session, at, 180), 6_700)
    slow: dict[str, float] = {}
    for path in PAGES:
        client.get(path)  # what is compiled once is compiled
        for _try in range(5):  # others may be at work on the machine: its best counts
            began = perf_counter()
            assert client.get(path).status_code == 200, path
            slow[path] = min(slow.get(path, SLOWEST * 9), perf_counter() - began)
            if slow[path] < SLOWEST:
                break

    assert max(slow.values()) < SLOWEST, slow


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_more_lines_ask_no_more_questions(app: TitipFlask, client, at: datetime):
    sign_in(app, client, "manager")
    asked: list[dict[str, int]] = []
    with app.house.database.writer() as session:
        room = stock_up(session, at, 3)
        trade(session, room, 9)
    for more in (0, 60):
        if more:
            with app.house.database.writer() as session:
                trade(session, room, more)
        counts = {}
        for path in PAGES:
            with questions(app.house.database) as statements:
                assert client.get(path).status_code == 200, path
            counts[path] = len(statements)
        asked.append(counts)

    assert asked[0] == asked[1]
