"""Money that goes back: as it was paid, otherwise under a PIN, and a full return to the rupiah."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.outlets import service as outlets
from catalogue.products.models import Product
from catalogue.stock import queries as stock
from catalogue.stock import service as stocks
from catalogue.stock.departures.models import Departure
from core.errors import Refused
from core.users.models import AuditEntry
from pos.ledger import queries as ledger
from pos.sales import completing, refunds, returns
from pos.sales import service as tickets
from pos.sales.discounts import Approval
from pos.sales.goods_back.panes import giving_back
from pos.sales.models import Sale
from pos.sales.refunds import NeedsManager
from pos.sales.sealing import canonical_sale
from pos.sales.tenders import Offer
from pos.shifts import queries as drawers
from pos.shifts import service as shifts
from tests.pos.showroom import CASH, QRIS, Showroom, open_showroom

CARD = (Offer("card", reference="123456"),)


@pytest.fixture
def room(session: Session, at: datetime) -> Showroom:
    return open_showroom(session, at=at)


def bring(session: Session, room: Showroom, sold: Sale, units: int, **how: object) -> Sale:
    """Put units of a sale's first line on the open ticket."""
    ticket = room.ticket(session)
    returns.add_return(session, ticket, sold.lines[0], units, by=room.cashier.id, at=room.at, **how)  # type: ignore[arg-type]
    session.refresh(ticket, ["lines"])
    return ticket


def pay(session: Session, room: Showroom, ticket: Sale, *offers: Offer, word: str = "") -> Sale:
    approval = Approval(room.manager, word) if word else None
    return completing.complete(
        session, ticket, offers, counter=room.counter(session), at=room.at, approval=approval
    )


def put_in(session: Session, room: Showroom, amount: int) -> None:
    shifts.move_cash(session, room.shift, "in", amount, reason="x", by=room.cashier.id, at=room.at)


def taken(sale: Sale) -> int:
    return sum(tender.amount for tender in sale.tenders)


def test_a_full_return_in_parts_gives_back_exactly_what_was_taken(
    session: Session, room: Showroom
) -> None:
    sold = room.sell(session, {"tas": 3})
    assert taken(sold) == 15_100  # of 15.150

    back = [taken(room.give_back(session, sold.lines[0], 1)) for _unit in range(3)]

    assert back == [-5_000, -5_000, -5_100]
    assert ledger.balance_of(session, "rounding") == 0
    assert drawers.drawer(session, room.till.id) == 300_000


def test_all_of_a_receipt_comes_back_at_once(session: Session, room: Showroom) -> None:
    sold = room.sell(session, {"dompet": 2, "tas": 1})
    ticket = room.ticket(session)

    units = returns.take_back_all(session, ticket, sold, by=room.cashier.id, at=room.at)
    session.refresh(ticket, ["lines"])
    back = pay(session, room, ticket, *CASH)

    assert units == 3
    assert taken(back) == -taken(sold)
    with pytest.raises(returns.NothingLeft, match="sudah diretur"):
        returns.take_back_all(session, room.ticket(session), sold, by=room.cashier.id, at=room.at)


def test_rounding_is_usual_where_something_is_bought_too(session: Session, room: Showroom) -> None:
    sold = room.sell(session, {"dompet": 1})
    ticket = bring(session, room, sold, 1)
    assert refunds.reversed_rounding(session, ticket) == 33
    add(session, room, ticket, "tas")

    assert refunds.reversed_rounding(session, ticket) is None


def test_cash_goes_back_as_cash_without_anybody(session: Session, room: Showroom) -> None:
    sold = room.sell(session, {"selendang": 1})
    assert taken(pay(session, room, bring(session, room, sold, 1), *CASH)) == -405_000


