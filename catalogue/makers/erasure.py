"""Emptying what a maker's record says of a person; the code, the sentra and the dates stay."""

from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from catalogue.makers import owners
from catalogue.makers.models import Maker, MakerDoubt, MakerPrivate, MakerUser
from core.i18n import _, use_locale
from core.text import fold, slug
from core.users.models import Credential, User, WebSession

PERSONAL = ("name", "owner", "address", "phone", "nib", "email")
PRIVATE = ("nik", "bank_account", "bank_holder")


def words(session: Session, maker: Maker) -> list[str]:
    """Return the words by which copies of a maker's data are found elsewhere."""
    found = set()
    for one in session.scalars(
        select(Maker).where(or_(Maker.id == maker.id, Maker.merged_into_id == maker.id))
    ):
        private = session.get(MakerPrivate, one.id)
        said = [getattr(one, name) for name in PERSONAL]
        said += [getattr(private, name) for name in PRIVATE] if private else []
        found |= {word for word in said if word}
    return sorted(found)


def empty(session: Session, maker: Maker, *, by: int, at: datetime) -> None:
    """Leave of a maker only *Perajin <code>*: no name, number, story, photo or sign-in."""
    with use_locale("id"):
        maker.name = _("Perajin %(code)s", code=maker.code)
    maker.name_key, maker.slug = fold(maker.name), slug(maker.name)
    maker.owner = maker.address = maker.email = maker.story = maker.story_en = ""
    maker.phone = maker.nib = maker.photo_id = None
    maker.photo, maker.shows_phone = None, False
    maker.archived_at, maker.erased_at = maker.archived_at or at, at
    session.execute(delete(MakerPrivate).where(MakerPrivate.maker_id == maker.id))
    session.execute(
        update(MakerDoubt)
        .where(or_(MakerDoubt.maker_id == maker.id, MakerDoubt.other_id == maker.id))
        .values(reason="")
    )
    link = session.get(MakerUser, maker.id)
    if link is not None:
        user = owners.take_sign_in(session, link, by=by, at=at)
        if user.roles == {"maker"}:
            _close_sign_in(session, user, maker.name, at=at)
    session.flush()


def _close_sign_in(session: Session, user: User, name: str, *, at: datetime) -> None:
    """A person who signed in for the maker only cannot any more, and has no name."""
    user.name, user.archived_at = name, at
    session.execute(delete(Credential).where(Credential.user_id == user.id))
    session.execute(
        update(WebSession)
        .where(WebSession.user_id == user.id, WebSession.revoked_at.is_(None))
        .values(revoked_at=at)
    )
