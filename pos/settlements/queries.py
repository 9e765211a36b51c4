"""Reads about settling: runs, statements, payouts, and what a maker is owed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from catalogue.makers import queries as makers
from catalogue.makers.models import Maker
from core.counters import Counter
from core.errors import NotFound
from core.i18n import _
from pos.ledger.models import Account, Entry
from pos.settlements.due import open_entries
from pos.settlements.models import Payout, SettlementRun, SkippedMaker, Statement

EFFECT = case((Entry.credit_id == Account.id, Entry.amount), else_=-Entry.amount)
"""What an entry adds to what the maker of an account is owed."""


@dataclass(frozen=True)
class RunSummary:
    """A run with how many statements it has, what they come to, and what is still to be paid."""

    run: SettlementRun
    statements: int
    total: int
    unpaid: int


@dataclass(frozen=True)
class StatementRow:
    """A statement in a list: whether it is the maker's latest, and its live payout if any."""

    statement: Statement
    is_latest: bool
    payout: Payout | None

    @property
    def is_payable(self) -> bool:
        """True while money can be paid on it."""
        return self.is_latest and self.payout is None and self.statement.closing > 0


def last_number(session: Session, counter: str) -> int:
    """Return the last number given out in a series; 0 before the first."""
    return session.scalar(select(Counter.last).where(Counter.name == counter)) or 0


def require_run(session: Session, number: str) -> SettlementRun:
    """Return the run of that number, or raise NotFound."""
    run = session.scalar(select(SettlementRun).where(SettlementRun.number == number))
    if run is None:
        raise NotFound(_("Perhitungan ini tidak ada dalam daftar."))
    return run


def makers_by_id(session: Session, maker_ids: Sequence[int]) -> dict[int, Maker]:
    """Return the makers of those ids."""
    found = session.scalars(select(Maker).where(Maker.id.in_(maker_ids)))
    return {maker.id: maker for maker in found}


def last_run(session: Session) -> SettlementRun | None:
    """Return the newest run, or None before the first."""
    return session.scalar(select(SettlementRun).order_by(SettlementRun.id.desc()).limit(1))


def posting_run(session: Session) -> SettlementRun | None:
    """Return the run that is being posted now, or None."""
    return session.scalar(select(SettlementRun).where(SettlementRun.state == "posting"))


def counting_run(session: Session) -> SettlementRun | None:
    """Return the run that the worker is posting now, or None; one that stopped waits for somebody."""
    run = posting_run(session)
    return None if run is None or run.is_stopped else run


def not_counted(unpaid: Sequence[Statement], run: SettlementRun | None) -> list[Statement]:
    """Return the statements that the run which is being posted, if any, does not replace."""
    return [one for one in unpaid if run is None or not run.includes(one.maker_id)]


def summaries(session: Session, found: Sequence[SettlementRun]) -> list[RunSummary]:
    """Return runs with their sums."""
    ids = [run.id for run in found]
    sums = {
        run_id: (int(count), int(total))
        for run_id, count, total in session.execute(
            select(Statement.run_id, func.count(), func.sum(Statement.closing))
            .where(Statement.run_id.in_(ids))
            .group_by(Statement.run_id)
        )
    }
    unpaid = _unpaid_by_run(session, ids)
    return [
        RunSummary(run, *sums.get(run.id, (0, 0)), unpaid=unpaid.get(run.id, 0)) for run in found
    ]


def statements_of_run(session: Session, run: SettlementRun) -> list[StatementRow]:
    """Return a run's statements by maker name, each with its payout."""
    found = session.scalars(
        select(Statement)
        .join(Maker, Maker.id == Statement.maker_id)
        .where(Statement.run_id == run.id)
        .order_by(Maker.name_key, Statement.id)
    )
    return rows_of(session, list(found))


def skipped_of_run(session: Session, run: SettlementRun) -> list[SkippedMaker]:
    """Return the makers whom a run left out, by name."""
    return list(
        session.scalars(
            select(SkippedMaker)
            .join(Maker, Maker.id == SkippedMaker.maker_id)
            .where(SkippedMaker.run_id == run.id)
            .order_by(Maker.name_key)
        )
    )


def require_statement(session: Session, number: str) -> Statement:
    """Return the statement of that number, or raise NotFound."""
    found = session.scalar(select(Statement).where(Statement.number == number.strip().upper()))
    if found is None:
        raise NotFound(_("Laporan ini tidak ada dalam daftar."))
    return found


def row_of(session: Session, statement: Statement) -> StatementRow:
    """Return a statement with its standing."""
    return rows_of(session, [statement])[0]


def latest_statement(session: Session, maker_id: int) -> Statement | None:
    """Return the maker's newest statement, the only one that can be paid, or None.

    That of one who was merged cannot be paid: its balance went to the one who stays.
    """
    return session.scalar(
        select(Statement)
        .where(Statement.maker_id == maker_id)
        .order_by(Statement.id.desc())
        .limit(1)
    )


