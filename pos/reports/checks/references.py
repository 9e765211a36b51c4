"""What a row names is there: nobody deleted the place, the maker or the run that others stand on."""

from functools import cache

from sqlalchemy import func, select

from catalogue.partners.models import Enquiry
from catalogue.stock.bazars.models import Bazar
from catalogue.stock.transfers.models import Transfer
from core.counters import Counter
from core.db import Base
from core.i18n import _
from pos.reports.checks import Book, Result
from pos.settlements.models import SettlementRun

NUMBERED = {
    "bazar": Bazar.number, "transfer": Transfer.number, "enquiry": Enquiry.number,
    "settlement_run": SettlementRun.number,
}  # fmt: skip
"""Series without gaps whose papers no chain names, by their counter."""


def references(book: Book) -> Result:
    """Every reference of every table leads to a row; the database itself would not let it break."""
    connection = book.session.connection()
    if connection.dialect.name == "sqlite":  # one statement of its own asks for them all
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield _("%(table)s %(n)s menunjuk %(target)s yang tidak ada", table=row[0], n=row[1],
                    target=row[2])  # fmt: skip
        yield None
        return
    for table, target, question in _questions():
        lost = connection.exec_driver_sql(question).scalar()
        yield (
            None
            if lost is None
            else _("%(table)s %(n)s menunjuk %(target)s yang tidak ada", table=table, n=lost,
                   target=target)
        )  # fmt: skip


@cache
def _questions() -> tuple[tuple[str, str, str], ...]:
    """Return (table, target, query for the first reference that leads nowhere) of every reference."""
    return tuple(
        (
            table.name, key.column.table.name,
            f"SELECT t.{key.parent.name} FROM {table.name} t"  # noqa: S608  # names of our own
            f" LEFT JOIN {key.column.table.name} r ON r.{key.column.name} = t.{key.parent.name}"
            f" WHERE t.{key.parent.name} IS NOT NULL AND r.{key.column.name} IS NULL LIMIT 1",
        )
        for table in Base.metadata.sorted_tables
        for key in sorted(table.foreign_keys, key=lambda one: one.parent.name)
    )  # fmt: skip


def numbered(book: Book) -> Result:
    """Every number that was counted is on a paper: none was taken away."""
    last = {one.name: one.last for one in book.session.scalars(select(Counter))}
    for name, number in NUMBERED.items():
        papers = book.session.scalar(select(func.count(number)))
        right = papers == last.get(name, 0)
        yield (
            None if right
            else _("%(name)s: nomor terakhir %(last)s, kertasnya %(n)s", name=name,
                   last=last.get(name, 0), n=papers)
        )  # fmt: skip
