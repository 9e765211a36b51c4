"""Stories of settling, on both engines: what is earned, stated, paid, taken back, carried on."""

from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from catalogue.makers.models import MakerUser
from core.errors import Conflict, Forbidden, Refused
from core.jobs import Job, advance
from core.users.models import User
from pos.ledger.models import ChainLink, Entry
from pos.sales import completing
from pos.sales import queries as sales
from pos.sales.tenders import Offer
from pos.settlements import posting, queries, service, treasury
from pos.settlements.due import Terms, draft_of, drafts
from pos.settlements.models import Payout, SettlementRun, SkippedMaker, Statement, StatementEntry
from printers.documents import Statement as StatementPaper
from printers.documents import from_json
from tests.pos.settlements.stage import DAY, Stage
from tests.pos.showroom import QRIS

SELENDANG = 324_000
"""What the maker gets of 405.000 at 20 percent."""


def paper_of(stage: Stage, statement: Statement) -> StatementPaper:
    with stage.database.reader() as session:
        paper = from_json(session.get_one(Statement, statement.id).document)
    assert isinstance(paper, StatementPaper)
    return paper


# -- statements ------------------------------------------------------------------------------------


def test_each_maker_with_entries_gets_one_statement(stage: Stage):
    stage.sell({"selendang": 1, "emping": 2})

    run = stage.settle()

    with stage.database.reader() as session:
        rows = queries.statements_of_run(session, run)
        again = session.get_one(SettlementRun, run.id)
        assert again.state == "posted"
    closings = {row.statement.maker.name: row.statement.closing for row in rows}
    assert closings == {"Sekar Benangmas": SELENDANG, "Dapur Emping Rekaan": 110_000}
    assert sorted(row.statement.number for row in rows) == ["S000001", "S000002"]


def test_the_statement_says_of_each_line_how_the_share_comes_about(stage: Stage):
    stage.sell({"selendang": 1}, discount=40_500)
    stage.settle()

    paper = paper_of(stage, stage.latest())

    (line,) = paper.lines
    assert (line.amount, line.discount, line.commission, line.share) == (
        405_000, 32_400, 81_000, 291_600,
    )  # fmt: skip
    assert line.note == "potongan Rp40.500, Rp8.100 ditanggung galeri"
    assert paper.closing == 291_600 == stage.latest().closing
    assert paper.terms == "Komisi 20%"


def test_the_preview_is_what_is_posted(stage: Stage):
    stage.sell({"selendang": 2, "emping": 1, "dompet": 3})
    with stage.database.reader() as session:
        preview = {d.maker_id: d.closing for d in drafts(session, Terms(stage.today, 0))}

    stage.settle()

    assert {s.maker_id: s.closing for s in stage.statements()} == preview


def test_an_entry_stands_on_one_statement_only(stage: Stage):
    stage.sell({"selendang": 1})
    stage.settle()
    first = stage.latest()
    stage.sell({"dompet": 1})

    stage.settle(stage.today)

    second = stage.latest()
    assert second.opening == first.closing == SELENDANG
    assert second.change == 26_667
    with stage.database.reader() as session:
        stated = session.scalars(select(StatementEntry.entry_id)).all()
        assert len(stated) == len(set(stated)) == 2


def test_the_pdf_is_kept_as_it_was_posted(stage: Stage):
    stage.sell({"selendang": 1})
    stage.settle()

    statement = stage.latest()

    with stage.files.open(statement.pdf) as file:
        assert file.read(5) == b"%PDF-"


def test_a_statement_is_sealed_in_the_office_chain(stage: Stage):
    stage.sell({"selendang": 1})
    stage.settle()

    statement = stage.latest()

    with stage.database.reader() as session:
        link = session.scalars(
            select(ChainLink).where(
                ChainLink.source_kind == "statement", ChainLink.source_id == statement.id
            )
        ).one()
    assert link.chain == "office"
    assert f'"pdf":"{statement.pdf}"' in link.content
    assert "Sekar" not in link.content
    (head,) = paper_of(stage, statement).heads
    assert head.startswith("till:G1: ")


def test_nothing_to_settle_is_refused(stage: Stage):
    with pytest.raises(Refused, match="Belum ada"):
        stage.start()


def test_two_runs_are_not_posted_at_once(stage: Stage):
    stage.sell({"selendang": 1})
    stage.start()

    with pytest.raises(service.RunInProgress):
        stage.start()


