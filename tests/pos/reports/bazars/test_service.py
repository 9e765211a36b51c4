"""A bazar's account agrees with its sales to the rupiah, and closes only when all is clear."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from catalogue.outlets import service as places
from catalogue.stock.bazars import service as bazars
from catalogue.stock.bazars.listing import signed as signed_account
from pos.reports.bazars import queries, service
from pos.reports.dates import Span
from pos.reports.downloads import sales_csv
from pos.sales import completing, returns
from pos.sales import service as tickets
from pos.sales.completing import Counter
from pos.sales.tenders import Offer
from printers.documents import BazarAccount
from tests.pos.reports.bazars.fair import Fair, open_fair
from tests.pos.showroom import open_showroom

QRIS = Offer("qris")


@pytest.fixture
def fair(session: Session, at: datetime) -> Fair:
    room = open_showroom(session, at=at)
    return open_fair(session, room)


def paper(session: Session, fair: Fair) -> BazarAccount:
    return queries.account(session, fair.here(session), at=fair.at)


def rows_of(session: Session, fair: Fair) -> list[dict[str, str]]:
    """The lines of sales.csv of the stall and the days of the bazar."""
    span = Span(fair.bazar.first_day, fair.bazar.last_day)
    rows = csv.DictReader(io.StringIO(sales_csv(session, span)))
    return [row for row in rows if row["outlet"] == fair.bazar.outlet.code]


def keys(session: Session, fair: Fair) -> list[str]:
    found = queries.obstacles(session, fair.here(session), paper(session, fair))
    return [one.key for one in found]


def test_the_account_is_what_the_sales_of_its_stall_and_days_say(session: Session, fair: Fair):
    fair.take(session, {"selendang": 4, "dompet": 8, "emping": 6, "kain": 1})
    fair.arrive(session)
    fair.sell(session, {"selendang": 2, "dompet": 3, "tas": 1})
    fair.sell(session, {"emping": 4, "kain": 1}, QRIS)
    fair.room.sell(session, {"dompet": 5})  # at the gallery meanwhile, and not the bazar's

    account = paper(session, fair)

    rows = rows_of(session, fair)
    assert len(rows) == 5
    assert account.amount == sum(int(row["net_amount"]) for row in rows)
    by_maker: dict[str, int] = {}
    for row in rows:
        if row["maker_code"]:
            by_maker[row["maker_code"]] = by_maker.get(row["maker_code"], 0) + int(
                row["maker_share"]
            )
    assert {maker.code: maker.share for maker in account.makers} == by_maker
    assert account.house_share == sum(int(row["house_share"]) for row in rows)
    assert sum(t.amount for t in account.tenders) - account.rounding == account.amount
    assert {line.code: line.sold for line in account.lines if line.sold} == {
        row["product_code"]: int(row["quantity"]) for row in rows
    }
    assert account.claimed == 4 * 68_000 + 4_350_000
    assert {line.title: line.is_service for line in account.lines}["Tas kain galeri"]


def test_a_return_at_the_stall_is_taken_off_and_the_piece_is_there_again(
    session: Session, fair: Fair
):
    fair.take(session, {"dompet": 2})
    fair.arrive(session)
    sold = fair.sell(session, {"dompet": 2})
    back = tickets.open_ticket(session, fair.till, by=fair.room.cashier.id, at=fair.at)
    session.refresh(back, ["lines", "tenders"])
    returns.add_return(session, back, sold.lines[0], 1, by=fair.room.cashier.id, at=fair.at)
    session.refresh(back, ["lines"])
    counter = Counter(fair.till, fair.room.cashier)
    completing.complete(session, back, [Offer("cash")], counter=counter, at=fair.at)

    account = paper(session, fair)

    [line] = account.lines
    assert (line.taken, line.sold, line.missing, line.amount) == (2, 1, 1, 33_333)
    assert account.amount == sum(int(row["net_amount"]) for row in rows_of(session, fair))


def test_it_closes_when_every_piece_is_clear_and_the_till_is_closed(session: Session, fair: Fair):
    fair.take(session, {"dompet": 4})
    assert keys(session, fair) == ["transit", "missing", "shift"]
    fair.arrive(session)
    fair.sell(session, {"dompet": 1})
    assert keys(session, fair) == ["missing", "shift"]
    fair.back(session, {"dompet": 3})
    assert keys(session, fair) == ["shift"]
    with pytest.raises(service.NotAccounted, match="Kasir lapak masih buka"):
        service.close(session, fair.here(session), **fair.who())
    fair.close_till(session)

    closed = service.close(session, fair.here(session), **fair.who())

    bazar = fair.here(session)
    assert bazar.state == "closed"
    assert signed_account(bazar) == closed
    assert (closed.closed_by, closed.amount) == ("Ibu Pengurus", 33_333)


def test_it_does_not_close_while_goods_are_in_transit_or_missing(session: Session, fair: Fair):
    fair.take(session, {"dompet": 4})
    fair.close_till(session)
    with pytest.raises(service.NotAccounted, match="4 barang di perjalanan"):
        service.close(session, fair.here(session), **fair.who())

    fair.back(session, {"dompet": 3})
    with pytest.raises(service.NotAccounted, match="1 barang belum jelas: Dompet sasab"):
        service.close(session, fair.here(session), **fair.who())

    fair.back(session, {"dompet": 1})
    assert service.close(session, fair.here(session), **fair.who()).lines[0].returned == 4


def test_a_half_written_list_or_an_unfinished_ticket_keeps_it_open(session: Session, fair: Fair):
    fair.take(session, {"dompet": 4})
    fair.arrive(session)
    sale = tickets.open_ticket(session, fair.till, by=fair.room.cashier.id, at=fair.at)
    session.refresh(sale, ["lines", "tenders"])
    dompet = fair.product(session, "dompet")
    tickets.add_product(
        session, sale, dompet, code=dompet.code, by=fair.room.cashier.id, at=fair.at
    )
    fair._list(session, bazars.list_back(session, fair.here(session), **fair.who()), {"dompet": 3})

    assert keys(session, fair) == ["draft", "missing", "shift", "ticket"]


def test_what_sold_beyond_what_was_taken_went_along(session: Session, fair: Fair):
    fair.take(session, {"dompet": 1})
    fair.sell(session, {"dompet": 3})
    fair.arrive(session)
    assert keys(session, fair) == ["surplus", "shift"]

    assert service.take_along(session, fair.here(session), **fair.who()) == 2

    [line] = paper(session, fair).lines
    assert (line.taken, line.sold, line.missing) == (3, 3, 0)
    assert keys(session, fair) == ["shift"]


def test_a_unique_piece_sold_there_that_nobody_scanned_out(session: Session, fair: Fair):
    fair.take(session, {"dompet": 1})
    fair.sell(session, {"kain": 1})

    lines = {line.title: line for line in paper(session, fair).lines}

    cloth = lines["Kain tapis pucuk rebung"]
    assert (cloth.taken, cloth.sold, cloth.missing) == (1, 1, 0)


def test_a_sale_outside_the_days_must_be_explained(session: Session, fair: Fair):
    fair.take(session, {"dompet": 1})
    fair.arrive(session)
    fair.sell(session, {"dompet": 1})
    fair.close_till(session)
    bazar = fair.here(session)
    yesterday = bazar.first_day - timedelta(days=1)
    bazars.change_days(session, bazar, first_day=yesterday, last_day=yesterday, **fair.who())
    with pytest.raises(service.NotAccounted, match="di luar hari bazar"):
        service.close(session, fair.here(session), **fair.who())

    bazars.change_days(
        session, bazar, first_day=yesterday, last_day=fair.shift.business_date, **fair.who()
    )

    assert service.close(session, fair.here(session), **fair.who()).amount == 33_333


def test_an_empty_bazar_is_cancelled_not_closed(session: Session, fair: Fair):
    with pytest.raises(service.NotAccounted, match="Batalkan saja"):
        service.close(session, fair.here(session), **fair.who())


def test_a_closed_bazar_is_never_changed(session: Session, fair: Fair):
    fair.take(session, {"dompet": 1})
    fair.back(session, {"dompet": 1})
    fair.close_till(session)
    before = service.close(session, fair.here(session), **fair.who())

    with pytest.raises(service.Refused, match="sudah selesai"):
        service.close(session, fair.here(session), **fair.who())
    with pytest.raises(service.Refused, match="sudah selesai"):
        fair.take(session, {"dompet": 1})
    places.describe(
        session, fair.bazar.outlet, name="Lapak lain", address="", by=fair.room.manager.id,
        at=fair.at,
    )  # fmt: skip
    assert signed_account(fair.here(session)) == before
    for statement in ("UPDATE bazar SET last_day = '2027-01-01'", "DELETE FROM bazar"):
        with pytest.raises(DatabaseError), session.begin_nested():
            session.connection().exec_driver_sql(statement)
