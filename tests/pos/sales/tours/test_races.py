"""Two people at once, on both engines: a guide is paid once, and no sale falls between."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue.outlets.models import Till
from catalogue.tours.models import Visit
from core.db import Database
from core.errors import Refused
from core.users.models import User
from pos.ledger import queries as balances
from pos.reports.verify import verify
from pos.sales import completing
from pos.sales import service as tickets
from pos.sales.models import Sale
from pos.sales.tours import queries, service
from pos.sales.tours.models import GuideFee
from tests.pos.sales.tours.groups import Groups
from tests.pos.showroom import CASH, Showroom, open_showroom


def at_once(database: Database, *verbs: Callable[[Session], Any]) -> list[str]:
    """Do each in a transaction of its own, all let go together; what each came to, sorted."""
    start = Barrier(len(verbs))

    def run(verb: Callable[[Session], Any]) -> str:
        start.wait(20)
        try:
            return str(database.write(verb))
        except Refused as refused:
            return type(refused).__name__

    with ThreadPoolExecutor(len(verbs)) as pool:
        return sorted(pool.map(run, verbs))


def a_group(database: Database, at: datetime, *names: str) -> tuple[Showroom, list[int]]:
    """A showroom and one visit for each name, which bought a shawl."""
    with database.writer() as session:
        groups = Groups(session, open_showroom(session, at=at))
        visits = []
        for name in names:
            visit = groups.expect(name)
            groups.serve(visit)
            groups.sell({"selendang": 1})
            visits.append(visit.id)
    return groups.room, visits


def finish(room: Showroom, visit_id: int, source: str, *, seen: int) -> Callable[[Session], int]:
    """End a visit, as one of those who race does."""
    return lambda session: service.finish(
        session, session.get_one(Visit, visit_id), source, seen=seen, at=room.at,
        by=session.get_one(User, room.cashier.id), till=session.get_one(Till, room.till.id),
    ).amount  # fmt: skip


def the_book_agrees(database: Database) -> None:
    with database.reader() as session:
        assert [v.first for v in verify(session) if not v.is_good] == []


def test_two_who_end_one_visit_pay_once(database: Database, at: datetime):
    room, (visit,) = a_group(database, at, "Wisata Angan")

    came_to = at_once(
        database,
        finish(room, visit, "drawer", seen=40_500),
        finish(room, visit, "treasury", seen=40_500),
        finish(room, visit, "drawer", seen=40_500),
    )

    assert came_to == ["40500", "AlreadyPaid", "AlreadyPaid"]
    with database.reader() as session:
        assert session.scalar(select(func.count()).select_from(GuideFee)) == 1
        assert balances.balance_of(session, "fees") == 40_500


def test_a_sale_that_completes_while_its_visit_ends_is_counted_or_is_nobodys(
    database: Database, at: datetime
):
    room, (visit,) = a_group(database, at, "Wisata Angan")
    with database.writer() as session:
        ticket = tickets.open_ticket(
            session, session.get_one(Till, room.till.id), by=room.cashier.id, at=room.at
        )
        assert ticket.visit_id == visit
        ticket_id = ticket.id
        code = session.merge(room.goods["selendang"]).code

    def sell(session: Session) -> str:
        sale = session.get_one(Sale, ticket_id)
        tickets.scan(session, sale, code, by=room.cashier.id, at=room.at)
        completing.complete(session, sale, CASH, counter=room.counter(session), at=room.at)
        return "sold"

    came_to = at_once(database, sell, finish(room, visit, "treasury", seen=40_500))

    with database.reader() as session:
        is_of_group = session.get_one(Sale, ticket_id).visit_id == visit
        bought = queries.brought(session, visit).sold
    assert (came_to, is_of_group, bought) in (
        (["40500", "sold"], False, 405_000),  # it ended first
        (["Conflict", "sold"], True, 810_000),  # it was sold first: the sum is another now
    )
    the_book_agrees(database)


def test_two_who_move_a_sale_leave_a_trace_that_goes_on(database: Database, at: datetime):
    room, visits = a_group(database, at, "Wisata Angan", "Tunas Tour", "Jelajah Contoh")
    with database.reader() as session:
        (sold,) = queries.sales_of(session, visits[0])

    def move(visit_id: int) -> Callable[[Session], str]:
        def work(session: Session) -> str:
            service.move_sale(
                session, session.get_one(Sale, sold.id), session.get_one(Visit, visit_id),
                on=room.shift.business_date, by=room.cashier.id, at=room.at,
            )  # fmt: skip
            return "moved"

        return work

    assert at_once(database, move(visits[1]), move(visits[2])) == ["moved", "moved"]
    with database.writer() as session:
        first, second, third = Groups(session, room).trace(sold)
    assert (first[0], first[1], second[0], third[0]) == (None, visits[0], visits[0], second[1])


def test_what_is_carried_counts_once_when_two_visits_of_an_agency_end_together(
    database: Database, at: datetime
):
    room, (first, *two) = a_group(database, at, *["Wisata Angan"] * 3)
    database.write(finish(room, first, "treasury", seen=40_500))
    with database.writer() as session:
        (sold,) = queries.sales_of(session, first)
        Groups(session, room).give_back(sold, 1)  # too much was paid by 40,500

    came_to = at_once(database, *(finish(room, visit, "treasury", seen=0) for visit in two))

    assert came_to == ["0", "Conflict"]  # the second's fee is whole: it has to be looked at again
