"""Notices by e-mail, through a real SMTP server of this machine."""

import socket
from asyncio import AbstractServer
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from sqlalchemy import select

from catalogue.makers.models import Maker
from core import settings
from core.db import Database
from pos.portal.notices import outbox, queries, rules, service
from pos.portal.notices.models import Notice
from tests.pos.showroom import Showroom, open_showroom

PASSWORD = "rahasia sekali"


@dataclass
class PostOffice:
    """What an SMTP server took in; addresses of `unknown` it refuses."""

    unknown: tuple[str, ...] = ()
    letters: list[Any] = field(default_factory=list)
    logins: list[bytes] = field(default_factory=list)

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if address in self.unknown:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"

    def authenticate(self, _server, _session, _envelope, _mechanism, data):
        assert isinstance(data, LoginPassword)
        self.logins.append(data.login)
        return AuthResult(success=data.password == PASSWORD.encode())


class Listening(Controller):
    """An SMTP server on a socket that is bound already, so that nobody can take its port."""

    def __init__(self, office: PostOffice, listener: socket.socket) -> None:
        host, port = listener.getsockname()
        self.listener = listener
        super().__init__(
            office, host, port, authenticator=office.authenticate, auth_require_tls=False
        )

    def _create_server(self) -> Awaitable[AbstractServer]:
        return self.loop.create_server(self._factory_invoker, sock=self.listener)


@pytest.fixture
def post() -> Iterator[tuple[PostOffice, Controller]]:
    office = PostOffice(unknown=("hilang@contoh.example",))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        controller = Listening(office, listener)
        try:
            controller.start()
            yield office, controller
        finally:
            controller.stop()


def open_house(
    database: Database, at: datetime, port: int, *, email: str = "sekar@contoh.example"
) -> Showroom:
    """A showroom whose two makers have e-mail, and which knows the server."""
    with database.writer() as session:
        room = open_showroom(session, at=at)
        room.maker.email, room.other.email = email, "dapur@contoh.example"
        room.maker.phone = None
        for setting, value in (
            (rules.HOST, "127.0.0.1"), (rules.PORT, port), (rules.USER, "titip"),
            (rules.SENDER, "galeri@contoh.example"), (rules.SECURITY, "none"),
        ):  # fmt: skip
            settings.put(session, setting, value, valid_from=at.date(), by=None, at=at)
        room.sell(session, {"selendang": 1, "emping": 1})
    return room


def notices(database: Database) -> list[Notice]:
    with database.reader() as session:
        return list(session.scalars(select(Notice).order_by(Notice.id)))


def at_hour(at: datetime, hour: int) -> datetime:
    """The hour of that day in WIB, seven hours before UTC."""
    return at.replace(hour=0, minute=0) + timedelta(hours=hour - 7)


def test_a_maker_with_an_address_is_told_by_e_mail_in_the_evening_once(
    sqlite_database: Database, at: datetime, post: tuple[PostOffice, Controller]
):
    office, controller = post
    open_house(sqlite_database, at, controller.port)

    def run(when: datetime) -> None:
        outbox.run(sqlite_database, PASSWORD, address="https://galeri.example.org", at=when)

    run(at_hour(at, 18))
    assert not office.letters, "the day is not over"
    run(at_hour(at, 19))
    run(at_hour(at, 20))

    (letter,) = office.letters
    assert (letter["To"], letter["From"]) == ("sekar@contoh.example", "galeri@contoh.example")
    words = letter.get_content()
    assert "hari ini laku 1: Selendang belah ketupat Rp405.000. Hak Ibu Rp324.000." in words
    assert "https://galeri.example.org/maker" in words and "Emping" not in words
    assert office.logins == [b"titip"]
    assert [(one.state, one.channel) for one in notices(sqlite_database)] == [("sent", "email")]


def test_a_refused_address_is_let_go_where_there_is_no_phone_either(
    sqlite_database: Database, at: datetime, post: tuple[PostOffice, Controller]
):
    _office, controller = post
    open_house(sqlite_database, at, controller.port, email="hilang@contoh.example")

    outbox.run(sqlite_database, PASSWORD, address=None, at=at_hour(at, 21))

    (let_go,) = notices(sqlite_database)
    assert (let_go.state, let_go.error) == ("skipped", "550")


def test_a_server_that_does_not_answer_is_asked_again_and_then_the_queue_takes_over(
    sqlite_database: Database, at: datetime
):
    room = open_house(sqlite_database, at, 1)  # nothing listens there
    with sqlite_database.writer() as session:
        maker = session.get_one(Maker, room.maker.id)
        maker.phone = "081200000001"
        service.choose(
            session, maker, daily=True, statement=True, payout=True, channel="email",
            by=room.manager.id, at=at,
        )  # fmt: skip

    for minute in range(outbox.TRIES):
        (one,) = notices(sqlite_database) or [None]
        assert one is None or (one.channel, one.tries) == ("email", minute)
        outbox.run(
            sqlite_database, None, address=None, at=at_hour(at, 21) + timedelta(minutes=minute)
        )

    (fallen,) = notices(sqlite_database)
    assert (fallen.channel, fallen.state, fallen.error) == (
        "whatsapp", "ready", "ConnectionRefusedError"
    )  # fmt: skip
    with sqlite_database.reader() as session:
        assert queries.open_for(session, room.manager.id, at=at) is not None
