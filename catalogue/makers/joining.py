"""What of a maker's record goes into another's when the two turn out to be one.

Goods and money are moved from above (`pos/settlements/maker_records/merging.py`).
"""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from catalogue.makers import owners
from catalogue.makers.models import Maker, MakerDoubt, MakerPrivate, MakerUser
from core.i18n import _, use_locale
from core.users import hands
from core.users import service as people

FILLED = ("owner", "address", "phone", "email", "nib", "story", "story_en", "photo_id")
"""What the maker who stays takes over where the own record is empty."""
PRIVATE = ("nik", "bank_name", "bank_account", "bank_holder")


def take_over(session: Session, from_: Maker, into: Maker, *, by: int, at: datetime) -> None:
    """Let `into` stand for `from_` from now on: what it lacks is filled, sign-in and doubts follow.

    The record of `from_` stays as its history, off every list; its address leads to `into`.
    """
    kept = {name: getattr(into, name) or getattr(from_, name) for name in FILLED}
    if into.nib is None:
        from_.nib = None  # a NIB is one maker's
    session.flush()
    for name, value in kept.items():
        setattr(into, name, value)
    _take_private(session, from_, into, by=by, at=at)
    _take_sign_in(session, from_, into, by=by, at=at)
    _take_doubts(session, from_, into, by=by, at=at)
    for each in session.scalars(select(Maker).where(Maker.merged_into_id == from_.id)):
        each.merged_into_id = into.id  # who went into the one who goes now goes along
    from_.merged_into_id, from_.archived_at = into.id, from_.archived_at or at
    session.flush()
    for maker, other in ((from_, into), (into, from_)):
        people.record(
            session, "maker.merged", kind="maker", subject_id=maker.id, by=by, at=at,
            detail={"code": other.code},
        )  # fmt: skip


def _take_private(session: Session, from_: Maker, into: Maker, *, by: int, at: datetime) -> None:
    """Fill what `into` lacks; an account that was not the one of both is so far one person's word."""
    theirs = session.get(MakerPrivate, from_.id)
    ours = session.get(MakerPrivate, into.id)
    if ours is None:
        if theirs is None:
            return
        ours = MakerPrivate(maker_id=into.id)
        session.add(ours)
    if theirs is not None and not ours.nik:
        ours.nik = theirs.nik
    if theirs is not None and not ours.bank_account:  # an account's bank and holder belong together
        ours.set_bank(theirs.bank_name, theirs.bank_account, theirs.bank_holder, alone=by, at=at)
    elif ours.bank_account and (theirs is None or theirs.bank_account != ours.bank_account):
        ours.bank_changed_at, ours.bank_by = at, by


def _take_sign_in(session: Session, from_: Maker, into: Maker, *, by: int, at: datetime) -> None:
    """The one who stays keeps the own sign-in, or gets the other's; nobody has two."""
    theirs = session.get(MakerUser, from_.id)
    if theirs is None:
        return
    user = owners.take_sign_in(session, theirs, by=by, at=at)
    hands.touch(user, by=by, at=at)
    if session.get(MakerUser, into.id) is None:
        session.add(MakerUser(maker_id=into.id, user_id=user.id))
    elif user.roles == {"maker"}:
        user.archived_at = at
        with use_locale("id"):
            user.name = _("Perajin %(code)s", code=from_.code)  # a name that nobody needs any more
    session.flush()


def _take_doubts(session: Session, from_: Maker, into: Maker, *, by: int, at: datetime) -> None:
    doubts = session.scalars(
        select(MakerDoubt).where(
            or_(MakerDoubt.maker_id == from_.id, MakerDoubt.other_id == from_.id),
            or_(MakerDoubt.decision.is_(None), MakerDoubt.decision == "same"),
        )
    ).all()
    for doubt in doubts:
        other = doubt.other_id if doubt.maker_id == from_.id else doubt.maker_id
        first, second = sorted((other, into.id))
        known = select(MakerDoubt.id).where(
            MakerDoubt.maker_id == first, MakerDoubt.other_id == second
        )
        if other == into.id:
            doubt.decision, doubt.decided_by, doubt.decided_at = "same", by, at
        elif session.scalar(known) is None:
            doubt.maker_id, doubt.other_id = first, second
        session.flush()
