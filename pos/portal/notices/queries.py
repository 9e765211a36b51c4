"""What makers have not been told yet, and which notices wait for a decision."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, exists, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from catalogue.makers.models import Maker
from catalogue.makers.queries import owner_id
from core.errors import NotFound
from core.i18n import _
from pos.ledger.models import Entry
from pos.portal.lines import is_claimed, mine, signed
from pos.portal.notices.models import Notice, NoticeChoice, NoticeItem
from pos.sales.models import Sale, SaleLine
from pos.settlements.models import Payout, Statement, StatementEntry

Channel = Literal["whatsapp", "email"]
Wish = InstrumentedAttribute[Any]

FRESH = timedelta(days=7)
"""What sold longer ago is no news any more; her page has it."""
FRESH_PAPERS = timedelta(days=14)
MOST_LINES = 200
"""Of one notice, so that no transaction grows with the sales."""
HELD_FOR = timedelta(minutes=10)
"""A notice that somebody opened is nobody else's for so long."""


@dataclass(frozen=True)
class ToldLine:
    """A line of a notice: pieces and rupiah as the maker feels them, a return negative."""

    id: int
    title: str
    quantity: int
    listed: int
    share: int
    day: date
    waits: bool = False
    """Its money was not seen yet: a QRIS claim."""


@dataclass(frozen=True)
class News:
    """What a maker has not been told yet."""

    lines: tuple[ToldLine, ...]
    statements: tuple[Statement, ...]
    payouts: tuple[Payout, ...]

    def __bool__(self) -> bool:
        """Say whether there is anything to tell."""
        return bool(self.lines or self.statements or self.payouts)


def waiting(
    session: Session, channel: Channel, *, today: date, until: date | None = None
) -> list[Maker]:
    """Return the makers with something to be told by this channel, by name.

    `until` leaves out what sold after that business date. One with a notice that is not decided
    yet, or whose number is another's, is left out.
    """
    last = until or today
    with_news = or_(
        Maker.id.in_(_owners_of_lines(today, last)),
        Maker.id.in_(_fresh_statements(today).with_only_columns(Statement.maker_id)),
        Maker.id.in_(_fresh_payouts(today).with_only_columns(Payout.maker_id)),
    )
    rows = session.execute(
        select(Maker, NoticeChoice)
        .outerjoin(NoticeChoice, NoticeChoice.maker_id == Maker.id)
        .where(
            with_news,
            Maker.archived_at.is_(None),
            Maker.id.not_in(select(Notice.maker_id).where(Notice.state == "ready")),
        )
        .order_by(Maker.name_key, Maker.id)
    )
    return [maker for maker, choice in rows if channel_of(maker, choice) == channel]


def channel_of(maker: Maker, choice: NoticeChoice | None) -> Channel | None:
    """Return how a maker is told: as she chose, else by what her card has; None for not at all."""
    if maker.email and (not maker.phone or (choice is not None and choice.channel == "email")):
        return "email"
    if maker.phone and (choice is None or choice.wrong_number_at is None):
        return "whatsapp"
    return None


def news(session: Session, maker: Maker, *, today: date, until: date | None = None) -> News:
    """Return what a maker has not been told yet, of what she wants to be told."""
    lines = session.execute(
        _lines()
        .where(
            mine(maker.id),
            Sale.business_date.between(today - FRESH, until or today),
            SaleLine.id.not_in(_told("line")),
            ~_is_paid(),
            _wants(NoticeChoice.daily, literal(maker.id)),
        )
        .order_by(Sale.completed_at, SaleLine.id)
        .limit(MOST_LINES)
    )
    statements = session.scalars(_fresh_statements(today).where(Statement.maker_id == maker.id))
    payouts = session.scalars(_fresh_payouts(today).where(Payout.maker_id == maker.id))
    return News(tuple(ToldLine(*row) for row in lines), tuple(statements), tuple(payouts))


def told_in(session: Session, notice: Notice) -> News:
    """Return what a notice tells of."""
    ids: dict[str, list[int]] = {"line": [], "statement": [], "payout": []}
    for item in notice.items:
        ids[item.kind].append(item.source_id)
    lines = session.execute(
        _lines().where(SaleLine.id.in_(ids["line"])).order_by(Sale.completed_at, SaleLine.id)
    )
    statements = session.scalars(select(Statement).where(Statement.id.in_(ids["statement"])))
    payouts = session.scalars(select(Payout).where(Payout.id.in_(ids["payout"])))
    return News(tuple(ToldLine(*row) for row in lines), tuple(statements), tuple(payouts))


def last_day(session: Session, maker_id: int) -> News:
    """Return what sold on the last day on which anything of the maker's sold."""
    last = (
        select(func.max(Sale.business_date))
        .join(SaleLine, SaleLine.sale_id == Sale.id)
        .where(mine(maker_id))
        .scalar_subquery()
    )
    lines = session.execute(
        _lines()
        .where(mine(maker_id), Sale.business_date == last)
        .order_by(Sale.completed_at, SaleLine.id)
        .limit(MOST_LINES)
    )
    return News(tuple(ToldLine(*row) for row in lines), (), ())


