"""Reads about announced deliveries: what is waited for, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, selectinload

from catalogue.stock.announced.models import Announcement, AnnouncementLine
from catalogue.stock.models import Consignment, ConsignmentLine
from core.errors import NotFound
from core.i18n import _


@dataclass(frozen=True)
class Expected:
    """An announced line beside what came: in deliveries before, and counted in this one."""

    line: AnnouncementLine
    before: int
    counted: int

    @property
    def missing(self) -> int:
        """How many have not come yet; negative where more came than was announced."""
        return self.line.quantity - self.before - self.counted


@dataclass(frozen=True)
class Comparison:
    """A delivery beside its announcement: the announced lines, and goods that nobody announced."""

    expected: Sequence[Expected]
    unannounced: Sequence[ConsignmentLine]

    @property
    def is_equal(self) -> bool:
        """True where exactly what was announced has come."""
        return not self.unannounced and not any(row.missing for row in self.expected)

    def sentences(self) -> tuple[str, ...]:
        """Return each difference as a sentence, for a paper."""
        said = []
        for row in self.expected:
            if row.missing:
                came = row.before + row.counted
                how = (
                    _("tidak datang") if not came
                    else _("kurang %(n)s", n=row.missing) if row.missing > 0
                    else _("lebih %(n)s", n=-row.missing)
                )  # fmt: skip
                said.append(
                    _("%(title)s: dikabarkan %(n)s, datang %(came)s (%(how)s)", came=came, how=how,
                      title=row.line.title, n=row.line.quantity)
                )  # fmt: skip
        said += [
            _(
                "%(title)s: datang %(n)s, tidak dikabarkan",
                title=line.product.title,
                n=line.quantity,
            )
            for line in self.unannounced
        ]
        return tuple(said) or (_("Sesuai dengan yang dikabarkan."),)


def require_announcement(session: Session, announcement_id: int) -> Announcement:
    """Return the announcement with its lines, or raise NotFound."""
    found = session.scalar(
        select(Announcement)
        .where(Announcement.id == announcement_id)
        .options(selectinload(Announcement.lines))
    )
    if found is None:
        raise NotFound(_("Kabar kiriman ini tidak ada dalam daftar."))
    return found


def deliveries_of(session: Session, announcement_id: int) -> list[Consignment]:
    """Return what was written down or received against an announcement, cancelled ones left out."""
    return list(
        session.scalars(
            select(Consignment)
            .where(Consignment.announcement_id == announcement_id, Consignment.state != "cancelled")
            .order_by(Consignment.id)
        )
    )


def compared(session: Session, consignment: Consignment) -> Comparison | None:
    """Return a delivery beside its announcement, None where nobody announced it."""
    if consignment.announcement_id is None:
        return None
    lines = session.scalars(
        select(ConsignmentLine)
        .where(ConsignmentLine.consignment_id == consignment.id)
        .order_by(ConsignmentLine.id)
    ).all()
    counted: dict[int | None, int] = {}
    for line in lines:
        key = line.announcement_line_id
        counted[key] = counted.get(key, 0) + line.quantity
    before = _came(session, consignment.announcement_id, before=consignment.id)
    announced = require_announcement(session, consignment.announcement_id)
    return Comparison(
        [
            Expected(line, before.get(line.id, 0), counted.get(line.id, 0))
            for line in announced.lines
        ],
        [line for line in lines if line.announcement_line_id is None],
    )


def progress(session: Session, announcement: Announcement) -> list[Expected]:
    """Return the announced lines beside all that was received of them so far."""
    came = _came(session, announcement.id, before=None)
    return [Expected(line, came.get(line.id, 0), 0) for line in announcement.lines]


def _came(session: Session, announcement_id: int, *, before: int | None) -> dict[int, int]:
    """Return {announced line: pieces received}, in deliveries older than `before` if it is given."""
    where = [Consignment.announcement_id == announcement_id, Consignment.state == "received"]
    if before is not None:
        where.append(Consignment.id < before)
    rows = session.execute(
        select(ConsignmentLine.announcement_line_id, func.sum(ConsignmentLine.quantity))
        .join(Consignment, Consignment.id == ConsignmentLine.consignment_id)
        .where(*where, ConsignmentLine.announcement_line_id.is_not(None))
        .group_by(ConsignmentLine.announcement_line_id)
    )
    return {int(line_id or 0): int(pieces) for line_id, pieces in rows}


def line_for(session: Session, consignment: Consignment, product_id: int) -> int | None:
    """Return the announced line that a product on a delivery belongs to, or None."""
    if consignment.announcement_id is None:
        return None
    return session.scalar(
        select(AnnouncementLine.id)
        .where(
            AnnouncementLine.announcement_id == consignment.announcement_id,
            AnnouncementLine.product_id == product_id,
        )
        .order_by(AnnouncementLine.id)
        .limit(1)
    )


def waited_for(session: Session, *, until: date | None = None) -> int:
    """Return how many announced deliveries are waited for, or should have come `until` a day."""
    where: list[ColumnElement[bool]] = [Announcement.closed_at.is_(None)]
    if until is not None:
        where.append(Announcement.expected_on <= until)
    return session.scalar(select(func.count()).select_from(Announcement).where(*where)) or 0


def of_maker(session: Session, maker_id: int, *, limit: int) -> list[Announcement]:
    """Return a maker's announcements, those still waited for first, then the newest."""
    return list(
        session.scalars(
            select(Announcement)
            .where(
                Announcement.maker_id == maker_id,
                or_(Announcement.closed_at.is_(None), Announcement.state != "cancelled"),
            )
            .options(selectinload(Announcement.lines))
            .order_by(Announcement.closed_at.is_not(None), Announcement.id.desc())
            .limit(limit)
        )
    )
