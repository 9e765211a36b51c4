"""Letting a maker in: by the phone number on her card and her PIN."""

from datetime import datetime

from catalogue.makers import queries as makers
from catalogue.stock import cells
from core.db import Database
from core.errors import Refused
from core.i18n import _
from core.users import service as users
from core.users.models import User


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

    Two makers of one family may share a phone: the PIN tells them apart, and one that both have
    lets neither in. Raises NotAPhone, WrongSecret, TooMany and Refused.
    """
    phone = phone_of(phone)
    with database.reader() as session:
        candidates = makers.users_by_phone(session, phone)
    subjects = {"address": f"address:{address}", "user": f"phone:{phone}"}
    found = users.whose_secret(database, candidates, "pin", pin, subjects=subjects, at=at)
    if len(found) > 1:
        raise Refused(
            _(
                "Dua perajin memakai nomor dan PIN yang sama. Minta pengurus mengganti salah satunya."
            ),
            field="pin",
        )
    return found[0]