def open_for(session: Session, user_id: int, *, at: datetime) -> Notice | None:
    """Return the notice that this person opened and has not decided, else one left lying."""
    return session.scalar(
        select(Notice)
        .where(
            Notice.state == "ready",
            Notice.channel == "whatsapp",
            or_(
                Notice.made_by == user_id,
                Notice.made_by.is_(None),
                Notice.made_at <= at - HELD_FOR,
            ),
        )
        .order_by(Notice.id)
        .limit(1)
    )


def require_notice(session: Session, notice_id: int) -> Notice:
    """Return a notice, or raise NotFound."""
    found = session.get(Notice, notice_id)
    if found is None:
        raise NotFound(_("Kabar ini tidak ada dalam daftar."))
    return found


def recent(session: Session, *, limit: int) -> list[Notice]:
    """Return the notices decided last, the newest first."""
    return list(
        session.scalars(
            select(Notice)
            .where(Notice.state != "ready")
            .order_by(Notice.decided_at.desc(), Notice.id.desc())
            .limit(limit)
        )
    )


def outbox(session: Session) -> Notice | None:
    """Return the oldest notice that waits to go out by e-mail, or None."""
    return session.scalar(
        select(Notice)
        .where(Notice.state == "ready", Notice.channel == "email")
        .order_by(Notice.id)
        .limit(1)
    )


def wrong_numbers(session: Session) -> list[Maker]:
    """Return the makers whose number turned out to be another's."""
    return list(
        session.scalars(
            select(Maker)
            .join(NoticeChoice, NoticeChoice.maker_id == Maker.id)
            .where(NoticeChoice.wrong_number_at.is_not(None), Maker.archived_at.is_(None))
            .order_by(Maker.name_key)
        )
    )


def choice_of(session: Session, maker_id: int) -> NoticeChoice | None:
    """Return what a maker chose, None while she has not chosen."""
    return session.get(NoticeChoice, maker_id)


def shares_phone(session: Session, maker: Maker) -> bool:
    """Say whether another maker in use has the same number: then a notice names the business."""
    return bool(
        session.scalar(
            select(func.count(Maker.id)).where(
                Maker.phone == maker.phone, Maker.id != maker.id, Maker.archived_at.is_(None)
            )
        )
    )


def _lines() -> Select[*tuple[Any, ...]]:
    return select(
        SaleLine.id,
        SaleLine.title,
        signed(SaleLine.quantity),
        signed(SaleLine.list_amount),
        signed(SaleLine.maker_share),
        Sale.business_date,
        is_claimed(),
    ).join(Sale, Sale.id == SaleLine.sale_id)


def _told(kind: str) -> Select[int]:
    return select(NoticeItem.source_id).where(NoticeItem.kind == kind)


def _is_paid() -> ColumnElement[bool]:
    """Say that the money of a line was handed over already: of that the payout tells."""
    return exists(
        select(Payout.id)
        .join(StatementEntry, StatementEntry.statement_id == Payout.statement_id)
        .join(Entry, Entry.id == StatementEntry.entry_id)
        .where(
            Entry.source_kind == "sale_line",
            Entry.source_id == SaleLine.id,
            Entry.reason == "share",
            Payout.reversed_at.is_(None),
        )
        .correlate(SaleLine)
    )


def _wants(wish: Wish, maker_id: ColumnElement[int] | Wish) -> ColumnElement[bool]:
    """Say that the maker did not choose to be left alone about this."""
    return maker_id.not_in(select(NoticeChoice.maker_id).where(wish.is_(False)))


def _owners_of_lines(today: date, last: date) -> Select[int]:
    return (
        select(owner_id())
        .select_from(SaleLine)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .join(Maker, Maker.id == SaleLine.maker_id)
        .where(
            Sale.state == "completed",
            Sale.business_date.between(today - FRESH, last),
            SaleLine.id.not_in(_told("line")),
            ~_is_paid(),
            _wants(NoticeChoice.daily, owner_id()),
        )
    )


def _fresh_statements(today: date) -> Select[Statement]:
    newest = select(func.max(Statement.id)).group_by(Statement.maker_id)
    return select(Statement).where(
        Statement.id.in_(newest),
        Statement.posted_at >= datetime.combine(today - FRESH_PAPERS, time.min, UTC),
        Statement.id.not_in(_told("statement")),
        _wants(NoticeChoice.statement, Statement.maker_id),
    )


def _fresh_payouts(today: date) -> Select[Payout]:
    return select(Payout).where(
        Payout.reversed_at.is_(None),
        Payout.business_date >= today - FRESH_PAPERS,
        Payout.id.not_in(_told("payout")),
        _wants(NoticeChoice.payout, Payout.maker_id),
    )
