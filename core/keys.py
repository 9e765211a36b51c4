"""One request, one effect: the key that came with a change, and what the change answered.

Lesson of other tills: double clicks, retries, two tabs and dead networks must not double anything.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.db import Base, Json, Ref, UtcTime, short
from core.errors import Conflict
from core.i18n import _


class RequestKey(Base):
    """A key that was used, what it was used for, and the page that answered it."""

    __tablename__ = "request_key"

    key: Mapped[str] = mapped_column(short(36), primary_key=True)
    verb: Mapped[str]
    actor: Mapped[Ref | None]
    body_hash: Mapped[str] = mapped_column(short(64))
    result: Mapped[Json | None]
    at: Mapped[UtcTime]


@dataclass(frozen=True)
class Use:
    """What a request wants to use a key for."""

    key: str
    verb: str
    actor: int | None
    body_hash: str


def claim(session: Session, use: Use, *, at: datetime) -> Any | None:
    """Take a key in this transaction; return the stored result if it was used before.

    Raises Conflict when the same key comes with another verb, actor or body. Two requests with
    one key queue on the primary key, and the second finds the first's result.
    """
    insert = (sqlite if session.get_bind().dialect.name == "sqlite" else postgresql).insert
    taken = session.scalar(
        insert(RequestKey)
        .values(key=use.key, verb=use.verb, actor=use.actor, body_hash=use.body_hash, at=at)
        .on_conflict_do_nothing()
        .returning(RequestKey.key)
    )
    if taken is not None:
        return None
    row = session.get_one(RequestKey, use.key)
    if (row.verb, row.actor, row.body_hash) != (use.verb, use.actor, use.body_hash):
        raise Conflict(
            _("Formulir ini sudah pernah dikirim dengan isi lain. Muat ulang halaman, lalu ulangi.")
        )
    return row.result


def answer(session: Session, key: str, result: Any) -> None:
    """Store what the request with this key answered, in the same transaction."""
    session.execute(update(RequestKey).where(RequestKey.key == key).values(result=result))
