"""The settings of notices: the next paying day, and the server that takes e-mail."""

from datetime import date

from sqlalchemy.orm import Session

from core import settings

PAYDAY = settings.declare("notices.payday", "", "Hari bayar berikutnya", str)
"""ISO date; empty while nobody said."""
HOST = settings.declare("notices.smtp_host", "", "Server SMTP", str)
PORT = settings.declare("notices.smtp_port", 587, "Port SMTP", int)
USER = settings.declare("notices.smtp_user", "", "Nama masuk SMTP", str)
SENDER = settings.declare("notices.sender", "", "Alamat pengirim", str)
SECURITY = settings.declare("notices.smtp_security", "starttls", "Pengamanan SMTP", str)
SECURITIES = ("starttls", "tls", "none")
EVENING = settings.declare("notices.evening", 19, "Jam kirim e-mail harian", int)
"""The hour of the outlet from which on the day's sales go out by e-mail."""


def payday(session: Session, *, on: date) -> date | None:
    """Return the next paying day, None while nobody said which or it is over."""
    told = settings.get(session, PAYDAY, on=on)
    day = date.fromisoformat(told) if told else None
    return day if day is not None and day >= on else None
