"""Monthly reports: each is kept as it was given out, and the book still comes to what it says."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import undefer

from core.i18n import _
from pos.reports import figures
from pos.reports.checks import Book, Result, id_ranges
from pos.reports.dates import Span
from pos.reports.dinas.models import MonthlyPaper


def papers(book: Book) -> Result:
    """A report's number, month and PDF are its paper's; what sold in its month is what it says.

    What was paid, who was active and which licences were valid may change afterwards.
    """
    session = book.session
    for first, last in id_ranges(session, MonthlyPaper.id):
        for one in session.scalars(
            select(MonthlyPaper)
            .where(MonthlyPaper.id.between(first, last))
            .options(undefer(MonthlyPaper.document))
        ).all():
            said, sums = one.document, one.document["now"]
            days = Span(*(date.fromisoformat(said[name]) for name in ("first", "last")))
            found = figures.figures(session, days)
            right = (
                (said["number"], days.first) == (one.number, one.month)
                and (sums["pieces"], sums["turnover"], sums["share"])
                == (found.pieces, found.net, found.makers)
                and (book.files is None or book.files.holds(one.pdf))
            )
            yield None if right else _("laporan bulanan %(number)s", number=one.number)
