"""Who of the house stands behind a maker: such a person decides nothing in the maker's favour.

Whoever signs in for a maker stands behind her, and whoever a manager said so of, for all makers
who were merged into one. A sign-in that goes leaves its person on record.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker, MakerOwner, MakerUser
from catalogue.makers.queries import family, owner_id
from core.errors import Conflict, Forbidden, NotFound, Refused
from core.i18n import _
from core.users import hands
from core.users import queries as people_queries
from core.users import service as people
from core.users.models import User


def owned_by(session: Session, user_id: int) -> frozenset[int]:
    """Return the makers that a person stands behind, those who were merged with them included.

    Of somebody who was only just let in also those of whose hand did it: it may be that hand.
    """
    hands_of = hands.speakers(session, user_id)
    named = union(
        select(MakerUser.maker_id).where(MakerUser.user_id.in_(hands_of)),
        select(MakerOwner.maker_id).where(
            MakerOwner.user_id.in_(hands_of), MakerOwner.ended_at.is_(None)
        ),
    )
    heads = select(owner_id()).where(Maker.id.in_(named.scalar_subquery()))
    return frozenset(session.scalars(select(Maker.id).where(owner_id().in_(heads))))


def refuse_own(
    session: Session, maker_ids: Iterable[int | None], sentence: str, *, by: int | None
) -> None:
    """Raise Forbidden with `sentence` where `by`, None for nobody, stands behind one of them."""
    if by is not None and not owned_by(session, by).isdisjoint(maker_ids):
        hand = hands.behind(session, by)
        name = people_queries.names_of(session, [hand]).get(hand or 0)
        more = _("Akses Anda baru dibuat atau diganti %(name)s.", name=name) if name else ""
        raise Forbidden(f"{sentence} {more}".strip())


def owners_of(session: Session, maker: Maker) -> list[MakerOwner]:
    """Return who stands behind a maker by what was written down, oldest first."""
    return list(
        session.scalars(
            select(MakerOwner)
            .where(MakerOwner.maker_id.in_(family(maker.id)), MakerOwner.ended_at.is_(None))
            .order_by(MakerOwner.id)
        )
    )


def require_owner(session: Session, maker: Maker, row_id: int) -> MakerOwner:
    """Return what was written down about this maker, or raise NotFound."""
    found = next((row for row in owners_of(session, maker) if row.id == row_id), None)
    if found is None:
        raise NotFound(_("Catatan ini sudah dicabut."))
    return found


def say(session: Session, maker: Maker, user: User, *, by: int, at: datetime) -> None:
    """Write down that a person of the house stands behind a maker; raises Refused the second time."""
    if maker.merged_into_id is not None:
        raise Conflict(_("%(name)s sudah digabung ke perajin lain.", name=maker.name))
    if any(row.user_id == user.id for row in owners_of(session, maker)):
        raise Refused(_("%(name)s sudah dicatat di sini.", name=user.name), field="person")
    _keep(session, maker.id, user.id, by=by, at=at)
    people.record(
        session, "maker.owner_said", kind="maker", subject_id=maker.id, by=by, at=at,
        detail={"name": user.name},
    )  # fmt: skip


def end(session: Session, row: MakerOwner, *, by: int, at: datetime) -> None:
    """Take it back that a person stands behind a maker.

    Raises Forbidden to that person, and to whoever somebody else has only just let in.
    """
    if row.user_id == by:
        raise Forbidden(_("Catatan tentang diri sendiri dicabut pengurus lain."))
    if hands.is_fresh(session, people_queries.require_user(session, by), at=at):
        raise Forbidden(
            _("Akses Anda baru dibuat atau diganti orang lain. Minta orang lain mencabutnya.")
        )
    session.refresh(row, with_for_update={"of": MakerOwner})
    if row.ended_at is not None:
        raise NotFound(_("Catatan ini sudah dicabut."))
    row.ended_at, row.ended_by = at, by
    session.flush()
    people.record(
        session, "maker.owner_ended", kind="maker", subject_id=row.maker_id, by=by, at=at,
        detail={"name": row.user.name},
    )  # fmt: skip


def take_sign_in(session: Session, link: MakerUser, *, by: int, at: datetime) -> User:
    """Take a maker's sign-in away and return its person, who goes on standing behind the maker."""
    known = select(MakerOwner.id).where(
        MakerOwner.maker_id == link.maker_id, MakerOwner.user_id == link.user_id,
        MakerOwner.ended_at.is_(None),
    )  # fmt: skip
    if session.scalar(known) is None:
        _keep(session, link.maker_id, link.user_id, by=by, at=at)
    session.delete(link)
    session.flush()
    return session.get_one(User, link.user_id)


def _keep(session: Session, maker_id: int, user_id: int, *, by: int, at: datetime) -> None:
    session.add(MakerOwner(maker_id=maker_id, user_id=user_id, said_at=at, said_by=by))
    session.flush()
