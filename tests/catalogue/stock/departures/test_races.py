"""Two who sign at the same moment, on both engines: a piece goes back once, a record is signed once."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.products.models import Product
from catalogue.stock import queries as stock
from catalogue.stock.departures import drafts, queries, service
from catalogue.stock.departures.drafts import Piece
from catalogue.stock.departures.models import Departure
from catalogue.stock.models import Movement
from core.db import Database
from tests.pos.showroom import Showroom, open_showroom
from tests.racing import Work, race


def begin(session: Session, room: Showroom, name: str, pieces: int = 1) -> int:
    departure = drafts.start_return(
        session, room.maker, room.outlet, cause="asked", by=room.manager.id, at=room.at
    )
    drafts.add(session, departure, [Piece(room.goods[name], pieces)], at=room.at)
    return departure.id


def handing_over(room: Showroom, number: int) -> Work:
    manager_id, at = room.manager.id, room.at

    def run(database: Database) -> str:
        def work(session: Session) -> str:
            departure = queries.require(session, number, kind="return")
            service.hand_over(session, departure, by=manager_id, at=at)
            return "handed over"

        return database.write(work)

    return run


def bringing_back(room: Showroom, number: int, line_id: int, pieces: int) -> Work:
    manager_id, at = room.manager.id, room.at

    def run(database: Database) -> str:
        def work(session: Session) -> str:
            departure = queries.require(session, number, kind="return")
            service.bring_back(
                session, departure, {line_id: pieces}, reason="tertinggal", by=manager_id, at=at
            )
            return "back"

        return database.write(work)

    return run


def left(database: Database, room: Showroom, name: str) -> int:
    with database.reader() as session:
        assert stock.levels_that_disagree(session) == []
        return stock.on_hand(session, room.goods[name].id)


def test_one_piece_on_two_returns_goes_back_once(
    database: Database, database_url: str, at: datetime
):
    with database.writer() as session:
        room = open_showroom(session, at=at)
        first, second = (begin(session, room, "kain") for _n in range(2))

    ended = race(database_url, handing_over(room, first), handing_over(room, second))

    assert "handed over" in ended and set(ended) - {"handed over"} <= {
        "NotHere", "BeyondRecord", "PieceTaken"
    }  # fmt: skip
    assert ended.count("handed over") == 1
    assert left(database, room, "kain") == 0
    with database.reader() as session:
        gone = session.scalars(select(Movement).where(Movement.reason == "returned_to_maker")).all()
        numbers = [d.number for d in session.scalars(select(Departure)) if d.number]
    assert len(gone) == 1 and numbers == ["RT000001"]


def test_two_returns_of_the_last_counted_pieces_leave_none_below_zero(
    database: Database, database_url: str, at: datetime
):
    with database.writer() as session:
        room = open_showroom(session, at=at)
        first, second = (begin(session, room, "selendang", 4) for _n in range(2))

    ended = race(database_url, handing_over(room, first), handing_over(room, second))

    assert sorted(ended) == ["BeyondRecord", "handed over"]
    assert left(database, room, "selendang") == 2


def test_what_came_back_comes_back_once_though_two_write_it(
    database: Database, database_url: str, at: datetime
):
    with database.writer() as session:
        room = open_showroom(session, at=at)
        number = begin(session, room, "dompet", 5)
        departure = queries.require(session, number, kind="return")
        service.hand_over(session, departure, by=room.manager.id, at=at)
        line_id = departure.lines[0].id

    ended = race(database_url, *(bringing_back(room, number, line_id, 3) for _n in range(2)))

    assert sorted(ended) == ["CameBackAlready", "back"]
    assert left(database, room, "dompet") == 24 - 5 + 3


def test_what_is_scanned_while_another_signs_is_on_the_record_or_refused(
    database: Database, database_url: str, at: datetime
):
    with database.writer() as session:
        room = open_showroom(session, at=at)
        number = begin(session, room, "dompet", 2)

    def scan(database: Database) -> str:
        def work(session: Session) -> str:
            departure = queries.require(session, number, kind="return")
            product = session.get_one(Product, room.goods["selendang"].id)
            drafts.scan(session, departure, product, fate="returned", at=room.at)
            return "scanned"

        return database.write(work)

    ended = race(database_url, handing_over(room, number), scan)

    assert ended[0] == "handed over" and ended[1] in ("scanned", "NotDraft")
    gone = 1 if ended[1] == "scanned" else 0
    assert (left(database, room, "dompet"), left(database, room, "selendang")) == (22, 6 - gone)
    with database.reader() as session:
        assert len(queries.require(session, number, kind="return").lines) == 1 + gone
