"""Reads about quotations."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from catalogue.partners import queries as enquiries
from catalogue.partners.models import Enquiry
from catalogue.products.models import Product
from core.errors import NotFound
from core.i18n import _
from pos.sales.deposits.models import Deposit
from pos.sales.deposits.queries import Open, left_of
from pos.sales.models import Sale
from pos.sales.quotations.models import Quotation, QuotationDeposit

Newer = aliased(Quotation)
IS_NEWEST = ~select(Newer.id).where(Newer.replaces_id == Quotation.id).exists()
"""Whether no other quotation stands for one."""
STANDING = ("quoted", "accepted")
"""The states of an enquiry whose newest quotation is the firm's to take."""


@dataclass(frozen=True)
class ToMake:
    """What a maker is to make for a firm, whose name she does not read."""

    product: Product
    quantity: int
    promised_on: date
    note: str = ""


def require(session: Session, quotation_id: int) -> Quotation:
    """Return the quotation, or raise NotFound."""
    found = session.get(Quotation, quotation_id)
    if found is None:
        raise NotFound(_("Penawaran ini tidak ada dalam daftar."))
    return found


def by_number(session: Session, text: str) -> Quotation | None:
    """Return the quotation of a number as it was typed, or None."""
    return session.scalar(select(Quotation).where(Quotation.number == text.strip().upper()))


def of_enquiry(session: Session, enquiry_id: int) -> list[Quotation]:
    """Return all quotations of an enquiry, the one that counts first."""
    return list(session.scalars(_of_enquiry(enquiry_id)))


def newest(session: Session, enquiry_id: int) -> Quotation | None:
    """Return the quotation of an enquiry that counts, None before the first."""
    return session.scalar(_of_enquiry(enquiry_id).limit(1))


def ticket_of(session: Session, quotation_id: int) -> Sale | None:
    """Return the ticket that was made of a quotation, unless it was cancelled."""
    return session.scalar(
        select(Sale).where(Sale.quotation_id == quotation_id, Sale.state != "void")
    )


def tickets_of(session: Session, quotation_ids: Collection[int]) -> dict[int, Sale]:
    """Return the tickets of quotations, those that were cancelled left out."""
    rows = session.scalars(
        select(Sale).where(Sale.quotation_id.in_(quotation_ids), Sale.state != "void")
    )
    return {sale.quotation_id: sale for sale in rows if sale.quotation_id is not None}


def to_sell(session: Session, *, on: date) -> list[Quotation]:
    """Return the quotations that may become a ticket on a day, the accepted ones first."""
    sold = select(Sale.id).where(Sale.quotation_id == Quotation.id, Sale.state != "void")
    return list(
        session.scalars(
            select(Quotation)
            .join(Enquiry, Enquiry.id == Quotation.enquiry_id)
            .where(
                Enquiry.state.in_(STANDING), Quotation.valid_until >= on,
                ~sold.exists(), IS_NEWEST,
            )
            .order_by(Enquiry.state, Quotation.valid_until, Quotation.id)
            .limit(50)
        )
    )  # fmt: skip


def waiting(session: Session) -> int:
    """Return how many enquiries are accepted and not on a ticket yet."""
    sold = (
        select(Sale.id)
        .join(Quotation, Quotation.id == Sale.quotation_id)
        .where(Quotation.enquiry_id == Enquiry.id, Sale.state != "void")
    )
    found = select(func.count()).where(Enquiry.state == "accepted", ~sold.exists())
    return int(session.scalar(found) or 0)


def deposits_of(session: Session, enquiry_id: int) -> list[Open]:
    """Return the deposits that a firm left for an enquiry's quotations and what is left of each."""
    rows = session.scalars(
        select(Deposit)
        .join(QuotationDeposit, QuotationDeposit.deposit_id == Deposit.id)
        .join(Quotation, Quotation.id == QuotationDeposit.quotation_id)
        .where(Quotation.enquiry_id == enquiry_id)
        .order_by(Deposit.id)
    ).all()
    left = left_of(session, [row.id for row in rows])
    return [Open(row, left[row.id]) for row in rows]


def left_behind(session: Session) -> list[Open]:
    """Return the deposits of which something is left though their enquiry is closed or sold."""
    sold = (
        select(Sale.id)
        .join(Newer, Newer.id == Sale.quotation_id)
        .where(Newer.enquiry_id == Enquiry.id, Sale.state == "completed")
    )
    rows = session.scalars(
        select(Deposit)
        .join(QuotationDeposit, QuotationDeposit.deposit_id == Deposit.id)
        .join(Quotation, Quotation.id == QuotationDeposit.quotation_id)
        .join(Enquiry, Enquiry.id == Quotation.enquiry_id)
        .where(Enquiry.state.in_(("declined", "lapsed")) | sold.exists())
        .order_by(Deposit.id)
    ).all()
    left = left_of(session, [row.id for row in rows])
    return [Open(row, left[row.id]) for row in rows if left[row.id] > 0]


def others_with(session: Session, quotation: Quotation, product_id: int) -> list[Quotation]:
    """Return the other firms' quotations that still stand and have a product."""
    return list(
        session.scalars(
            select(Quotation)
            .join(Enquiry, Enquiry.id == Quotation.enquiry_id)
            .where(
                Quotation.enquiry_id != quotation.enquiry_id,
                Enquiry.state.in_(STANDING),
                Quotation.lines.any(product_id=product_id),
                IS_NEWEST,
            )
            .order_by(Quotation.id)
        )
    )


def to_be_made(session: Session, maker_ids: Collection[int] | Select[int]) -> list[ToMake]:
    """Return what makers are to make for firms: those left a deposit and have not fetched it yet.

    The quotation that counts now says how many; the days run from the first deposit.
    """
    makers = set(session.scalars(maker_ids)) if isinstance(maker_ids, Select) else set(maker_ids)
    begun: dict[int, date] = {}
    rows = session.execute(
        select(Quotation.enquiry_id, Deposit)
        .join(QuotationDeposit, QuotationDeposit.quotation_id == Quotation.id)
        .join(Deposit, Deposit.id == QuotationDeposit.deposit_id)
        .join(Enquiry, Enquiry.id == Quotation.enquiry_id)
        .where(Enquiry.state == "accepted")
        .order_by(Deposit.id)
    ).all()
    left = left_of(session, [deposit.id for _enquiry, deposit in rows])
    for enquiry_id, deposit in rows:
        if left[deposit.id] > 0:
            begun.setdefault(enquiry_id, deposit.business_date)
    found = []
    for enquiry_id, since in begun.items():
        quotation = newest(session, enquiry_id)
        if quotation is None or ticket_of(session, quotation.id) is not None:
            continue
        found += [
            ToMake(line.product, line.quantity, since + timedelta(days=line.days))
            for line in quotation.lines
            if line.days is not None and line.product.maker_id in makers
        ]
    return found


def lock(session: Session, quotation_id: int) -> Quotation:
    """Return the quotation, its enquiry locked: one becomes one ticket, and none while it is replaced."""
    found = require(session, quotation_id)
    enquiries.lock(session, found.enquiry_id)
    return found


def _of_enquiry(enquiry_id: int) -> Select[*tuple[Quotation]]:
    """Return the statement for the quotations of an enquiry, the newest first."""
    return select(Quotation).where(Quotation.enquiry_id == enquiry_id).order_by(Quotation.id.desc())
