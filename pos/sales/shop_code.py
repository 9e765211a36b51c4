"""The showroom's QRIS code as a buyer scans it: as it hangs on the counter, or with the amount."""

from datetime import date

from sqlalchemy.orm import Session

from catalogue.outlets.models import Till
from core import settings
from pos.sales import qris, rules
from pos.sales.models import Sale
from pos.sales.tenders import QRIS_LIMIT


def shop_code(
    session: Session, till: Till, sale: Sale | None, amount: int | None, *, on: date
) -> str | None:
    """Return the code's text, with `amount` rupiah where the setting says so; None without one."""
    payload = settings.get(session, rules.QRIS_STATIC, on=on)
    if amount is None or not payload or not settings.get(session, rules.QRIS_DYNAMIC, on=on):
        return payload or None
    if not 0 < amount <= QRIS_LIMIT:
        return None
    bill = f"N{sale.id}" if sale else ""
    return qris.with_amount(qris.parse(payload), amount, bill=bill, terminal=till.series)
