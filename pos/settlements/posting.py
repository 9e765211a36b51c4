"""The job that posts a run: one maker a step, in maker order, resumable after any of them.

Drafting, the document and its PDF are made on a reader and the PDF is stored; then one short
transaction looks whether the draft still stands and writes the statement. If something came in
between, nothing is written and the step is prepared anew.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, or_, select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from core import counters
from core.files import Files
from core.jobs import Job, prepared_step
from pos.ledger import service as ledger
from pos.ledger.models import Account
from pos.settlements import documents, queries
from pos.settlements.due import Draft, Terms, draft_of, drafts
from pos.settlements.models import SettlementRun, SkippedMaker, Statement, StatementEntry
from pos.settlements.transfers import queries as transfers
from printers.documents import to_json
from printers.pdf import pdf_bytes

KIND = "settlement"
COUNTER = "statement"


@dataclass(frozen=True)
class Ready:
    """The next maker's draft, prepared after the maker `after`; None when nobody is left.

    Document and PDF are None for a maker whom the run leaves out: below its minimum, or with a
    transfer that the bank has not answered for (`is_paying`).
    """

    after: int
    draft: Draft | None
    document: dict[str, Any] | None = None
    pdf: str | None = None
    is_paying: bool = False


def terms_of(run: SettlementRun) -> Terms:
    """Return what a run settles."""
    only = tuple(run.only) if run.only is not None else None
    return Terms(run.cutoff, run.hold_days, run.minimum, only)


def number_of(count: int) -> str:
    """Return a statement's number: S000123."""
    return f"S{count:06d}"


def prepare(session: Session, job: Job, at: datetime, files: Files | None) -> Ready:
    """Draft the next maker's statement, render it and store the PDF; writes no row."""
    run = session.get_one(SettlementRun, job.payload["run"])
    terms, after = terms_of(run), _cursor(job)
    draft = next(drafts(session, terms, after=after, at_once=1), None)
    if draft is not None and transfers.open_rows(session, [draft.maker_id]):
        return Ready(after, draft, is_paying=True)
    if draft is None or draft.is_below(terms.minimum):
        return Ready(after, draft)
    assert files is not None, "settling stores PDFs"
    maker = session.get_one(Maker, draft.maker_id)
    number = number_of(queries.last_number(session, COUNTER) + 1)
    paper = documents.statement(session, maker, draft, terms=terms, number=number, at=at)
    return Ready(after, draft, to_json(paper), files.put(pdf_bytes(paper)))


@prepared_step(KIND, prepare)
def post_next(session: Session, job: Job, at: datetime, ready: Ready) -> bool:
    """Write what was prepared if it still holds; True when every maker is done.

    Writes one statement, its entries and one link of the chain, or one skipped maker.
    """
    if ready.after != _cursor(job):
        return False
    run = session.get_one(SettlementRun, job.payload["run"])
    if ready.draft is None:
        run.state, run.posted_at = "posted", at
        job.progress = job.total
        return True
    lock_maker(session, ready.draft.maker_id)
    if draft_of(session, terms_of(run), ready.draft.maker_id) != ready.draft:
        return False
    if bool(transfers.open_rows(session, [ready.draft.maker_id])) != ready.is_paying:
        return False
    if ready.document is None:
        session.add(
            SkippedMaker(
                run_id=run.id,
                maker_id=ready.draft.maker_id,
                reason="paying" if ready.is_paying else "minimum",
                closing=ready.draft.closing,
            )
        )
    else:
        _post(session, run, ready, at=at)
    job.cursor = ready.draft.maker_id
    job.progress = min(job.progress + 1, job.total)
    session.flush()
    return False


def lock_maker(session: Session, maker_id: int) -> None:
    """Let no other statement or payout of this maker begin until this transaction ends."""
    lock_makers(session, [maker_id])


def lock_makers(session: Session, maker_ids: Collection[int]) -> None:
    """Let no other statement, payout or merge of these makers begin; accounts by id."""
    session.execute(
        select(Account.id)
        .join(Maker, Maker.id == Account.maker_id)
        .where(
            Account.kind == "payable",
            or_(Maker.id.in_(maker_ids), Maker.merged_into_id.in_(maker_ids)),
        )
        .order_by(Account.id)
        .with_for_update(of=Account, key_share=True)  # sales may go on posting to the account
    )


def _cursor(job: Job) -> int:
    return int(job.cursor or 0)


def _post(session: Session, run: SettlementRun, ready: Ready, *, at: datetime) -> None:
    draft, document, pdf = ready.draft, ready.document, ready.pdf
    assert draft is not None
    assert document is not None
    assert pdf is not None
    number = number_of(counters.next_number(session, COUNTER))
    # One run posts at a time and its job's row is locked, so nobody took the number on the PDF.
    assert number == document["number"]
    statement = Statement(
        number=number,
        run_id=run.id,
        maker_id=draft.maker_id,
        opening=draft.opening,
        change=draft.change,
        closing=draft.closing,
        document=document,
        pdf=pdf,
        posted_at=at,
    )
    session.add(statement)
    session.flush()
    if draft.due:
        session.execute(
            insert(StatementEntry),
            [
                {"entry_id": entry.id, "maker_id": entry.maker_id, "statement_id": statement.id}
                for entry in draft.due
            ],
        )
    ledger.chain(
        session,
        ledger.OFFICE,
        canonical_statement(statement, run.number, draft),
        source=("statement", statement.id),
    )


def canonical_statement(statement: Statement, run: str, draft: Draft) -> dict[str, Any]:
    """Return what the hash of a statement covers; the PDF stands for every word on it."""
    return {
        "event": "statement",
        "id": statement.id,
        "number": statement.number,
        "run": run,
        "maker": statement.maker_id,
        "opening": statement.opening,
        "change": statement.change,
        "closing": statement.closing,
        "entries": [entry.id for entry in draft.due],
        "pdf": statement.pdf,
        "posted_at": statement.posted_at.isoformat(),
    }
