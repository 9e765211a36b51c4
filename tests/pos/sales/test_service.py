"""An open ticket: scanning, quantities, unique pieces, holding."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from catalogue.outlets import service as outlets
from catalogue.products import service as products
from catalogue.stock import service as stock
from core.errors import Refused
from pos.sales import queries, service
from pos.sales.errors import Expired, PieceSold, TicketClosed, UnknownCode
from pos.sales.models import Sale, SaleLine
from tests.pos.showroom import Showroom, open_showroom


@pytest.fixture
def room(session: Session, at: object) -> Showroom:
    return open_showroom(session, at=at)  # type: ignore[arg-type]


def scan(session: Session, room: Showroom, sale: Sale, name: str) -> SaleLine:
    code = room.goods[name].code
    return service.scan(session, sale, code, by=room.cashier.id, at=room.at)


def test_the_same_counted_code_raises_its_line(session: Session, room: Showroom) -> None:
    sale = room.ticket(session)

    scan(session, room, sale, "dompet")
    line = scan(session, room, sale, "dompet")

    assert (len(sale.lines), line.quantity, sale.net_total) == (1, 2, 66_666)


def test_the_tag_s_qr_is_read_like_its_bars(session: Session, room: Showroom) -> None:
    sale = room.ticket(session)
    url = f"https://titip.example/k/{room.goods['emping'].code}"

    line = service.scan(session, sale, url, by=room.cashier.id, at=room.at)

    assert line.title == "Emping melinjo manis"


@pytest.mark.parametrize("text", ["2000001009994", "22", "", "kain", "2000001000013"])
def test_an_unknown_code_is_refused_and_adds_nothing(
    session: Session, room: Showroom, text: str
) -> None:
    sale = room.ticket(session)

    with pytest.raises(UnknownCode):
        service.scan(session, sale, text, by=room.cashier.id, at=room.at)

    assert sale.lines == []


def test_a_unique_piece_scanned_twice_stays_one_line(session: Session, room: Showroom) -> None:
    sale = room.ticket(session)

    scan(session, room, sale, "kain")
    scan(session, room, sale, "kain")

    assert [(line.title, line.quantity) for line in sale.lines] == [("Kain tapis pucuk rebung", 1)]


def test_a_unique_piece_has_no_second_unit(session: Session, room: Showroom) -> None:
    sale = room.ticket(session)
    line = scan(session, room, sale, "kain")

    with pytest.raises(Refused, match="hanya ada satu"):
        service.set_quantity(session, sale, line, 2)


def test_the_other_till_is_told_who_has_the_piece(session: Session, room: Showroom) -> None:
    scan(session, room, room.ticket(session), "kain")
    other_till = outlets.set_up_till(session, room.outlet, "Kasir 2", series="G2")
    other = service.open_ticket(session, other_till, by=room.manager.id, at=room.at)

    with pytest.raises(stock.PieceTaken, match=r"Kasir 1 \(Mbak Kasir\)"):
        scan(session, room, other, "kain")


def test_removing_a_piece_lets_the_other_till_have_it(session: Session, room: Showroom) -> None:
    sale = room.ticket(session)
    line = scan(session, room, sale, "kain")
    other_till = outlets.set_up_till(session, room.outlet, "Kasir 2", series="G2")
    other = service.open_ticket(session, other_till, by=room.manager.id, at=room.at)

    service.remove_line(session, sale, line, at=room.at)

    assert scan(session, room, other, "kain").sale_id == other.id


def test_a_hold_that_ran_out_is_given_to_the_next(session: Session, room: Showroom) -> None:
    scan(session, room, room.ticket(session), "kain")
    other_till = outlets.set_up_till(session, room.outlet, "Kasir 2", series="G2")
    other = service.open_ticket(session, other_till, by=room.manager.id, at=room.at)
    room.at += stock.HOLD + timedelta(minutes=1)

    assert scan(session, room, other, "kain").sale_id == other.id


def test_a_sold_piece_is_refused(session: Session, room: Showroom) -> None:
    room.sell(session, {"kain": 1})

    with pytest.raises(PieceSold, match="sudah terjual"):
        scan(session, room, room.ticket(session), "kain")


def test_only_expired_packs_are_refused(session: Session, room: Showroom) -> None:
    food = products.create(
        session,
        products.Facts(title="Keripik lama"),
        maker=room.maker,
        kind="counted",
        price=20_000,
        net_price=None,
        by=None,
        at=room.at,
    )
    brought = stock.draft(session, room.maker, room.outlet, by=None, at=room.at)
    stock.add_line(
        session,
        brought,
        food,
        quantity=3,
        price=20_000,
        net_price=None,
        expires_on=date(2026, 5, 1),
    )
    stock.receive(session, brought, by=None, at=room.at)

    with pytest.raises(Expired):
        service.scan(session, room.ticket(session), food.code, by=room.cashier.id, at=room.at)


@pytest.mark.parametrize("quantity", [0, -1, 10_000])
def test_a_quantity_out_of_range_is_refused(
    session: Session, room: Showroom, quantity: int
) -> None:
    sale = room.ticket(session)
    line = scan(session, room, sale, "dompet")

    with pytest.raises(Refused):
        service.set_quantity(session, sale, line, quantity)

    assert line.quantity == 1


def test_the_price_at_the_scan_stands(session: Session, room: Showroom) -> None:
    sale = room.ticket(session)
    line = scan(session, room, sale, "selendang")

    products.set_price(
        session, room.goods["selendang"], 500_000, net_price=None, by=None, at=room.at
    )
    service.set_quantity(session, sale, line, 2)

    assert line.list_amount == 810_000


def test_a_held_ticket_is_recalled_at_another_till_of_the_outlet(
    session: Session, room: Showroom
) -> None:
    sale = room.ticket(session)
    scan(session, room, sale, "dompet")
    other_till = outlets.set_up_till(session, room.outlet, "Kasir 2", series="G2")

    service.hold(session, sale, "ibu baju merah", at=room.at)
    assert queries.current(session, room.till.id) is None
    service.recall(session, sale, other_till, by=room.manager.id)

    found = queries.current(session, other_till.id)
    assert found is not None
    assert [line.title for line in found.lines] == ["Dompet sasab"]


def test_a_stall_cannot_recall_the_gallery_s_ticket(session: Session, room: Showroom) -> None:
    sale = room.ticket(session)
    scan(session, room, sale, "dompet")
    service.hold(session, sale, "x", at=room.at)
    stall_till = outlets.set_up_till(session, room.stall, "Lapak", series="L1")

    with pytest.raises(TicketClosed):
        service.recall(session, sale, stall_till, by=room.manager.id)


def test_a_void_ticket_frees_its_pieces_and_takes_no_more(session: Session, room: Showroom) -> None:
    sale = room.ticket(session)
    scan(session, room, sale, "kain")

    service.void(session, sale, at=room.at)

    with pytest.raises(TicketClosed):
        scan(session, room, sale, "dompet")
    assert scan(session, room, room.ticket(session), "kain").product.is_unique
