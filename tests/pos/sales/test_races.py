"""Races on both engines: one wins, nothing doubles, no number is lost.

Two tills meet as two processes, and so do the twenty posts; the rest meet as threads with pools of
their own, which the database cannot tell from processes and which start at once.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from catalogue.outlets import service as outlets
from core.db import Database
from core.ids import new_uuid
from core.users import service as people
from pos.ledger.models import ChainLink
from pos.sales import closing, returns
from pos.sales import service as tickets
from pos.sales.models import Sale, SaleLine
from pos.sales.tenders import Offer
from pos.shifts import queries as shifts
from pos.shifts import service as shift_service
from pos.shifts.models import Shift
from tests.pos.sales import racers
from tests.pos.showroom import Showroom, open_showroom
from tests.warm import WARM

Run = tuple[Callable[..., Any], tuple[Any, ...]]


def race(*runs: Run) -> list[Any]:
    """Run each in a thread with its own connections, all let go at the same moment."""
    start = threading.Barrier(len(runs))
    with ThreadPoolExecutor(len(runs)) as pool:
        futures = [pool.submit(work, *args, start) for work, args in runs]
        return [future.result(timeout=120) for future in futures]


def race_of_processes(*runs: Run) -> list[Any]:
    """Run each in a process of its own, all let go at the same moment."""
    with WARM.Manager() as manager:
        start = manager.Barrier(len(runs))
        with ProcessPoolExecutor(len(runs), mp_context=WARM) as pool:
            futures = [pool.submit(work, *args, start) for work, args in runs]
            return [future.result(timeout=120) for future in futures]


def prepare(database: Database, at: datetime) -> Showroom:
    """Open the showroom with a second till that has its own shift."""
    with database.writer() as session:
        room = open_showroom(session, at=at)
    return room


def a_wallet_on_the_ticket(database: Database, room: Showroom, at: datetime) -> Sale:
    """Open the till's ticket and scan a wallet onto it."""
    with database.writer() as session:
        sale = tickets.open_ticket(session, session.merge(room.till), by=room.cashier.id, at=at)
        tickets.scan(session, sale, room.goods["dompet"].code, by=room.cashier.id, at=at)
    return sale


def test_one_unique_piece_at_two_tills(database: Database, database_url: str, at: datetime) -> None:
    room = prepare(database, at)
    with database.writer() as session:
        second = outlets.set_up_till(session, session.merge(room.outlet), "Kasir 2", series="G2")
    code = room.goods["kain"].code

    found = race_of_processes(
        *(
            (racers.scan_at, (database_url, till_id, room.cashier.id, code, at))
            for till_id in (room.till.id, second.id)
        )
    )

    assert sorted(found) == ["PieceTaken", "has"]
    with database.reader() as session:
        assert session.scalar(select(func.count()).select_from(SaleLine)) == 1


def test_the_same_units_do_not_come_back_at_two_tills(
    database: Database, database_url: str, at: datetime
) -> None:
    room = prepare(database, at)
    with database.writer() as session:
        second = outlets.set_up_till(session, session.merge(room.outlet), "Kasir 2", series="G2")
        sold = room.sell(session, {"dompet": 3}).lines[0].id

    found = race(
        *(
            (racers.return_at, (database_url, sold, 2, till_id, room.cashier.id, at))
            for till_id in (room.till.id, second.id)
        )
    )

    assert sorted(found) == ["NothingLeft", "back"]


def test_two_returns_of_one_receipt_give_no_more_cash_back_than_it_brought(
    database: Database, database_url: str, at: datetime
) -> None:
    """Each brings another unit back, so only the money that the sale brought in decides."""
    room = prepare(database, at)
    runs: list[Run] = []
    with database.writer() as session:
        offers = (Offer("qris", 68_000), Offer("cash"))
        sold = room.sell(session, {"emping": 2}, offers=offers, confirmed=True).lines[0]
        second = outlets.set_up_till(session, session.merge(room.outlet), "Kasir 2", series="G2")
        shift_service.open_shift(session, second, opening_float=200_000, by=room.cashier.id, at=at)
        for till in (session.merge(room.till), second):
            ticket = tickets.open_ticket(session, till, by=room.cashier.id, at=at)
            returns.add_return(session, ticket, sold, 1, by=room.cashier.id, at=at)
            runs.append(
                (racers.give_back_at, (database_url, ticket.id, till.id, room.cashier.id, at))
            )

    assert sorted(race_of_processes(*runs)) == ["NeedsManager", "back"]


def test_carried_cash_is_handed_in_once(
    database: Database, database_url: str, at: datetime
) -> None:
    room = prepare(database, at)
    with database.writer() as session:
        shift, keeper = session.merge(room.shift), session.merge(room.cashier)
        closing.close_shift(
            session, shift, counted=300_000, pieces={}, by=keeper, at=at, keeper=keeper
        )

    found = race(*[(racers.hand_in_at, (database_url, room.cashier.id, 300_000, at))] * 2)

    assert sorted(found) == ["Refused", "in"]
    with database.reader() as session:
        assert shifts.in_hand(session, room.cashier.id) == 0


