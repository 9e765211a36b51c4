"""Transfers: one file for the bank, its answer row by row, and a maker is never paid twice."""

import csv
import io
import re
from datetime import timedelta
from functools import partial

import pytest
from PIL import Image
from sqlalchemy import event
from sqlalchemy.orm import Session

from catalogue.makers import owners, private
from catalogue.makers.models import Maker
from core import jobs
from core.db import Database
from core.errors import Forbidden, Refused
from core.users.models import User
from pos.settlements import payable
from pos.settlements import queries as settled
from pos.settlements import service as settling
from pos.settlements.maker_records import erasing, merging
from pos.settlements.maker_records.erasing import Traces
from pos.settlements.models import Statement
from pos.settlements.paying_day import queries as paying_day
from pos.settlements.transfers import queries, service
from pos.settlements.transfers.layout import (
    GENERIC,
    MANDIRI,
    OWN_ACCOUNT,
    as_csv,
    read_layout,
    written,
)
from pos.settlements.transfers.models import TransferBatch
from pos.settlements.transfers.reading import Answer, Wanted, read_answers
from tests.pos.settlements.maker_records.test_merging import begin
from tests.pos.settlements.office import browser, rows, send, work
from tests.pos.settlements.stage import SELENDANG, Stage
from tests.racing import race

ACCOUNT = "0012345678901"


@pytest.fixture
def settled_stage(stage: Stage) -> Stage:
    """Both makers have a statement, 324.000 and 55.000, and the first one a bank account."""
    stage.sell({"selendang": 1, "emping": 1})
    stage.settle()
    stage.do(lambda session: keep_account(session, stage, stage.room.maker.id))
    return stage


def keep_account(session: Session, stage: Stage, maker_id: int, account: str = ACCOUNT) -> None:
    maker = session.get_one(type(stage.room.maker), maker_id)
    private.keep(
        session, maker, nik="", bank_name="Bank Lampung", bank_account=account,
        bank_holder="=Sekar Binti", by=stage.room.manager.id, at=stage.at,
    )  # fmt: skip


def manager(session: Session, stage: Stage) -> User:
    return session.get_one(User, stage.room.manager.id)


def sent(stage: Stage, *numbers: str) -> int:
    def work(session: Session) -> int:
        wanted = [settled.require_statement(session, number) for number in numbers]
        return service.send(session, wanted, by=manager(session, stage), at=stage.at).id

    return stage.database.write(work)


def batch_of(stage: Stage, batch_id: int) -> TransferBatch:
    with stage.database.reader() as session:
        batch = queries.require(session, batch_id)
        assert batch.rows
        return batch


def decide(stage: Stage, batch_id: int, *, reason: str = "") -> None:
    def work(session: Session) -> None:
        batch = queries.require(session, batch_id)
        row_id, at = batch.rows[0].id, stage.at
        if reason:
            service.failed(session, batch, row_id, reason=reason, by=stage.room.manager.id, at=at)
        else:
            service.paid(session, batch, row_id, by=manager(session, stage), at=at)

    stage.do(work)


def test_a_transfer_under_way_is_paid_by_nobody_else_and_the_next_run_waits(settled_stage: Stage):
    stage = settled_stage
    batch_id = sent(stage, "S000001")

    with pytest.raises(payable.InTransfer, match="TB-0001"):
        stage.pay(stage.latest())
    with pytest.raises(Refused, match="transfernya sudah jalan"):
        sent(stage, "S000001")
    with stage.database.reader() as session:
        day = paying_day.paying_day(session, on=stage.today)
    assert [row.statement.number for row in day.cash] == ["S000002"]
    assert [(row.statement.number, row.batch.number) for row in day.by_transfer if row.batch] == [
        ("S000001", "TB-0001")
    ]

    stage.sell({"dompet": 1})
    run = stage.settle()
    with stage.database.reader() as session:
        skipped = settled.skipped_of_run(session, run)
    assert [(one.maker_id, one.reason) for one in skipped] == [(stage.room.maker.id, "paying")]
    assert stage.latest().number == "S000001"

    decide(stage, batch_id)
    assert stage.balance("bank") == -SELENDANG
    assert batch_of(stage, batch_id).rows[0].payout_id is not None
    stage.settle()
    assert stage.latest().closing == 26_667


