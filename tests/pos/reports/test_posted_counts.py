"""`verify` looks at each posted count by itself, whatever the house counts and sells afterwards."""

from datetime import datetime

from core.db import Database
from pos.reports.checks import Book, counts
from tests.catalogue.stock.counts.floor import furnish


def test_a_later_count_says_nothing_about_an_earlier_one(database: Database, at: datetime) -> None:
    floor = furnish(database, at)
    floor.move("purse", 5, "received")
    first = floor.start(maker="sekar")
    floor.count(first, "purse", floor.on_hand("purse") - 1)
    floor.none_left(first)
    floor.end(first)
    floor.sign(first)
    floor.post(first)
    floor.move("purse", -1)
    second = floor.start(maker="sekar")
    floor.count(second, "purse", 1)

    wrong = floor.read(lambda session: [one for one in counts.figures(Book(session)) if one])
    assert wrong == []
