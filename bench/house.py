"""The house that is measured: both deliveries, a till with a printer, a cashier at it."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from catalogue.outlets import queries as places
from catalogue.outlets import service as outlets
from catalogue.outlets import showroom
from catalogue.outlets.first import first_outlet
from catalogue.products.models import Product, ProductCode
from catalogue.stock import importing
from catalogue.stock.models import Lot, StockLevel
from config import PROJECT
from core import jobs
from core.clock import local_date
from core.collecting import pass_over_what_stays
from core.cookies import DEVICE, SESSION
from core.db import Database
from core.files import Files
from core.users import service as people
from migrations.schema import upgrade
from pos.settlements import service as settling
from pos.settlements.due import Terms, how_many
from printers.models import Connection, Printer

DATA = PROJECT / "tests" / "data"
DELIVERIES = (DATA / "titipan_bersih.csv", DATA / "titipan_asli.xlsx")


@dataclass(frozen=True)
class Import:
    """How one delivery went in: rows taken, seconds, and the longest hold of the write lock."""

    name: str
    accepted: int
    seconds: float
    longest_hold: float


@dataclass(frozen=True)
class House:
    """A data folder ready to sell from: cookies of the cashier's browser, codes to scan."""

    home: Path
    url: str
    cookie: str
    codes: tuple[str, ...]
    imports: tuple[Import, ...]


def build(home: Path, deliveries: Sequence[Path] = DELIVERIES) -> House:
    """Make the house in the empty folder `home` and import the sheets `deliveries`."""
    url = f"sqlite:///{home / 'titip.db'}"
    database = Database(url)
    upgrade(database)
    at = datetime.now(UTC)
    with database.writer() as session:
        showroom.decide(session, demo=False, at=at)
        first_outlet(session, at)
    pass_over_what_stays()  # as `./titip import` does
    imports = tuple(_take_in(database, path, home=home, at=at) for path in deliveries)
    with database.writer() as session:
        cookie = _let_cashier_in(session, at=at)
        codes = _codes(session, on=local_date(at, "WIB"))
    database.dispose()
    return House(home, url, cookie, codes, imports)


def _take_in(database: Database, source: Path, *, home: Path, at: datetime) -> Import:
    file = home / source.name  # refused rows come back beside the sheet, and that is our folder
    file.write_bytes(source.read_bytes())
    began = time.perf_counter()
    with longest_hold(database) as hold:
        outcome = importing.import_file(database, file, at=at)
    return Import(source.name, outcome.accepted, time.perf_counter() - began, hold[0])


def _let_cashier_in(session: Session, *, at: datetime) -> str:
    cashier = people.create_user(
        session, "Kasir Ukur", login="kasir", roles=("cashier", "manager"), at=at, by=None
    )
    till = places.active_tills(session)[0]
    outlets.staff(session, cashier, till.outlet)
    device, device_token = people.enrol_device(session, "Ukur", by=cashier, at=at)
    outlets.assign_device(session, device, till)
    printer = Printer(name="Struk", connection=Connection.FILE, cutter=True, drawer=True)
    session.add(printer)
    session.flush()
    till.receipt_printer_id = printer.id
    token = people.open_session(session, cashier, kind="pin", device=device, at=at)
    return f"{SESSION}={token}; {DEVICE}={device_token}"


def _codes(session: Session, *, on: date) -> tuple[str, ...]:
    """Return a code of each of the counted goods in stock that may still be sold."""
    expired = select(Lot.product_id).where(Lot.expires_on < on)
    rows = session.scalars(
        select(func.min(ProductCode.code))
        .join(Product, Product.id == ProductCode.product_id)
        .join(StockLevel, StockLevel.product_id == Product.id)
        .where(Product.kind == "counted", StockLevel.on_hand > 0, Product.id.not_in(expired))
        .group_by(Product.id)
        .order_by(Product.id)
    )
    return tuple(rows)


@contextmanager
def longest_hold(database: Database) -> Iterator[list[float]]:
    """Yield a list that holds, after the block, the longest hold of the write lock in seconds."""
    assert database.lock is not None
    database.lock.longest_hold = 0.0
    found = [0.0]
    yield found
    found[0] = database.lock.longest_hold


@contextmanager
def rows_written(database: Database) -> Iterator[list[int]]:
    """Yield a list that gets, per commit in the block, how many rows it inserted or changed."""
    written: list[int] = []
    before: dict[int, int] = {}

    def begun(connection: object) -> None:
        raw = connection.connection.dbapi_connection  # type: ignore[attr-defined]
        before[id(raw)] = raw.total_changes

    def committed(connection: object) -> None:
        raw = connection.connection.dbapi_connection  # type: ignore[attr-defined]
        written.append(raw.total_changes - before[id(raw)])

    event.listen(database.write_engine, "begin", begun)
    event.listen(database.write_engine, "commit", committed)
    yield written
    event.remove(database.write_engine, "begin", begun)
    event.remove(database.write_engine, "commit", committed)


@contextmanager
def questions(database: Database) -> Iterator[list[str]]:
    """Yield a list that gets every statement that the block sends to the database."""
    asked: list[str] = []

    def sent(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    # On PostgreSQL both are one engine with other options: to listen twice would count twice.
    engines = {e.pool: e for e in (database.read_engine, database.write_engine)}.values()
    for engine in engines:
        event.listen(engine, "before_cursor_execute", sent)
    yield asked
    for engine in engines:
        event.remove(engine, "before_cursor_execute", sent)


def begin_settling(database: Database, *, at: datetime) -> int:
    """Begin to settle everybody as the page does, counting before the write lock; return the job's id."""
    everything = Terms(local_date(at, "WIB"), hold_days=0)
    with database.reader() as session:
        total = how_many(session, everything)
    with database.writer() as session:
        run = settling.start_run(session, everything, total=total, by=1, at=at)
        assert run.job_id is not None
        return run.job_id


def settle(house: House) -> tuple[int, float, float]:
    """Settle all that was sold; return statements made, seconds, and the longest hold."""
    database = Database(house.url)
    at = datetime.now(UTC)
    began = time.perf_counter()
    with longest_hold(database) as hold:
        job_id = begin_settling(database, at=at)
        jobs.run_to_end(database, job_id, now=lambda: at, files=Files(house.home))
    seconds = time.perf_counter() - began
    with database.reader() as session:
        done = session.get_one(jobs.Job, job_id)
        assert done.state == "done", done.error
        count = done.progress
    database.dispose()
    return count, seconds, hold[0]
