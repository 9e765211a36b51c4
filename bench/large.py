"""A large settlement beside a till that goes on selling: 189 makers, 20,000 lines, written by the real verbs."""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench import serving
from bench.counter import Counter
from bench.house import House, begin_settling, build
from bench.measuring import LINES, Series
from catalogue.makers import service as makers
from catalogue.outlets import queries as places
from catalogue.products import contracts
from catalogue.products import service as products
from catalogue.products.models import Product
from catalogue.products.terms import Terms
from catalogue.stock import service as stock
from core import jobs
from core.clock import local_date
from core.db import Database
from core.users.models import User
from pos.sales import completing
from pos.sales import service as tickets
from pos.sales.completing import Counter as AtTill
from pos.sales.tenders import Offer
from pos.shifts import service as shifts

MAKERS, SOLD, PER_TICKET, GOODS_EACH = 189, 20_000, 50, 4
QUIET = 60
"""Sales of five scans that are measured before the run begins."""


@dataclass
class Beside:
    """How quick the till was while nothing else happened, and while the run was posted."""

    makers: int
    sold: int
    statements: int
    seconds: float
    quiet: tuple[Series, Series]
    during: tuple[Series, Series]
    holds: dict[str, float]


def measure(
    *,
    makers_: int = MAKERS,
    sold: int = SOLD,
    quiet: int = QUIET,
    say: Callable[[str], None] = lambda _words: None,
) -> Beside:
    """Fill a house in a folder of its own, measure, and clear it away."""
    with tempfile.TemporaryDirectory(prefix="titip-bench-") as folder:
        house = build(Path(folder), ())
        say(f"{makers_} perajin / makers, {sold} baris / lines …")
        house = fill(house, makers_=makers_, sold=sold)
        return _beside(house, makers_=makers_, sold=sold, quiet=quiet, say=say)


def fill(house: House, *, makers_: int, sold: int) -> House:
    """Let makers bring goods and sell lines of them, tickets of PER_TICKET, each a transaction."""
    database, at = Database(house.url), datetime.now(UTC)
    goods: list[tuple[int, str]] = []
    for number in range(makers_):
        goods += database.write(partial(_bring, number=number, at=at, each=sold // makers_ + 99))
    till_id, user_id = database.write(partial(_open_till, at=at))
    chance = random.Random(3)
    while sold > 0:
        wanted = chance.sample(goods, min(PER_TICKET, sold, len(goods)))
        database.write(partial(_sell, wanted=wanted, till_id=till_id, user_id=user_id))
        sold -= len(wanted)
    database.dispose()
    return House(house.home, house.url, house.cookie, tuple(code for _id, code in goods), ())


def _bring(session: Session, *, number: int, at: datetime, each: int) -> list[tuple[int, str]]:
    """Register a maker and receive goods of theirs; return (id, code) of each."""
    outlet = places.require_main(session)
    sentra = makers.sentra_named(session, f"Sentra {number % 8}")
    maker = makers.register(session, f"Usaha {number}", sentra=sentra, by=None, at=at)
    if number == 0:
        terms = Terms("percent", 2000, "shared")
        contracts.agree(session, terms, starts_on=local_date(at, "WIB"), by=None, at=at)
    found = []
    for piece in range(GOODS_EACH):
        product = products.create(
            session, products.Facts(title=f"Kain {number}/{piece}"), maker=maker, kind="counted",
            price=33_333 + 101 * number + piece, net_price=None, by=None, at=at,
        )  # fmt: skip
        consignment = stock.draft(session, maker, outlet, by=None, at=at)
        stock.add_line(session, consignment, product, quantity=each, price=33_333, net_price=None)
        stock.receive(session, consignment, by=1, at=at)
        found.append((product.id, product.code))
    return found


def _open_till(session: Session, *, at: datetime) -> tuple[int, int]:
    till = places.active_tills(session)[0]
    user = session.scalars(select(User)).first()
    assert user is not None
    shifts.open_shift(session, till, opening_float=300_000, by=user.id, at=at)
    return till.id, user.id


def _sell(session: Session, *, wanted: list[tuple[int, str]], till_id: int, user_id: int) -> None:
    """Sell one of each for cash, as the till does."""
    at = datetime.now(UTC)
    till, user = places.require_till(session, till_id), session.get_one(User, user_id)
    sale = tickets.open_ticket(session, till, by=user.id, at=at)
    session.refresh(sale, ["lines", "tenders"])
    for product_id, code in wanted:
        product = session.get_one(Product, product_id)
        tickets.add_product(session, sale, product, code=code, by=user.id, at=at)
    completing.complete(session, sale, (Offer("cash"),), counter=AtTill(till, user), at=at)


def _beside(
    house: House, *, makers_: int, sold: int, quiet: int, say: Callable[[str], None]
) -> Beside:
    database = Database(house.url)
    chance = random.Random(4)
    alone, during = (Series(), Series()), (Series(), Series())
    with serving.titip(house.home) as url, closing(Counter(url, house.cookie)) as counter:
        say(f"{quiet} nota / sales …")
        for _turn in range(5):
            _sale(counter, house, chance, (Series(), Series()))
        for _turn in range(quiet):
            _sale(counter, house, chance, alone)
        say("perhitungan sambil jualan / settling while selling …")
        began = time.perf_counter()
        job_id = begin_settling(database, at=datetime.now(UTC))
        while not _is_over(database, job_id):
            _sale(counter, house, chance, during)
        seconds = time.perf_counter() - began
    with database.reader() as session:
        job = session.get_one(jobs.Job, job_id)
        assert job.state == "done", job.error
        statements = job.progress
    assert database.lock is not None
    holds = {
        name: held
        for name in ("web", "worker")
        if (held := serving.hold_in_log(house.home, name)) is not None
    }
    database.dispose()
    return Beside(makers_, sold, statements, seconds, alone, during, holds)


def _sale(
    counter: Counter, house: House, chance: random.Random, into: tuple[Series, Series]
) -> None:
    for code in chance.sample(house.codes, LINES):
        into[0].take(partial(counter.scan, code))
    into[1].take(counter.complete)


def _is_over(database: Database, job_id: int) -> bool:
    with database.reader() as session:
        return session.get_one(jobs.Job, job_id).is_finished


def lines(found: Beside) -> Iterator[str]:
    """Yield the table, line by line."""
    yield (
        f"{found.sold} lines of {found.makers} makers: {found.statements} statements in"
        f" {found.seconds:.0f} s, a till selling beside it"
    )
    yield "                                  n   median      p99"
    for name, place in (("scan → line", 0), (f"complete, {LINES} lines, cash", 1)):
        for when, series in (("quiet", found.quiet[place]), ("run", found.during[place])):
            yield (
                f"  {f'{name}, {when}':28} {len(series.times):5}"
                f" {statistics.median(series.times) * 1000:8.1f} {p99(series) * 1000:8.1f} ms"
            )
    for name, held in found.holds.items():
        yield f"  longest hold of the write lock, {name}: {held * 1000:.1f} ms"


def p99(series: Series) -> float:
    """Return the seconds that ninety-nine of a hundred stayed below."""
    return sorted(series.times)[max(0, -(-len(series.times) * 99 // 100) - 1)]