def test_the_database_itself_allows_one_posting_run(stage: Stage):
    stage.sell({"selendang": 1})
    run = stage.start()

    with pytest.raises(IntegrityError), stage.database.writer() as session:
        session.add(
            SettlementRun(
                number="H9999",
                cutoff=run.cutoff,
                hold_days=0,
                minimum=0,
                state="posting",
                created_at=stage.at,
                created_by=stage.room.manager.id,
            )
        )


def test_a_posted_statement_cannot_be_changed(stage: Stage):
    stage.sell({"selendang": 1})
    stage.settle()

    with pytest.raises(Exception, match="append-only"), stage.database.writer() as session:
        session.get_one(Statement, stage.latest().id).closing = 0


# -- what waits ------------------------------------------------------------------------------------


def test_a_sale_waits_for_its_hold(stage: Stage):
    stage.sell({"selendang": 1})
    with pytest.raises(Refused):
        stage.start(stage.today + 2 * DAY, hold_days=3)

    stage.settle(stage.today + 3 * DAY, hold_days=3)

    assert stage.latest().closing == SELENDANG


def test_money_not_seen_yet_is_never_due(stage: Stage):
    sale_id = stage.sell({"selendang": 1}, offers=QRIS)
    stage.sell({"dompet": 1})
    stage.settle(stage.today + 60 * DAY)
    assert stage.latest().closing == 26_667
    assert paper_of(stage, stage.latest()).held == SELENDANG

    def confirm(session: Session) -> None:
        (tender,) = sales.require(session, sale_id).tenders
        completing.confirm(session, tender, by=stage.room.manager.id, at=stage.at)

    stage.do(confirm)
    stage.settle(stage.today + 60 * DAY)

    assert stage.latest().change == SELENDANG


def test_all_money_of_a_sale_must_be_seen(stage: Stage):
    offers = (Offer("qris", 100_000), Offer("qris", 100_000), Offer("cash"))
    sale_id = stage.sell({"selendang": 1}, offers=offers)

    def confirm_first(session: Session) -> None:
        tender = sales.require(session, sale_id).tenders[0]
        completing.confirm(session, tender, by=stage.room.manager.id, at=stage.at)

    stage.do(confirm_first)

    with pytest.raises(Refused):
        stage.start(stage.today + 60 * DAY)


def test_a_return_waits_with_its_sale(stage: Stage):
    sale_id = stage.sell({"dompet": 3})
    stage.give_back(sale_id, 1)
    with pytest.raises(Refused):
        stage.start(stage.today, hold_days=1)

    stage.settle(stage.today + DAY, hold_days=1)

    paper = paper_of(stage, stage.latest())
    assert [line.quantity for line in paper.lines] == [3, -1]
    assert paper.lines[1].note.startswith("retur dari nota G1")


def test_the_minimum_leaves_small_balances_for_later_and_says_so(stage: Stage):
    stage.sell({"selendang": 1, "emping": 1})

    run = stage.settle(minimum=100_000)

    with stage.database.reader() as session:
        skipped = queries.skipped_of_run(session, run)
        assert [(row.maker.name, row.closing) for row in skipped] == [
            ("Dapur Emping Rekaan", 55_000)
        ]
        assert len(queries.statements_of_run(session, run)) == 1
    stage.settle()
    assert stage.latest(stage.room.other.id).closing == 55_000


def test_a_run_for_some_makers_leaves_the_others(stage: Stage):
    stage.sell({"selendang": 1, "emping": 1})

    stage.settle(only=(stage.room.other.id,))

    assert [s.maker_id for s in stage.statements()] == [stage.room.other.id]


# -- payouts ---------------------------------------------------------------------------------------


def test_cash_is_rounded_down_and_the_rest_stays_in_the_balance(stage: Stage):
    stage.sell({"dompet": 1})
    stage.settle()

    payout = stage.pay(stage.latest())

    assert (payout.number, payout.amount) == ("K000001", 26_600)
    assert stage.owed() == 67
    assert stage.balance("treasury") == -26_600
    stage.settle()
    assert (stage.latest().opening, stage.latest().closing) == (26_667, 67)


def test_a_transfer_is_exact(stage: Stage):
    stage.sell({"dompet": 1})
    stage.settle()

    payout = stage.pay(stage.latest(), "bank")

    assert (payout.method, payout.amount) == ("transfer", 26_667)
    assert stage.owed() == 0
    assert stage.balance("bank") == -26_667


def test_a_drawer_pays_while_its_shift_is_open(stage: Stage):
    stage.sell({"selendang": 1})
    stage.settle()
    before = stage.balance(f"cash:till:{stage.room.till.id}")

    payout = stage.pay(stage.latest(), "drawer", till_id=stage.room.till.id)

    assert payout.shift_id == stage.room.shift.id
    assert stage.balance(f"cash:till:{stage.room.till.id}") == before - SELENDANG