def test_card_money_goes_back_to_the_card(session: Session, room: Showroom) -> None:
    ticket = bring(session, room, room.sell(session, {"selendang": 1}, offers=CARD), 1)

    seen = giving_back(session, ticket, cash_due=405_000)

    assert [(one.key, one.parts, one.asks) for one in seen.ways] == [
        ("paid", (("card", 405_000),), False),
        ("cash", (("cash", 405_000),), True),
        ("transfer", (("transfer", 405_000),), True),
    ]
    back = pay(session, room, ticket, Offer("card"))
    assert ledger.balance_of(session, "card") == 0 and taken(back) == -405_000


def test_no_more_cash_goes_back_than_lies_in_the_drawer(session: Session, room: Showroom) -> None:
    ticket = bring(session, room, room.sell(session, {"selendang": 1}, offers=CARD), 1)

    with pytest.raises(Refused, match="tercatat kurang"):
        pay(session, room, ticket, Offer("cash"), word="Mesin kartu mati")


@pytest.mark.parametrize("way", ["cash", "transfer"])
def test_card_money_goes_back_otherwise_with_a_manager(
    session: Session, room: Showroom, way: str
) -> None:
    ticket = bring(session, room, room.sell(session, {"selendang": 1}, offers=CARD), 1)
    put_in(session, room, 200_000)

    back = pay(session, room, ticket, Offer(way), word="Mesin kartu mati")

    assert [(t.kind, t.amount) for t in back.tenders] == [(way, -405_000)]
    [entry] = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "sale.refund_approved")
    ).all()
    assert (entry.actor_id, entry.subject_id) == (room.manager.id, back.id)


@pytest.mark.parametrize(
    "way, word, error", [("cash", "", NeedsManager), ("transfer", "", NeedsManager),
                         ("cash", "  ", Refused), ("qris", "Maunya QRIS", Refused)],
)  # fmt: skip
def test_nothing_else_lets_card_money_go_back_otherwise(
    session: Session, room: Showroom, way: str, word: str, error: type[Refused]
) -> None:
    ticket = bring(session, room, room.sell(session, {"selendang": 1}, offers=CARD), 1)

    with pytest.raises(error):
        pay(session, room, ticket, Offer(way), word=word)


def test_of_a_mixed_sale_cash_goes_back_first_and_the_card_gives_the_rest(
    session: Session, room: Showroom
) -> None:
    sold = room.sell(
        session, {"selendang": 2}, offers=(Offer("card", 600_000), Offer("cash", 300_000))
    )
    first = bring(session, room, sold, 1)
    offers = refunds.as_paid(refunds.paid_for(session, first), 405_000, cash_due=405_000)
    assert offers == [Offer("card", -195_000), Offer("cash")]

    back = pay(session, room, first, *offers)

    assert {t.kind: t.amount for t in back.tenders} == {"card": -195_000, "cash": -210_000}
    second = bring(session, room, sold, 1)
    assert refunds.paid_for(session, second).by_way == {"card": 405_000}
    with pytest.raises(NeedsManager):
        pay(session, room, second, *CASH)


def test_qris_money_that_was_seen_goes_back_from_where_it_lies(
    session: Session, room: Showroom
) -> None:
    sold = room.sell(session, {"selendang": 1}, offers=QRIS, confirmed=True)

    back = pay(session, room, bring(session, room, sold, 1), *QRIS)

    assert not back.tenders[0].is_claimed
    assert ledger.balance_of(session, "qris") == ledger.balance_of(session, "qris_claimed") == 0


@pytest.mark.parametrize("way", ["cash", "transfer"])
def test_money_that_nobody_saw_is_not_given_back(
    session: Session, room: Showroom, way: str
) -> None:
    sold = room.sell(session, {"selendang": 1}, offers=QRIS)
    ticket = bring(session, room, sold, 1)
    assert giving_back(session, ticket, cash_due=405_000).paid.claimed == 405_000

    with pytest.raises(NeedsManager, match="belum dipastikan"):
        pay(session, room, ticket, Offer(way))


