"""Reads about agencies and visits."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue.tours.models import COLOURS, Agency, Visit
from core.errors import NotFound
from core.i18n import _
from core.text import fold

OVER = ("done", "cancelled")


def agencies(session: Session) -> list[Agency]:
    """Return the agencies that still bring groups, by name."""
    return list(
        session.scalars(
            select(Agency).where(Agency.archived_at.is_(None)).order_by(func.lower(Agency.name))
        )
    )


def choices(session: Session) -> list[tuple[int, str]]:
    """Return id and name of every agency in use, to choose from."""
    return [(agency.id, agency.name) for agency in agencies(session)]


def require_agency(session: Session, agency_id: int) -> Agency:
    """Return the agency, or raise NotFound."""
    agency = session.get(Agency, agency_id)
    if agency is None:
        raise NotFound(_("Biro ini tidak ada dalam daftar."))
    return agency


def lock_agency(session: Session, agency_id: int) -> Agency:
    """Return the agency, locked until this transaction ends, so that its fees are settled in turn."""
    return session.scalars(
        select(Agency)
        .where(Agency.id == agency_id)
        .with_for_update(of=Agency)
        .execution_options(populate_existing=True)
    ).one()


def by_name(session: Session, name: str) -> Agency | None:
    """Return the agency of that name, however it is spelt with capitals and points, or None."""
    return session.scalar(select(Agency).where(Agency.name_key == fold(name)))


def require_visit(session: Session, visit_id: int) -> Visit:
    """Return the visit, or raise NotFound."""
    visit = session.get(Visit, visit_id)
    if visit is None:
        raise NotFound(_("Rombongan ini tidak ada dalam daftar."))
    return visit


def lock_visit(session: Session, visit_id: int, *, shared: bool = False) -> Visit:
    """Return the visit as it stands now, locked until this transaction ends; or raise NotFound.

    `shared`: others may read it so too, and nobody may end it meanwhile.
    """
    visit = session.scalar(
        select(Visit)
        .where(Visit.id == visit_id)
        .with_for_update(of=Visit, read=shared)
        .execution_options(populate_existing=True)
    )
    if visit is None:
        raise NotFound(_("Rombongan ini tidak ada dalam daftar."))
    return visit


def by_token(session: Session, token: str) -> Visit | None:
    """Return the visit of a guide's page, or None."""
    return session.scalar(select(Visit).where(Visit.token == token))


def at_hand(session: Session, outlet_id: int, day: date) -> list[Visit]:
    """Return the visits that a till of this outlet may give sales to on a day, by hour."""
    return list(
        session.scalars(
            select(Visit)
            .where(
                Visit.outlet_id == outlet_id,
                Visit.expected_on == day,
                Visit.state.in_(("confirmed", "here")),
            )
            .order_by(Visit.expected_at, Visit.id)
        )
    )


def left_open(session: Session, outlet_id: int, day: date) -> list[Visit]:
    """Return the visits of days before that were here and were never ended, oldest first."""
    return list(
        session.scalars(
            select(Visit)
            .where(Visit.outlet_id == outlet_id, Visit.expected_on < day, Visit.state == "here")
            .order_by(Visit.expected_on, Visit.id)
        )
    )


def free_colour(session: Session, outlet_id: int, day: date) -> str:
    """Return the colour that the fewest visits of that day have, the first of them in order."""
    rows = session.execute(
        select(Visit.colour, func.count())
        .where(Visit.outlet_id == outlet_id, Visit.expected_on == day, Visit.state != "cancelled")
        .group_by(Visit.colour)
    )
    taken = {colour: count for colour, count in rows}  # noqa: C416  # rows are no pairs
    return min(COLOURS, key=lambda colour: taken.get(colour, 0))


def guides_of(session: Session, agency_id: int | None, *, limit: int = 20) -> Sequence[str]:
    """Return the names of guides who came before, of one agency or of all, newest first."""
    where = [Visit.guide != ""]
    if agency_id is not None:
        where.append(Visit.agency_id == agency_id)
    return session.scalars(
        select(Visit.guide)
        .where(*where)
        .group_by(Visit.guide)
        .order_by(func.max(Visit.id).desc())
        .limit(limit)
    ).all()


def waiting(session: Session) -> int:
    """Return how many announced visits wait for an answer."""
    return (
        session.scalar(select(func.count()).select_from(Visit).where(Visit.state == "announced"))
        or 0
    )
