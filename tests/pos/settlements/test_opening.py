"""Opening balances: read from a sheet, refused with reasons, posted once, seen on the statement."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from catalogue.makers import service as makers
from catalogue.stock import sheet
from core import jobs
from core.errors import Refused
from pos.ledger.models import Entry
from pos.portal import queries as portal
from pos.reports.verify import verify
from pos.settlements import documents, export
from pos.settlements.models import Statement
from pos.settlements.opening import queries, service
from pos.settlements.opening.columns import OPENING
from pos.settlements.opening.models import OpeningBalance
from pos.settlements.opening.planning import Balance, Plan, make_plan
from pos.settlements.opening.service import AlreadyThere
from printers.pdf import pdf_bytes
from tests.pos.settlements.office import browser
from tests.pos.settlements.stage import Stage
from tests.tools.reading import page_texts

SHEET = Path(__file__).parents[2] / "data" / "saldo_awal.csv"
ON = date(2026, 4, 30)


def plan_of(stage: Stage, content: bytes, on: date = ON, own: tuple[int, ...] = ()) -> Plan:
    with stage.database.reader() as session:
        return make_plan(session, sheet.read_bytes(content, OPENING), on=on, own=own)


def rows(*lines: str) -> bytes:
    """A sheet with the usual columns; a line is `code;name;phone;owed;advance;cash`."""
    return "\n".join(["Kode;Nama;No HP;Utang;Uang Muka;Saldo Kas", *lines]).encode()


def post_all(stage: Stage, plan: Plan, on: date = ON) -> jobs.Job:
    """Post a plan's new rows as the worker does and return the job."""

    def work(session: Session) -> int:
        manager = stage.room.manager.id
        return service.start(session, plan.new, on=on, name="saldo.csv", by=manager, at=stage.at).id

    number = stage.database.write(work)
    jobs.run_to_end(stage.database, number, now=lambda: stage.at)
    with stage.database.reader() as session:
        job = session.get_one(jobs.Job, number)
        assert job.state == "done", job.error
        return job


def post(stage: Stage, balance: Balance, on: date = ON, **how: int) -> int:
    by = {"by": stage.room.manager.id, **how}
    return stage.database.write(
        lambda session: service.post(session, balance, on=on, at=stage.at, **by).id
    )


def take_back(stage: Stage, number: int, reason: str = "salah ketik") -> None:
    def work(session: Session) -> None:
        row = session.get_one(OpeningBalance, number)
        service.take_back(session, row, reason=reason, by=stage.room.manager.id, at=stage.at)

    stage.do(work)


# -- what a sheet says -----------------------------------------------------------------------------


def test_the_demonstration_sheet_is_read_row_by_row(stage: Stage):
    plan = plan_of(stage, SHEET.read_bytes())

    maker, other, till = stage.room.maker.id, stage.room.other.id, stage.room.till.id
    assert {row.balance for row in plan.new} == {
        Balance(f"maker:{maker}", owed=1_250_000),
        Balance(f"maker:{other}", owed=340_500, advance=100_000),
        Balance("treasury", cash=2_750_000),
        Balance(f"safe:{stage.room.outlet.id}", cash=500_000),
        Balance(f"drawer:{till}", cash=300_000),
        Balance("bank", cash=12_000_000),
    }
    assert [row.number for row in plan.refused] == [11, 12, 13, 14]
    assert (plan.owed, plan.advance, plan.cash) == (1_590_500, 100_000, 15_550_000)