def test_what_the_bank_did_not_pay_can_be_paid_again(settled_stage: Stage):
    stage = settled_stage
    first = sent(stage, "S000001")
    decide(stage, first, reason="rekening ditutup")
    assert stage.owed() == SELENDANG

    again = sent(stage, "S000001")
    decide(stage, again)

    assert stage.owed() == 0
    with pytest.raises(Refused, match="sudah dicatat"):
        decide(stage, again, reason="ternyata gagal")


def test_nobody_says_of_the_own_transfer_that_it_failed(settled_stage: Stage):
    stage = settled_stage
    batch_id = sent(stage, "S000001")

    def mine(session: Session) -> None:
        maker, me = session.get_one(Maker, stage.room.maker.id), stage.room.manager.id
        owners.say(session, maker, manager(session, stage), by=me, at=stage.at)

    stage.do(mine)
    with pytest.raises(Forbidden, match="pengurus lain"):
        decide(stage, batch_id, reason="katanya gagal")
    assert batch_of(stage, batch_id).is_open


def test_nobody_without_an_account_goes_to_the_bank(settled_stage: Stage):
    with pytest.raises(Refused, match="Dapur Emping Rekaan belum punya rekening"):
        sent(settled_stage, "S000002")


def test_two_who_book_the_banks_answer_pay_once(settled_stage: Stage, database_url: str):
    stage = settled_stage
    batch_id, at = sent(stage, "S000001"), stage.at

    def book(database: Database) -> str:
        def work(session: Session) -> str:
            batch = queries.require(session, batch_id)
            by = manager(session, stage)
            return service.paid(session, batch, batch.rows[0].id, by=by, at=at).number

        return database.write(work)

    assert sorted(race(database_url, book, book)) == ["Conflict", "K000001"]
    assert stage.balance("bank") == -SELENDANG


def test_sending_and_paying_at_the_same_moment_is_one_payment(
    settled_stage: Stage, database_url: str
):
    stage, at = settled_stage, settled_stage.at

    def send_it(database: Database) -> str:
        def work(session: Session) -> str:
            wanted = [session.get_one(Statement, stage.latest().id)]
            return service.send(session, wanted, by=manager(session, stage), at=at).number

        return database.write(work)

    def pay_it(database: Database) -> str:
        def work(session: Session) -> str:
            statement = session.get_one(Statement, stage.latest().id)
            by = manager(session, stage)
            return settling.pay(session, statement, "bank", by=by, at=at).number

        return database.write(work)

    ended = sorted(race(database_url, send_it, pay_it))
    assert ended in (["AlreadyPaid", "K000001"], ["InTransfer", "TB-0001"])


