"""What left yesterday without being sold: some goods went home, one packet broke, one was found."""

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from catalogue.makers.queries import by_code
from catalogue.outlets import queries as places
from catalogue.stock.departures import drafts
from catalogue.stock.departures import queries as records
from catalogue.stock.departures import service as departures
from catalogue.stock.departures.drafts import Piece, Story
from demo.days import day, moment
from demo.people import person
from pos.settlements import compensation

Step = Callable[[Session, datetime], None]
RETURNS, LOSES = "M0006", "M0010"
"""The maker who took goods home, and the one whose goods were damaged and lost."""


def steps() -> Iterator[tuple[str, Step]]:
    """Yield one step for what went home, one for what was lost."""
    yield "gone home", give_back
    yield "lost", lose


def give_back(session: Session, at: datetime) -> None:
    """Give a maker some of the pieces back that stand longest."""
    when, manager = moment(at, 1, 16, 20), person(session, "manajer")
    maker, outlet = by_code(session, RETURNS), places.require_main(session)
    assert maker is not None
    pieces = [
        Piece(row.product, min(row.pieces, 2), row.lot.id if row.lot else None)
        for row in records.proposal(session, maker.id, outlet.id)[:2]
    ]
    departure = drafts.start_return(
        session, maker, outlet, cause="unsold", note="Diambil sendiri oleh perajin.",
        by=manager.id, at=when,
    )  # fmt: skip
    drafts.add(session, departure, pieces, at=when)
    departures.hand_over(session, departure, by=manager.id, at=when)


def lose(session: Session, at: datetime) -> None:
    """Write down what fell from a shelf, and that one of what was missed lay behind it."""
    when, manager = moment(at, 1, 17, 20), person(session, "manajer")
    maker, outlet = by_code(session, LOSES), places.require_main(session)
    assert maker is not None
    rows = [r for r in records.proposal(session, maker.id, outlet.id) if r.pieces >= 2][:2]
    story = Story(
        happened_on=day(at, 1), note="Rak kopi tersenggol waktu dibersihkan, bungkusnya jatuh.",
        found_by="Sari Permata", witnesses="Pak Andi, satpam",
    )  # fmt: skip
    departure = drafts.start_loss(session, outlet, story, by=manager.id, at=when)
    pieces = [
        Piece(row.product, count, row.lot.id if row.lot else None, fate)
        for row, count, fate in zip(rows, (1, 2), ("damaged", "lost"), strict=True)
    ]
    drafts.add(session, departure, pieces, at=when)
    compensation.sign_loss(session, departure, by=manager, at=when)
    compensation.take_back(
        session, departure, {departure.lines[1].id: 1}, reason="Terselip di belakang rak.",
        by=manager, at=moment(at, 1, 17, 40),
    )  # fmt: skip
