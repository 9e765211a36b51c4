"""What a monthly fee is called on a statement."""

from sqlalchemy.orm import Session

from core.i18n import _
from pos.settlements.fees.models import MonthlyFee
from printers.words import month_name

SOURCE = "monthly_fee"
"""What a monthly fee's entry names as where it comes from."""


def label_of(session: Session, fee_id: int) -> str:
    """Return what a monthly fee is called: for which month."""
    month = session.get_one(MonthlyFee, fee_id).month
    return _("Iuran bulan %(month)s", month=month_name(month))
