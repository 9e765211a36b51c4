"""The demonstration's published log-ins: what they are, and whether they still work.

While one of them works anybody may sign in, so the program says so at every start and does not
serve a network.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from catalogue.makers.queries import users_by_phone
from core.users import queries
from core.users.models import User
from core.users.secrets import matches


@dataclass(frozen=True)
class Login:
    """A log-in that everybody can read in the documentation."""

    role: str
    name: str
    password: str | None = None
    pin: str | None = None


LOGINS = (
    Login("manager", "manajer", password="tapis-manajer", pin="1379"),
    Login("cashier", "kasir", password="tapis-kasir", pin="2580"),
    Login("officer", "dinas", password="tapis-dinas"),
    Login("maker", "081200000001", pin="2580"),
)


def still_working(session: Session) -> list[Login]:
    """Return the published log-ins of which a password or a PIN still opens the door."""
    return [login for login in LOGINS if _works(session, login)]


def _works(session: Session, login: Login) -> bool:
    secrets = {"password": login.password, "pin": login.pin}
    return any(
        secret is not None and matches(queries.secret_hash(session, user, kind), secret)
        for user in _users(session, login)
        for kind, secret in secrets.items()
    )


def _users(session: Session, login: Login) -> list[User]:
    if login.role == "maker":
        return users_by_phone(session, login.name)  # several makers may share a phone
    user = queries.by_login(session, login.name)
    return [user] if user is not None else []