def test_a_closed_drawer_pays_nothing(stage: Stage):
    stage.sell({"selendang": 1})
    stage.settle()
    stage.close_shift()

    with pytest.raises(Refused, match="belum buka"):
        stage.pay(stage.latest(), "drawer", till_id=stage.room.till.id)


def test_books_that_show_too_little_warn_and_do_not_refuse(stage: Stage):
    stage.sell({"selendang": 1})
    stage.settle()

    payout = stage.pay(stage.latest())

    with stage.database.reader() as session:
        warning = treasury.shortfall_after(session, session.get_one(Payout, payout.id))
    assert warning is not None
    assert "Kas bendahara kini kurang Rp324.000" in warning


def test_only_the_latest_statement_is_paid(stage: Stage):
    stage.sell({"selendang": 1})
    stage.settle()
    older = stage.latest()
    stage.sell({"dompet": 1})
    stage.settle()

    with pytest.raises(service.Superseded, match="S000002"):
        stage.pay(older)

    assert stage.pay(stage.latest(), "bank").amount == SELENDANG + 26_667


def test_a_statement_is_paid_once(stage: Stage):
    stage.sell({"selendang": 1})
    stage.settle()
    stage.pay(stage.latest())

    with pytest.raises(service.AlreadyPaid, match="K000001"):
        stage.pay(stage.latest(), "bank")


def test_nobody_pays_themselves(stage: Stage):
    stage.sell({"selendang": 1})
    stage.settle()

    def pay_own(session: Session) -> None:
        statement = session.get_one(Statement, stage.latest().id)
        account = session.get_one(MakerUser, stage.room.maker.id)
        person = session.get_one(User, account.user_id)
        service.pay(session, statement, "treasury", by=person, at=stage.at)

    with pytest.raises(Forbidden):
        stage.do(pay_own)


def test_sale_statement_payout_return_and_the_next_statement_nets_to_zero(stage: Stage):
    sale_id = stage.sell({"selendang": 1})
    stage.settle()
    stage.pay(stage.latest(), "bank")
    stage.give_back(sale_id, 1)
    assert stage.owed() == -SELENDANG
    stage.settle()
    carried = stage.latest()
    assert (carried.opening, carried.change, carried.closing) == (
        SELENDANG, -2 * SELENDANG, -SELENDANG,
    )  # fmt: skip
    with pytest.raises(service.NothingToPay):
        stage.pay(carried)

    stage.sell({"selendang": 1})
    stage.settle()

    assert stage.latest().closing == 0 == stage.owed()
    with stage.database.reader() as session:
        assert draft_of(session, Terms(stage.today, 0), stage.room.maker.id).is_empty


def test_a_payout_taken_back_can_be_paid_again(stage: Stage):
    stage.sell({"selendang": 1})
    stage.settle()
    first = stage.pay(stage.latest())

    stage.take_back(first)
    assert stage.owed() == SELENDANG
    assert stage.balance("treasury") == 0
    second = stage.pay(stage.latest(), "bank")

    assert second.number == "K000002"
    stage.settle()
    paper = paper_of(stage, stage.latest())
    assert [(entry.label, entry.amount) for entry in paper.entries] == [
        ("Pembayaran K000001", -SELENDANG),
        ("Pembayaran K000001 dibatalkan", SELENDANG),
        ("Pembayaran K000002", -SELENDANG),
    ]
    assert paper.closing == 0


def test_a_payout_is_taken_back_once_and_with_a_reason(stage: Stage):
    stage.sell({"selendang": 1})
    stage.settle()
    payout = stage.pay(stage.latest())
    with pytest.raises(Refused, match="mengapa"):
        stage.take_back(payout, " ")

    stage.take_back(payout)

    with pytest.raises(Conflict, match="sudah dibatalkan"):
        stage.take_back(payout)


def test_money_of_a_closed_drawer_comes_back_to_the_treasurer(stage: Stage):
    stage.sell({"selendang": 1})
    stage.settle()
    payout = stage.pay(stage.latest(), "drawer", till_id=stage.room.till.id)
    stage.close_shift()

    stage.take_back(payout)

    assert stage.balance("treasury") == SELENDANG
    assert stage.balance(f"cash:till:{stage.room.till.id}") == 0


