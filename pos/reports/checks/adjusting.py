"""What two people wrote on makers' accounts by hand: it is what was sealed, and they were two."""

from sqlalchemy import select

from core.i18n import _
from pos.reports.checks import Book, Result, id_ranges
from pos.reports.checks.office import link_content
from pos.settlements.adjusting.models import Adjustment
from pos.settlements.adjusting.service import sealed


def adjustments(book: Book) -> Result:
    """Each approved adjustment is what was sealed and approved by another; others were never sealed."""
    session = book.session
    for first, last in id_ranges(session, Adjustment.id):
        for one in session.scalars(
            select(Adjustment).where(Adjustment.id.between(first, last))
        ).all():
            link = link_content(session, "adjustment", one.id)
            if one.state == "approved":
                right = link == sealed(one) and one.decided_by != one.proposed_by
            else:
                right = link is None
            yield None if right else _("usulan %(number)s", number=one.number)