def test_a_manager_sends_a_file_and_brings_the_answer(app, settled_stage: Stage):
    stage = settled_stage
    office = browser(app, stage.room.manager)
    page = office.get("/manage/bank-transfers").text
    assert page.count('name="statement"') == 1  # the other has no account yet
    statement = stage.latest().id
    at = send(office, "/manage/bank-transfers", statement=[statement]).location

    file = list(csv.reader(io.StringIO(office.post(f"{at}/file", data={"form": "csv"}).text)))
    assert file[0][:3] == ["Rekening", "Nama penerima", "Bank"]
    assert file[1] == [
        f"'{ACCOUNT}" if file[1][0].startswith("'") else ACCOUNT, "'=Sekar Binti", "Bank Lampung",
        "121", "324000", "S000001", "Hasil titip S000001",
    ]  # fmt: skip
    assert "diunduh" in office.get(at).text  # who fetched the account numbers is on the page

    answer = (
        "No;Rekening;Jumlah;Nomor;Status\n1;001;324.000;S000001;BERHASIL\n2;9;5;S000077;Gagal\n"
    )
    told = send(office, f"{at}/answer", file=(io.BytesIO(answer.encode()), "hasil.csv"))
    assert told.status_code == 303
    waiting = office.get(at).text  # it asks again by itself, and nothing can be pressed meanwhile
    assert 'hx-trigger="every 1s"' in waiting and '<meta http-equiv="refresh"' in waiting
    assert all(
        " disabled" in button
        for button in re.findall(r"<button[^>]*(?:outcome|answer)[^>]*>", waiting)
    )
    work(app)
    shown = office.get(at, headers={"HX-Request": "true"}).text
    assert "hx-trigger" not in shown and "<html" not in shown
    assert rows(shown, "transfer-row")[0]["state"] == "paid"
    assert "Baris 3: S000077 tidak menunggu di kiriman ini" in shown
    assert stage.owed() == 0
    assert send(office, f"{at}/answer", pasted="").status_code == 422


def test_a_file_fetched_again_counts_and_sums_only_what_the_bank_has_not_decided(
    settled_stage: Stage,
):
    stage, by = settled_stage, {"by": settled_stage.room.manager.id, "at": settled_stage.at}
    own = MANDIRI.replace(OWN_ACCOUNT, "1140001234567")
    stage.do(lambda session: keep_account(session, stage, stage.room.other.id))
    stage.do(lambda session: service.set_layout(session, own, **by))
    batch = sent(stage, "S000001", "S000002")
    with stage.database.reader() as session:
        first = queries.require(session, batch).rows[0]
        left = queries.require(session, batch).total - first.amount
    decide(stage, batch, reason="rekening ditutup")

    cells = stage.database.write(
        lambda session: service.file_of(session, queries.require(session, batch), **by)
    )
    assert cells[0][3:5] == ["1", str(left)]
    assert [row for row in cells if "S000001" in row] == []


def test_an_account_that_became_another_one_is_told_before_a_file_goes_out(
    app, settled_stage: Stage
):
    stage, office = settled_stage, browser(app, settled_stage.room.manager)
    batch = sent(stage, "S000001")
    at = f"/manage/bank-transfers/{batch}"
    stage.do(lambda session: keep_account(session, stage, stage.room.maker.id))  # the same again
    assert 'data-testid="account-changed"' not in office.get(at).text

    stage.do(lambda session: keep_account(session, stage, stage.room.maker.id, "999"))
    assert 'data-testid="account-changed"' in office.get(at).text
    refused = office.post(f"{at}/file", data={"form": "csv"})
    assert (refused.status_code, "jangan kirim lagi" in refused.text) == (422, True)
    assert "999" in office.post(f"{at}/file", data={"form": "csv", "sure": "1"}).text

    stage.do(lambda session: keep_account(session, stage, stage.room.maker.id, ""))
    assert office.post(f"{at}/file", data={"form": "csv", "sure": "1"}).status_code == 422
    decide(stage, batch, reason="rekening ditutup")
    assert office.post(f"{at}/file", data={"form": "csv"}).status_code == 409


def test_who_is_paid_by_a_transfer_under_way_is_not_erased(settled_stage: Stage):
    stage = settled_stage
    sent(stage, "S000001")

    def erase(session: Session) -> None:
        maker = session.get_one(type(stage.room.maker), stage.room.maker.id)
        erasing.erase(
            session,
            maker,
            Traces((), ()),
            confirmed=maker.code,
            by=stage.room.manager.id,
            at=stage.at,
        )

    with pytest.raises(Refused, match="menunggu jawaban bank"):
        stage.do(erase)


