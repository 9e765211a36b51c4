"""Who does things in the demonstration."""

from sqlalchemy.orm import Session

from core.users.models import User
from core.users.queries import by_login


def person(session: Session, login: str) -> User:
    """Return a person of the demonstration by log-in."""
    user = by_login(session, login)
    assert user is not None
    return user