def statement_before(session: Session, statement: Statement) -> Statement | None:
    """Return the maker's statement before this one, whose closing this one opens with, or None."""
    return session.scalar(
        select(Statement)
        .where(Statement.maker_id == statement.maker_id, Statement.id < statement.id)
        .order_by(Statement.id.desc())
        .limit(1)
    )


def statements_of(session: Session, maker_id: int) -> list[Statement]:
    """Return the maker's statements, newest first, with those of whoever was merged."""
    return list(
        session.scalars(
            select(Statement)
            .where(Statement.maker_id.in_(makers.family(maker_id)))
            .order_by(Statement.id.desc())
        )
    )


def unpaid_statements(session: Session) -> list[Statement]:
    """Return the latest statement of each maker that money is still to be paid on, by maker."""
    live = select(Payout.statement_id).where(Payout.reversed_at.is_(None))
    return list(
        session.scalars(
            select(Statement)
            .join(Maker, Maker.id == Statement.maker_id)
            .where(
                Statement.id.in_(_latest_ids()),
                Statement.closing > 0,
                Statement.id.not_in(live),
            )
            .order_by(Maker.name_key)
        )
    )


def unpaid_by_maker(session: Session, maker_ids: Sequence[int]) -> dict[int, str]:
    """Return the number of the statement that each of these makers is still to be paid on."""
    return {
        one.maker_id: one.number for one in unpaid_statements(session) if one.maker_id in maker_ids
    }


def payout_of(session: Session, statement: Statement) -> Payout | None:
    """Return the payout that stands on a statement (not a reversed one), or None."""
    return session.scalar(
        select(Payout).where(Payout.statement_id == statement.id, Payout.reversed_at.is_(None))
    )


def payouts_of_statement(session: Session, statement: Statement) -> list[Payout]:
    """Return every payout of a statement, the reversed ones too, oldest first."""
    return list(
        session.scalars(
            select(Payout).where(Payout.statement_id == statement.id).order_by(Payout.id)
        )
    )


def require_payout(session: Session, number: str) -> Payout:
    """Return the payout of that number, or raise NotFound."""
    found = session.scalar(select(Payout).where(Payout.number == number.strip().upper()))
    if found is None:
        raise NotFound(_("Pembayaran ini tidak ada dalam daftar."))
    return found


# -- what one maker is owed ------------------------------------------------------------------------


def held(session: Session, maker_id: int, *, today: date, hold_days: int) -> int:
    """Return the rupiah that are earned but not due: money not seen yet, or hold not passed."""
    entries = open_entries(session, [maker_id], cutoff=today, hold_days=hold_days)
    return sum(entry.effect for entry in entries if entry.state in ("hold", "unconfirmed"))


def owed(session: Session, maker_id: int) -> int:
    """Return the rupiah that the house owes a maker, on the own account and on merged ones."""
    return int(
        session.scalar(
            select(func.coalesce(func.sum(EFFECT), 0))
            .select_from(Account)
            .join(Entry, or_(Entry.debit_id == Account.id, Entry.credit_id == Account.id))
            .where(Account.kind == "payable", Account.maker_id.in_(makers.family(maker_id)))
        )
        or 0
    )


def payable(session: Session, maker_id: int) -> int:
    """Return the closing balance of the latest statement while nothing was paid on it, else 0."""
    newest = latest_statement(session, maker_id)
    if newest is None or newest.maker.merged_into_id is not None:
        return 0
    if payout_of(session, newest) is not None:
        return 0
    return max(newest.closing, 0)


def _latest_ids() -> Select[int]:
    """The newest statement of each maker; of one who was merged none can be paid any more."""
    return (
        select(func.max(Statement.id))
        .join(Maker, Maker.id == Statement.maker_id)
        .where(Maker.merged_into_id.is_(None))
        .group_by(Statement.maker_id)
    )


def rows_of(session: Session, statements: Sequence[Statement]) -> list[StatementRow]:
    """Return statements with their standing, in the order given."""
    maker_ids = [statement.maker_id for statement in statements]
    latest = set(session.scalars(_latest_ids().where(Statement.maker_id.in_(maker_ids))))
    live = {
        payout.statement_id: payout
        for payout in session.scalars(
            select(Payout).where(
                Payout.statement_id.in_([statement.id for statement in statements]),
                Payout.reversed_at.is_(None),
            )
        )
    }
    return [StatementRow(s, s.id in latest, live.get(s.id)) for s in statements]


def _unpaid_by_run(session: Session, run_ids: Sequence[int]) -> dict[int, int]:
    rows = session.execute(
        select(Statement.run_id, func.sum(Statement.closing))
        .outerjoin(Payout, and_(Payout.statement_id == Statement.id, Payout.reversed_at.is_(None)))
        .where(
            Statement.run_id.in_(run_ids),
            Statement.closing > 0,
            Payout.id.is_(None),
            Statement.id.in_(_latest_ids()),
        )
        .group_by(Statement.run_id)
    )
    return {run_id: int(total) for run_id, total in rows}
