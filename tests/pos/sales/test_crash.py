"""kill −9 at points during complete: all or nothing, and the retry with the key is the one sale."""

import signal
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from catalogue.outlets import service as outlets
from catalogue.stock import queries as stock
from core.db import Database
from core.ids import new_uuid
from core.users import service as people
from pos.ledger.models import ChainLink, Entry
from pos.sales import service as tickets
from pos.sales.models import Receipt, Sale
from tests import warm
from tests.pos.sales import dying
from tests.pos.showroom import open_showroom


def complete_dying_at(
    number: int, home: Path, url: str, tokens: tuple[str, str], key: str
) -> warm.Done:
    """Complete in another process that kills itself before SQL statement `number`."""
    return warm.run(dying.complete, str(home), url, *tokens, key, number)


def rows(database: Database) -> tuple[int, int, int, int, int]:
    """Count what a completed sale leaves: sales, links, receipts, sale entries, pieces sold."""
    with database.reader() as session:
        count = func.count()
        return (
            session.scalar(select(count).select_from(Sale).where(Sale.state == "completed")) or 0,
            session.scalar(select(count).select_from(ChainLink).where(ChainLink.chain == "till:G1"))
            or 0,
            session.scalar(select(count).select_from(Receipt)) or 0,
            session.scalar(select(count).select_from(Entry).where(Entry.source_kind != "shift"))
            or 0,
            len(stock.levels_that_disagree(session)),
        )


def test_all_or_nothing_wherever_it_dies(
    database: Database, database_url: str, home: Path, request: pytest.FixtureRequest
) -> None:
    at = datetime.now().astimezone() - timedelta(minutes=1)
    with database.writer() as session:
        room = open_showroom(session, at=at)
        device, device_token = people.enrol_device(session, "Kasir", by=room.manager, at=at)
        outlets.assign_device(session, device, room.till)
        token = people.open_session(session, room.cashier, kind="pin", device=device, at=at)
        sale = tickets.open_ticket(session, room.till, by=room.cashier.id, at=at)
        tickets.scan(session, sale, room.goods["dompet"].code, by=room.cashier.id, at=at)
    tokens, key = (token, device_token), new_uuid()
    step = 1 if request.config.getoption("--long") else 10

    deaths = 0
    for number in range(2, 400, step):
        done = complete_dying_at(number, home, database_url, tokens, key)
        if done.returncode != -signal.SIGKILL:
            break
        deaths += 1
        assert rows(database)[0] in (0, 1)
        if rows(database)[0] == 0:
            assert rows(database) == (0, 0, 0, 0, 0)

    assert deaths > 3, done.stderr
    assert done.stdout == "303\n", done.stderr
    again = complete_dying_at(10_000, home, database_url, tokens, key)
    assert again.stdout == "303\n", again.stderr
    whole = rows(database)
    assert whole[:3] == (1, 1, 1)
    assert whole[3] == 4  # share, commission, tender, rounding
    assert whole[4] == 0
    with database.reader() as session:
        assert session.scalars(select(Sale.number).where(Sale.number.is_not(None))).all() == [
            "G1000001"
        ]
