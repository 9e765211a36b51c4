"""What was counted, and at which movement of the stock: rounds, marks, and what moved meanwhile."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Subquery, and_, func, literal_column, select, text
from sqlalchemy.orm import Session

from catalogue.stock.counts.models import CountEntry, CountLine, StockCount
from catalogue.stock.models import Movement

CORRECTING = ("counted", "found", "correction", "lost", "damaged")
"""Movements that mend the record. One that comes after a line was counted may be about the very
pieces that the count missed, so such a line is counted anew."""


@dataclass(frozen=True)
class Tally:
    """What was counted of a line in its newest round; `pieces` is None while nothing was.

    It was counted between the movements `first` and `last`, with `at_till` pieces on tickets;
    `is_steady` unless that changed meanwhile, `is_done` once nobody is at it any more.
    """

    line: CountLine
    pieces: int | None
    first: int = 0
    last: int = 0
    at_till: int = 0
    is_steady: bool = True
    is_done: bool = False


def _newest_rounds(count_id: int, product_ids: Collection[int] | None = None) -> Subquery:
    query = (
        select(
            CountEntry.line_id,
            func.sum(CountEntry.quantity).label("pieces"),
            func.min(CountEntry.mark).label("first"),
            func.max(CountEntry.mark).label("last"),
            func.max(CountEntry.at_till).label("at_till"),
            func.min(CountEntry.at_till).label("least_at_till"),
            func.max(CountEntry.id).label("newest"),
        )
        .join(
            CountLine,
            and_(CountLine.id == CountEntry.line_id, CountLine.round == CountEntry.round),
        )
        .where(CountLine.count_id == count_id)
        .group_by(CountEntry.line_id)
    )
    if product_ids is not None:
        query = query.where(CountLine.product_id.in_(product_ids))
    return query.subquery()


def tallies(
    session: Session,
    count_id: int,
    *,
    product_ids: Collection[int] | None = None,
    limit: int | None = None,
) -> list[Tally]:
    """Return what was counted: lines to count anew first, then the last counted first."""
    rounds = _newest_rounds(count_id, product_ids)
    query = (
        select(CountLine, *rounds.c, CountEntry.is_done)
        .outerjoin(rounds, rounds.c.line_id == CountLine.id)
        .outerjoin(CountEntry, CountEntry.id == rounds.c.newest)
        .where(CountLine.count_id == count_id)
        .order_by(rounds.c.newest.is_not(None), rounds.c.newest.desc(), CountLine.id.desc())
        .limit(limit)
    )
    if product_ids is not None:
        query = query.where(CountLine.product_id.in_(product_ids))
    return [
        Tally(row[0], None)
        if row.pieces is None
        else Tally(
            row[0], int(row.pieces), row.first, row.last, row.at_till,
            row.at_till == row.least_at_till, row.is_done,
        )
        for row in session.execute(query)
    ]  # fmt: skip


def progress(session: Session, count_id: int) -> tuple[int, int, int]:
    """Return how far a count is: lines counted, pieces, lines to be counted anew."""
    rounds = _newest_rounds(count_id)
    lines, counted, pieces = session.execute(
        select(func.count(), func.count(rounds.c.pieces), func.sum(rounds.c.pieces))
        .select_from(CountLine)
        .outerjoin(rounds, rounds.c.line_id == CountLine.id)
        .where(CountLine.count_id == count_id)
    ).one()
    return counted, int(pieces or 0), lines - counted


def newest_mark(session: Session) -> int:
    """Return the number of the newest movement, while nothing moves until this transaction ends.

    PostgreSQL hands numbers out before they are committed; the lock waits for those under way.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE movement IN SHARE MODE"))
    return session.scalar(select(func.coalesce(func.max(Movement.id), 0))) or 0


