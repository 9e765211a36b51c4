"""Two people at one list: each piece is counted once, and received once."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from catalogue.products.models import Product
from catalogue.stock.transfers import arriving, queries, service
from core.db import Database
from tests.catalogue.stock.transfers.cast import House, furnish
from tests.racing import Work, race


@pytest.fixture
def house(database: Database, at: datetime) -> House:
    with database.writer() as session:
        return furnish(session, at=at)


def doing(transfer_id: int, work) -> Work:  # type: ignore[no-untyped-def]
    """Lock the transfer as every page does, and do the work on it."""

    def run(database: Database) -> str:
        return database.write(lambda session: work(session, queries.lock(session, transfer_id)))

    return run


def test_two_people_receive_the_same_pieces_once(
    database: Database, database_url: str, house: House
):
    with database.writer() as session:
        transfer_id = house.send(session, {house.wallet: 5}).id

    def receive(session: Session, transfer) -> str:  # type: ignore[no-untyped-def]
        arriving.count(session, transfer, {transfer.lines[0].id: 5})
        return str(arriving.take_in(session, transfer, by=None, at=house.at))

    ended = race(database_url, doing(transfer_id, receive), doing(transfer_id, receive))

    assert sorted(ended) == ["5", "Refused"]
    with database.reader() as session:
        assert house.on_hand(session, house.wallet) == (7, 5)
        assert queries.require(session, transfer_id).state == "closed"


def test_two_people_scan_into_one_count(database: Database, database_url: str, house: House):
    with database.writer() as session:
        transfer_id = house.send(session, {house.wallet: 5}).id

    def scan(session: Session, transfer) -> str:  # type: ignore[no-untyped-def]
        arriving.scan(session, transfer, session.get_one(Product, house.wallet.id))
        return "counted"

    ended = race(database_url, *[doing(transfer_id, scan)] * 6)

    assert sorted(ended) == ["NotOnTheList", *["counted"] * 5]
    with database.reader() as session:
        assert queries.require(session, transfer_id).lines[0].scanned == 5


def test_one_piece_on_two_lists_leaves_with_one(
    database: Database, database_url: str, house: House
):
    with database.writer() as session:
        lists = [
            service.start(session, house.gallery, house.stall, by=None, at=house.at).id
            for _list in range(2)
        ]

    def scan(session: Session, transfer) -> str:  # type: ignore[no-untyped-def]
        service.scan(session, transfer, session.get_one(Product, house.cloth.id), at=house.at)
        return "held"

    ended = race(database_url, *(doing(transfer_id, scan) for transfer_id in lists))

    assert sorted(ended) == ["PieceTaken", "held"]


def test_a_list_is_sent_once(database: Database, database_url: str, house: House):
    with database.writer() as session:
        transfer = service.start(session, house.gallery, house.stall, by=None, at=house.at)
        service.scan(session, transfer, house.wallet, at=house.at, quantity=3)
        transfer_id = transfer.id

    def send(session: Session, transfer) -> str:  # type: ignore[no-untyped-def]
        service.send(session, transfer, carrier="Pak Sopir", by=None, at=house.at)
        return str(transfer.number)

    ended = race(database_url, doing(transfer_id, send), doing(transfer_id, send))

    assert sorted(ended) == ["PB000001", "Refused"]
    with database.reader() as session:
        assert house.on_hand(session, house.wallet) == (9, 0)
