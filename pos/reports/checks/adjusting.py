"""What is written on makers' accounts besides sales: by two people by hand, and monthly fees."""

from sqlalchemy import select

from core.i18n import _
from pos.reports.checks import Book, Result, id_ranges
from pos.reports.checks.office import link_content
from pos.settlements.adjusting.models import Adjustment
from pos.settlements.adjusting.service import sealed
from pos.settlements.fees.models import MonthlyFee
from pos.settlements.fees.service import sealed as sealed_fee


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
                right = right and (one.document or {"amount": one.amount})["amount"] == one.amount
            else:
                right = link is None
            yield None if right else _("usulan %(number)s", number=one.number)


def monthly_fees(book: Book) -> Result:
    """Each maker is charged once for a month, and what was sealed."""
    session = book.session
    before: set[tuple[int, str]] = set()
    for first, last in id_ranges(session, MonthlyFee.id):
        for one in session.scalars(
            select(MonthlyFee).where(MonthlyFee.id.between(first, last))
        ).all():
            which = (one.maker_id, one.month.isoformat())
            right = which not in before and link_content(
                session, "monthly_fee", one.id
            ) == sealed_fee(one)
            before.add(which)
            yield None if right else _("iuran %(n)s", n=one.id)
