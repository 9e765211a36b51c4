"""QRIS money that the acquirer paid out: each credit is what was sealed, and pays for what it names."""

from sqlalchemy import select

from core.i18n import _
from pos.reports.checks import Book, Result, id_ranges
from pos.reports.checks.office import link_content
from pos.sales.claims.models import SurplusReturn
from pos.settlements.qris_days.models import QrisCredit
from pos.settlements.qris_days.service import SOURCE


def paid_out(book: Book) -> Result:
    """Each credit adds up to the claims it pays for, and a claim stands on one credit at most."""
    session = book.session
    standing: set[int] = set()
    gone = set(
        session.scalars(select(SurplusReturn.surplus_id).where(SurplusReturn.source == "qris"))
    )
    for first, last in id_ranges(session, QrisCredit.id):
        for one in session.scalars(
            select(QrisCredit).where(QrisCredit.id.between(first, last)).order_by(QrisCredit.id)
        ).all():
            tenders = [part.tender_id for part in one.parts if part.tender_id is not None]
            mine = {part.tender_id for part in one.parts if not part.is_released} - {None}
            is_back = one.reversed_at is not None
            sealed = link_content(session, SOURCE, one.id)
            right = (
                sealed is not None
                and (sealed["gross"], sealed["charge"], sealed["amount"], sealed["day"])
                == (one.gross, one.charge, one.amount, one.day.isoformat())
                and sealed["tenders"] == sorted(tenders)
                and one.gross == sum(part.amount for part in one.parts)
                and one.amount == one.gross - one.charge
                and all(part.is_released == is_back for part in one.parts)
                and is_back == (link_content(session, f"{SOURCE}_back", one.id) is not None)
                and not mine & standing
                and not any(part.surplus_id in gone for part in one.parts if not part.is_released)
            )
            standing |= {tender_id for tender_id in mine if tender_id is not None}
            yield None if right else _("uang masuk QRIS %(n)s", n=one.id)
