"""What left other than by a sale: pieces against movements, compensation against what was signed."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from catalogue.stock.departures.models import Comeback, Departure, DepartureLine
from catalogue.stock.departures.queries import COMEBACK, LINE, SOURCE
from catalogue.stock.departures.service import part_of
from core.i18n import _
from pos.ledger.queries import account_code
from pos.reports.checks import Book, Result, id_ranges
from pos.reports.checks.office import link_content
from pos.reports.checks.stock import against_movements
from pos.settlements.compensation import sealed_comeback, sealed_loss


def pieces(book: Book) -> Result:
    """Every line of a signed record moved its pieces out, every counter-entry back in."""
    yield from against_movements(
        book.session, DepartureLine.id, LINE, ("returned_to_maker", "lost", "damaged"), _left
    )
    yield from against_movements(
        book.session, Comeback.id, COMEBACK, ("found", "correction"), _back
    )


def _left(session: Session, first: int, last: int) -> dict[tuple[int, int, int], int]:
    rows = session.execute(
        select(DepartureLine, Departure.outlet_id)
        .join(Departure, Departure.id == DepartureLine.departure_id)
        .where(DepartureLine.id.between(first, last), Departure.state == "done")
    )
    return {(line.id, line.product_id, outlet): -line.quantity for line, outlet in rows}


def _back(session: Session, first: int, last: int) -> dict[tuple[int, int, int], int]:
    rows = session.execute(
        select(Comeback.id, DepartureLine.product_id, Departure.outlet_id, Comeback.quantity)
        .join(DepartureLine, DepartureLine.id == Comeback.line_id)
        .join(Departure, Departure.id == DepartureLine.departure_id)
        .where(Comeback.id.between(first, last), Comeback.moved)
    )
    return {(found, product, outlet): quantity for found, product, outlet, quantity in rows}


def signed(book: Book) -> Result:
    """Losses and what came back of them are what was sealed, and nothing came back twice."""
    session = book.session
    for first, last in id_ranges(session, Departure.id):
        for departure in session.scalars(
            select(Departure)
            .where(Departure.id.between(first, last), Departure.state == "done")
            .options(selectinload(Departure.lines).selectinload(DepartureLine.comebacks))
        ).all():
            right = all(_is_whole(line) for line in departure.lines)
            if departure.kind == "return":  # one maker's goods went back to that maker
                right = right and {line.maker_id for line in departure.lines} == {
                    departure.maker_id
                }
            if departure.kind == "loss":
                right = right and link_content(session, SOURCE, departure.id) == sealed_loss(
                    departure
                )
                right = right and all(
                    link_content(session, COMEBACK, one.id) == sealed_comeback(one)
                    for line in departure.lines
                    for one in line.comebacks
                )
            yield None if right else _("berita acara %(number)s", number=departure.number)


def _is_whole(line: DepartureLine) -> bool:
    """Say whether a line's fate and money fit, and its counter-entries add up to no more than it."""
    if (line.fate == "returned") != (line.departure.kind == "return"):
        return False
    if line.fate == "returned" and (line.value or line.owed):
        return False
    before = 0
    for back in line.comebacks:
        if back.owed != part_of(line.owed, line.quantity, before, before + back.quantity):
            return False
        before += back.quantity
    return before <= line.quantity


# -- what the ledger must hold ---------------------------------------------------------------------

Owed = dict[int, tuple[str, str, int, date]]
"""By source: debit, credit, rupiah and business date of its entry; zero writes none."""


def owed(session: Session, first: int, last: int) -> Owed:
    """Return what the house must owe for the signed lines of these ids."""
    rows = session.execute(
        select(DepartureLine, Departure)
        .join(Departure, Departure.id == DepartureLine.departure_id)
        .where(DepartureLine.id.between(first, last), Departure.state == "done")
    )
    return {
        line.id: ("loss", _payable(line), line.owed, departure.signed_on)
        for line, departure in rows
    }


def taken_back(session: Session, first: int, last: int) -> Owed:
    """Return what must have gone back for the counter-entries of these ids."""
    rows = session.scalars(
        select(Comeback).where(Comeback.id.between(first, last)).options(joinedload(Comeback.line))
    )
    return {back.id: (_payable(back.line), "loss", back.owed, back.business_date) for back in rows}


def _payable(line: DepartureLine) -> str:
    return account_code("payable", maker_id=line.maker_id)
