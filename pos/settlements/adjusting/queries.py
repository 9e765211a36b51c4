"""Reads of adjustments."""

from collections.abc import Collection, Sequence

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from catalogue.makers import owners
from catalogue.makers import queries as makers
from core.errors import NotFound
from core.i18n import _
from core.users.models import User, UserRole
from pos.ledger.models import Entry
from pos.settlements.adjusting.models import HANDED, Adjustment
from pos.settlements.adjusting.words import SOURCE
from pos.settlements.models import StatementEntry

SHOWN = 10
"""How many of the newest stand beside another list."""


def require(session: Session, number: str) -> Adjustment:
    """Return the adjustment of that number, or raise NotFound."""
    found = session.scalar(select(Adjustment).where(Adjustment.number == number.strip().upper()))
    if found is None:
        raise NotFound(_("Usulan ini tidak ada dalam daftar."))
    return found


def counts(session: Session) -> dict[str, int]:
    """Return how many adjustments stand in each state."""
    rows = session.execute(select(Adjustment.state, func.count()).group_by(Adjustment.state))
    return {state: int(count) for state, count in rows}


def unstated(session: Session, maker_ids: Collection[int]) -> dict[int, list[Adjustment]]:
    """Return what no statement tells yet, by maker, oldest first: proposed, or approved since."""
    stated = (
        select(Entry.source_id)
        .join(StatementEntry, StatementEntry.entry_id == Entry.id)
        .where(Entry.source_kind == SOURCE)
    )
    rows = session.scalars(
        select(Adjustment)
        .where(
            Adjustment.maker_id.in_(maker_ids),
            or_(
                Adjustment.state == "proposed",
                and_(Adjustment.state == "approved", Adjustment.id.not_in(stated)),
            ),
        )
        .order_by(Adjustment.id)
    )
    found: dict[int, list[Adjustment]] = {}
    for row in rows:
        found.setdefault(row.maker_id, []).append(row)
    return found


def to_decide(session: Session, *, by: int) -> int:
    """Return how many proposals this person may approve: another's, and not on the own account."""
    query = select(func.count()).where(
        Adjustment.state == "proposed",
        Adjustment.proposed_by != by,
        Adjustment.maker_id.not_in(owners.owned_by(session, by)),
    )
    return int(session.scalar(query) or 0)


def handed(session: Session, maker_id: int | None = None) -> Sequence[Adjustment]:
    """Return the newest advances and repayments that were approved, of one maker or of all."""
    query = select(Adjustment).where(Adjustment.state == "approved", Adjustment.kind.in_(HANDED))
    if maker_id is not None:
        query = query.where(Adjustment.maker_id.in_(makers.family(maker_id)))
    return session.scalars(query.order_by(Adjustment.id.desc()).limit(SHOWN)).all()


def other_managers(session: Session, *, than: int) -> Sequence[User]:
    """Return who else than this person may decide, by name."""
    found = select(User).join(UserRole, UserRole.user_id == User.id)
    found = found.where(UserRole.role == "manager", User.archived_at.is_(None), User.id != than)
    return session.scalars(found.order_by(User.name)).all()
