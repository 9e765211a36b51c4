"""Letting a maker in: by the phone number on her card and her PIN."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker, MakerUser
from catalogue.stock import cells
from core.db import Database
from core.errors import Refused
from core.i18n import _
from core.users import queries as people
from core.users import service as users
from core.users.models import User
from core.users.secrets import matches


class NotAPhone(Refused):
    """What was typed cannot be a phone number."""


def phone_of(text: str) -> str:
    """Return a phone number as it is kept (08…), from 08…, 8…, 62… or +62…; raise NotAPhone."""
    try:
        phone = cells.phone(text)
    except cells.WrongCell:
        phone = None
    if phone is None:
        raise NotAPhone(
            _("Nomor telepon ini belum lengkap. Tulis misalnya 0812 3456 7890."), field="phone"
        )
    return phone


def who(database: Database, phone: str, pin: str, *, address: str, at: datetime) -> User:
    """Return the person of that phone and PIN; count the failure and refuse otherwise.

    Two makers of one family may share a phone: the PIN tells them apart. Raises NotAPhone,
    WrongSecret and TooMany.
    """
    phone = phone_of(phone)
    with database.reader() as session:
        candidates = _people_of(session, phone)
        hashes = {user.id: people.secret_hash(session, user, "pin") for user in candidates}
    user = next(iter(candidates), None)
    if len(candidates) > 1:
        user = next((one for one in candidates if matches(hashes[one.id], pin)), user)
    subjects = {"address": f"address:{address}", "user": f"phone:{phone}"}
    return users.verify_secret(database, user, "pin", pin, subjects=subjects, at=at)


def _people_of(session: Session, phone: str) -> list[User]:
    return list(
        session.scalars(
            select(User)
            .join(MakerUser, MakerUser.user_id == User.id)
            .join(Maker, Maker.id == MakerUser.maker_id)
            .where(Maker.phone == phone, Maker.archived_at.is_(None), User.archived_at.is_(None))
            .order_by(User.id)
        )
    )
