"""What a sum of a maker's is made of, by kind, as a notice names it: the figures of her pages."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from pos.ledger.models import Entry
from pos.portal.received import entries_on
from pos.settlements import queries as settlements
from pos.settlements.due import open_entries
from pos.settlements.models import Statement, StatementEntry
from pos.settlements.queries import EFFECT

Parts = tuple[tuple[str, int], ...]
"""(name, rupiah as the maker feels them), none of them zero; together they are the sum."""

SALES, LEFT, MENDED = "penjualan", "sisa lalu", "pembetulan"
NAMES = {
    "sale_line": SALES, "payout": LEFT, "reversal": LEFT,
    "advance": "uang muka", "repayment": "uang yang dikembalikan", "compensation": "ganti rugi",
    "fee": "biaya", "fee_back": "biaya", "tender": "yang diterima dari pembeli",
    "opening_balance": "saldo pindahan", "maker_merge": "saldo pindahan",
}  # fmt: skip
"""Source (of a payout: the reason), else reason of an entry -> its name; anything else is a correction."""


def on_statements(session: Session, statements: Collection[Statement]) -> dict[int, Parts]:
    """Return what each statement's closing balance is made of, by its id."""
    rows = session.execute(
        entries_on([one.id for one in statements])
        .with_only_columns(
            StatementEntry.statement_id, Entry.source_kind, Entry.reason, func.sum(EFFECT)
        )
        .group_by(StatementEntry.statement_id, Entry.source_kind, Entry.reason)
        .order_by(Entry.source_kind, Entry.reason)
    )
    found: dict[int, list[tuple[str, int]]] = {
        one.id: [(SALES, 0), (LEFT, one.opening)] for one in statements
    }
    for statement_id, source, reason, effect in rows:
        found[statement_id].append((_name(source, reason), int(effect)))
    return {number: added(parts) for number, parts in found.items()}


def owed_now(session: Session, maker_ids: Sequence[int]) -> dict[int, Parts]:
    """Return what the house owes each maker now and what that is made of, as her first page has it."""
    newest = session.scalars(
        select(Statement).where(
            Statement.id.in_(newest_ids().where(Statement.maker_id.in_(maker_ids)))
        )
    ).all()
    rows = settlements.rows_of(session, newest)
    unpaid = on_statements(session, [row.statement for row in rows if row.is_payable])
    found: dict[int, list[tuple[str, int]]] = {number: [(SALES, 0)] for number in maker_ids}
    for one in newest:
        found[one.maker_id] += unpaid.get(one.id, ((LEFT, one.closing),))
    for entry in open_entries(session, maker_ids, cutoff=date.max, hold_days=0):
        found[entry.owner_id].append((_name(entry.source_kind, entry.reason), entry.effect))
    return {number: added(parts) for number, parts in found.items()}


def newest_ids() -> Select[int]:
    """Return the query of the id of each maker's newest statement."""
    return select(func.max(Statement.id)).group_by(Statement.maker_id)


def added(parts: Iterable[tuple[str, int]]) -> Parts:
    """Return parts with those of one name together, in the order of the names. Pure."""
    sums: dict[str, int] = {}
    for name, amount in parts:
        sums[name] = sums.get(name, 0) + amount
    return tuple((name, amount) for name, amount in sums.items() if amount)


def total(parts: Parts) -> int:
    """Return the rupiah that parts come to."""
    return sum(amount for _name, amount in parts)


def _name(source: str, reason: str) -> str:
    by_reason = NAMES.get(reason, MENDED)
    return by_reason if source == "payout" else NAMES.get(source, by_reason)
