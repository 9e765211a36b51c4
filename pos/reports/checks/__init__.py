"""Checks over the whole book. Each looks at one kind of thing and yields once for every one.

A check yields None for a thing that agrees and a sentence for one that does not. It reads in
chunks, so that memory does not grow with the book, and never trusts a trigger or a constraint:
somebody may have dropped them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.files import Files

CHUNK = 200

Result = Iterator[str | None]


@dataclass(frozen=True)
class Book:
    """What is checked: the database through one reader, and the stored files."""

    session: Session
    files: Files | None = None


@dataclass(frozen=True)
class Check:
    """A named check; `name` is an Indonesian source text."""

    name: str
    run: Callable[[Book], Result]


def id_ranges(session: Session, column: object) -> Iterator[tuple[int, int]]:
    """Yield the (first, last) ids of chunks of rows, inclusive, forgetting the chunk before."""
    last = 0
    while True:
        ids = session.scalars(
            select(column).where(column > last).order_by(column).limit(CHUNK)  # type: ignore[call-overload, operator]
        ).all()
        if not ids:
            return
        yield int(ids[0]), int(ids[-1])
        session.expunge_all()
        last = int(ids[-1])
