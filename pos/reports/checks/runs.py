"""Statements and the runs that made them: none settles more, or another maker, than its run was for."""

from sqlalchemy import select
from sqlalchemy.orm import undefer

from core.i18n import _
from pos.reports.checks import Book, Result, id_ranges
from pos.settlements.models import Statement


def runs(book: Book) -> Result:
    """Each statement goes up to its run's last day, is one of its makers', and not below its minimum."""
    for first, last in id_ranges(book.session, Statement.id):
        for one in book.session.scalars(
            select(Statement)
            .where(Statement.id.between(first, last))
            .options(undefer(Statement.document))
        ).all():
            right = (
                one.document["period_to"] == one.run.cutoff.isoformat()
                and one.run.includes(one.maker_id)
                and (not one.run.minimum or one.closing >= one.run.minimum)
            )
            yield None if right else _("laporan %(number)s", number=one.number)
