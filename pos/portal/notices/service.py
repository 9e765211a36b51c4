"""Verbs about notices: choose, offer the next, decide; nothing is told twice."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from core.errors import Conflict
from core.i18n import _
from core.users import service as people
from pos.portal.notices import news, queries
from pos.portal.notices.models import OUTCOMES, Notice, NoticeChoice, NoticeItem
from pos.portal.notices.queries import Channel
from pos.portal.notices.told import News


def choose(
    session: Session,
    maker: Maker,
    *,
    daily: bool,
    statement: bool,
    payout: bool,
    channel: str,
    by: int,
    at: datetime,
) -> None:
    """Keep what a maker wants to be told, and how."""
    choice = _choice(session, maker.id, at=at)
    choice.daily, choice.statement, choice.payout = daily, statement, payout
    choice.channel, choice.changed_at = channel, at
    session.flush()
    people.record(session, "maker.notices_chosen", kind="maker", subject_id=maker.id, by=by, at=at)


def offer_next(
    session: Session, *, today: date, by: int, at: datetime, maker_id: int | None = None
) -> Notice | None:
    """Return the next notice for this person to send by WhatsApp, None when all are told.

    What the person opened and did not decide comes first, so that nothing is lost by stopping.
    `maker_id` asks for that maker's, if anything waits for her.
    """
    while maker_id is None and (lying := queries.open_for(session, by, at=at)) is not None:
        if let_go(session, lying, at=at):
            continue
        lying.made_by, lying.made_at = by, at
        session.flush()
        return lying
    for maker in queries.waiting(session, "whatsapp", today=today):
        found = news.news(session, maker, today=today) if maker_id in (None, maker.id) else None
        if found:
            return offer(session, maker, found, channel="whatsapp", by=by, at=at)
    return None


def let_go(session: Session, notice: Notice, *, at: datetime) -> bool:
    """End a notice that has nothing to tell any more; return whether it was one."""
    if news.told_in(session, notice):
        return False
    notice.state, notice.decided_at = "empty", at
    session.flush()
    people.record(session, "notice.empty", kind="maker", subject_id=notice.maker_id, by=None, at=at)
    return True


def offer(
    session: Session, maker: Maker, found: News, *, channel: Channel, by: int | None, at: datetime
) -> Notice:
    """Make a notice of what is new; from now on no other tells of it."""
    notice = Notice(maker_id=maker.id, maker=maker, channel=channel, made_at=at, made_by=by)
    notice.items = [NoticeItem(kind=kind, source_id=source_id) for kind, source_id in found.items]
    session.add(notice)
    session.flush()
    return notice


def decide(session: Session, notice: Notice, outcome: str, *, by: int | None, at: datetime) -> None:
    """Say what became of a notice: sent, skipped or wrong_number. Raises Conflict if it was said."""
    assert outcome in OUTCOMES, outcome
    session.refresh(notice, ["state"], with_for_update={"of": Notice})
    if notice.state != "ready":
        raise Conflict(_("Kabar ini sudah diputuskan, mungkin oleh orang lain."))
    notice.state, notice.decided_at, notice.decided_by = outcome, at, by
    if outcome == "wrong_number":
        _choice(session, notice.maker_id, at=at).wrong_number_at = at
    session.flush()
    people.record(
        session, f"notice.{outcome}", kind="maker", subject_id=notice.maker_id, by=by, at=at
    )


def take_back(session: Session, notice: Notice, *, by: int, at: datetime) -> None:
    """Go one step back: the notice waits for its decision again, with whoever takes it back.

    Raises Conflict for what is no longer the newest of its maker, or was not decided by a person.
    """
    session.refresh(notice, ["state"], with_for_update={"of": Notice})
    if notice.id not in queries.can_be_taken_back(session, [notice.maker_id]):
        raise Conflict(_("Keputusan ini tidak bisa dibatalkan lagi."))
    if notice.state == "wrong_number":
        _choice(session, notice.maker_id, at=at).wrong_number_at = None
    notice.state, notice.decided_at, notice.decided_by = "ready", None, None
    notice.made_by, notice.made_at = by, at
    session.flush()
    people.record(
        session, "notice.taken_back", kind="maker", subject_id=notice.maker_id, by=by, at=at
    )


def number_is_right(session: Session, maker: Maker, *, by: int, at: datetime) -> None:
    """Tell a maker by WhatsApp again, now that the number on her card is hers."""
    _choice(session, maker.id, at=at).wrong_number_at = None
    session.flush()
    people.record(session, "maker.number_right", kind="maker", subject_id=maker.id, by=by, at=at)


def could_not_send(
    session: Session, notice: Notice, error: str, *, give_up: bool, at: datetime
) -> None:
    """Note that an e-mail did not go out; given up, it waits for a person to send it by WhatsApp."""
    notice.tries, notice.error = notice.tries + 1, error
    if give_up and notice.maker.phone:
        notice.channel = "whatsapp"
    elif give_up:
        notice.state, notice.decided_at = "skipped", at
        people.record(
            session, "notice.skipped", kind="maker", subject_id=notice.maker_id, by=None, at=at
        )
    session.flush()


def _choice(session: Session, maker_id: int, *, at: datetime) -> NoticeChoice:
    found = session.get(NoticeChoice, maker_id)
    if found is None:
        found = NoticeChoice(
            maker_id=maker_id, daily=True, statement=True, payout=True, channel="whatsapp",
            changed_at=at,
        )  # fmt: skip
        session.add(found)
    return found
