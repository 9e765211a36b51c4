"""Which makers have something to be told, and which notices wait for a decision."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from core.errors import NotFound
from core.i18n import _
from pos.portal.notices.models import OUTCOMES, Notice, NoticeChoice
from pos.portal.notices.news import fresh_failures, fresh_payouts, fresh_statements, owners_of_lines
from pos.settlements.models import Payout, Statement
from pos.settlements.transfers.models import TransferRow

Channel = Literal["whatsapp", "email"]
HELD_FOR = timedelta(minutes=10)
"""A notice that somebody opened is nobody else's for so long."""


def waiting(
    session: Session, channel: Channel, *, today: date, until: date | None = None
) -> list[Maker]:
    """Return the makers with something to be told by this channel, by name.

    `until` leaves out what sold after that business date. One with a notice that is not decided
    yet, or whose number is another's, is left out.
    """
    last = until or today
    with_news = or_(
        Maker.id.in_(owners_of_lines(today, last)),
        Maker.id.in_(fresh_statements(today).with_only_columns(Statement.maker_id)),
        Maker.id.in_(fresh_payouts(today).with_only_columns(Payout.maker_id)),
        Maker.id.in_(fresh_failures(today).with_only_columns(TransferRow.maker_id)),
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


def can_be_taken_back(session: Session, maker_ids: Collection[int]) -> set[int]:
    """Return which notices of these makers can wait again: decided by a person, and the newest of hers."""
    newest = (
        select(func.max(Notice.id)).where(Notice.maker_id.in_(maker_ids)).group_by(Notice.maker_id)
    )
    return set(
        session.scalars(
            select(Notice.id).where(
                Notice.id.in_(newest), Notice.channel == "whatsapp", Notice.state.in_(OUTCOMES)
            )
        )
    )


def decided_last(session: Session, user_id: int) -> Notice | None:
    """Return the notice that this person decided last, None where it cannot be taken back."""
    found = session.scalar(
        select(Notice)
        .where(Notice.decided_by == user_id)
        .order_by(Notice.decided_at.desc(), Notice.id.desc())
        .limit(1)
    )
    if found is None or found.id not in can_be_taken_back(session, [found.maker_id]):
        return None
    return found


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


def sharing_phones(session: Session, makers: Collection[Maker]) -> set[int]:
    """Return which of these makers have another's number too: then a notice names the business."""
    rows = session.execute(
        select(Maker.phone, func.count(Maker.id))
        .where(Maker.phone.in_({one.phone for one in makers}), Maker.archived_at.is_(None))
        .group_by(Maker.phone)
    )
    shared = {phone for phone, count in rows if count > 1}
    return {one.id for one in makers if one.phone in shared}
