"""Whether a published log-in still opens the door."""

from datetime import UTC, datetime

from catalogue.makers import service as makers
from core.db import Database
from core.users.secrets import hash_secret
from published import LOGINS, still_working

AT = datetime(2026, 5, 9, 2, 0, tzinfo=UTC)


def test_a_published_pin_works_for_any_maker_of_a_shared_phone(sqlite_database: Database):
    (login,) = (one for one in LOGINS if one.role == "maker")
    assert login.pin is not None
    with sqlite_database.writer() as session:
        sentra = makers.sentra_named(session, "Tapis")
        for name, pin in (("Ibu", "9753"), ("Anaknya", login.pin)):
            maker = makers.register(session, name, sentra=sentra, phone=login.name, by=None, at=AT)
            makers.give_access(session, maker, hash_secret(pin), by=None, at=AT)

    with sqlite_database.reader() as session:
        assert still_working(session) == [login]
