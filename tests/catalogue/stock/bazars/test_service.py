"""The goods of a bazar: taken to a stall, brought back, and every piece accounted for."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.outlets import queries as outlets
from catalogue.outlets.models import Outlet
from catalogue.outlets.service import staff
from catalogue.products.models import Product
from catalogue.stock import queries as stock
from catalogue.stock import service as stock_service
from catalogue.stock.bazars import queries, service
from catalogue.stock.bazars.models import Bazar
from catalogue.stock.bazars.service import Plan
from catalogue.stock.transfers import arriving
from catalogue.stock.transfers import queries as transfers
from catalogue.stock.transfers import service as moving
from core.errors import Refused
from core.users import service as people
from core.users.models import User
from tests.catalogue.stock.transfers.cast import House, furnish

DAY = date(2026, 5, 9)


@pytest.fixture
def house(session: Session, at: datetime) -> House:
    return furnish(session, at=at)


@pytest.fixture
def manager(session: Session, house: House) -> User:
    user = people.create_user(
        session, "Ibu Pengurus", login="pengurus", roles=["manager"], at=house.at, by=None
    )
    staff(session, user, house.gallery)
    return user


def plan(**changes: object) -> Plan:
    fields = {
        "name": "Bazar HUT Kota", "place": "Lapangan Saburai", "first_day": DAY,
        "last_day": DAY, "carrier": "Bu Kasir",
    }  # fmt: skip
    return Plan(**(fields | changes))  # type: ignore[arg-type]


@pytest.fixture
def bazar(session: Session, house: House, manager: User) -> Bazar:
    return service.open_bazar(
        session, plan(), origin=house.gallery, outlet=None, by=manager.id, at=house.at
    )


def take(session: Session, bazar: Bazar, house: House, wanted: dict[Product, int]) -> None:
    """Scan goods out and let them leave."""
    transfer = service.list_out(session, bazar, by=1, at=house.at)
    for product, pieces in wanted.items():
        moving.scan(session, transfer, product, at=house.at, quantity=pieces)
    moving.send(session, transfer, carrier=bazar.carrier, by=1, at=house.at)


def back(session: Session, bazar: Bazar, house: House, wanted: dict[Product, int]) -> None:
    """Scan goods back in."""
    transfer = service.list_back(session, bazar, by=1, at=house.at)
    for product, pieces in wanted.items():
        for _piece in range(pieces):
            moving.scan(session, transfer, product, at=house.at)
    service.bring_back(session, transfer, by=1, at=house.at)


def sell(session: Session, bazar: Bazar, product: Product, pieces: int, *, source: int = 1) -> None:
    """Let pieces leave the stall as a sale does."""
    there = stock.lots_on_hand(session, product.id, bazar.outlet_id)
    lot = there[0][0] if there else None
    stock_service.move(
        session, product.id, bazar.outlet_id, -pieces, reason="sold",
        source=("sale_line", source), business_date=DAY, by=1, at=bazar.created_at,
        lot_id=lot.id if lot else None,
    )  # fmt: skip


def account(session: Session, bazar: Bazar) -> dict[str, tuple[int, int, int, int, int]]:
    return {
        row.product.title: (row.taken, row.sold, row.returned, row.lost, row.missing)
        for row in queries.goods_of(session, bazar)
    }


def test_a_new_stall_has_a_till_and_the_people_of_the_gallery(
    session: Session, bazar: Bazar, manager: User
):
    assert (bazar.number, bazar.outlet.code, bazar.outlet.name) == (
        "BZ000001", "B1", "Bazar HUT Kota",
    )  # fmt: skip
    [till] = [t for t in outlets.active_tills(session) if t.outlet_id == bazar.outlet_id]
    assert till.series == "B1"
    assert outlets.people_at(session, bazar.outlet_id) == {manager.id}


def test_what_was_taken_is_sold_comes_back_or_is_missing(
    session: Session, house: House, bazar: Bazar
):
    take(session, bazar, house, {house.wallet: 8, house.cloth: 1})
    assert account(session, bazar)["Dompet sasab"] == (8, 0, 0, 0, 8)
    assert service.arrive(session, bazar, by=1, at=house.at) == 9
    sell(session, bazar, house.wallet, 3)

    back(session, bazar, house, {house.wallet: 4, house.cloth: 1})

    assert account(session, bazar) == {
        "Dompet sasab": (8, 3, 4, 0, 1),
        "Kain tapis pucuk rebung": (1, 0, 1, 0, 0),
    }
    assert house.on_hand(session, house.cloth) == (1, 0)
    assert stock.on_hand(session, house.wallet.id, bazar.outlet_id) == 1
    assert stock.on_hand(session, house.wallet.id, house.gallery.id) == 8


def test_a_second_trip_adds_to_what_was_taken(session: Session, house: House, bazar: Bazar):
    take(session, bazar, house, {house.wallet: 2})
    take(session, bazar, house, {house.wallet: 3})

    assert account(session, bazar) == {"Dompet sasab": (5, 0, 0, 0, 5)}
    assert len(queries.transfers_of(session, bazar.id)) == 2


def test_one_list_is_written_at_a_time(session: Session, house: House, bazar: Bazar):
    first = service.list_out(session, bazar, by=1, at=house.at)

    assert service.list_out(session, bazar, by=1, at=house.at).id == first.id


def test_who_starts_scanning_back_in_has_arrived(session: Session, house: House, bazar: Bazar):
    take(session, bazar, house, {house.wallet: 2})

    service.list_back(session, bazar, by=1, at=house.at)

    assert transfers.pieces_in_transit(session) == 0
    assert stock.on_hand(session, house.wallet.id, bazar.outlet_id) == 2


def test_food_sold_before_it_was_scanned_in_leaves_no_lots_astray(
    session: Session, house: House, bazar: Bazar
):
    take(session, bazar, house, {house.emping: 3})
    sell(session, bazar, house.emping, 2)

    back(session, bazar, house, {house.emping: 1})

    assert account(session, bazar) == {"Emping melinjo": (3, 2, 1, 0, 0)}
    assert stock.lots_on_hand(session, house.emping.id, bazar.outlet_id) == []
    assert house.gallery.id not in {o.id for o in queries.free_outlets(session)}
    assert stock.levels_that_disagree(session) == []


def test_what_was_sold_but_never_scanned_went_along(session: Session, house: House, bazar: Bazar):
    take(session, bazar, house, {house.wallet: 1})
    service.arrive(session, bazar, by=1, at=house.at)
    sell(session, bazar, house.wallet, 3)
    assert account(session, bazar) == {"Dompet sasab": (1, 3, 0, 0, -2)}

    assert service.take_along(session, bazar, {house.wallet.id: 2}, by=1, at=house.at) == 2

    assert account(session, bazar) == {"Dompet sasab": (3, 3, 0, 0, 0)}
    assert stock.on_hand(session, house.wallet.id, house.gallery.id) == 9


def test_a_piece_lost_on_the_way_was_taken_and_lost(session: Session, house: House, bazar: Bazar):
    take(session, bazar, house, {house.wallet: 3})
    [transfer] = queries.transfers_of(session, bazar.id)
    transfer = transfers.lock(session, transfer.id)
    arriving.decide(
        session, transfer, transfer.lines[0], "lost", 1, note="jatuh", by=1, at=house.at
    )

    assert account(session, bazar) == {"Dompet sasab": (3, 0, 0, 1, 2)}


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"name": " "}, "Isi nama bazarnya"),
        ({"carrier": ""}, "yang membawa"),
        ({"last_day": DAY - timedelta(days=1)}, "tidak boleh sebelum"),
        ({"last_day": DAY + timedelta(days=40)}, "paling lama"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(
    session: Session, house: House, changes: dict[str, object], sentence: str
):
    with pytest.raises(Refused, match=sentence):
        service.open_bazar(
            session, plan(**changes), origin=house.gallery, outlet=None, by=1, at=house.at
        )


def test_a_stall_with_goods_or_another_bazar_is_refused(
    session: Session, house: House, bazar: Bazar
):
    house.send(session, {house.wallet: 1})
    for outlet in (house.gallery, house.stall, bazar.outlet):
        with pytest.raises(Refused, match="Pilih lapak lain"):
            service.open_bazar(
                session, plan(), origin=house.gallery, outlet=outlet, by=1, at=house.at
            )
    assert [outlet.id for outlet in queries.free_outlets(session)] == []


def test_an_empty_stall_is_free(session: Session, house: House, manager: User):
    assert [outlet.id for outlet in queries.free_outlets(session)] == [house.stall.id]

    bazar = service.open_bazar(
        session, plan(), origin=house.gallery, outlet=house.stall, by=manager.id, at=house.at
    )

    assert bazar.outlet_id == house.stall.id


def test_a_plain_transfer_cannot_touch_the_stall_of_a_bazar(
    session: Session, house: House, bazar: Bazar
):
    with pytest.raises(Refused, match="halaman bazarnya"):
        moving.start(session, house.gallery, bazar.outlet, by=None, at=house.at)


def test_a_bazar_is_given_up_only_before_goods_left(session: Session, house: House, bazar: Bazar):
    service.list_out(session, bazar, by=1, at=house.at)
    service.cancel(session, bazar, by=1, at=house.at)
    assert (bazar.state, queries.transfers_of(session, bazar.id)) == ("cancelled", [])

    second = service.open_bazar(
        session, plan(), origin=house.gallery, outlet=bazar.outlet, by=1, at=house.at
    )
    take(session, second, house, {house.wallet: 1})
    with pytest.raises(Refused, match="Selesaikan"):
        service.cancel(session, second, by=1, at=house.at)


def test_only_goods_that_came_back_are_brought_back(session: Session, house: House, bazar: Bazar):
    out = service.list_out(session, bazar, by=1, at=house.at)

    with pytest.raises(Refused, match="bukan daftar barang yang kembali"):
        service.bring_back(session, out, by=1, at=house.at)


def test_no_outlet_code_is_given_twice(session: Session, house: House, bazar: Bazar):
    second = service.open_bazar(
        session, plan(name="Bazar Ramadan"), origin=house.gallery, outlet=None, by=1, at=house.at
    )

    assert second.outlet.code == "B2"
    assert len(session.scalars(select(Outlet.code)).all()) == 4
