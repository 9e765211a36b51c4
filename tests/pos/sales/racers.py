"""What runs in the second process of a race; kept apart so that it can import it."""

import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from app import create_app
from catalogue.outlets.models import Till
from config import Config
from core import cookies
from core.db import Database
from core.errors import Refused
from core.users.models import User
from pos.sales import closing, completing, queries, returns, service
from pos.sales.completing import Counter
from pos.sales.models import SaleLine
from pos.sales.tenders import Offer
from pos.shifts import carried
from pos.shifts import service as shifts
from pos.shifts.models import Shift


def scan_at(url: str, till_id: int, user_id: int, code: str, at: datetime, start: Any) -> str:
    """Scan one code at one till when all are ready; return `has` or the refusal's class."""
    database = Database(url)
    start.wait()
    try:
        database.write(lambda session: _scan(session, till_id, user_id, code, at))
        return "has"
    except Refused as refusal:
        return type(refusal).__name__
    finally:
        database.dispose()


def _scan(session: Any, till_id: int, user_id: int, code: str, at: datetime) -> None:
    till = session.get_one(Till, till_id)
    sale = service.open_ticket(session, till, by=user_id, at=at)
    service.scan(session, sale, code, by=user_id, at=at)


def complete_at(
    url: str, sale_id: int, till_id: int, user_id: int, at: datetime, start: Any
) -> str:
    """Complete a ticket when all are ready; return its number or the refusal's class."""
    database = Database(url)
    start.wait()
    try:
        return database.write(lambda session: _complete(session, sale_id, till_id, user_id, at))
    except Refused as refusal:
        return type(refusal).__name__
    finally:
        database.dispose()


def _complete(session: Any, sale_id: int, till_id: int, user_id: int, at: datetime) -> str:
    counter = Counter(session.get_one(Till, till_id), session.get_one(User, user_id))
    sale = queries.require(session, sale_id)
    done = completing.complete(session, sale, [Offer("cash")], counter=counter, at=at)
    assert done.number is not None
    return done.number


def return_at(
    url: str, line_id: int, units: int, till_id: int, user_id: int, at: datetime, start: Any
) -> str:
    """Take units of a sold line back at one till when all are ready; return `back` or the refusal."""

    def work(session: Any) -> str:
        till, line = session.get_one(Till, till_id), session.get_one(SaleLine, line_id)
        sale = service.open_ticket(session, till, by=user_id, at=at)
        returns.add_return(session, sale, line, units, by=user_id, at=at)
        return "back"

    return _outcome(url, work, start)


def give_back_at(
    url: str, sale_id: int, till_id: int, user_id: int, at: datetime, start: Any
) -> str:
    """Pay a ticket of returns back in cash when all are ready; return `back` or the refusal."""

    def work(session: Any) -> str:
        _complete(session, sale_id, till_id, user_id, at)
        return "back"

    return _outcome(url, work, start)


def hand_in_at(url: str, holder_id: int, amount: int, at: datetime, start: Any) -> str:
    """Hand carried cash to the treasurer when all are ready; return `in` or the refusal."""

    def work(session: Any) -> str:
        receipt = carried.Receipt(amount, None, "Bendahara")
        carried.hand_in(session, session.get_one(User, holder_id), receipt, by=holder_id, at=at)
        time.sleep(0.05)  # done, and not yet committed
        return "in"

    return _outcome(url, work, start)


def close_at(url: str, shift_id: int, user_id: int, at: datetime, start: Any) -> str:
    """Count and close a shift on Rp100.000 when all are ready; return `closed` or the refusal."""

    def work(session: Any) -> str:
        shift, user = session.get_one(Shift, shift_id), session.get_one(User, user_id)
        closing.close_shift(session, shift, counted=100_000, pieces={}, by=user, at=at)
        return "closed"

    return _outcome(url, work, start)


def close_from_office_at(url: str, shift_id: int, user_id: int, at: datetime, start: Any) -> str:
    """Close a shift from the office without a count, whatever stands at its till."""

    def work(session: Any) -> str:
        shift, user = session.get_one(Shift, shift_id), session.get_one(User, user_id)
        closing.close_shift(
            session, shift, counted=None, pieces={}, by=user, at=at, sets_aside=True
        )
        return "closed"

    return _outcome(url, work, start)


def put_in_at(url: str, shift_id: int, user_id: int, at: datetime, start: Any) -> str:
    """Put Rp5.000 into the drawer when all are ready; return `in` or the refusal's class."""

    def work(session: Any) -> str:
        shift = session.get_one(Shift, shift_id)
        time.sleep(0.05)  # looked at the shift, and now the other may close it
        shifts.move_cash(session, shift, "in", 5_000, reason="receh", by=user_id, at=at)
        return "in"

    return _outcome(url, work, start)


def _outcome(url: str, work: Callable[[Any], str], start: Any) -> str:
    database = Database(url)
    start.wait()
    try:
        return database.write(work)
    except Refused as refusal:
        return type(refusal).__name__
    finally:
        database.dispose()


def post_many(
    home: str, url: str, tokens: dict[str, str], path: str, form: dict[str, str], start: Any
) -> list[tuple[int, str]]:
    """Post the same form ten times at once; return each answer's status and target."""
    app = create_app(Config(home=Path(home), database_url=url))
    answers: list[tuple[int, str]] = []

    def post() -> None:
        client = app.test_client()
        for name, value in tokens.items():
            client.set_cookie(name, value)
        response = client.post(path, data=form, headers={"Sec-Fetch-Site": "same-origin"})
        answers.append((response.status_code, response.headers.get("Location", "")))

    threads = [threading.Thread(target=post) for _ in range(10)]
    start.wait()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    app.house.database.dispose()
    return answers


SESSION, DEVICE = cookies.SESSION, cookies.DEVICE
