"""How a maker's statements stand: what she earned on each, and which payment brought the money."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from pos.settlements import queries as settlements
from pos.settlements.maker_records.models import MakerMerge
from pos.settlements.models import Payout, Statement


@dataclass(frozen=True)
class Standing:
    """A statement as its maker sees it; `next` is the newer one that took its balance along.

    `earned` is the rupiah that its own lines and other entries brought, the rest of an older
    statement and payments left out.
    """

    statement: Statement
    earned: int
    payout: Payout | None
    is_payable: bool
    next: str | None


def standings(session: Session, maker_id: int, *, earned: Mapping[int, int]) -> list[Standing]:
    """Return a maker's statements with their standing, newest first; `earned` is by statement id."""
    rows = settlements.rows_of(session, settlements.statements_of(session, maker_id))
    newer: dict[int, str] = {}
    found = []
    for row in rows:
        one = row.statement
        found.append(
            Standing(
                one, earned.get(one.id, 0), row.payout, row.is_payable, newer.get(one.maker_id)
            )
        )
        newer[one.maker_id] = one.number
    return found


def unpaid(session: Session, maker_id: int) -> Statement | None:
    """Return the maker's latest statement while it still has to be paid, else None."""
    newest = settlements.latest_statement(session, maker_id)
    if newest is None or not settlements.row_of(session, newest).is_payable:
        return None
    return newest


def paid_with(session: Session, statement: Statement) -> Payout | None:
    """Return the payment that brought what stands on a statement, its own or a later one's.

    None while nothing was paid, and where the money went against an advance or an overpayment.
    """
    return paid_with_all(session, [statement]).get(statement.id)


def paid_with_all(session: Session, statements: Collection[Statement]) -> dict[int, Payout]:
    """Return `paid_with` of each of these statements, by its id; two queries, however many."""
    if not statements:
        return {}
    merged = session.scalars(
        select(MakerMerge).where(
            MakerMerge.from_id.in_({one.maker_id for one in statements}),
        )
    ).all()
    makers = {one.maker_id for one in statements} | {one.into_id for one in merged}
    later = session.execute(
        select(Statement, Payout)
        .outerjoin(Payout, and_(Payout.statement_id == Statement.id, Payout.reversed_at.is_(None)))
        .where(Statement.id >= min(one.id for one in statements), Statement.maker_id.in_(makers))
        .order_by(Statement.id)
    ).all()
    found = {}
    for one in statements:
        into = {
            each.into_id: each.done_at
            for each in merged
            if each.from_id == one.maker_id and each.done_at
        }
        for row, payout in later:
            takes_along = row.maker_id == one.maker_id or (
                row.maker_id in into and into[row.maker_id] <= row.posted_at
            )
            if row.id < one.id or not takes_along or (row.closing > 0 and payout is None):
                continue
            if payout is not None:
                found[one.id] = payout
            break
    return found
