"""The worker at real printers: whatever the printer does, the job's state is right."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.db import Database
from printers import devices, spool
from printers.documents import Document, Label, LabelRun, Labels
from printers.models import Connection, PrintAgent, Printer, PrintJob, State
from printers.worker import AlreadyRunning, NotOurs, Place, print_next, run_worker, serve
from tests.printers import papers
from tests.printers import printer_servers as servers
from tests.tools.escpos_view import View


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the waits, so that the tests need not sit through them."""
    monkeypatch.setattr(devices, "WRITE_SECONDS", 0.4)


@pytest.fixture
def place(database: Database, home: Path, at: datetime) -> Place:
    """Where the worker works, at a clock that stands."""
    return Place(database, home, lambda: at)


def add_printer(database: Database, **fields: object) -> int:
    with database.writer() as session:
        printer = Printer(**({"name": "Struk", "connection": "file"} | fields))
        session.add(printer)
        session.flush()
        return printer.id


def queue(
    database: Database, printer_id: int, at: datetime, document: Document | None = None
) -> int:
    with database.writer() as session:
        job = spool.enqueue(
            session, session.get_one(Printer, printer_id), document or papers.receipt(),
            source_kind="sale", source_id=1, by=None, at=at,
        )  # fmt: skip
        return job.id


def job(database: Database, job_id: int) -> PrintJob:
    with database.reader() as session:
        return session.get_one(PrintJob, job_id)


def at_network(database: Database, server_address: str, **fields: object) -> int:
    return add_printer(database, connection="network", address=server_address, **fields)


def test_a_receipt_comes_out_in_the_columns_of_its_printer(place: Place, at: datetime) -> None:
    printer = add_printer(place.database, columns=32)
    number = queue(place.database, printer, at)
    assert print_next(place, printer)
    assert not print_next(place, printer)
    view = View(384).feed((place.home / "printed" / f"{number}-receipt.bin").read_bytes())
    assert view.warnings == []
    assert "TOTAL                Rp1.648.500" in view.lines
    assert job(place.database, number).state == State.SENT


def test_titip_printer_takes_the_place_of_the_file_printers_only(
    place: Place, at: datetime
) -> None:
    with servers.printer(servers.reads_all) as server:
        overridden = Place(place.database, place.home, place.now, ("127.0.0.1", server.port))
        demo = add_printer(place.database)
        named = add_printer(place.database, name="Arsip", address=str(place.home / "roll.bin"))
        for printer in (demo, named):
            queue(place.database, printer, at)
            assert print_next(overridden, printer)
        (paper,) = server.wait_for(1)
    assert paper == (place.home / "roll.bin").read_bytes()


@pytest.mark.parametrize(
    "behaviour,state,bytes_left",
    [
        (servers.reads_all, State.SENT, True),
        (servers.slow, State.SENT, True),
        (servers.dies_in_mid_job, State.UNCONFIRMED, True),
        (servers.answering(), State.SENT, True),
    ],
    ids=["good", "slow", "dies", "answers"],
)
def test_the_state_says_what_the_printer_did(
    place: Place, at: datetime, behaviour: servers.Behaviour, state: State, bytes_left: bool
) -> None:
    with servers.printer(behaviour) as server:
        printer = at_network(place.database, server.address)
        number = queue(place.database, printer, at)
        assert print_next(place, printer)
    done = job(place.database, number)
    assert (done.state, done.bytes_left, done.attempts) == (state, bytes_left, 1)


def test_a_printer_that_is_off_is_tried_again_by_itself(place: Place, at: datetime) -> None:
    printer = at_network(place.database, servers.nobody())
    number = queue(place.database, printer, at)
    assert print_next(place, printer)
    waiting = job(place.database, number)
    assert (waiting.state, waiting.bytes_left, waiting.copy) == (State.QUEUED, False, 0)
    assert waiting.next_try_at is not None and waiting.error
    assert not print_next(place, printer)


def test_a_printer_that_never_reads_leaves_a_long_job_in_doubt(place: Place, at: datetime) -> None:
    label = Label(code="2000001000120", title="Kain", price=1)
    many = Labels(house=papers.HOUSE, runs=(LabelRun(label=label, count=2000),), stock="40x80")
    with servers.printer(servers.never_reads) as server:
        printer = at_network(place.database, server.address)
        number = queue(place.database, printer, at, many)
        assert print_next(place, printer)
    assert job(place.database, number).state == State.UNCONFIRMED


