"""Reads about links and the phones that are signed in for a maker."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker, MakerUser
from core.errors import NotFound
from core.i18n import _
from core.users.models import WebSession
from pos.portal.entry.models import MakerLink


def usable(session: Session, link_id: int, *, at: datetime) -> MakerLink | None:
    """Return a link that a phone can still spend, None where it is over or never was."""
    link = session.get(MakerLink, link_id)
    if link is None or link.spent_at or link.ended_at or at >= link.expires_at:
        return None
    return link if link.maker.archived_at is None else None


def require_link(session: Session, link_id: int) -> MakerLink:
    """Return a link, spent or not, or raise NotFound."""
    link = session.get(MakerLink, link_id)
    if link is None:
        raise NotFound(_("Tautan ini tidak ada dalam daftar."))
    return link


def open_links(
    session: Session, maker: Maker, *, at: datetime, locked: bool = False
) -> list[MakerLink]:
    """Return the maker's links that nobody has spent yet, newest first; `locked` to end them."""
    wanted = (
        select(MakerLink)
        .where(
            MakerLink.maker_id == maker.id, MakerLink.spent_at.is_(None),
            MakerLink.ended_at.is_(None), MakerLink.expires_at > at,
        )
        .order_by(MakerLink.id.desc())
    )  # fmt: skip
    if locked:
        wanted = wanted.with_for_update(of=MakerLink)
    return list(session.scalars(wanted))


def phones(session: Session, maker: Maker, *, at: datetime) -> list[WebSession]:
    """Return the phones that are signed in for a maker, the one used last first."""
    return list(
        session.scalars(
            select(WebSession)
            .join(MakerUser, MakerUser.user_id == WebSession.user_id)
            .where(
                MakerUser.maker_id == maker.id, WebSession.kind == "maker",
                WebSession.revoked_at.is_(None), WebSession.expires_at > at,
            )
            .order_by(WebSession.last_seen_at.desc(), WebSession.id.desc())
        )
    )  # fmt: skip


def require_phone(session: Session, maker: Maker, session_id: int, *, at: datetime) -> WebSession:
    """Return a phone of this maker, or raise NotFound: another maker's is not there either."""
    for phone in phones(session, maker, at=at):
        if phone.id == session_id:
            return phone
    raise NotFound(_("Ponsel ini sudah keluar."))