def test_two_completes_on_one_till_s_counter(
    database: Database, database_url: str, at: datetime
) -> None:
    room = prepare(database, at)
    sales = []
    with database.writer() as session:
        till = session.merge(room.till)
        for _ in range(2):
            sale = tickets.open_ticket(session, till, by=room.cashier.id, at=at)
            tickets.scan(session, sale, room.goods["dompet"].code, by=room.cashier.id, at=at)
            tickets.hold(session, sale, "x", at=at)
            sales.append(sale.id)
    with database.writer() as session:
        tickets.recall(
            session, session.get_one(Sale, sales[0]), session.merge(room.till), by=room.cashier.id
        )

    found = race(
        *(
            (racers.complete_at, (database_url, sales[0], room.till.id, room.cashier.id, at))
            for _ in range(2)
        )
    )

    assert sorted(found) == ["G1000001", "TicketClosed"]
    with database.writer() as session:
        tickets.recall(
            session, session.get_one(Sale, sales[1]), session.merge(room.till), by=room.cashier.id
        )
    number = racers.complete_at(
        database_url, sales[1], room.till.id, room.cashier.id, at, threading.Barrier(1)
    )
    assert number == "G1000002"  # the refused one gave its number back
    with database.reader() as session:
        assert session.scalars(
            select(ChainLink.sequence).where(ChainLink.chain == "till:G1").order_by(ChainLink.id)
        ).all() == [1, 2]


def test_every_scan_counts_that_came_at_once(
    database: Database, database_url: str, at: datetime
) -> None:
    room = prepare(database, at)
    code = room.goods["dompet"].code
    with database.writer() as session:
        tickets.open_ticket(session, session.merge(room.till), by=room.cashier.id, at=at)

    runs = [(racers.scan_at, (database_url, room.till.id, room.cashier.id, code, at))] * 6
    assert race(*runs) == ["has"] * 6

    with database.reader() as session:
        [line] = session.scalars(select(SaleLine))
        assert (line.quantity, line.sale.net_total) == (6, 6 * line.unit_price)


def test_a_scan_beside_a_completing_sale_begins_the_next_ticket_or_belongs_to_it(
    database: Database, database_url: str, at: datetime
) -> None:
    room = prepare(database, at)
    sale = a_wallet_on_the_ticket(database, room, at)
    who = (room.till.id, room.cashier.id)

    found = race(
        (racers.complete_at, (database_url, sale.id, *who, at)),
        *[(racers.scan_at, (database_url, *who, room.goods["emping"].code, at))] * 3,
    )

    assert found == ["G1000001", "has", "has", "has"]
    with database.reader() as session:
        assert session.scalar(select(func.sum(SaleLine.quantity))) == 4


def test_a_manager_closes_the_shift_beside_a_completing_sale(
    database: Database, database_url: str, at: datetime
) -> None:
    room = prepare(database, at)
    sale = a_wallet_on_the_ticket(database, room, at)

    number, closed = race(
        (racers.complete_at, (database_url, sale.id, room.till.id, room.cashier.id, at)),
        (racers.close_at, (database_url, room.shift.id, room.manager.id, at)),
    )

    # An open ticket keeps the shift open, so either the sale is in the count or nothing is closed.
    assert number == "G1000001"
    assert closed in ("closed", "TicketOpen")
    with database.reader() as session:
        shift = session.get_one(Shift, room.shift.id)
        assert shift.is_open == (closed == "TicketOpen")
        assert shift.is_open or shift.expected_cash == 300_000 + 33_300
        assert session.get_one(Sale, sale.id).shift_id == shift.id


def test_cash_put_in_beside_a_closing_shift_is_counted_or_refused(
    database: Database, database_url: str, at: datetime
) -> None:
    room = prepare(database, at)
    who = (room.shift.id, room.cashier.id, at)

    closed, put_in = race(
        (racers.close_at, (database_url, *who)), (racers.put_in_at, (database_url, *who))
    )

    assert closed == "closed"
    assert put_in in ("in", "NoShift")
    with database.reader() as session:
        assert shifts.drawer(session, room.till.id) == 0


def test_no_sale_lands_in_a_shift_that_the_office_closes_meanwhile(
    database: Database, database_url: str, at: datetime
) -> None:
    room = prepare(database, at)
    sale = a_wallet_on_the_ticket(database, room, at)

    sold, closed = race(
        (racers.complete_at, (database_url, sale.id, room.till.id, room.cashier.id, at)),
        (racers.close_from_office_at, (database_url, room.shift.id, room.manager.id, at)),
    )

    assert closed == "closed"
    with database.reader() as session:
        shift = session.get_one(Shift, room.shift.id)
        ticket = session.get_one(Sale, sale.id)
        assert shift.report is not None and shift.report["sales"][0]["count"] == (
            1 if sold == "G1000001" else 0
        )
        assert (ticket.state, ticket.shift_id) == (
            ("completed", shift.id) if sold == "G1000001" else ("held", None)
        )
        assert sold in ("G1000001", "NoShift", "TicketClosed")
        assert shifts.drawer(session, room.till.id) == 0


def test_twenty_parallel_posts_of_one_key_are_one_sale(
    database: Database, database_url: str, home: Path, at: datetime
) -> None:
    now = datetime.now().astimezone()
    room = prepare(database, now)
    with database.writer() as session:
        cashier = session.merge(room.cashier)
        device, device_token = people.enrol_device(session, "Kasir 1", by=cashier, at=now)
        outlets.assign_device(session, device, session.merge(room.till))
        token = people.open_session(session, cashier, kind="pin", device=device, at=now)
        sale = tickets.open_ticket(session, session.merge(room.till), by=cashier.id, at=now)
        tickets.scan(session, sale, room.goods["dompet"].code, by=cashier.id, at=now)
    tokens = {racers.SESSION: token, racers.DEVICE: device_token}
    form = {"key": new_uuid(), "pane": "cash", "received": "50.000"}

    runs = race_of_processes(
        *(
            (racers.post_many, (str(home), database_url, tokens, "/pos/complete", form))
            for _ in range(2)
        )
    )

    answers = [answer for run in runs for answer in run]
    assert len(answers) == 20
    assert set(answers) == {(303, f"/pos/done/{sale.id}")}
    with database.reader() as session:
        assert session.scalars(select(Sale.number)).all() == ["G1000001"]