def test_a_statement_after_the_payout_shows_it_and_supersedes(stage: Stage):
    stage.sell({"selendang": 1})
    stage.settle()
    older = stage.latest()
    payout = stage.pay(older)
    stage.settle()
    assert stage.latest().closing == 0

    stage.take_back(payout)

    with pytest.raises(service.Superseded):
        stage.pay(older)
    stage.settle()
    assert stage.pay(stage.latest()).amount == SELENDANG


def test_what_the_maker_sees_is_what_the_ledger_owes(stage: Stage):
    stage.sell({"selendang": 1})
    stage.sell({"dompet": 1}, offers=QRIS)
    stage.settle()
    maker_id = stage.room.maker.id

    with stage.database.reader() as session:
        held = queries.held(session, maker_id, today=stage.today, hold_days=0)
        payable = queries.payable(session, maker_id)
        assert (held, payable) == (26_667, SELENDANG)
    assert stage.owed() == held + payable

    payout = stage.pay(stage.latest())
    with stage.database.reader() as session:
        assert queries.payable(session, maker_id) == 0
        assert queries.paid_total(session, maker_id) == payout.amount
        found = queries.payout_of(session, stage.latest())
        assert found is not None and found.number == payout.number


# -- the job ---------------------------------------------------------------------------------------


def test_a_run_goes_on_after_a_kill_in_the_middle(stage: Stage):
    stage.sell({"selendang": 1, "emping": 1})
    run = stage.start()
    assert run.job_id is not None

    assert not advance(stage.database, run.job_id, at=stage.at, files=stage.files)
    assert len(stage.statements()) == 1
    with stage.database.reader() as session:
        # The worker is killed between preparing and writing: nothing of it is left in the books.
        posting.prepare(session, session.get_one(Job, run.job_id), stage.at, stage.files)
    assert len(stage.statements()) == 1

    stage.finish(run)

    assert [s.number for s in stage.statements()] == ["S000001", "S000002"]


def test_a_step_prepared_before_something_came_in_is_prepared_anew(stage: Stage):
    stage.sell({"selendang": 1})
    run = stage.start()
    assert run.job_id is not None
    with stage.database.reader() as session:
        ready = posting.prepare(session, session.get_one(Job, run.job_id), stage.at, stage.files)
    stage.sell({"dompet": 1})

    def write(session: Session) -> bool:
        return posting.post_next(session, session.get_one(Job, run.job_id), stage.at, ready)

    assert stage.do(write) is False
    assert stage.statements() == []
    stage.finish(run)
    assert stage.latest().closing == SELENDANG + 26_667


def test_the_same_step_twice_writes_once(stage: Stage):
    stage.sell({"selendang": 1})
    run = stage.start()
    assert run.job_id is not None
    with stage.database.reader() as session:
        ready = posting.prepare(session, session.get_one(Job, run.job_id), stage.at, stage.files)

    def write(session: Session) -> bool:
        return posting.post_next(session, session.get_one(Job, run.job_id), stage.at, ready)

    stage.do(write)
    stage.do(write)

    assert len(stage.statements()) == 1


def test_a_failed_run_is_taken_up_where_it_stopped(stage: Stage):
    stage.sell({"selendang": 1, "emping": 1})
    run = stage.start()
    assert run.job_id is not None
    advance(stage.database, run.job_id, at=stage.at, files=stage.files)
    advance(stage.database, run.job_id, at=stage.at, files=None)  # the files cannot be reached

    with stage.database.reader() as session:
        assert session.get_one(Job, run.job_id).state == "failed"
    again = stage.database.write(
        lambda s: resumed(s, run.id, by=stage.room.manager.id, at=stage.at)
    )
    stage.finish(again)

    assert len(stage.statements()) == 2
    with stage.database.reader() as session:
        assert session.get_one(SettlementRun, run.id).state == "posted"
        assert session.scalar(select(func.count()).select_from(SkippedMaker)) == 0


def test_a_step_writes_one_maker_whatever_there_is(stage: Stage):
    for _time in range(5):
        stage.sell({"selendang": 1, "emping": 1})
    run = stage.start()
    assert run.job_id is not None

    advance(stage.database, run.job_id, at=stage.at, files=stage.files)

    with stage.database.reader() as session:
        rows = session.scalars(select(StatementEntry.maker_id)).all()
        entries = session.scalar(
            select(func.count()).select_from(Entry).where(Entry.reason == "share")
        )
    assert len(rows) == 5 and len(set(rows)) == 1
    assert entries == 10


def resumed(session: Session, run_id: int, *, by: int, at: datetime) -> SettlementRun:
    run = session.get_one(SettlementRun, run_id)
    service.resume_run(session, run, by=by, at=at)
    return run
