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
from pos.sales import paying
from pos.sales.deposits import service as deposits
from pos.sales.deposits.models import Deposit
from pos.sales.deposits.service import Left
from pos.sales.models import Sale
from pos.sales.quotations import queries, service
from pos.sales.quotations.models import Quotation, QuotationDeposit
from pos.sales.tenders import Offer


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
    the quotation does not stand any more, Refused for more than what is left to pay, or for a
    unique piece that another firm left a deposit for.
    """
    quotation = queries.lock(session, quotation.id)
    service.refuse_void(session, quotation, on=on)
    room = service.refuse_sold(session, quotation).left_total - sum(
        one.left for one in queries.deposits_of(session, quotation.enquiry_id)
    )
    if not 0 < part.amount <= room:
        raise Refused(_("Uang mukanya paling banyak %(most)s.", most=rupiah(room)), field="amount")
    left = Left(
        customer=quotation.enquiry.firm, amount=part.amount, way=part.way,
        purpose=_("Penawaran %(number)s", number=quotation.number), reference=part.reference,
    )  # fmt: skip
    deposit = deposits.take(session, till, left, by=by, at=at)
    _refuse_promised(session, quotation)  # the deposits' counter is ours: nobody is between
    session.add(QuotationDeposit(deposit_id=deposit.id, quotation_id=quotation.id))
    session.flush()
    if quotation.enquiry.state == "quoted":
        enquiries.move(
            session, quotation.enquiry, "accepted", by=by.id, at=at, note=quotation.number
        )
    return deposit


def put_on_ticket(
    session: Session, sale: Sale, quotation: Quotation, *, on: date, at: datetime
) -> None:
    """Let what is left of a firm's deposits pay its ticket, as far as they go."""
    for one in queries.deposits_of(session, quotation.enquiry_id):
        if one.left and paying.standing_of(session, sale, on=on).left > 0:
            offer = Offer("deposit", None, deposit_id=one.deposit.id)
            paying.add_part(session, sale, offer, on=on, at=at)


def refuse_forgotten(session: Session, sale: Sale) -> None:
    """Refuse that a firm pays a quotation's ticket anew while its deposit for it lies here."""
    if sale.quotation is None or sum(x.amount for x in sale.tenders if x.kind != "deposit") <= 0:
        return
    for one in queries.deposits_of(session, sale.quotation.enquiry_id):
        left = one.left - sum(x.amount for x in sale.tenders if x.deposit_id == one.deposit.id)
        if left > 0:
            raise Refused(
                _("Uang muka %(number)s untuk penawaran ini masih %(left)s. Pakai dulu lewat Campur, "
                  "atau kembalikan.", number=one.deposit.number, left=rupiah(left))
            )  # fmt: skip


def _refuse_promised(session: Session, quotation: Quotation) -> None:
    """Refuse a unique piece that another firm's deposit keeps."""
    pieces = [line.product for line in quotation.lines]
    others = queries.promised_to_others(session, quotation.enquiry_id, pieces)
    for line in quotation.lines:
        for other in others.get(line.product_id, []):
            if other.deposits:
                raise Refused(
                    _("%(title)s sudah dijanjikan di penawaran %(other)s, dengan uang muka "
                      "%(number)s.", title=line.title, other=other.quotation.number,
                      number=other.deposits[0].deposit.number)
                )  # fmt: skip
