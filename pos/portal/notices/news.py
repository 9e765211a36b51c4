"""What a maker has not been told yet, with what the words of a notice need to join its sums."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from catalogue.makers.models import Maker
from catalogue.makers.queries import owner_id
from pos.portal import standing
from pos.portal.lines import is_claimed, mine, of_lines, signed
from pos.portal.notices import parts
from pos.portal.notices.models import Notice, NoticeChoice, NoticeItem
from pos.portal.notices.parts import Parts
from pos.portal.notices.told import Failed, News, Owing, Paid, ToldLine
from pos.sales.models import Sale, SaleLine
from pos.settlements.models import Payout, Statement, StatementEntry
from pos.settlements.payable import CASH_STEP
from pos.settlements.paying_day.queries import by_transfer
from pos.settlements.transfers import queries as transfers
from pos.settlements.transfers.models import TransferRow

Wish = InstrumentedAttribute[Any]
Row = tuple[int, ToldLine]
"""A line with whose it is now."""

FRESH = timedelta(days=7)
"""What sold longer ago is no news any more; her page has it."""
FRESH_PAPERS = timedelta(days=14)
MOST_LINES = 200
"""Of one notice, so that no transaction grows with the sales."""

OWNER = select(owner_id()).where(Maker.id == SaleLine.maker_id).scalar_subquery()


@dataclass
class Found:
    """What the database has to tell, of every maker that is asked for."""

    lines: Iterable[Row]
    statements: Sequence[Statement] = ()
    payouts: Sequence[Payout] = ()
    failed: Sequence[TransferRow] = ()


def news(session: Session, maker: Maker, *, today: date, until: date | None = None) -> News:
    """Return what a maker has not been told yet, of what she wants to be told."""
    return news_of(session, [maker.id], today=today, until=until)[maker.id]


def news_of(
    session: Session, maker_ids: Sequence[int], *, today: date, until: date | None = None
) -> dict[int, News]:
    """Return the news of these makers; however many they are, by a fixed number of queries."""
    family = select(Maker.id).where(owner_id().in_(maker_ids))
    lines = _lines().where(
        Sale.state == "completed",
        SaleLine.maker_id.in_(family),
        Sale.business_date.between(today - FRESH, until or today),
        SaleLine.id.not_in(_told("line")),
        _wants(NoticeChoice.daily, OWNER),
    )
    found = Found(
        _rows(session, lines),
        session.scalars(fresh_statements(today).where(Statement.maker_id.in_(maker_ids))).all(),
        session.scalars(fresh_payouts(today).where(Payout.maker_id.in_(maker_ids))).all(),
        session.scalars(fresh_failures(today).where(TransferRow.maker_id.in_(maker_ids))).all(),
    )
    return _news(session, maker_ids, found)


def told_in(session: Session, notice: Notice) -> News:
    """Return what a notice tells of; what was paid or replaced since is told no more."""
    ids: dict[str, list[int]] = {"line": [], "statement": [], "payout": [], "failed": []}
    for item in notice.items:
        ids[item.kind].append(item.source_id)
    lines = _rows(session, _lines().where(SaleLine.id.in_(ids["line"])))
    found = Found(
        [(notice.maker_id, line) for _owner, line in lines],  # though she was merged since
        session.scalars(
            select(Statement).where(
                Statement.id.in_(ids["statement"]),
                Statement.id.in_(parts.newest_ids()),
                ~_is_paid(),
            )
        ).all(),
        session.scalars(select(Payout).where(Payout.id.in_(ids["payout"]))).all(),
        session.scalars(transfers.failed().where(TransferRow.id.in_(ids["failed"]))).all(),
    )
    return _news(session, [notice.maker_id], found)[notice.maker_id]


def last_day(session: Session, maker_id: int) -> News:
    """Return what sold on the last day on which anything of the maker's sold."""
    last = (
        select(func.max(Sale.business_date))
        .join(SaleLine, SaleLine.sale_id == Sale.id)
        .where(mine(maker_id))
        .scalar_subquery()
    )
    lines = _rows(session, _lines().where(mine(maker_id), Sale.business_date == last))
    return _news(session, [maker_id], Found(lines))[maker_id]


def owners_of_lines(today: date, last: date) -> Select[int]:
    """Return the query of the makers of whom something sold until `last` that they were not told."""
    return (
        select(owner_id())
        .select_from(SaleLine)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .join(Maker, Maker.id == SaleLine.maker_id)
        .where(
            Sale.state == "completed",
            Sale.business_date.between(today - FRESH, last),
            SaleLine.id.not_in(_told("line")),
            _wants(NoticeChoice.daily, owner_id()),
        )
    )