def test_sending_asks_as_much_for_many_as_for_one(settled_stage: Stage):
    stage = settled_stage
    stage.do(lambda session: keep_account(session, stage, stage.room.other.id))
    counts = []
    for numbers in (["S000001"], ["S000001", "S000002"]):
        with stage.database.writer() as session:
            wanted = [settled.require_statement(session, number) for number in numbers]
            asked: list[str] = []
            listen = partial(note_select, asked)
            event.listen(session.connection(), "before_cursor_execute", listen)
            service.send(session, wanted, by=manager(session, stage), at=stage.at)
            event.remove(session.connection(), "before_cursor_execute", listen)
            counts.append(len(asked))
            session.rollback()

    assert counts[0] == counts[1]


def note_select(asked: list[str], _connection, _cursor, statement: str, *_rest: object) -> None:
    if statement.lstrip().upper().startswith("SELECT"):
        asked.append(statement)


def test_the_bank_s_slip_is_kept_and_shown_to_a_manager_alone(app, settled_stage: Stage):
    stage = settled_stage
    office = browser(app, stage.room.manager)
    stage.pay(stage.latest(), "bank")
    photo = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(photo, "JPEG")
    path = "/manage/payouts/K000001/slips"
    assert send(office, path, scan=(io.BytesIO(photo.getvalue()), "bukti.jpg")).status_code == 303
    assert 'data-testid="transfer-slip"' in office.get(path).text
    assert office.get(f"{path}/1").mimetype == "image/jpeg"
    assert office.get(f"{path}/2").status_code == 404
    assert send(office, path, scan=(io.BytesIO(b"words"), "x.txt")).status_code == 422
    assert browser(app, stage.room.cashier).get(f"{path}/1").status_code == 403


def test_the_column_map_is_edited_and_a_batch_keeps_its_own(app, settled_stage: Stage):
    stage = settled_stage
    office = browser(app, stage.room.manager)
    batch_id = sent(stage, "S000001")
    path = "/manage/bank-transfers/layout"
    assert "belum pernah dicoba" in office.get(f"{path}?preset=mandiri").text
    for wrong in ("Rekening", "Jumlah = {uang}", "judul: ya", MANDIRI):
        assert send(office, path, layout=wrong).status_code == 422
    assert send(office, path, layout="Jumlah = {jumlah}").status_code == 303
    assert "Jumlah = {jumlah}" in office.get(path).text
    assert read_layout(batch_of(stage, batch_id).layout) == read_layout(GENERIC)


