"""How a maker's statements stand: what she earned on each, and which payment brought the money."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import and_, or_, select
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
    for closing, payout in _onwards(session, statement):
        if closing <= 0 or payout is not None:
            return payout
    return None


def _onwards(session: Session, statement: Statement) -> Iterator[tuple[int, Payout | None]]:
    """Yield (closing, payment) of a statement and of those that took its balance along, in order."""
    merged = select(MakerMerge.into_id).where(
        MakerMerge.from_id == statement.maker_id, MakerMerge.done_at <= Statement.posted_at
    )
    rows = session.execute(
        select(Statement.closing, Payout)
        .outerjoin(Payout, and_(Payout.statement_id == Statement.id, Payout.reversed_at.is_(None)))
        .where(
            Statement.id >= statement.id,
            or_(Statement.maker_id == statement.maker_id, Statement.maker_id.in_(merged)),
        )
        .order_by(Statement.id)
    )
    yield from ((int(closing), payout) for closing, payout in rows)