def fresh_statements(today: date) -> Select[Statement]:
    """Return the query of the newest statements that tell something: not those of next to nothing."""
    return select(Statement).where(
        Statement.id.in_(parts.newest_ids()),
        ~_is_paid(),
        or_(Statement.closing >= CASH_STEP, Statement.closing < 0),
        Statement.posted_at >= datetime.combine(today - FRESH_PAPERS, time.min, UTC),
        Statement.id.not_in(_told("statement")),
        _wants(NoticeChoice.statement, Statement.maker_id),
    )


def fresh_payouts(today: date) -> Select[Payout]:
    """Return the query of the payments that nobody was told of."""
    return select(Payout).where(
        Payout.reversed_at.is_(None),
        Payout.business_date >= today - FRESH_PAPERS,
        Payout.id.not_in(_told("payout")),
        _wants(NoticeChoice.payout, Payout.maker_id),
    )


def fresh_failures(today: date) -> Select[TransferRow]:
    """Return the query of the transfers that failed, which nobody was told of."""
    return transfers.failed().where(
        TransferRow.decided_at >= datetime.combine(today - FRESH_PAPERS, time.min, UTC),
        TransferRow.id.not_in(_told("failed")),
        _wants(NoticeChoice.payout, TransferRow.maker_id),
    )


def _news(session: Session, maker_ids: Sequence[int], found: Found) -> dict[int, News]:
    lines = _with_payments(session, found.lines)
    paid = {payout.statement_id for payout in found.payouts}
    owing = {one.maker_id: one for one in found.statements if one.id not in paid}
    told = {one.id: one for one in (*owing.values(), *(each.statement for each in found.payouts))}
    made = parts.on_statements(session, list(told.values()))
    now = parts.owed_now(session, maker_ids)
    banked = by_transfer(session, maker_ids)
    failed = {one.maker_id: one for one in found.failed}
    return {
        number: News(
            tuple(line for owner, line in lines if owner == number)[:MOST_LINES],
            _owing(owing[number], made, "transfer" if number in banked else "cash")
            if number in owing
            else None,
            tuple(_paid(one, made) for one in _in_order(found.payouts, number)),
            _failed(failed[number]) if number in failed else None,
            now[number],
        )
        for number in maker_ids
    }


def _rows(session: Session, lines: Select[Any]) -> list[Row]:
    rows = session.execute(lines.order_by(Sale.completed_at, SaleLine.id))
    return [(owner, ToldLine(*line)) for *line, owner in rows]


def _with_payments(session: Session, rows: Iterable[Row]) -> list[Row]:
    """Return lines with the day on which their money was handed over."""
    lines = list(rows)
    ids = {line.statement_id for _owner, line in lines if line.statement_id is not None}
    on = session.scalars(select(Statement).where(Statement.id.in_(ids))).all()
    paid = {
        number: payout.business_date
        for number, payout in standing.paid_with_all(session, on).items()
    }
    return [
        (owner, replace(line, paid_on=paid.get(line.statement_id or 0))) for owner, line in lines
    ]


def _in_order(payouts: Sequence[Payout], maker_id: int) -> list[Payout]:
    mine = [one for one in payouts if one.maker_id == maker_id]
    return sorted(mine, key=lambda one: (one.business_date, one.id))


def _owing(statement: Statement, made: dict[int, Parts], means: str) -> Owing:
    return Owing(statement.id, statement.number, statement.closing, made[statement.id], means)


def _paid(payout: Payout, made: dict[int, Parts]) -> Paid:
    is_transfer = payout.method == "transfer"
    carried = 0 if is_transfer else payout.statement.closing - payout.amount
    return Paid(
        payout.id, payout.number, payout.amount, is_transfer, payout.business_date, carried,
        made[payout.statement_id], payout.is_reversed,
    )  # fmt: skip


def _failed(row: TransferRow) -> Failed:
    return Failed(row.id, row.statement.number, row.amount, row.failure)


def _lines() -> Select[Any]:
    return of_lines(
        select(
            SaleLine.id,
            SaleLine.title,
            signed(SaleLine.quantity),
            signed(SaleLine.list_amount),
            signed(SaleLine.maker_share),
            Sale.business_date,
            is_claimed(),
            StatementEntry.statement_id,
            OWNER,
        )
    )


def _told(kind: str) -> Select[int]:
    return select(NoticeItem.source_id).where(NoticeItem.kind == kind)


def _is_paid() -> ColumnElement[bool]:
    return exists(
        select(Payout.id)
        .where(Payout.statement_id == Statement.id, Payout.reversed_at.is_(None))
        .correlate(Statement)
    )


def _wants(wish: Wish, maker_id: ColumnElement[int] | Wish) -> ColumnElement[bool]:
    """Say that the maker did not choose to be left alone about this."""
    return maker_id.not_in(select(NoticeChoice.maker_id).where(wish.is_(False)))
