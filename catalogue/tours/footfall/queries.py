"""Reads about counted visitors."""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Subquery, case, func, select
from sqlalchemy.orm import Session

from catalogue.tours.footfall.models import KINDS, Footfall
from catalogue.tours.models import Visit
from core.errors import NotFound
from core.i18n import _


def require(session: Session, footfall_id: int) -> Footfall:
    """Return one count, or raise NotFound."""
    found = session.get(Footfall, footfall_id)
    if found is None:
        raise NotFound(_("Hitungan ini tidak ada."))
    return found


def lock(session: Session, footfall_id: int) -> Footfall:
    """Return one count as it stands now, locked until this transaction ends."""
    return session.scalars(
        select(Footfall)
        .where(Footfall.id == footfall_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def of_day(session: Session, outlet_id: int, on: date) -> dict[str, int]:
    """Return {kind: visitors} counted at an outlet on a day."""
    return _by_kind(session, Footfall.outlet_id == outlet_id, Footfall.business_date == on)


def between(session: Session, first: date, last: date) -> dict[str, int]:
    """Return {kind: visitors} counted anywhere from `first` to `last`, both inclusive."""
    return _by_kind(session, Footfall.business_date.between(first, last))


def groups_between(session: Session, first: date, last: date) -> tuple[int, int]:
    """Return how many groups came from `first` to `last`, and how many people in them."""
    row = session.execute(
        select(func.count(), func.coalesce(func.sum(Visit.people), 0)).where(
            Visit.state.in_(("here", "done")), Visit.expected_on.between(first, last)
        )
    ).one()
    return int(row[0]), int(row[1] or 0)


def undoable(
    session: Session, outlet_id: int, *, at: datetime, within: timedelta
) -> Footfall | None:
    """Return the newest count of an outlet that can be taken back, or None."""
    return session.scalar(
        select(Footfall)
        .where(
            Footfall.outlet_id == outlet_id,
            Footfall.undone_at.is_(None),
            Footfall.at >= at - within,
        )
        .order_by(Footfall.id.desc())
        .limit(1)
    )


def by_day() -> Subquery:
    """Return visitors by day and outlet: `on`, `outlet_id`, `local`, `foreign_`, `people`."""

    def of(kind: str) -> ColumnElement[int]:
        return func.sum(case((Footfall.kind == kind, Footfall.people), else_=0))

    return (
        select(
            Footfall.business_date.label("on"), Footfall.outlet_id,
            of("local").label("local"), of("foreign").label("foreign_"),
            func.sum(Footfall.people).label("people"),
        )
        .where(Footfall.undone_at.is_(None))
        .group_by(Footfall.business_date, Footfall.outlet_id)
        .subquery("by_day")
    )  # fmt: skip


def newest(session: Session, *, limit: int = 10) -> list[Footfall]:
    """Return the newest counts of more than one visitor, for a manager to look over."""
    return list(
        session.scalars(
            select(Footfall)
            .where(Footfall.people > 1, Footfall.undone_at.is_(None))
            .order_by(Footfall.id.desc())
            .limit(limit)
        )
    )


def _by_kind(session: Session, *where: ColumnElement[bool]) -> dict[str, int]:
    rows = session.execute(
        select(Footfall.kind, func.sum(Footfall.people))
        .where(Footfall.undone_at.is_(None), *where)
        .group_by(Footfall.kind)
    )
    return dict.fromkeys(KINDS, 0) | {kind: int(people) for kind, people in rows}
