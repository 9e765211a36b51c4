"""Reads about stock counts: blind for those who count, with what was expected for those who check."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, literal_column, select, text
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.products.models import Product
from catalogue.stock.cards.sources import Paper, explains
from catalogue.stock.counts.models import CountEntry, CountLine, StockCount
from catalogue.stock.models import Lot, Movement, ShelfPlace, StockLevel
from core.errors import NotFound
from core.i18n import _

OPEN = ("counting", "review")
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


@dataclass(frozen=True)
class Missing:
    """Goods on record in the scope of a count that nobody has counted yet."""

    product: Product
    lot: Lot | None


def require(session: Session, count_id: int) -> StockCount:
    """Return the count, or raise NotFound."""
    found = session.get(StockCount, count_id)
    if found is None:
        raise NotFound(_("Hitungan stok ini tidak ada dalam daftar."))
    return found


def lock(session: Session, count_id: int) -> StockCount:
    """Return the count as it stands now, locked until this transaction ends.

    Every change begins here, so that several people who scan at once take turns.
    """
    # The row first, then what hangs on it: what somebody else just wrote must be seen.
    session.execute(select(StockCount.id).where(StockCount.id == count_id).with_for_update())
    found = session.get(StockCount, count_id, populate_existing=True)
    if found is None:
        raise NotFound(_("Hitungan stok ini tidak ada dalam daftar."))
    return found


def open_counts(session: Session, outlet_ids: Collection[int]) -> list[StockCount]:
    """Return what can be counted now at these places."""
    return list(
        session.scalars(
            select(StockCount)
            .where(StockCount.outlet_id.in_(outlet_ids), StockCount.state.in_(OPEN))
            .order_by(StockCount.id)
        )
    )


def lines_of(session: Session, count_id: int, product_id: int | None = None) -> list[CountLine]:
    """Return the lines of a count, or of one product in it."""
    query = select(CountLine).where(CountLine.count_id == count_id).order_by(CountLine.id)
    if product_id is not None:
        query = query.where(CountLine.product_id == product_id)
    return list(session.scalars(query))


def require_line(session: Session, count: StockCount, line_id: int) -> CountLine:
    """Return a line of this very count, or raise NotFound."""
    line = session.get(CountLine, line_id)
    if line is None or line.count_id != count.id:
        raise NotFound(_("Baris ini tidak ada dalam hitungan."))
    return line


def in_scope(count: StockCount) -> list[ColumnElement[bool]]:
    """Return which products a count is about."""
    if count.maker_id is not None:
        return [Product.maker_id == count.maker_id]
    if count.shelf:
        stands = select(ShelfPlace.product_id).where(
            ShelfPlace.outlet_id == count.outlet_id, ShelfPlace.shelf == count.shelf
        )
        return [Product.id.in_(stands)]
    return []


def is_in_scope(session: Session, count: StockCount, product_id: int) -> bool:
    """Say whether a count is about a product."""
    found = select(Product.id).where(Product.id == product_id, *in_scope(count))
    return session.scalar(found) is not None


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


def missing(session: Session, count: StockCount, *, limit: int) -> tuple[list[Missing], int]:
    """Return goods on record here that nobody has counted, by maker and title, and how many."""
    query = _missing(count)
    rows = session.execute(
        query.outerjoin(Maker, Maker.id == Product.maker_id)
        .order_by(Maker.name, Product.title, Product.id, StockLevel.lot_key)
        .limit(limit)
    )
    found = [Missing(product, lot) for product, lot in rows]
    return found, session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _missing(count: StockCount) -> Select[Product, Lot | None]:
    counted = select(CountLine.id).where(
        CountLine.count_id == count.id,
        CountLine.product_id == StockLevel.product_id,
        func.coalesce(CountLine.lot_id, literal_column("0")) == StockLevel.lot_key,
    )
    return (
        select(Product, Lot)
        .select_from(StockLevel)
        .join(Product, Product.id == StockLevel.product_id)
        .outerjoin(Lot, Lot.id == StockLevel.lot_key)
        .where(
            StockLevel.outlet_id == count.outlet_id,
            StockLevel.on_hand != 0,
            Product.kind != "service",
            *in_scope(count),
            ~counted.exists(),
        )
    )


def lots_here(session: Session, count: StockCount, product_id: int) -> list[Lot | None]:
    """Return the lots of a product that may lie here: those on record, and those counted."""
    ids = set(
        session.scalars(
            select(StockLevel.lot_key).where(
                StockLevel.product_id == product_id,
                StockLevel.outlet_id == count.outlet_id,
                StockLevel.on_hand != 0,
            )
        )
    )
    ids |= {line.lot_id or 0 for line in lines_of(session, count.id, product_id)}
    known = {
        lot.id: lot for lot in session.scalars(select(Lot).where(Lot.product_id == product_id))
    }
    dated = sorted((known[i] for i in ids if i), key=lambda lot: lot.expires_on)
    return [*dated, *([None] if 0 in ids or not known else [])]


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


def elsewhere(
    session: Session, count: StockCount, product_ids: Collection[int]
) -> dict[int, list[int]]:
    """Return at which other outlets unique pieces are on record, by product."""
    found: dict[int, list[int]] = {}
    rows = session.execute(
        select(StockLevel.product_id, StockLevel.outlet_id)
        .join(Product, Product.id == StockLevel.product_id)
        .where(
            StockLevel.product_id.in_(product_ids), StockLevel.outlet_id != count.outlet_id,
            StockLevel.on_hand > 0, Product.kind == "unique",
        )
        .order_by(StockLevel.outlet_id)
    )  # fmt: skip
    for product_id, outlet_id in rows:
        found.setdefault(product_id, []).append(outlet_id)
    return found


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


def counters(session: Session, count_id: int) -> list[int]:
    """Return the ids of the people who counted, in the order in which they began."""
    rows = session.execute(
        select(CountEntry.by, func.min(CountEntry.id))
        .join(CountLine, CountLine.id == CountEntry.line_id)
        .where(CountLine.count_id == count_id, CountEntry.by.is_not(None))
        .group_by(CountEntry.by)
        .order_by(func.min(CountEntry.id))
    )
    return [number for number, _first in rows if number is not None]


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


@explains("count_line")
def _counts(session: Session, ids: Collection[int]) -> dict[int, Paper]:
    rows = session.execute(
        select(CountLine.id, StockCount.id, StockCount.number)
        .join(StockCount, StockCount.id == CountLine.count_id)
        .where(CountLine.id.in_(ids))
    )
    return {
        line_id: Paper(_("Hitungan %(number)s", number=number), f"/manage/counts/{found}")
        for line_id, found, number in rows
    }
