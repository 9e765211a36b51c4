"""Stock counts: what was posted against what was counted, expected and moved, and their seals."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.orm import Session, aliased

from catalogue.makers.models import Maker
from catalogue.products.models import Product
from catalogue.stock.counts.models import CountEntry, CountLine, StockCount
from catalogue.stock.counts.papers import posted_on
from catalogue.stock.models import Movement
from core.i18n import _
from pos.ledger.queries import account_code
from pos.reports.checks import Book, Result, id_ranges
from pos.reports.checks.office import link_content
from pos.reports.checks.stock import against_movements, stands_in
from pos.settlements.counting import LINE, SOURCE, sealed_count


def pieces(book: Book) -> Result:
    """Every difference of a posted line moved its pieces, and nothing else did in its name."""
    yield from against_movements(book.session, CountLine.id, LINE, ("counted",), _differences)


def _differences(session: Session, first: int, last: int) -> dict[tuple[int, int, int], int]:
    rows = session.execute(
        select(CountLine, StockCount.outlet_id)
        .join(StockCount, StockCount.id == CountLine.count_id)
        .where(CountLine.id.between(first, last), CountLine.state == "posted")
    )
    return {
        (line.id, line.product_id, outlet_id): line.difference
        for line, outlet_id in rows
        if line.difference
    }


def figures(book: Book) -> Result:
    """A posted line holds what was counted of it, and what was on hand at its mark."""
    session = book.session
    # `mark` stands two levels deep: only told so does it look at its own line's entries alone.
    entries = (
        select(CountEntry)
        .where(CountEntry.line_id == CountLine.id, CountEntry.round == CountLine.round)
        .correlate(CountLine)
    )
    counted = entries.with_only_columns(func.sum(CountEntry.quantity)).scalar_subquery()
    mark = entries.with_only_columns(func.max(CountEntry.mark)).scalar_subquery()
    expected = (
        select(func.coalesce(func.sum(Movement.quantity), 0))
        .where(
            Movement.product_id == CountLine.product_id,
            Movement.outlet_id == StockCount.outlet_id,
            _lot(Movement.lot_id) == _lot(CountLine.lot_id),
            Movement.id <= mark,
        )
        .correlate(CountLine, StockCount)
        .scalar_subquery()
    )
    for first, last in id_ranges(session, CountLine.id):
        for line, was_counted, was_expected in session.execute(
            select(CountLine, counted, expected)
            .join(StockCount, StockCount.id == CountLine.count_id)
            .where(CountLine.id.between(first, last), CountLine.state == "posted")
        ):
            right = (line.counted, line.expected) == (was_counted, was_expected)
            yield None if right else _("hitungan %(title)s", title=line.product.title)


def _lot(column: Any) -> ColumnElement[int]:
    return func.coalesce(column, literal_column("0"))


def sealed(book: Book) -> Result:
    """Every posted count is what was sealed of it."""
    session = book.session
    for first, last in id_ranges(session, StockCount.id):
        for count in session.scalars(
            select(StockCount).where(
                StockCount.id.between(first, last), StockCount.state == "posted"
            )
        ).all():
            right = link_content(session, SOURCE, count.id) == sealed_count(
                session, count, count.document
            )
            right = right and _is_of_its_maker(session, count)
            yield None if right else _("hitungan %(number)s", number=count.number)


def _is_of_its_maker(session: Session, count: StockCount) -> bool:
    """Whether a count of one maker's goods has lines of hers only, or of who she was merged into."""
    hers, theirs = aliased(Maker), aliased(Maker)
    others = (
        select(CountLine.id)
        .join(Product, Product.id == CountLine.product_id)
        .join(hers, hers.id == count.maker_id)
        .outerjoin(theirs, theirs.id == Product.maker_id)
        .where(CountLine.count_id == count.id, stands_in(theirs).is_distinct_from(stands_in(hers)))
    )
    return session.scalar(others.limit(1)) is None


def owed(session: Session, first: int, last: int) -> dict[int, tuple[str, str, int, date]]:
    """Return what the ledger must hold for posted lines: debit, credit, rupiah, business date."""
    rows = session.execute(
        select(CountLine, StockCount)
        .join(StockCount, StockCount.id == CountLine.count_id)
        .where(CountLine.id.between(first, last), CountLine.state == "posted")
    )
    return {
        line.id: (
            "loss", account_code("payable", maker_id=line.product.maker_id), line.owed,
            posted_on(count),
        )
        for line, count in rows
        if line.owed
    }  # fmt: skip