def test_an_even_exchange_needs_no_money(session: Session, room: Showroom) -> None:
    sold = room.sell(session, {"emping": 1}, offers=QRIS)
    ticket = bring(session, room, sold, 1, reason="wrong")
    add(session, room, ticket, "emping")

    done = pay(session, room, ticket, *CASH)

    assert (done.net_total, done.rounding, done.tenders) == (0, 0, [])
    assert stock.on_hand(session, room.goods["emping"].id) == 11


def test_what_was_exchanged_was_paid_by_the_first_receipt(session: Session, room: Showroom) -> None:
    sold = room.sell(session, {"emping": 1}, offers=CARD)
    ticket = bring(session, room, sold, 1)
    add(session, room, ticket, "emping")
    exchanged = pay(session, room, ticket, *CASH)
    back = next(line for line in exchanged.lines if line.kind == "sale")

    last = room.ticket(session)
    returns.add_return(session, last, back, 1, by=room.cashier.id, at=room.at)
    session.refresh(last, ["lines"])

    assert refunds.paid_for(session, last).by_way == {"card": 68_000}
    assert taken(pay(session, room, last, Offer("card"))) == -68_000


def test_the_other_outlet_gives_the_money_and_takes_the_goods(
    session: Session, room: Showroom
) -> None:
    sold = room.sell(session, {"selendang": 1})
    till = outlets.set_up_till(session, room.stall, "Lapak", series="L1")
    shifts.open_shift(session, till, opening_float=500_000, by=room.cashier.id, at=room.at)
    there = replace(room, till=till)

    back = pay(session, there, bring(session, there, sold, 1), *CASH)

    assert back.number == "L1000001"
    product = room.goods["selendang"].id
    assert stock.on_hand(session, product, room.stall.id) == 1
    assert stock.on_hand(session, product, room.outlet.id) == 5
    assert drawers.drawer(session, till.id) == 95_000
    assert ledger.owed_to(session, room.maker.id) == 0


def test_food_comes_back_with_its_day_of_expiry(session: Session, room: Showroom) -> None:
    days = [date(2099, 1, day) for day in (1, 2)]
    for day in days:
        consignment = stocks.draft(session, room.maker, room.outlet, by=None, at=room.at)
        stocks.add_line(
            session, consignment, room.goods["dompet"], quantity=2, price=33_333, net_price=None,
            expires_on=day,
        )  # fmt: skip
        stocks.receive(session, consignment, by=room.manager.id, at=room.at)
    sold = room.sell(session, {"dompet": 5})

    for units in (1, 2, 2):
        room.give_back(session, sold.lines[0], units)

    here = stock.lots_on_hand(session, room.goods["dompet"].id, room.outlet.id)
    assert [(lot.expires_on if lot else None, pieces) for lot, pieces in here] == [
        (days[0], 2), (days[1], 2), (None, 24),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["dompet", "kain"])
def test_what_comes_back_damaged_waits_to_be_written_off(
    session: Session, room: Showroom, name: str
) -> None:
    sold = room.sell(session, {name: 1})
    back = pay(
        session, room,
        bring(session, room, sold, 1, reason="faulty", is_damaged=True), *CASH,
    )  # fmt: skip

    record = session.scalars(select(Departure)).one()
    assert (record.kind, record.state, record.outlet_id) == ("loss", "draft", room.outlet.id)
    assert back.number is not None and back.number in record.note
    [line] = record.lines
    assert (line.product_id, line.quantity, line.fate) == (room.goods[name].id, 1, "damaged")
    sealed = canonical_sale(session, back)
    assert sealed["came_back"] == [[back.lines[0].id, "faulty", True]]


def add(session: Session, room: Showroom, ticket: Sale, name: str) -> None:
    product = session.get_one(Product, room.goods[name].id)
    tickets.add_product(session, ticket, product, code=product.code, by=room.cashier.id, at=room.at)