def test_what_a_printer_cannot_print_fails_at_once_and_blocks_nothing(
    place: Place, at: datetime
) -> None:
    labels_only = add_printer(place.database, language="zpl")
    wrong = queue(place.database, labels_only, at)
    sheet = queue(place.database, labels_only, at, papers.statement())
    right = queue(
        place.database, labels_only, at,
        Labels(house=papers.HOUSE,
               runs=(LabelRun(label=Label(code="2000001000120", title="Kain", price=1)),)),
    )  # fmt: skip
    while print_next(place, labels_only):
        pass
    states = [job(place.database, number).state for number in (wrong, sheet, right)]
    assert states == [State.FAILED, State.FAILED, State.SENT]


def test_a_persons_retry_after_a_broken_job_prints_salinan(place: Place, at: datetime) -> None:
    with servers.printer(servers.dies_in_mid_job) as server:
        printer = at_network(place.database, server.address)
        number = queue(place.database, printer, at)
        print_next(place, printer)
    other = add_printer(place.database, name="Kantor")
    with place.database.writer() as session:
        again = spool.reroute(
            session, session.get_one(PrintJob, number), session.get_one(Printer, other),
            by=None, at=at,
        )  # fmt: skip
        copy = again.id
    print_next(place, other)
    data = (place.home / "printed" / f"{copy}-receipt.bin").read_bytes()
    assert any("SALINAN 1" in line for line in View().feed(data).lines)


def wait_until(true: Callable[[], bool], seconds: float = 8) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


def test_the_worker_prints_what_waits_and_what_comes_and_a_dead_printer_stops_no_other(
    place: Place, at: datetime
) -> None:
    database = place.database
    dead = at_network(database, servers.nobody(), name="Mati")
    alive = add_printer(database)
    browser = add_printer(database, name="Peramban", connection=Connection.BROWSER)
    stuck, early = queue(database, dead, at), queue(database, alive, at)
    paper = queue(database, browser, at)
    stop = threading.Event()
    worker = threading.Thread(
        target=run_worker, args=(database, place.home, stop),
        kwargs={"now": lambda: datetime.now(UTC)},
    )  # fmt: skip
    worker.start()
    try:
        wait_until(lambda: job(database, early).state == State.SENT)
        late = queue(database, alive, at)
        wait_until(lambda: job(database, late).state == State.SENT)
        wait_until(lambda: job(database, stuck).attempts > 0)
        with pytest.raises(AlreadyRunning):
            run_worker(database, place.home, threading.Event())
    finally:
        stop.set()
        worker.join(10)
    assert not worker.is_alive()
    assert job(database, paper).state == State.QUEUED


def test_a_worker_that_starts_again_finds_what_the_dead_one_left(
    place: Place, at: datetime
) -> None:
    printer = add_printer(place.database)
    number = queue(place.database, printer, at)
    with place.database.writer() as session:
        spool.claim_next(session, printer, at=at)
    stop = threading.Event()
    worker = threading.Thread(target=run_worker, args=(place.database, place.home, stop))
    worker.start()
    wait_until(lambda: job(place.database, number).state == State.UNCONFIRMED)
    stop.set()
    worker.join(10)
    assert not (place.home / "printed").exists()


def test_two_workers_never_print_on_one_printer_at_once(place: Place, at: datetime) -> None:
    printer = add_printer(place.database)
    for _n in range(12):
        queue(place.database, printer, at)
    printed: list[int] = []

    def work() -> None:
        while True:
            try:
                if not print_next(place, printer):
                    return
            except Exception:  # the second claim while the first prints
                continue
            printed.append(1)

    threads = [threading.Thread(target=work) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(printed) == 12
    assert len(list((place.home / "printed").iterdir())) == 12


@pytest.mark.parametrize("change", ["webusb", "agent", "archived"])
def test_a_printer_that_is_no_longer_ours_is_left_to_whom_it_belongs(
    place: Place, at: datetime, change: str
) -> None:
    printer = add_printer(place.database)
    number = queue(place.database, printer, at)
    with place.database.writer() as session:
        row = session.get_one(Printer, printer)
        if change == "agent":
            agent = PrintAgent(name="Lapak", token_hash="0" * 64, enrolled_at=at)
            session.add(agent)
            session.flush()
            row.agent_id = agent.id
        elif change == "webusb":
            row.connection = "webusb"
        else:
            row.archived_at = at

    with pytest.raises(NotOurs):
        print_next(place, printer)
    serve(place, printer, threading.Event())  # ends by itself

    assert job(place.database, number).state == State.QUEUED