def test_mandiri_s_layout_begins_with_its_head():
    head = {"tanggal": "20260509", "banyak": "1", "total": "324000"}
    row = {"rekening": ACCOUNT, "nama": "Sekar", "jumlah": "324000", "nomor": "S000001",
           "layanan_mandiri": "BAU", "kode_bank": "121", "bank": "Bank Lampung", "berita": "x"}  # fmt: skip
    text = as_csv(written(read_layout(MANDIRI), head, [row])).splitlines()
    assert text[0] == "P,20260509,REKENING-GALERI,1,324000"
    cells = next(csv.reader([text[1]]))
    assert [cells[0].lstrip("'"), *cells[5:12]] == [
        ACCOUNT, "IDR", "324000", "x", "S000001", "BAU", "121", "Bank Lampung",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("S000001,324000,SUKSES", Answer(7, is_paid=True)),
        ("Hasil titip S000001;Rp324.000,00;Success", Answer(7, is_paid=True)),
        ("S000001|324000|GAGAL|rekening ditutup", Answer(7, is_paid=False, reason="rekening ditutup")),
        ("S000001,324000,Rejected: invalid account", Answer(7, is_paid=False, reason="Rejected: invalid account")),
        ("S000001,324001,SUKSES", "jumlahnya lain"),
        ("S000001,324000,Tidak berhasil", Answer(7, is_paid=False, reason="Tidak berhasil")),
        ("S000001,324000,Unpaid", Answer(7, is_paid=False, reason="Unpaid")),
        ("S000001,324000,belum selesai", "tidak tertulis berhasil atau gagal"),
        ("S000001,324000,proses", "tidak tertulis berhasil atau gagal"),
        ("S000009,324000,SUKSES", "tidak menunggu"),
        ("entah,324000,SUKSES", "tidak ada nomor laporan"),
        ("S000001;Ibu Failasufa Gagal;324000;SUKSES", Answer(7, is_paid=True)),
        ("S000001;IBU FAILASUFA GA;324000;BERHASIL", Answer(7, is_paid=True)),
        ("S000001;Ibu Failasufa Gagal;324000;ANTRI", "tidak tertulis berhasil atau gagal"),
        ("S000001;TRF KE IBU FAILASUFA GAGAL BERHASIL;324000", Answer(7, is_paid=True)),
        ("S000001;TRF IBU FAILASUFA GAGAL;324000;", "tidak tertulis berhasil atau gagal"),
        ("S000001;Paidi;324000;HOLD", "tidak tertulis berhasil atau gagal"),
        ("S000001;SUKSES;324000;Ditolak", "tidak tertulis berhasil atau gagal"),
        ("S000001;" + "9" * 5000 + ";SUKSES", Answer(7, is_paid=True)),
    ],
)  # fmt: skip
def test_the_banks_lines_are_read_or_come_back_with_a_reason(line: str, said: Answer | str):
    mark = next(mark for mark in "|;," if mark in line)
    head = mark.join(("Nomor", "Jumlah", "Status"))
    found = read_answers(
        f"{head}\n{line}", {"S000001": Wanted(7, 324_000, ("Ibu Failasufa Gagal",))}
    )
    if isinstance(said, Answer):
        assert (found.answers, found.unknown) == ((said,), ())
    else:
        assert found.answers == ()
        assert [number for number, _reason in found.unknown] == [2]
        assert said in found.unknown[0][1]


def test_an_answer_with_old_line_ends_is_read_and_one_that_is_none_is_refused():
    wanted = {"S000001": Wanted(7, 324_000)}
    old = read_answers("No;Jumlah;Status\rS000001;324000;SUKSES\r", wanted)
    assert old.answers == (Answer(7, is_paid=True),)
    with pytest.raises(Refused, match="tidak terbaca"):
        read_answers('S000001;"' + "a" * 140_000 + '"', wanted)


def test_no_transfer_is_sent_while_its_maker_is_merged_and_none_is_open_when_that_ends(
    settled_stage: Stage,
):
    stage = settled_stage
    old, into = stage.room.maker.id, stage.room.other.id
    batch = sent(stage, "S000001")
    with pytest.raises(merging.InProgress):
        begin(stage, old, into)
    decide(stage, batch, reason="rekening ditutup")
    begin(stage, old, into)
    with pytest.raises(Refused, match="sedang digabung"):
        sent(stage, "S000001")


def test_an_answer_that_came_twice_is_booked_once(settled_stage: Stage):
    stage = settled_stage
    batch_id = sent(stage, "S000001")
    text = "S000001,324000,SUKSES\nS000001,324000,SUKSES"

    def take(session: Session) -> int:
        batch = queries.require(session, batch_id)
        wanted = {row.statement.number: Wanted(row.id, row.amount) for row in batch.rows}
        found = read_answers(text, wanted)
        return service.take_answers(session, batch, found, by=stage.room.manager.id, at=stage.at).id

    first, second = (stage.database.write(take) for _time in range(2))
    for job_id in (first, second):
        jobs.run_to_end(stage.database, job_id, now=lambda: stage.at + timedelta(minutes=1))
    with stage.database.reader() as session:
        told = session.get_one(jobs.Job, second)
        assert told.result is not None
        assert (told.result["paid"], len(told.result["refused"])) == (0, 1)
        assert told.payload["unknown"] == [[2, "nomor ini sudah ada di baris sebelumnya"]]
    assert stage.balance("bank") == -SELENDANG
