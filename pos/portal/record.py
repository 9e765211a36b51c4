"""A maker's money as the office looks at it beside her record: when she says that a sum is wrong."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.makers.queries import family
from pos.portal import lines, queries, received, standing
from pos.portal.lines import Line
from pos.portal.queries import Rights
from pos.portal.received import Received
from pos.portal.standing import Standing
from pos.settlements.adjusting.models import Adjustment

LAST = 4


@dataclass(frozen=True)
class MakerMoney:
    """The balance, and the last of everything that made it, newest first."""

    rights: Rights
    statements: tuple[Standing, ...]
    received: tuple[Received, ...]
    lines: tuple[Line, ...]
    proposed: tuple[Adjustment, ...]


def money_of(session: Session, maker_id: int, *, today: date, hold_days: int) -> MakerMoney:
    """Return a maker's money; the same reads as her own page, so the same figures."""
    rights = queries.rights(session, maker_id, today=today, hold_days=hold_days)
    sold, _count = lines.lines(session, maker_id, today=today, hold_days=hold_days, limit=LAST)
    proposed = session.scalars(
        select(Adjustment)
        .where(Adjustment.maker_id.in_(family(maker_id)), Adjustment.state == "proposed")
        .order_by(Adjustment.id.desc())
    )
    return MakerMoney(
        rights=rights,
        statements=tuple(standing.standings(session, maker_id, earned=rights.sums.stated)[:LAST]),
        received=tuple(received.received(session, maker_id, limit=LAST)),
        lines=tuple(sold),
        proposed=tuple(proposed),
    )
