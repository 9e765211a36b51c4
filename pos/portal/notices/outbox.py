"""Notices by e-mail: the worker sends what waits, one after the other, outside any transaction.

Each notice is written first and sent then. Were the machine to stop between the sending and the
mark, that one message would go out once more, which is better than not at all.
"""

import logging
import smtplib
import ssl
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.outlets import showroom
from core import settings
from core.clock import local, local_date
from core.db import Database
from pos.portal.notices import news, queries, rules, service
from pos.portal.notices.models import Notice
from pos.portal.notices.words import Telling, text_of
from pos.settlements import documents
from pos.settlements.paying_day.next_day import next_payday

log = logging.getLogger(__name__)

TRIES = 5
"""A server that does not answer is asked again a minute later, so often."""
PATIENCE = 20.0
"""Seconds for each answer of the server."""


@dataclass(frozen=True)
class Server:
    """Where e-mail goes: `security` is starttls, tls or none."""

    host: str
    port: int
    user: str
    password: str | None
    sender: str
    security: str


@dataclass(frozen=True)
class Letter:
    """One notice as an e-mail."""

    notice_id: int
    to: str
    subject: str
    text: str


def run(database: Database, password: str | None, *, address: str | None, at: datetime) -> None:
    """Send every notice that is due by e-mail now; stop at a server that does not answer.

    `password` is the server's, from the environment; `address` the public one, for the link.
    """
    with database.reader() as session:
        server = server_of(session, password, on=local_date(at, documents.zone(session)))
    if server is None:
        return
    while (letter := _next(database, address=address, at=at)) is not None:
        try:
            send(server, letter)
        except smtplib.SMTPRecipientsRefused as refused:
            _failed(database, letter, _why(refused), give_up=True, at=at)
        except (AttributeError, ValueError, IndexError) as strange:  # an address that is none
            _failed(database, letter, str(strange), give_up=True, at=at)
        except (OSError, smtplib.SMTPException) as error:
            log.warning("notice %s was not sent: %s", letter.notice_id, _why(error))
            if _failed(database, letter, _why(error), give_up=False, at=at):
                continue
            return
        else:
            _sent(database, letter, at=at)


def server_of(session: Session, password: str | None, *, on: date) -> Server | None:
    """Return the server that the settings name, None where none is."""
    host = settings.get(session, rules.HOST, on=on)
    if not host:
        return None
    return Server(
        host=host, port=settings.get(session, rules.PORT, on=on),
        user=settings.get(session, rules.USER, on=on), password=password,
        sender=settings.get(session, rules.SENDER, on=on),
        security=settings.get(session, rules.SECURITY, on=on),
    )  # fmt: skip


def send(server: Server, letter: Letter) -> None:
    """Hand a letter to the server; raises OSError or SMTPException."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = server.sender, letter.to, letter.subject
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="titip.invalid")
    message.set_content(letter.text)
    context = ssl.create_default_context()
    client = (
        smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=context)
        if server.security == "tls"
        else smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
    )
    with client:
        if server.security == "starttls":
            client.starttls(context=context)
        if server.user and server.password:
            client.login(server.user, server.password)
        client.send_message(message)


def _next(database: Database, *, address: str | None, at: datetime) -> Letter | None:
    """Return the next letter: a notice that waits, else one made of a maker's news."""

    def work(session: Session) -> Letter | None:
        today, until = _days(session, at)
        notice = _due(session, today, until)
        while isinstance(notice, Notice) and service.let_go(session, notice, at=at):
            notice = _due(session, today, until)
        if isinstance(notice, Maker):
            found = news.news(session, notice, today=today, until=until)
            notice = service.offer(session, notice, found, channel="email", by=None, at=at)
        if notice is None:
            return None
        told = Telling(notice.maker, today, next_payday(session, on=today), address)
        house = settings.get(session, showroom.NAME, on=today) or "Titip"
        words = text_of(news.told_in(session, notice), told)
        return Letter(notice.id, notice.maker.email, f"{house}: kabar titipan", f"{words}\n")

    with database.reader() as session:  # mostly there is nothing, and no till waits for that
        if _due(session, *_days(session, at)) is None:
            return None
    return database.write(work)


def _days(session: Session, at: datetime) -> tuple[date, date]:
    """Return the day at the house, and until which day's sales are told now."""
    here = local(at, documents.zone(session))
    evening = here.hour >= settings.get(session, rules.EVENING, on=here.date())
    return here.date(), here.date() if evening else here.date() - timedelta(days=1)


def _due(session: Session, today: date, until: date) -> Notice | Maker | None:
    """Return the notice that waits to go out, else the first maker with news, if any."""
    return queries.outbox(session) or next(
        iter(queries.waiting(session, "email", today=today, until=until)), None
    )


def _sent(database: Database, letter: Letter, *, at: datetime) -> None:
    def work(session: Session) -> None:
        notice = queries.require_notice(session, letter.notice_id)
        service.decide(session, notice, "sent", by=None, at=at)

    database.write(work)


def _failed(database: Database, letter: Letter, why: str, *, give_up: bool, at: datetime) -> bool:
    """Note a failure; return whether the letter was given up."""

    def work(session: Session) -> bool:
        notice = queries.require_notice(session, letter.notice_id)
        over = give_up or notice.tries + 1 >= TRIES
        service.could_not_send(session, notice, why, give_up=over, at=at)
        return over

    return database.write(work)


def _why(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(str(code) for code, _words in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return str(error.smtp_code)
    return type(error).__name__
