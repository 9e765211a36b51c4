"""Completing: number, stock, ledger, chain, receipt, all together or not at all."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from catalogue.products import contracts
from catalogue.products.contracts import Terms
from catalogue.products.models import Product
from catalogue.stock import queries as stock
from catalogue.stock.models import Movement
from catalogue.stock.service import PieceTaken
from catalogue.stock.transfers import arriving
from catalogue.stock.transfers import queries as underway
from catalogue.stock.transfers import service as moving
from core.errors import Conflict
from pos.ledger import queries as ledger
from pos.ledger.models import ChainLink, Entry
from pos.ledger.service import GENESIS, link_hash
from pos.sales import completing, queries, returns
from pos.sales.errors import EmptyTicket, NotPaid, TicketClosed
from pos.sales.models import Receipt, Sale, SaleLine, Tender
from pos.sales.tenders import Offer
from pos.sales.terms import BelowFloor
from pos.shifts.service import LONGEST, NoShift
from printers.documents import from_json
from printers.models import Printer, PrintJob
from tests.pos.showroom import CASH, QRIS, Showroom, open_showroom


@pytest.fixture
def room(session: Session, at: datetime) -> Showroom:
    return open_showroom(session, at=at)


def test_numbers_are_gapless_letters_and_digits(session: Session, room: Showroom) -> None:
    numbers = [room.sell(session, {"dompet": 1}).number for _ in range(3)]

    assert numbers == ["G1000001", "G1000002", "G1000003"]


def test_the_split_is_frozen_on_the_line(session: Session, room: Showroom) -> None:
    line = room.sell(session, {"dompet": 3}, discount=9_999).lines[0]
    contracts.agree(
        session,
        Terms("percent", 5000),
        starts_on=room.at.date(),
        by=None,
        at=room.at,
        maker=room.maker,
    )

    assert (line.list_amount, line.net_amount, line.commission_bps) == (99_999, 90_000, 2000)
    assert (line.maker_share, line.house_share) == (72_000, 18_000)


def test_net_terms_pay_the_maker_its_price(session: Session, room: Showroom) -> None:
    line = room.sell(session, {"emping": 2}, discount=10_000).lines[0]

    assert (line.maker_share, line.house_share) == (110_000, 16_000)


def test_stock_goes_out_once(session: Session, room: Showroom) -> None:
    room.sell(session, {"dompet": 5, "kain": 1})

    assert stock.on_hand(session, room.goods["dompet"].id, room.outlet.id) == 19
    assert stock.on_hand(session, room.goods["kain"].id, room.outlet.id) == 0
    assert stock.levels_that_disagree(session) == []


def test_more_than_on_record_sells_and_shows_below_zero(session: Session, room: Showroom) -> None:
    room.sell(session, {"emping": 14})

    assert stock.on_hand(session, room.goods["emping"].id, room.outlet.id) == -2


def test_the_clearing_account_ends_at_zero(session: Session, room: Showroom) -> None:
    room.sell(session, {"dompet": 1, "emping": 2, "tas": 1}, discount=3_333)
    room.sell(session, {"selendang": 1}, offers=QRIS)

    assert ledger.balance_of(session, "clearing") == 0


def test_rounding_never_touches_the_maker(session: Session, room: Showroom) -> None:
    sale = room.sell(session, {"dompet": 1})

    assert (sale.rounding, sale.to_pay) == (-33, 33_300)
    assert sale.lines[0].maker_share == 33_333 - 33_333 * 2000 // 10_000
    assert ledger.owed_to(session, room.maker.id) == sale.lines[0].maker_share


def test_a_link_seals_the_sale_and_the_one_before(session: Session, room: Showroom) -> None:
    room.sell(session, {"dompet": 1})
    room.sell(session, {"emping": 1})

    first, second = session.scalars(
        select(ChainLink).where(ChainLink.chain == "till:G1").order_by(ChainLink.sequence)
    )
    assert first.previous == GENESIS
    assert second.previous == first.hash == link_hash(GENESIS, 1, first.content)
    assert '"number":"G1000002"' in second.content


def test_the_receipt_is_stored_and_queued_with_the_sale(session: Session, room: Showroom) -> None:
    printer = Printer(name="Struk", connection="file", drawer=True)
    session.add(printer)
    session.flush()
    room.till.receipt_printer_id = printer.id

    sale = room.sell(session, {"emping": 2})

    stored = session.get_one(Receipt, sale.id)
    receipt = from_json(stored.document)
    assert receipt.number == sale.number  # type: ignore[attr-defined]
    assert [line.maker for line in receipt.lines] == ["Dapur Emping Rekaan"]  # type: ignore[attr-defined]
    kinds = session.scalars(select(PrintJob.kind).order_by(PrintJob.id)).all()
    assert kinds == ["drawer", "receipt"]


def test_a_completed_sale_is_final(session: Session, room: Showroom) -> None:
    sale = room.sell(session, {"dompet": 2})
    for statement in (
        update(Sale).where(Sale.id == sale.id).values(net_total=1),
        update(SaleLine).where(SaleLine.sale_id == sale.id).values(maker_share=0),
        update(Tender).where(Tender.sale_id == sale.id).values(tendered=1, amount=1),
        delete(SaleLine).where(SaleLine.sale_id == sale.id),
    ):
        with pytest.raises(DBAPIError, match="final"), session.begin_nested():
            session.execute(statement)


def test_without_an_open_shift_nothing_sells(session: Session, room: Showroom) -> None:
    room.shift.closed_at, room.shift.closed_by = room.at, room.manager.id
    room.shift.counted_cash = room.shift.expected_cash = 0
    session.flush()

    with pytest.raises(NoShift):
        room.sell(session, {"dompet": 1})


def test_a_shift_of_more_than_twenty_hours_must_be_closed(session: Session, room: Showroom) -> None:
    room.at += LONGEST + timedelta(minutes=1)

    with pytest.raises(NoShift, match="20 jam"):
        room.sell(session, {"dompet": 1})


def test_an_empty_ticket_is_refused(session: Session, room: Showroom) -> None:
    sale = room.ticket(session)

    with pytest.raises(EmptyTicket):
        completing.complete(session, sale, CASH, counter=room.counter(session), at=room.at)


def test_too_little_money_completes_nothing(session: Session, room: Showroom) -> None:
    with pytest.raises(NotPaid), session.begin_nested():
        room.sell(session, {"selendang": 1}, offers=(Offer("cash", 400_000),))

    assert session.scalars(select(Entry).where(Entry.source_kind == "tender")).all() == []
    assert room.sell(session, {"selendang": 1}).number == "G1000001"


def test_completing_twice_is_refused(session: Session, room: Showroom) -> None:
    sale = room.sell(session, {"dompet": 1})

    with pytest.raises(TicketClosed):
        completing.complete(session, sale, CASH, counter=room.counter(session), at=room.at)


def test_a_discount_below_the_floor_is_refused_with_the_lowest_total(
    session: Session, room: Showroom
) -> None:
    contracts.agree(
        session,
        Terms("percent", 2000, floor_price=390_000),
        starts_on=room.at.date(),
        by=None,
        at=room.at,
        product=room.goods["selendang"],
    )

    with pytest.raises(BelowFloor, match="Rp390.000"):
        room.sell(session, {"selendang": 1}, discount=20_000)


def test_a_return_gives_back_what_its_units_carried(session: Session, room: Showroom) -> None:
    sold = room.sell(session, {"dompet": 3}, discount=1_000)
    owed = ledger.owed_to(session, room.maker.id)

    for _ in range(3):
        room.give_back(session, sold.lines[0], 1)

    assert owed == sold.lines[0].maker_share
    assert ledger.owed_to(session, room.maker.id) == 0
    assert ledger.balance_of(session, "commission") == 0
    assert ledger.balance_of(session, "clearing") == 0
    assert stock.on_hand(session, room.goods["dompet"].id) == 24


def test_no_more_comes_back_than_was_sold(session: Session, room: Showroom) -> None:
    sold = room.sell(session, {"dompet": 2})
    room.give_back(session, sold.lines[0], 1)

    with pytest.raises(returns.NothingLeft, match="tinggal 1"):
        room.give_back(session, sold.lines[0], 2)


def test_a_returned_piece_can_be_sold_again(session: Session, room: Showroom) -> None:
    sold = room.sell(session, {"kain": 1})
    room.give_back(session, sold.lines[0], 1)

    assert room.sell(session, {"kain": 1}).number == "G1000003"


def test_a_claim_is_confirmed_once(session: Session, room: Showroom) -> None:
    sale = room.sell(session, {"emping": 1}, offers=QRIS)
    tender = sale.tenders[0]
    assert tender.is_claimed
    assert [claim.id for claim in queries.claims(session)] == [tender.id]

    completing.confirm(session, tender, by=room.cashier.id, at=room.at)

    assert queries.claims(session) == []
    assert ledger.balance_of(session, "qris") == 68_000
    assert ledger.balance_of(session, "qris_claimed") == 0
    with pytest.raises(Conflict):
        completing.confirm(session, tender, by=room.cashier.id, at=room.at)


def test_money_seen_before_completing_is_no_claim(session: Session, room: Showroom) -> None:
    sale = room.sell(session, {"emping": 1}, offers=QRIS, confirmed=True)

    assert not sale.tenders[0].is_claimed
    assert ledger.balance_of(session, "qris") == 68_000


def test_a_piece_in_transit_sells_and_is_accounted_for(session: Session, room: Showroom) -> None:
    """Nobody scanned it in at the stall; it lies on the gallery's counter after all."""
    cloth = session.get_one(Product, room.goods["kain"].id)
    transfer = moving.start(session, room.outlet, room.stall, by=None, at=room.at)
    moving.scan(session, transfer, cloth, at=room.at)
    moving.send(session, transfer, carrier="Pak Sopir", by=None, at=room.at)

    sale = room.sell(session, {"kain": 1})

    [outcome] = underway.outcomes_of(session, transfer.id)
    assert (outcome.kind, outcome.outlet_id) == ("seen", room.outlet.id)
    assert (outcome.source_kind, outcome.source_id) == ("sale_line", sale.lines[0].id)
    assert (transfer.state, underway.in_transit(session, [cloth.id])) == ("closed", {})
    assert stock.on_hand(session, cloth.id) == 0
    assert stock.levels_that_disagree(session) == []


def test_a_piece_on_record_elsewhere_sells_and_is_corrected_there(
    session: Session, room: Showroom
) -> None:
    cloth = session.get_one(Product, room.goods["kain"].id)
    transfer = moving.start(session, room.outlet, room.stall, by=None, at=room.at)
    moving.scan(session, transfer, cloth, at=room.at)
    moving.send(session, transfer, carrier="Pak Sopir", by=None, at=room.at)
    arriving.take_all(session, transfer, by=None, at=room.at)

    room.sell(session, {"kain": 1})

    assert stock.on_hand_of(session, [cloth.id]) == {}
    assert {
        m.reason for m in session.scalars(select(Movement).where(Movement.product_id == cloth.id))
    } >= {"correction", "found", "sold"}


def test_a_piece_on_a_list_to_be_carried_away_is_not_sold(session: Session, room: Showroom) -> None:
    cloth = session.get_one(Product, room.goods["kain"].id)
    transfer = moving.start(session, room.outlet, room.stall, by=None, at=room.at)
    moving.scan(session, transfer, cloth, at=room.at)

    with pytest.raises(PieceTaken, match="disiapkan untuk dibawa"):
        room.sell(session, {"kain": 1})
