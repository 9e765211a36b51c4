"""The queue: what is tried again by itself, what only a person repeats, what is never repeated."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core import lists
from printers import queries, spool
from printers.documents import Document
from printers.listing import JOBS
from printers.models import Printer, PrintJob, State
from tests.printers import papers


@pytest.fixture
def till(session: Session) -> Printer:
    """The receipt printer of a till, with a drawer."""
    return add_printer(session, "Struk kasir 1", drawer=True)


def add_printer(session: Session, name: str, **fields: object) -> Printer:
    printer = Printer(name=name, connection=fields.pop("connection", "file"), **fields)
    session.add(printer)
    session.flush()
    return printer


def queued(session: Session, printer: Printer, at: datetime, sale: int = 12) -> PrintJob:
    return spool.enqueue(
        session, printer, papers.receipt(), source_kind="sale", source_id=sale, by=None, at=at
    )


def pulse(session: Session, printer: Printer, at: datetime) -> PrintJob | None:
    return spool.open_drawer(session, printer, source_kind="sale", source_id=12, by=None, at=at)


def test_a_job_keeps_the_document_as_it_was(session: Session, till: Printer, at: datetime) -> None:
    job = queued(session, till, at)
    assert (job.state, job.kind, job.copy) == (State.QUEUED, "receipt", 0)
    session.expire(job)
    assert job.document["number"] == "G1004702"
    assert job.payload is None


def test_the_oldest_job_is_claimed_first_and_only_one_at_a_time(
    session: Session, till: Printer, at: datetime
) -> None:
    first, second = queued(session, till, at), queued(session, till, at)
    assert spool.claim_next(session, till.id, at=at) is first
    spool.mark_sent(session, first, at=at)
    assert spool.claim_next(session, till.id, at=at) is second
    third = queued(session, till, at)
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(
            update(PrintJob).where(PrintJob.id == third.id).values(state=State.PRINTING)
        )


def test_the_drawer_goes_before_the_papers_and_needs_a_port(
    session: Session, till: Printer, at: datetime
) -> None:
    queued(session, till, at)
    drawer = pulse(session, till, at)
    assert spool.claim_next(session, till.id, at=at) is drawer
    no_port = add_printer(session, "Tanpa laci")
    assert pulse(session, no_port, at) is None


def test_a_drawer_pulse_expires_after_ten_seconds(
    session: Session, till: Printer, at: datetime
) -> None:
    drawer = pulse(session, till, at)
    assert drawer is not None
    assert spool.claim_next(session, till.id, at=at + timedelta(seconds=10)) is None
    assert drawer.state == State.EXPIRED


def test_a_drawer_that_was_not_reached_is_tried_once_a_second(
    session: Session, till: Printer, at: datetime
) -> None:
    drawer = pulse(session, till, at)
    assert drawer is not None
    assert spool.claim_next(session, till.id, at=at) is drawer
    spool.put_back(session, drawer, at=at, error="mati")
    assert spool.claim_next(session, till.id, at=at + timedelta(milliseconds=900)) is None
    assert spool.claim_next(session, till.id, at=at + spool.DRAWER_PAUSE) is drawer


def test_a_drawer_pulse_is_never_repeated(session: Session, till: Printer, at: datetime) -> None:
    drawer = pulse(session, till, at)
    assert drawer is not None
    spool.claim_next(session, till.id, at=at)
    spool.mark_sent(session, drawer, at=at)
    for repeat in (
        lambda: spool.retry(session, drawer, by=None, at=at),
        lambda: spool.reroute(session, drawer, till, by=None, at=at),
    ):
        with pytest.raises(spool.NeverRepeated):
            repeat()


def test_a_job_of_which_nothing_left_waits_a_little_longer_each_time(
    session: Session, till: Printer, at: datetime
) -> None:
    job = queued(session, till, at)
    pauses = []
    while job.state == State.QUEUED:
        assert spool.claim_next(session, till.id, at=at) is job
        spool.put_back(session, job, at=at, error="mati")
        if job.next_try_at:
            assert spool.claim_next(session, till.id, at=at) is None
            pauses.append((job.next_try_at - at).seconds)
            at = job.next_try_at
    assert pauses[:6] == [2, 4, 8, 16, 30, 30]
    assert job.state == State.FAILED
    assert 14 * 60 <= sum(pauses) <= 15 * 60


def test_jobs_behind_a_waiting_one_wait_too(session: Session, till: Printer, at: datetime) -> None:
    first, _second = queued(session, till, at), queued(session, till, at)
    spool.claim_next(session, till.id, at=at)
    spool.put_back(session, first, at=at, error="mati")
    assert spool.claim_next(session, till.id, at=at) is None


def test_a_retry_is_unmarked_while_no_byte_left(
    session: Session, till: Printer, at: datetime
) -> None:
    job = queued(session, till, at)
    spool.claim_next(session, till.id, at=at)
    spool.mark_failed(session, job, at=at, error="mati")
    again = spool.retry(session, job, by=None, at=at)
    assert (again.copy, again.retry_of, again.state) == (0, job.id, State.QUEUED)


@pytest.mark.parametrize("end", ["sent", "unconfirmed"])
def test_a_retry_of_what_may_be_on_paper_is_a_copy_and_copies_count_up(
    session: Session, till: Printer, at: datetime, end: str
) -> None:
    job = queued(session, till, at)
    for number in (1, 2, 3):
        spool.claim_next(session, till.id, at=at)
        if end == "sent":
            spool.mark_sent(session, job, at=at)
        else:
            spool.mark_unconfirmed(session, job, at=at, error="putus")
        job = spool.retry(session, job, by=None, at=at)
        assert job.copy == number
    other = queued(session, till, at, sale=13)
    assert other.copy == 0
    assert spool.next_copy(session, kind="receipt", source_kind="sale", source_id=13) == 1


def test_what_still_waits_is_not_doubled(session: Session, till: Printer, at: datetime) -> None:
    job = queued(session, till, at)
    with pytest.raises(spool.StillWaiting):
        spool.retry(session, job, by=None, at=at)
    spool.claim_next(session, till.id, at=at)
    with pytest.raises(spool.StillWaiting):
        spool.retry(session, job, by=None, at=at)


def test_a_waiting_job_moves_to_another_printer_unmarked(
    session: Session, till: Printer, at: datetime
) -> None:
    other = add_printer(session, "Kantor", columns=32)
    job = queued(session, till, at)
    moved = spool.reroute(session, job, other, by=None, at=at)
    assert (moved.printer_id, moved.copy, job.state) == (other.id, 0, State.FAILED)
    assert spool.claim_next(session, till.id, at=at) is None
    assert spool.claim_next(session, other.id, at=at) is moved


def test_an_archived_printer_stops_no_sale_and_its_jobs_go_elsewhere(
    session: Session, till: Printer, at: datetime
) -> None:
    other = add_printer(session, "Kantor")
    till.archived_at = at
    job = queued(session, till, at)
    assert job.state == State.FAILED and job.error
    with pytest.raises(spool.Archived):
        spool.retry(session, job, by=None, at=at)
    assert spool.reroute(session, job, other, by=None, at=at).copy == 0


def test_a_browser_printers_job_is_sent_when_a_person_printed_it(
    session: Session, till: Printer, at: datetime
) -> None:
    job = queued(session, add_printer(session, "Peramban", connection="browser"), at)
    spool.hand_over(session, job, at=at)
    spool.hand_over(session, job, at=at)
    assert (job.state, spool.retry(session, job, by=None, at=at).copy) == (State.SENT, 1)
    spooled = queued(session, till, at)
    spool.hand_over(session, spooled, at=at)
    assert spooled.state == State.QUEUED


def test_what_a_dead_worker_was_printing_is_left_to_a_person(
    session: Session, till: Printer, at: datetime
) -> None:
    job, waiting = queued(session, till, at), queued(session, till, at)
    spool.claim_next(session, till.id, at=at)
    assert spool.recover(session, till.id, at=at) == 1
    assert (job.state, waiting.state) == (State.UNCONFIRMED, State.QUEUED)
    assert spool.retry(session, job, by=None, at=at).copy == 1


def test_the_database_itself_refuses_to_replay_to_change_or_to_forget(
    session: Session, till: Printer, at: datetime
) -> None:
    job = queued(session, till, at)
    spool.claim_next(session, till.id, at=at)
    spool.mark_sent(session, job, at=at)
    mine = PrintJob.id == job.id
    for statement in (
        update(PrintJob).where(mine).values(state=State.QUEUED),
        update(PrintJob).where(mine).values(document={"kind": "receipt"}),
        update(PrintJob).where(mine).values(copy=5),
        delete(PrintJob).where(mine),
    ):
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(statement)


def test_the_till_is_told_how_its_printer_does(
    session: Session, till: Printer, at: datetime
) -> None:
    assert queries.queue(session, till.id) == queries.Queue(0, None)
    job = queued(session, till, at)
    assert queries.queue(session, till.id) == queries.Queue(1, None)
    spool.claim_next(session, till.id, at=at)
    spool.put_back(session, job, at=at, error="Kertas habis.")
    assert queries.queue(session, till.id) == queries.Queue(1, "Kertas habis.")
    later = at + timedelta(seconds=2)
    spool.claim_next(session, till.id, at=later)
    spool.mark_sent(session, job, at=later)
    assert queries.queue(session, till.id) == queries.Queue(0, None)


def test_every_paper_can_be_queued(session: Session, till: Printer, at: datetime) -> None:
    made: list[Document] = [papers.receipt(copy=2), papers.shift_report(), papers.test_page()]
    jobs = [
        spool.enqueue(session, till, d, source_kind="test", source_id=1, by=None, at=at)
        for d in made
    ]
    assert [job.copy for job in jobs] == [2, 0, 0]
    assert list(queries.jobs_of(session, "test", 1)) == jobs
    shown = lists.shown(session, JOBS, lists.Asked(sort="id", chosen={"printer": str(till.id)}))
    assert list(shown.rows) == jobs
