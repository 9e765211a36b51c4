"""What is earned and stated, and what waits: stories on both engines."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.products import contracts
from core.errors import Refused
from pos.ledger.models import ChainLink
from pos.sales import completing
from pos.sales import queries as sales
from pos.sales.tenders import Offer
from pos.settlements import queries, service
from pos.settlements.due import Terms, drafts
from pos.settlements.models import SettlementRun, Statement, StatementEntry
from printers.pdf import pdf_bytes
from tests.pos.settlements.stage import DAY, SELENDANG, Stage
from tests.pos.showroom import QRIS
from tests.tools.reading import page_texts


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

    paper = stage.paper(stage.latest())

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
    (head,) = stage.paper(statement).heads
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
    assert stage.paper(stage.latest()).held == SELENDANG

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

    paper = stage.paper(stage.latest())
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


def agree(stage: Stage, terms: contracts.Terms, maker: Maker) -> None:
    """Agree on a maker's terms from today on."""
    stage.database.write(
        lambda session: contracts.agree(
            session, terms, starts_on=stage.today, by=None, at=stage.at,
            maker=session.get_one(Maker, maker.id),
        )
    )  # fmt: skip


def test_the_minimum_of_a_makers_contract_counts_beside_the_runs(stage: Stage):
    agree(stage, contracts.Terms("net", payout_minimum=60_000), stage.room.other)
    stage.sell({"selendang": 1, "emping": 1})

    run = stage.settle(minimum=20_000)

    with stage.database.reader() as session:
        skipped = queries.skipped_of_run(session, run)
        assert [row.closing for row in skipped] == [55_000]
        assert len(queries.statements_of_run(session, run)) == 1
    stage.settle(only=(stage.room.other.id,))
    assert stage.latest(stage.room.other.id).closing == 55_000


def test_a_run_for_some_makers_leaves_the_others(stage: Stage):
    stage.sell({"selendang": 1, "emping": 1})

    stage.settle(only=(stage.room.other.id,))

    assert [s.maker_id for s in stage.statements()] == [stage.room.other.id]


def test_a_statement_speaks_the_maker_s_language_and_keeps_it(stage: Stage):
    stage.sell({"selendang": 1}, discount=5_000)
    stage.do(lambda session: setattr(session.get_one(Maker, stage.room.maker.id), "language", "en"))
    stage.settle()

    paper = stage.paper(stage.latest())
    assert (paper.language, paper.terms) == ("en", "Commission 20%")
    with stage.files.open(stage.latest().pdf) as file:
        stored = file.read()
    assert stored == pdf_bytes(paper)
    told = " ".join(page_texts(stored))
    assert "Consignment statement" in told
    assert "Three hundred twenty thousand rupiah" in " ".join(told.split())
