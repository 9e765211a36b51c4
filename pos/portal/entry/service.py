"""Verbs about a maker's phones: make a link, spend it, let a phone out again."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from catalogue.makers import service as makers
from catalogue.makers.models import Maker
from core.errors import Conflict, NotFound
from core.i18n import _
from core.users import hands
from core.users import queries as people
from core.users import service as users
from core.users.models import WebSession
from pos.portal.entry import queries
from pos.portal.entry.models import MakerLink

LIFE = timedelta(days=7)
"""How long a link waits for its phone: a message may be read days after it came."""


class LinkGone(NotFound):
    """The link was spent or taken back, or its days are over."""


def invite(session: Session, maker: Maker, *, by: int, at: datetime) -> MakerLink:
    """Make a link that signs one phone in for the maker; she needs neither phone number nor PIN.

    Raises Conflict for a maker who is off the list.
    """
    if maker.archived_at is not None:
        raise Conflict(_("Perajin ini diarsipkan. Aktifkan dulu, baru beri tautan."))
    hands.touch(makers.person_of(session, maker, by=by, at=at), by=by, at=at)
    link = MakerLink(maker_id=maker.id, maker=maker, made_at=at, made_by=by, expires_at=at + LIFE)
    session.add(link)
    session.flush()
    users.record(session, "maker.invited", kind="maker", subject_id=maker.id, by=by, at=at)
    return link


def spend(session: Session, link_id: int, *, browser: str, at: datetime) -> str:
    """Sign a phone in by a link and return the token for its cookie; raises LinkGone."""
    link = session.get(MakerLink, link_id, with_for_update={"of": MakerLink})
    if link is None or queries.usable(session, link_id, at=at) is None:
        raise LinkGone(_("Tautan ini sudah dipakai atau sudah lewat waktunya."))
    user = makers.person_of(session, link.maker, by=link.made_by, at=at)
    token = users.open_session(session, user, kind="maker", device=None, at=at, browser=browser)
    opened = people.session_of(session, token, at=at)
    assert opened is not None
    link.spent_at, link.session_id = at, opened.id
    session.flush()
    users.record(
        session, "maker.phone_in", kind="maker", subject_id=link.maker_id, by=user.id, at=at
    )
    return token


def let_out(session: Session, maker: Maker, phone: WebSession, *, by: int, at: datetime) -> None:
    """Sign one phone of a maker out, whoever holds it."""
    users.close_session(session, phone, at=at)
    users.record(session, "maker.phone_out", kind="maker", subject_id=maker.id, by=by, at=at)


def shut(session: Session, maker: Maker, *, by: int, at: datetime) -> int:
    """Sign every phone of a maker out and take unspent links back; return how many phones."""
    for link in queries.open_links(session, maker, at=at, locked=True):
        link.ended_at = at  # who spends one at this moment waits, or was waited for
    phones = queries.phones(session, maker, at=at)
    for phone in phones:
        users.close_session(session, phone, at=at)
    users.record(session, "maker.phones_out", kind="maker", subject_id=maker.id, by=by, at=at)
    return len(phones)
