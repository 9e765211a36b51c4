"""What stands behind a movement: its document's name and the page that shows it.

Whoever moves stock says here what its `source_kind` is to a reader, higher folders too, so that
a stock card can name their documents without knowing them.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.stock.models import Consignment, ConsignmentLine, Movement
from core.i18n import _


@dataclass(frozen=True)
class Paper:
    """The document of a movement: what people call it, and the path of its page."""

    name: str
    path: str


Source = tuple[str, int]
Reader = Callable[[Session, Collection[int]], dict[int, Paper]]
READERS: dict[str, Reader] = {}
"""How the documents of each `source_kind` are found, by the ids of the sources."""


def explains(kind: str) -> Callable[[Reader], Reader]:
    """Declare that a function names the documents of movements with this `source_kind`."""

    def declare(reader: Reader) -> Reader:
        READERS[kind] = reader
        return reader

    return declare


def papers_of(session: Session, movements: Iterable[Movement]) -> dict[Source, Paper]:
    """Return the document of each movement that has one, by (source_kind, source_id)."""
    wanted: dict[str, set[int]] = {}
    for movement in movements:
        wanted.setdefault(movement.source_kind, set()).add(movement.source_id)
    return {
        (kind, source_id): paper
        for kind, ids in wanted.items()
        if kind in READERS
        for source_id, paper in READERS[kind](session, ids).items()
    }


@explains("consignment_line")
def _consignments(session: Session, ids: Collection[int]) -> dict[int, Paper]:
    rows = session.execute(
        select(ConsignmentLine.id, Consignment.id, Consignment.number)
        .join(Consignment, Consignment.id == ConsignmentLine.consignment_id)
        .where(ConsignmentLine.id.in_(ids))
    )
    return {
        line_id: Paper(_("Titipan %(number)s", number=number), f"/manage/consignments/{found}")
        for line_id, found, number in rows
    }
