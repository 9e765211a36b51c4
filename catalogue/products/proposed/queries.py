"""Reads about proposals."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue.makers import queries as makers
from catalogue.makers.models import Maker
from catalogue.products.proposed.models import ASKED, BankRequest, Proposal
from core.errors import NotFound
from core.i18n import _


def count_open(session: Session) -> int:
    """Return how many proposals wait for a manager."""
    return session.scalar(select(func.count(Proposal.id)).where(Proposal.state == "open")) or 0


def waiting(session: Session) -> list[Proposal]:
    """Return the proposals that wait for a manager, the oldest first."""
    return list(
        session.scalars(select(Proposal).where(Proposal.state == "open").order_by(Proposal.id))
    )


def decided(session: Session, *, limit: int) -> list[Proposal]:
    """Return the proposals decided last, the newest first."""
    return list(
        session.scalars(
            select(Proposal)
            .where(Proposal.state != "open")
            .order_by(Proposal.decided_at.desc(), Proposal.id.desc())
            .limit(limit)
        )
    )


def of_maker(
    session: Session, maker_id: int, *, limit: int, kind: str | None = None
) -> list[Proposal]:
    """Return what a maker asked for, the newest first; what she changed at once is left out."""
    return list(
        session.scalars(
            select(Proposal)
            .where(
                Proposal.maker_id.in_(makers.family(maker_id)),
                Proposal.kind.in_(ASKED if kind is None else (kind,)),
            )
            .order_by(Proposal.id.desc())
            .limit(limit)
        )
    )


def banks_waiting(session: Session) -> set[int]:
    """Return the makers whose request for another account is open, with those they were merged into."""
    rows = session.execute(
        select(Maker.id, makers.owner_id())
        .join(Proposal, Proposal.maker_id == Maker.id)
        .where(Proposal.kind == "bank", Proposal.state == "open")
    )
    return {maker_id for ids in rows for maker_id in ids}


def require_proposal(session: Session, proposal_id: int) -> Proposal:
    """Return a proposal, or raise NotFound."""
    found = session.get(Proposal, proposal_id)
    if found is None:
        raise NotFound(_("Usul ini tidak ada dalam daftar."))
    return found


def banks(session: Session, proposals: Iterable[Proposal]) -> dict[int, BankRequest]:
    """Return the bank details that wait, by proposal."""
    ids = [one.id for one in proposals if one.kind == "bank"]
    rows = session.scalars(select(BankRequest).where(BankRequest.proposal_id.in_(ids)))
    return {row.proposal_id: row for row in rows}