def expected(session: Session, count: StockCount, marks: Sequence[Tally]) -> dict[int, int]:
    """Return what was on hand of each line by the movement at which it was counted, by line id."""
    ids = [tally.line.id for tally in marks if tally.pieces is not None]
    rounds = _newest_rounds(count.id, {tally.line.product_id for tally in marks})
    rows = session.execute(
        select(CountLine.id, func.sum(Movement.quantity))
        .join(rounds, rounds.c.line_id == CountLine.id)
        .join(
            Movement,
            and_(
                Movement.product_id == CountLine.product_id,
                Movement.outlet_id == count.outlet_id,
                func.coalesce(Movement.lot_id, literal_column("0"))
                == func.coalesce(CountLine.lot_id, literal_column("0")),
                Movement.id <= rounds.c.last,
            ),
        )
        .where(CountLine.id.in_(ids))
        .group_by(CountLine.id)
    )
    found = {line_id: int(pieces) for line_id, pieces in rows}
    return {line_id: found.get(line_id, 0) for line_id in ids}


def moved_since(
    session: Session, count: StockCount, spans: dict[int, tuple[int, int]]
) -> tuple[set[int], set[int]]:
    """Return the products that moved while they were counted, and those mended on record since.

    `spans` is {product: (first, last) movement number of its counting}.
    """
    if not spans:
        return set(), set()
    rows = session.execute(
        select(Movement.product_id, Movement.id, Movement.reason).where(
            Movement.product_id.in_(spans), Movement.outlet_id == count.outlet_id,
            Movement.id > min(first for first, _last in spans.values()),
        )
    )  # fmt: skip
    moved, mended = set(), set()
    for product_id, number, reason in rows:
        first, last = spans[product_id]
        if first < number <= last:
            moved.add(product_id)
        if number > first and reason in CORRECTING:
            mended.add(product_id)
    return moved, mended


def under_way(
    session: Session, count_id: int, *, by: int | None = None
) -> list[tuple[CountLine, int | None]]:
    """Return the lines that people are at, each with the person; of one person if asked."""
    newest = (
        select(func.max(CountEntry.id))
        .join(CountLine, CountLine.id == CountEntry.line_id)
        .where(CountLine.count_id == count_id)
        .group_by(CountEntry.by)
    )
    if by is not None:
        newest = newest.where(CountEntry.by == by)
    rows = session.execute(
        select(CountLine, CountEntry.by)
        .join(CountEntry, CountEntry.line_id == CountLine.id)
        .where(
            CountEntry.id.in_(newest), CountEntry.is_done.is_(False),
            CountEntry.round == CountLine.round,
        )
    )  # fmt: skip
    return [(line, person) for line, person in rows]


def history(session: Session, line_ids: Collection[int]) -> dict[int, list[tuple[int, int]]]:
    """Return (round, pieces) of the earlier rounds of lines, by line, oldest first."""
    found: dict[int, list[tuple[int, int]]] = {}
    rows = session.execute(
        select(CountEntry.line_id, CountEntry.round, func.sum(CountEntry.quantity))
        .join(CountLine, CountLine.id == CountEntry.line_id)
        .where(CountEntry.line_id.in_(line_ids), CountEntry.round < CountLine.round)
        .group_by(CountEntry.line_id, CountEntry.round)
        .order_by(CountEntry.line_id, CountEntry.round)
    )
    for line_id, number, pieces in rows:
        found.setdefault(line_id, []).append((number, int(pieces)))
    return found


def newest_entry(session: Session, count_id: int) -> int:
    """Return the number of what was counted last in a count, 0 where nothing was."""
    newest = session.scalar(
        select(func.max(CountEntry.id))
        .join(CountLine, CountLine.id == CountEntry.line_id)
        .where(CountLine.count_id == count_id)
    )
    return newest or 0


def entries_of(session: Session, count_id: int) -> list[CountEntry]:
    """Return everything that was ever counted in a count, in order."""
    return list(
        session.scalars(
            select(CountEntry)
            .join(CountLine, CountLine.id == CountEntry.line_id)
            .where(CountLine.count_id == count_id)
            .order_by(CountEntry.id)
        )
    )
