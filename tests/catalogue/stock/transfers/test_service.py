"""Transfers: what leaves is in transit until every piece of it is accounted for, once."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from catalogue.products.models import Product
from catalogue.stock import queries as stock
from catalogue.stock import service as stock_service
from catalogue.stock.departures import service as signing
from catalogue.stock.models import Movement
from catalogue.stock.transfers import arriving, losing, queries, service
from catalogue.stock.transfers.models import Transfer, TransferLine
from core.errors import Refused
from core.users import service as people
from tests.catalogue.stock.transfers.cast import LATER, SOON, House, furnish


@pytest.fixture
def house(session: Session, at: datetime) -> House:
    return furnish(session, at=at)


def draft(session: Session, house: House) -> Transfer:
    return service.start(session, house.gallery, house.stall, by=None, at=house.at)


def underway(session: Session, product: Product) -> int:
    return sum(one.pieces for one in queries.in_transit(session, [product.id]).get(product.id, []))


def line_of(transfer: Transfer, product: Product) -> TransferLine:
    return next(line for line in transfer.lines if line.product_id == product.id)


def arrived(session: Session, transfer: Transfer, product: Product, pieces: int) -> None:
    for _piece in range(pieces):
        arriving.scan(session, transfer, product)
    arriving.take_in(session, transfer, by=None, at=transfer.created_at + timedelta(hours=2))


def test_goods_that_left_are_on_record_nowhere_but_in_transit(session: Session, house: House):
    transfer = house.send(session, {house.wallet: 5, house.cloth: 1})

    assert (transfer.number, transfer.state) == ("PB000001", "sent")
    assert house.on_hand(session, house.wallet) == (7, 0)
    assert house.on_hand(session, house.cloth) == (0, 0)
    assert (underway(session, house.wallet), underway(session, house.cloth)) == (5, 1)
    assert stock.live_reservation(session, house.cloth.id) is None


def test_they_arrive_in_several_steps_and_then_it_is_closed(session: Session, house: House):
    transfer = house.send(session, {house.wallet: 5})

    arrived(session, transfer, house.wallet, 2)
    assert (transfer.state, house.on_hand(session, house.wallet)) == ("received", (7, 2))
    assert underway(session, house.wallet) == 3

    arrived(session, transfer, house.wallet, 3)
    assert (transfer.state, house.on_hand(session, house.wallet)) == ("closed", (7, 5))
    assert underway(session, house.wallet) == 0
    assert stock.levels_that_disagree(session) == []


@pytest.mark.parametrize("kind, at_gallery", [("returned", 9), ("corrected", 9), ("lost", 9)])
def test_what_did_not_arrive_is_decided_and_goes_back_onto_the_origin_s_record(
    session: Session, house: House, kind: str, at_gallery: int
):
    transfer = house.send(session, {house.wallet: 5})
    arrived(session, transfer, house.wallet, 3)

    arriving.decide(
        session, transfer, line_of(transfer, house.wallet), kind, 2, note="dus robek", by=None,
        at=house.at,
    )  # fmt: skip

    assert transfer.state == "closed"
    assert house.on_hand(session, house.wallet) == (at_gallery, 3)
    assert [row.became for row in queries.standings(session, transfer)] == [
        {"received": 3, kind: 2}
    ]


def test_food_leaves_from_the_lot_that_expires_first(session: Session, house: House):
    transfer = house.send(session, {house.emping: 4})

    assert [(line.lot.expires_on, line.quantity) for line in transfer.lines if line.lot] == [
        (SOON, 3), (LATER, 1),
    ]  # fmt: skip
    arriving.take_all(session, transfer, by=None, at=house.at)
    there = stock.lots_on_hand(session, house.emping.id, house.stall.id)
    assert [(lot.expires_on, pieces) for lot, pieces in there if lot] == [(SOON, 3), (LATER, 1)]


def test_more_than_on_record_can_leave_and_shows(session: Session, house: House):
    house.send(session, {house.wallet: 13})

    assert house.on_hand(session, house.wallet) == (-1, 0)


def test_a_unique_piece_on_a_list_is_held_until_it_leaves_the_list(session: Session, house: House):
    transfer = draft(session, house)
    line = service.scan(session, transfer, house.cloth, at=house.at)

    with pytest.raises(stock_service.PieceTaken) as taken:
        stock_service.reserve(session, house.cloth, source=("sale", 1), at=house.at)
    assert taken.value.held_by == ("transfer", transfer.id)

    service.remove_line(session, transfer, line, at=house.at)
    stock_service.reserve(session, house.cloth, source=("sale", 1), at=house.at)


def test_a_cancelled_list_lets_its_pieces_go(session: Session, house: House):
    transfer = draft(session, house)
    service.scan(session, transfer, house.cloth, at=house.at)

    service.cancel(session, transfer, by=None, at=house.at)

    assert transfer.state == "cancelled"
    assert stock.live_reservation(session, house.cloth.id) is None
    assert house.on_hand(session, house.cloth) == (1, 0)


def test_a_hold_that_ran_out_is_taken_anew_when_the_list_is_sent(session: Session, house: House):
    transfer = draft(session, house)
    service.scan(session, transfer, house.cloth, at=house.at)
    tomorrow = house.at + timedelta(days=1)
    stock_service.reserve(session, house.cloth, source=("sale", 1), at=tomorrow)

    with pytest.raises(stock_service.PieceTaken):
        service.send(session, transfer, carrier="Pak Sopir", by=None, at=tomorrow)


def test_a_piece_that_was_never_scanned_in_can_be_sent_on(session: Session, house: House):
    """It lies at the stall, though the record still has it on its way there."""
    first = house.send(session, {house.cloth: 1})
    back = service.start(session, house.stall, house.gallery, by=None, at=house.at)
    service.scan(session, back, house.cloth, at=house.at)

    service.send(session, back, carrier="Bu Kasir", by=None, at=house.at)

    assert first.state == "closed"
    [outcome] = queries.outcomes_of(session, first.id)
    assert (outcome.kind, outcome.outlet_id) == ("seen", house.stall.id)
    assert (outcome.source_kind, underway(session, house.cloth)) == ("transfer_line", 1)
    assert house.on_hand(session, house.cloth) == (0, 0)


def test_a_piece_on_record_elsewhere_is_corrected_away_from_there(session: Session, house: House):
    back = service.start(session, house.stall, house.gallery, by=None, at=house.at)
    service.scan(session, back, house.cloth, at=house.at)
    service.send(session, back, carrier="Bu Kasir", by=None, at=house.at)

    moved = session.execute(
        select(Movement.reason, Movement.quantity, Movement.outlet_id)
        .where(Movement.product_id == house.cloth.id)
        .order_by(Movement.id)
    ).all()
    assert [tuple(row) for row in moved[1:]] == [
        ("correction", -1, house.gallery.id),
        ("found", 1, house.stall.id),
        ("transferred_out", -1, house.stall.id),
    ]
    assert stock.levels_that_disagree(session) == []


@pytest.mark.parametrize("quantity", [0, -1, 10_001])
def test_a_quantity_that_cannot_be_is_refused(session: Session, house: House, quantity: int):
    transfer = draft(session, house)
    line = service.scan(session, transfer, house.wallet, at=house.at)

    with pytest.raises(Refused):
        service.correct(session, transfer, line, quantity=quantity, lot_id=None)
    with pytest.raises(Refused):
        service.scan(session, transfer, house.wallet, at=house.at, quantity=quantity - 1)


def test_what_cannot_be_moved_is_refused_with_a_sentence(session: Session, house: House):
    transfer = draft(session, house)
    with pytest.raises(Refused, match="masih kosong"):
        service.send(session, transfer, carrier="Pak Sopir", by=None, at=house.at)
    line = service.scan(session, transfer, house.cloth, at=house.at)
    with pytest.raises(Refused, match="sudah ada di daftar"):
        service.scan(session, transfer, house.cloth, at=house.at)
    with pytest.raises(Refused, match="hanya satu"):
        service.correct(session, transfer, line, quantity=2, lot_id=None)
    with pytest.raises(Refused, match="yang membawa"):
        service.send(session, transfer, carrier="  ", by=None, at=house.at)
    with pytest.raises(Refused, match="dua tempat"):
        service.start(session, house.stall, house.stall, by=None, at=house.at)


def test_a_lot_of_other_goods_is_refused(session: Session, house: House):
    transfer = draft(session, house)
    wallet = service.scan(session, transfer, house.wallet, at=house.at)
    emping = service.scan(session, transfer, house.emping, at=house.at)

    with pytest.raises(Refused, match="bukan lot barang ini"):
        service.correct(session, transfer, wallet, quantity=1, lot_id=emping.lot_id)


def test_what_is_not_expected_is_not_received(session: Session, house: House):
    transfer = house.send(session, {house.wallet: 2})
    for _piece in range(2):
        arriving.scan(session, transfer, house.wallet)

    with pytest.raises(arriving.NotOnTheList, match="sudah lengkap"):
        arriving.scan(session, transfer, house.wallet)
    with pytest.raises(arriving.NotOnTheList, match="tidak ada di daftar"):
        arriving.scan(session, transfer, house.cloth)
    with pytest.raises(Refused, match="Paling banyak 2"):
        arriving.count(session, transfer, {line_of(transfer, house.wallet).id: 3})


def test_nothing_counted_is_nothing_received(session: Session, house: House):
    transfer = house.send(session, {house.wallet: 2})

    with pytest.raises(Refused, match="Belum ada"):
        arriving.take_in(session, transfer, by=None, at=house.at)


def test_no_more_pieces_are_decided_than_are_missing(session: Session, house: House):
    transfer = house.send(session, {house.wallet: 2})
    line = line_of(transfer, house.wallet)

    with pytest.raises(Refused, match="Paling banyak 2"):
        arriving.decide(session, transfer, line, "returned", 3, by=None, at=house.at)


def test_deciding_about_counted_pieces_leaves_fewer_to_receive(session: Session, house: House):
    transfer = house.send(session, {house.wallet: 2})
    arriving.count(session, transfer, {line_of(transfer, house.wallet).id: 2})
    arriving.decide(
        session, transfer, line_of(transfer, house.wallet), "returned", 1, by=None, at=house.at
    )

    assert arriving.take_in(session, transfer, by=None, at=house.at) == 1
    assert house.on_hand(session, house.wallet) == (11, 1)


def test_what_was_sent_is_never_edited(session: Session, house: House):
    transfer = house.send(session, {house.wallet: 2})
    line = transfer.lines[0]
    with pytest.raises(Refused, match="tidak bisa diubah"):
        service.scan(session, transfer, house.wallet, at=house.at)
    with pytest.raises(Refused, match="tidak bisa diubah"):
        service.correct(session, transfer, line, quantity=1, lot_id=None)
    with pytest.raises(Refused, match="tidak bisa diubah"):
        service.cancel(session, transfer, by=None, at=house.at)


def test_the_tables_themselves_refuse_it_too(session: Session, house: House):
    transfer = house.send(session, {house.wallet: 5})
    arrived(session, transfer, house.wallet, 1)

    for statement in (
        "UPDATE transfer_line SET quantity = 1",
        "DELETE FROM transfer_line",
        "UPDATE transfer SET state = 'draft'",
        "UPDATE transfer SET number = 'PB000009'",
        "DELETE FROM transfer",
        "UPDATE transfer_outcome SET quantity = 2",
        "DELETE FROM transfer_outcome",
        "INSERT INTO transfer_outcome (id, line_id, kind, outlet_id, quantity, note, at)"
        " SELECT 99, line_id, kind, outlet_id, 5, '', at FROM transfer_outcome",
    ):
        with pytest.raises(DatabaseError), session.begin_nested():
            session.connection().exec_driver_sql(statement)


def test_a_closed_transfer_takes_no_more(session: Session, house: House):
    transfer = house.send(session, {house.wallet: 1})
    arrived(session, transfer, house.wallet, 1)

    with pytest.raises(Refused, match="sudah jelas"):
        arriving.scan(session, transfer, house.wallet)


def test_what_is_lost_stands_on_one_record_until_that_is_signed(session: Session, house: House):
    manager = people.create_user(
        session, "Ibu Pengurus", login="pengurus", roles=["manager"], at=house.at, by=None
    )
    transfer = house.send(session, {house.wallet: 3, house.cloth: 1})
    how = {"by": manager.id, "at": house.at}
    wallets, cloth = line_of(transfer, house.wallet), line_of(transfer, house.cloth)
    with pytest.raises(Refused, match="apa yang terjadi"):
        losing.lose(session, transfer, wallets, 1, note=" ", **how)

    first = losing.lose(session, transfer, wallets, 1, note="dus jatuh", **how)
    second = losing.lose(session, transfer, cloth, 1, note="dus jatuh", **how)

    assert first.id == second.id
    assert (first.outlet_id, first.found_by) == (house.gallery.id, "Pak Sopir")
    assert [(line.product_id, line.quantity, line.fate) for line in first.lines] == [
        (house.wallet.id, 1, "lost"), (house.cloth.id, 1, "lost"),
    ]  # fmt: skip
    assert house.on_hand(session, house.wallet) == (10, 0)  # until it is signed

    signing.declare_lost(session, first, by=manager.id, at=house.at)

    assert house.on_hand(session, house.wallet) == (9, 0)
    assert house.on_hand(session, house.cloth) == (0, 0)
    assert losing.open_record(session, transfer) is None