@pytest.mark.parametrize(
    "line, sentence",
    [
        (";Perajin Tak Dikenal;;75000;;", "belum ada di daftar perajin"),
        ("M0999;;;75000;;", "tidak ada perajin berkode M0999"),
        ("M0001;Dapur Emping Rekaan;;75000;;", "M0001 milik Sekar Benangmas"),
        (";Sekar Benangmass;;75000;;", "mungkin Sekar Benangmas (M0001): tulis kodenya"),
        (";Sekar Benangmas;;-75000;;", "jumlah “-75000” tidak terbaca"),
        (";Sekar Benangmas;;dua juta;;", "jumlah “dua juta” tidak terbaca"),
        (";Sekar Benangmas;;12,5;;", "jumlah “12,5” tidak terbaca"),
        (";Sekar Benangmas;;99999999999;;", "tidak terbaca"),
        (";Sekar Benangmas;;;;75000", "kolom Saldo Kas hanya untuk"),
        (";Kas bendahara;;75000;;", "ditulis di kolom Saldo Kas"),
        (";Kas bendahara;;5000;;75000", "tidak keduanya"),
        (";Brankas;;;;75000", "Tulis salah satu: Brankas Galeri Tapis, Brankas Lapak"),
        (";;12;75000;;", "nomor HP “12” tidak terbaca"),
        (";;;75000;2000;", "tulis kode atau nama perajinnya"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why_and_what_to_do(stage: Stage, line: str, sentence: str):
    plan = plan_of(stage, rows(line, ";Bank;;;;1000000"))

    assert [row.number for row in plan.refused] == [2]
    assert sentence in plan.refused[0].reason
    assert [row.balance.account for row in plan.new] == ["bank"]


@pytest.mark.parametrize(
    "line, account",
    [
        (";sekar  BENANGMAS;;5000;;", "maker"),
        (";m0001;;5000;;", "maker"),
        (";;0812-0000-0001;5000;;", "maker"),
        (";CV Sekar Benangmas;;5000;;", "maker"),
        (";Kas Laci Kasir 1;;;;5000", "drawer"),
        (";laci;;;;5000", "drawer"),
        (";Brankas G1;;;;5000", "safe"),
        (";Uang di bendahara;;;;5000", "treasury"),
        (";Rekening BRI;;;;5000", "bank"),
        (";Dana QRIS;;;;5000", "qris"),
    ],
)
def test_people_write_names_and_places_as_they_like(stage: Stage, line: str, account: str):
    plan = plan_of(stage, rows(line, "M0002;;;1000;;"))

    assert plan.refused == ()
    assert plan.new[0].balance.account.partition(":")[0] == account


def test_two_rows_of_one_maker_are_refused_both(stage: Stage):
    plan = plan_of(stage, rows("M0001;;;5000;;", ";Sekar Benangmas;;7000;;", "M0002;;;1;;"))

    assert [row.number for row in plan.refused] == [2, 3]
    assert "baris 2, 3 sama-sama milik Sekar Benangmas (M0001)" in plan.refused[0].reason


def test_rows_without_an_amount_are_passed_over(stage: Stage):
    plan = plan_of(stage, rows("M0001;Sekar Benangmas;;0;-;", "M0002;;;1.000;;"))

    assert (plan.empty, len(plan.new), plan.refused) == (1, 1, ())


@pytest.mark.parametrize(
    "content, sentence",
    [
        (b"Kode;Nama\nM0001;Sekar", "tanpa kolom Utang"),
        (b"Utang;Uang Muka\n1000;", "judul kolom Nama atau Kode"),
        (b"Nama;Utang;Hutang\nSekar;1;2", "ada dua kali"),
        (b"%PDF-1.7\n", "kirim Excel"),
        (b"PK\x03\x04 not a workbook", "bukan lembar Excel"),
        (b"", "kosong"),
    ],
)
def test_what_is_no_such_sheet_is_refused_whole(content: bytes, sentence: str):
    with pytest.raises(sheet.NotASheet) as refused:
        sheet.read_bytes(content, OPENING)

    assert sentence in refused.value.message


def test_nobody_records_an_opening_balance_of_their_own(stage: Stage):
    plan = plan_of(stage, rows("M0001;;;5000;;", "M0002;;;5000;;"), own=(stage.room.maker.id,))

    assert [row.number for row in plan.refused] == [2]
    with stage.database.reader() as session:
        her = makers.queries.user_of(session, stage.room.maker.id)
        assert her is not None
    with pytest.raises(Refused):
        post(stage, Balance(f"maker:{stage.room.maker.id}", owed=5_000), by=her.id)


# -- posting ---------------------------------------------------------------------------------------


def test_the_sheet_becomes_dated_entries_once(stage: Stage):
    plan = plan_of(stage, SHEET.read_bytes())
    safe = stage.balance(f"safe:outlet:{stage.room.outlet.id}")

    job = post_all(stage, plan)

    assert job.result == {"posted": 6, "there": 0, "refused": []}
    assert stage.owed() == 1_250_000
    assert stage.owed(stage.room.other.id) == 240_500
    assert stage.balance("treasury") == 2_750_000
    assert stage.balance("bank") == 12_000_000
    assert stage.balance(f"safe:outlet:{stage.room.outlet.id}") == safe + 800_000
    with stage.database.reader() as session:
        days = set(
            session.scalars(
                select(Entry.business_date).where(Entry.source_kind == "opening_balance")
            )
        )
    assert days == {ON}
    again = plan_of(stage, SHEET.read_bytes())
    assert (len(again.new), len(again.there)) == (0, 6)
    stage.all_agree()


def test_a_second_sheet_with_another_amount_is_refused_with_what_to_do(stage: Stage):
    post(stage, Balance(f"maker:{stage.room.maker.id}", owed=5_000))

    plan = plan_of(stage, rows("M0001;;;6000;;", "M0002;;;1000;;"))
    other_day = plan_of(stage, rows("M0001;;;5000;;", "M0002;;;1000;;"), on=date(2026, 5, 1))

    for one in (plan, other_day):
        reason = one.refused[0].reason
        assert "sudah tercatat per 30 April 2026 (utang Rp5.000)" in reason
        assert "batalkan dulu" in reason
    with pytest.raises(AlreadyThere):
        post(stage, Balance(f"maker:{stage.room.maker.id}", owed=5_000))
    assert stage.owed() == 5_000


def test_two_jobs_of_one_sheet_post_it_once(stage: Stage):
    plan = plan_of(stage, SHEET.read_bytes())

    post_all(stage, plan)
    second = post_all(stage, plan)

    assert second.result == {"posted": 0, "there": 6, "refused": []}
    assert stage.owed() == 1_250_000


def test_a_long_sheet_is_written_in_steps_and_goes_on_after_a_stop(stage: Stage):
    def register(session: Session) -> None:
        sentra = makers.sentra_named(session, "Sentra Kopi")
        for number in range(25):
            makers.register(session, f"Kopi Nomor {number}", sentra=sentra, by=None, at=stage.at)

    stage.do(register)
    lines = [f"M{number:04d};;;{number}000;;" for number in range(1, 28)]
    plan = plan_of(stage, rows(*lines))
    job_id = stage.database.write(
        lambda session: (
            service.start(
                session, plan.new, on=ON, name="x", by=stage.room.manager.id, at=stage.at
            ).id
        )
    )

    done = jobs.advance(stage.database, job_id, at=stage.at)

    with stage.database.reader() as session:
        written = session.execute(text("SELECT count(*) FROM opening_balance")).scalar()
    assert (done, written) == (False, service.ROWS_PER_STEP)
    jobs.run_to_end(stage.database, job_id, now=lambda: stage.at)
    with stage.database.reader() as session:
        assert queries.sums(session) == (sum(range(28)) * 1_000, 0, 0)


def test_what_was_wrong_is_taken_back_by_counter_entries_and_written_anew(stage: Stage):
    maker = f"maker:{stage.room.maker.id}"
    wrong = post(stage, Balance(maker, owed=5_000, advance=2_000))
    cash = post(stage, Balance("bank", cash=70_000))

    take_back(stage, wrong)
    take_back(stage, cash)

    assert (stage.owed(), stage.balance("bank"), stage.balance("opening")) == (0, 0, 0)
    with pytest.raises(AlreadyThere):
        take_back(stage, wrong)
    post(stage, Balance(maker, owed=9_000))
    assert stage.owed() == 9_000
    stage.all_agree()


def test_after_the_first_run_one_person_writes_no_debt_of_the_house(stage: Stage, app):
    maker = f"maker:{stage.room.maker.id}"
    first = post(stage, Balance(maker, owed=5_000))
    plan = plan_of(stage, rows("M0002;;;90000000;;"))
    stage.sell({"selendang": 1})
    stage.settle()
    owed = stage.owed()

    for work in (
        lambda: post(stage, Balance(f"maker:{stage.room.other.id}", owed=90_000_000)),
        lambda: take_back(stage, first),
    ):
        with pytest.raises(service.TooLate, match="penyesuaian"):
            work()
    [refused] = plan_of(stage, rows("M0002;;;90000000;;")).refused
    assert "usulkan sebagai penyesuaian" in refused.reason
    told = post_all(stage, plan).result  # a sheet that was planned before the run
    assert (told["posted"], len(told["refused"])) == (0, 1)
    assert (stage.owed(), stage.owed(stage.room.other.id)) == (owed, 0)
    assert (
        "/manage/adjustments/new?maker="
        in browser(app, stage.room.manager).get(f"/manage/opening/{first}").text
    )
    post(stage, Balance("bank", cash=70_000))  # money of the house itself is nobody's claim


def test_taking_back_needs_a_reason(stage: Stage):
    number = post(stage, Balance("bank", cash=70_000))

    with pytest.raises(Refused):
        take_back(stage, number, reason=" ")


def test_an_opening_balance_cannot_be_edited_or_deleted(stage: Stage):
    post(stage, Balance("bank", cash=70_000))
    for statement in ("UPDATE opening_balance SET cash = 1", "DELETE FROM opening_balance"):
        with pytest.raises(DBAPIError):
            stage.do(lambda session, said=statement: session.execute(text(said)))


def test_verify_sees_an_opening_balance_that_the_ledger_does_not_bear_out(stage: Stage):
    post(stage, Balance("bank", cash=70_000))
    drop = "DROP TRIGGER tr_opening_balance_only_reversal_changes"
    if not stage.database.is_sqlite:
        drop += " ON opening_balance"
    stage.do(lambda session: session.execute(text(drop)))
    stage.do(lambda session: session.execute(text("UPDATE opening_balance SET cash = 71000")))

    with stage.database.reader() as session:
        bad = [verdict.name for verdict in verify(session, stage.files) if not verdict.is_good]

    assert bad == ["Buku besar dan kejadiannya", "Saldo awal"]


# -- on the first statement ------------------------------------------------------------------------


def test_the_first_statement_carries_the_balance_over_and_settles_it(stage: Stage):
    stage.sell({"selendang": 1})
    post(stage, Balance(f"maker:{stage.room.maker.id}", owed=1_000_000, advance=250_000))

    stage.settle()

    statement = stage.latest()
    paper = stage.paper(statement)
    assert statement.closing == 1_000_000 - 250_000 + 324_000
    assert paper.carried == 750_000
    assert [(e.label, e.amount, e.day) for e in paper.entries] == [
        ("Saldo pindahan: utang galeri", 1_000_000, ON),
        ("Saldo pindahan: uang muka", -250_000, ON),
    ]
    words = "".join(page_texts(pdf_bytes(paper)))
    assert "Saldo pindahan" in words and "750.000" in words
    with stage.database.reader() as session:
        table = list(
            csv.DictReader(
                io.StringIO(export.statement_csv(session, session.get_one(Statement, statement.id)))
            )
        )
    assert [(r["kind"], r["title"], r["maker_share"]) for r in table[:2]] == [
        ("owed", "Saldo pindahan: utang galeri", "1000000"),
        ("advance", "Saldo pindahan: uang muka", "-250000"),
    ]
    stage.pay(statement)
    assert stage.owed() == statement.closing % 100
    stage.all_agree()


def test_an_advance_alone_leaves_the_maker_owing_and_the_next_sale_pays_it_back(stage: Stage):
    post(stage, Balance(f"maker:{stage.room.maker.id}", advance=400_000))
    stage.settle()
    assert stage.latest().closing == -400_000

    stage.sell({"selendang": 2})
    stage.settle()

    assert stage.latest().closing == 2 * 324_000 - 400_000
    stage.all_agree()


def test_a_cut_off_before_the_day_of_the_balance_leaves_it_out(stage: Stage):
    post(stage, Balance(f"maker:{stage.room.maker.id}", owed=5_000), on=stage.today)
    stage.sell({"selendang": 1})

    with pytest.raises(Refused):
        stage.settle(stage.today - timedelta(days=1))


def test_the_maker_sees_the_balance_carried_over_on_her_own_page(stage: Stage):
    post(stage, Balance(f"maker:{stage.room.maker.id}", owed=1_000_000, advance=250_000))

    with stage.database.reader() as session:
        sum_ = portal.reckoning(session, stage.room.maker.id)
        rights = portal.rights(session, stage.room.maker.id, today=stage.today, hold_days=0)

    assert (sum_.carried, sum_.other, sum_.total) == (750_000, 0, 750_000)
    assert rights.balance == rights.payable == 750_000


def test_every_carried_source_is_told_by_name(stage: Stage):
    with stage.database.reader() as session:
        for reason in ("owed", "advance", "owed_back", "advance_back"):
            label = documents.label_of(session, "opening_balance", 1, reason)
            assert label.startswith("Saldo pindahan")
