"""What a maker has not been told yet, with what the words of a notice need to join its sums."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from catalogue.makers.models import Maker
from catalogue.makers.queries import owner_id
from pos.ledger.models import Entry
from pos.portal import standing
from pos.portal.lines import is_claimed, mine, of_lines, signed
from pos.portal.notices.models import Notice, NoticeChoice, NoticeItem
from pos.portal.received import entries_on
from pos.sales.models import Sale, SaleLine
from pos.settlements import queries as settlements
from pos.settlements.models import Payout, Statement, StatementEntry
from pos.settlements.payable import CASH_STEP
from pos.settlements.paying_day.queries import is_by_transfer
from pos.settlements.queries import EFFECT

Wish = InstrumentedAttribute[Any]

FRESH = timedelta(days=7)
"""What sold longer ago is no news any more; her page has it."""
FRESH_PAPERS = timedelta(days=14)
MOST_LINES = 200
"""Of one notice, so that no transaction grows with the sales."""
PARTS = {
    "advance": "uang muka", "repayment": "uang yang dikembalikan", "compensation": "ganti rugi",
    "fee": "biaya", "fee_back": "biaya", "tender": "yang diterima dari pembeli",
    "opening_balance": "saldo pindahan", "maker_merge": "saldo pindahan",
}  # fmt: skip
"""Reason, else source of an entry -> what a notice calls it; anything else is a correction."""
LEFT, MENDED = "sisa lalu", "pembetulan"


@dataclass(frozen=True)
class ToldLine:
    """A line of a notice: pieces and rupiah as the maker feels them, a return negative.

    `waits`: its money was not seen yet, a QRIS claim. `statement_id` is the statement it stands on,
    `paid_on` the day on which that money was handed over.
    """

    id: int
    title: str
    quantity: int
    listed: int
    share: int
    day: date
    waits: bool = False
    statement_id: int | None = None
    paid_on: date | None = None


@dataclass(frozen=True)
class Owing:
    """A statement that is still to be paid: closing = shares of its lines + parts. Rupiah.

    `means`: cash or transfer, as the maker is usually paid.
    """

    id: int
    number: str
    closing: int
    shares: int
    parts: tuple[tuple[str, int], ...] = ()
    means: str = "cash"


@dataclass(frozen=True)
class Paid:
    """A payment; `carried` is the rupiah below Rp100 that cash leaves for the next time.

    `is_reversed`: it was taken back after the notice of it was made.
    """

    id: int
    number: str
    amount: int
    is_transfer: bool
    day: date
    carried: int = 0
    is_reversed: bool = False


@dataclass(frozen=True)
class News:
    """What a maker has not been told yet; `owed` is what the house owes her in all, in rupiah."""

    lines: tuple[ToldLine, ...]
    owing: Owing | None = None
    payments: tuple[Paid, ...] = ()
    owed: int | None = None

    def __bool__(self) -> bool:
        """Say whether there is anything to tell."""
        return bool(self.lines or self.owing or self.payments)

    @property
    def items(self) -> list[tuple[str, int]]:
        """What is told, as a notice keeps it: kind and id."""
        return [
            *(("line", line.id) for line in self.lines),
            *(("statement", one.id) for one in (self.owing,) if one),
            *(("payout", one.id) for one in self.payments),
        ]


def news(session: Session, maker: Maker, *, today: date, until: date | None = None) -> News:
    """Return what a maker has not been told yet, of what she wants to be told."""
    lines = _lines().where(
        mine(maker.id),
        Sale.business_date.between(today - FRESH, until or today),
        SaleLine.id.not_in(_told("line")),
        _wants(NoticeChoice.daily, literal(maker.id)),
    )
    statements = session.scalars(fresh_statements(today).where(Statement.maker_id == maker.id))
    payouts = session.scalars(fresh_payouts(today).where(Payout.maker_id == maker.id))
    return _news(session, maker.id, lines, statements.all(), payouts.all())


def told_in(session: Session, notice: Notice) -> News:
    """Return what a notice tells of; a statement that was paid or replaced since is told no more."""
    ids: dict[str, list[int]] = {"line": [], "statement": [], "payout": []}
    for item in notice.items:
        ids[item.kind].append(item.source_id)
    statements = session.scalars(
        select(Statement).where(
            Statement.id.in_(ids["statement"]), Statement.id.in_(_newest()), ~_is_paid()
        )
    )
    payouts = session.scalars(select(Payout).where(Payout.id.in_(ids["payout"])))
    lines = _lines().where(SaleLine.id.in_(ids["line"]))
    return _news(session, notice.maker_id, lines, statements.all(), payouts.all())


def last_day(session: Session, maker_id: int) -> News:
    """Return what sold on the last day on which anything of the maker's sold."""
    last = (
        select(func.max(Sale.business_date))
        .join(SaleLine, SaleLine.sale_id == Sale.id)
        .where(mine(maker_id))
        .scalar_subquery()
    )
    return _news(session, maker_id, _lines().where(mine(maker_id), Sale.business_date == last))


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
        Statement.id.in_(_newest()),
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


def _news(
    session: Session,
    maker_id: int,
    lines: Select[Any],
    statements: Sequence[Statement] = (),
    payouts: Sequence[Payout] = (),
) -> News:
    rows = session.execute(lines.order_by(Sale.completed_at, SaleLine.id).limit(MOST_LINES))
    found = _with_payments(session, [ToldLine(*row) for row in rows])
    paid = {payout.statement_id for payout in payouts}
    owing = [one for one in statements if one.id not in paid]
    return News(
        tuple(found),
        _owing(session, owing[-1]) if owing else None,
        tuple(_paid(one) for one in sorted(payouts, key=lambda one: (one.business_date, one.id))),
        settlements.owed(session, maker_id),
    )


def _with_payments(session: Session, lines: list[ToldLine]) -> list[ToldLine]:
    """Return lines with the day on which their money was handed over."""
    ids = {line.statement_id for line in lines if line.statement_id is not None}
    paid = {
        one.id: payout.business_date
        for one in session.scalars(select(Statement).where(Statement.id.in_(ids)))
        if (payout := standing.paid_with(session, one)) is not None
    }
    return [replace(line, paid_on=paid.get(line.statement_id or 0)) for line in lines]


def _owing(session: Session, statement: Statement) -> Owing:
    """Return a statement with what it is made of, so that a notice can name each part."""
    rows = session.execute(
        entries_on(statement)
        .with_only_columns(Entry.source_kind, Entry.reason, func.sum(EFFECT))
        .group_by(Entry.source_kind, Entry.reason)
    )
    parts, shares = {LEFT: statement.opening}, 0
    for source, reason, effect in rows:
        if source == "sale_line":
            shares += int(effect)
            continue
        name = LEFT if reason in ("payout", "reversal") else _part(source, reason)
        parts[name] = parts.get(name, 0) + int(effect)
    named = tuple((name, amount) for name, amount in parts.items() if amount)
    means = "transfer" if is_by_transfer(session, statement.maker_id) else "cash"
    return Owing(statement.id, statement.number, statement.closing, shares, named, means)


def _part(source: str, reason: str) -> str:
    return PARTS.get(source) or PARTS.get(reason, MENDED)


def _paid(payout: Payout) -> Paid:
    is_transfer = payout.method == "transfer"
    carried = 0 if is_transfer else payout.statement.closing - payout.amount
    return Paid(
        payout.id, payout.number, payout.amount, is_transfer, payout.business_date, carried,
        payout.is_reversed,
    )  # fmt: skip


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
        )
    )


def _newest() -> Select[int]:
    return select(func.max(Statement.id)).group_by(Statement.maker_id)


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
