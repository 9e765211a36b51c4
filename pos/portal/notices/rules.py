"""The settings of notices: the server that takes e-mail, and when."""

from datetime import date
from ipaddress import ip_address

from sqlalchemy.orm import Session

from core import settings

HOST = settings.declare("notices.smtp_host", "", "Server SMTP", str)
PORT = settings.declare("notices.smtp_port", 587, "Port SMTP", int)
USER = settings.declare("notices.smtp_user", "", "Nama masuk SMTP", str)
SENDER = settings.declare("notices.sender", "", "Alamat pengirim", str)
SECURITY = settings.declare("notices.smtp_security", "starttls", "Pengamanan SMTP", str)
SECURITIES = ("starttls", "tls", "none")
EVENING = settings.declare("notices.evening", 19, "Jam kirim e-mail harian", int)
"""The hour of the outlet from which on the day's sales go out by e-mail."""


def shows_password(host: str, user: str, security: str) -> bool:
    """Say whether signing in there sends the password readable over a network. Pure."""
    return security == "none" and bool(host and user) and not _is_this_computer(host)


def shows_password_now(session: Session, *, on: date) -> bool:
    """Say so of the server that is kept: a house may have chosen it before that was refused."""
    host, user, security = (settings.get(session, one, on=on) for one in (HOST, USER, SECURITY))
    return shows_password(host, user, security)


def _is_this_computer(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
