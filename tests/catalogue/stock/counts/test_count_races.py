"""Two who count one thing at once, and a till that sells while it is counted, on both engines."""

from datetime import datetime

from sqlalchemy import func, select

from catalogue.stock.counts import checking, marks
from catalogue.stock.counts.models import CountEntry, CountLine
from catalogue.stock.models import Movement
from core.db import Database
from tests.catalogue.stock.counts import racers
from tests.catalogue.stock.counts.floor import furnish
from tests.pos.sales.test_races import race


def test_two_counters_of_one_thing_lose_no_scan_and_one_piece_is_counted_once(
    database: Database, database_url: str, at: datetime
) -> None:
    floor = furnish(database, at)
    floor.move("purse", 20, "received")
    floor.move("cloth", 1, "received")
    number = floor.start(maker="sekar")
    people = (floor.ids["cashier"], floor.ids["manager"])

    scans = race(
        *(
            (racers.count_at, (database_url, number, floor.ids["purse"], who, 8, at))
            for who in people
        )
    )
    pieces = race(
        *(
            (racers.count_at, (database_url, number, floor.ids["cloth"], who, 1, at))
            for who in people
        )
    )

    assert scans == [["done"] * 8] * 2
    assert sorted(pieces) == [["Karya tunggal ini sudah dihitung."], ["done"]]
    found = {t.line.product_id: t.pieces for t in floor.read(lambda s: marks.tallies(s, number))}
    assert found == {floor.ids["purse"]: 16, floor.ids["cloth"]: 1}
    assert floor.read(lambda s: s.scalar(select(func.count()).select_from(CountLine))) == 2


def test_a_mark_taken_while_a_till_sells_misses_no_sale_under_way(
    database: Database, database_url: str, at: datetime
) -> None:
    floor = furnish(database, at)
    floor.move("purse", 40, "received")
    number = floor.start(maker="sekar")

    race(
        (racers.count_at, (database_url, number, floor.ids["purse"], floor.ids["cashier"], 8, at)),
        (racers.sell_at, (database_url, floor.ids["purse"], floor.ids["gallery"], 1, 10, at)),
        (racers.sell_at, (database_url, floor.ids["scarf"], floor.ids["gallery"], 50, 10, at)),
    )

    # Each mark has every movement up to it: none with a lower number was committed after it.
    marks = floor.read(lambda s: s.execute(select(CountEntry.id, CountEntry.mark)).all())
    moves = floor.read(lambda s: s.scalars(select(Movement.id).order_by(Movement.id)).all())
    assert all(mark in moves for _id, mark in marks)
    assert [mark for _id, mark in sorted(marks)] == sorted(mark for _id, mark in marks)
    floor.none_left(number)
    floor.end(number)
    row = floor.found(number)["purse", None]
    assert row.trouble in ("", checking.MOVED) and floor.on_hand("purse") == 30
    floor.again(number, "purse")
    floor.count(number, "purse", 30)
    floor.sign(number)
    floor.post(number)
    assert floor.on_hand("purse") == 30
