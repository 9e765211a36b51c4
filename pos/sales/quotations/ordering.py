"""A firm's deposit: it is taken as any other, and what is to be made is told to its makers."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from catalogue.outlets.models import Till
from catalogue.partners import service as enquiries
from core.errors import Refused
from core.i18n import _
from core.money import rupiah
from core.users.models import User
from pos.sales.deposits import service as deposits
from pos.sales.deposits.models import Deposit
from pos.sales.deposits.service import Left
from pos.sales.quotations import queries, service
from pos.sales.quotations.models import Quotation, QuotationDeposit


@dataclass(frozen=True)
class Part:
    """What a firm pays beforehand: rupiah, in which way, and the number that proves it."""

    amount: int
    way: str
    reference: str = ""


def take_deposit(
    session: Session,
    quotation: Quotation,
    till: Till,
    part: Part,
    *,
    on: date,
    by: User,
    at: datetime,
) -> Deposit:
    """Take a deposit for a quotation, which is accepted with that; print its slip.

    From then on its makers read what is to be made (`queries.to_be_made`). Raises Conflict where
    the quotation does not stand any more, Refused for more than what is left of its total.
    """
    quotation = queries.lock(session, quotation.id)
    service.refuse_void(session, quotation, on=on)
    service.refuse_sold(session, quotation)
    room = quotation.total - sum(
        one.left for one in queries.deposits_of(session, quotation.enquiry_id)
    )
    if not 0 < part.amount <= room:
        raise Refused(_("Uang mukanya paling banyak %(most)s.", most=rupiah(room)), field="amount")
    left = Left(
        customer=quotation.enquiry.firm, amount=part.amount, way=part.way,
        purpose=_("Penawaran %(number)s", number=quotation.number), reference=part.reference,
    )  # fmt: skip
    deposit = deposits.take(session, till, left, by=by, at=at)
    session.add(QuotationDeposit(deposit_id=deposit.id, quotation_id=quotation.id))
    session.flush()
    if quotation.enquiry.state == "quoted":
        enquiries.move(
            session, quotation.enquiry, "accepted", by=by.id, at=at, note=quotation.number
        )
    return deposit
