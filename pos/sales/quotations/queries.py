"""Reads about quotations."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from catalogue.partners import queries as enquiries
from catalogue.partners.models import Enquiry
from catalogue.products.models import Product
from core.errors import NotFound
from core.i18n import _
from pos.sales.deposits.models import Deposit
from pos.sales.deposits.queries import Open, left_of
from pos.sales.quotations import sold
from pos.sales.quotations.models import Quotation, QuotationDeposit, QuotationLine

IS_NEWEST = sold.is_newest(Quotation)
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


@dataclass(frozen=True)
class Elsewhere:
    """Another firm's quotation that has the same piece, and the deposits that keep it."""

    quotation: Quotation
    deposits: Sequence[Open] = ()


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


def to_sell(session: Session, *, on: date) -> list[Quotation]:
    """Return the quotations of which something may become a ticket on a day, accepted ones first."""
    return list(
        session.scalars(
            select(Quotation)
            .join(Enquiry, Enquiry.id == Quotation.enquiry_id)
            .where(
                (Enquiry.state == "accepted")
                | (Enquiry.state == "quoted") & (Quotation.valid_until >= on),
                sold.LEFT > 0, IS_NEWEST,
            )
            .order_by(Enquiry.state, Quotation.valid_until, Quotation.id)
            .limit(50)
        )
    )  # fmt: skip


def waiting(session: Session) -> dict[str, int]:
    """Return how many enquiries are accepted and not paid yet, by what the office calls them."""
    found = (
        select(sold.STATE, func.count())
        .where(Enquiry.state == "accepted", sold.LEFT > 0)
        .group_by(sold.STATE)
    )
    return {state: int(count) for state, count in session.execute(found)}


def deposits_of(session: Session, enquiry_id: int) -> list[Open]:
    """Return the deposits that a firm left for an enquiry's quotations and what is left of each."""
    return _deposits(session, [enquiry_id]).get(enquiry_id, [])


def left_behind(session: Session) -> list[Open]:
    """Return the deposits of which something is left though their enquiry is closed or sold."""
    rows = session.scalars(
        select(Deposit)
        .join(QuotationDeposit, QuotationDeposit.deposit_id == Deposit.id)
        .join(Quotation, Quotation.id == QuotationDeposit.quotation_id)
        .join(Enquiry, Enquiry.id == Quotation.enquiry_id)
        .where(Enquiry.state.in_(("declined", "lapsed")) | (sold.STATE == "paid"))
        .order_by(Deposit.id)
    ).all()
    left = left_of(session, [row.id for row in rows])
    return [Open(row, left[row.id]) for row in rows if left[row.id] > 0]


def promised_to_others(
    session: Session, enquiry_id: int, products: Iterable[Product]
) -> dict[int, list[Elsewhere]]:
    """Return by product the other firms' quotations that still stand and have one of these pieces.

    Only unique pieces are asked for; what was made once more hurts nobody.
    """
    unique = [product.id for product in products if product.is_unique]
    rows = session.execute(
        select(QuotationLine.product_id, Quotation)
        .join(Quotation, Quotation.id == QuotationLine.quotation_id)
        .join(Enquiry, Enquiry.id == Quotation.enquiry_id)
        .where(
            Quotation.enquiry_id != enquiry_id, Enquiry.state.in_(STANDING),
            QuotationLine.product_id.in_(unique), IS_NEWEST,
        )
        .order_by(Quotation.id)
    ).all() if unique else []  # fmt: skip
    kept = _deposits(session, {quotation.enquiry_id for _product, quotation in rows})
    found: dict[int, list[Elsewhere]] = {}
    for product_id, quotation in rows:
        deposits = [one for one in kept.get(quotation.enquiry_id, []) if one.left]
        found.setdefault(product_id, []).append(Elsewhere(quotation, deposits))
    return found


def to_be_made(session: Session, maker_ids: Collection[int] | Select[int]) -> list[ToMake]:
    """Return what makers are to make for firms: those left a deposit and have not fetched all yet.

    The quotation that counts now says how many, less what was fetched; the days run from the first
    deposit. Given back whole before anything was fetched, it asks for nothing.
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
    counts = session.scalars(
        select(Quotation).where(Quotation.enquiry_id.in_([e for e, _deposit in rows]), IS_NEWEST)
    ).all()
    fetched = {one.quotation.enquiry_id: one for one in sold.sold_of(session, counts).values()}
    for enquiry_id, deposit in rows:
        if left[deposit.id] > 0 or fetched[enquiry_id].tickets:
            begun.setdefault(enquiry_id, deposit.business_date)
    return [
        ToMake(line.product, fetched[number].left(line), since + timedelta(days=line.days))
        for number, since in begun.items()
        for line in fetched[number].quotation.lines
        if line.days is not None
        and line.product.maker_id in makers
        and fetched[number].left(line) > 0
    ]


def lock(session: Session, quotation_id: int) -> Quotation:
    """Return the quotation, its enquiry locked: one becomes one ticket, and none while it is replaced."""
    found = require(session, quotation_id)
    enquiries.lock(session, found.enquiry_id)
    return found


def _deposits(session: Session, enquiry_ids: Collection[int]) -> dict[int, list[Open]]:
    """Return by enquiry the deposits left for its quotations, the oldest first; read together."""
    if not enquiry_ids:
        return {}
    rows = session.execute(
        select(Quotation.enquiry_id, Deposit)
        .join(QuotationDeposit, QuotationDeposit.quotation_id == Quotation.id)
        .join(Deposit, Deposit.id == QuotationDeposit.deposit_id)
        .where(Quotation.enquiry_id.in_(enquiry_ids))
        .order_by(Deposit.id)
    ).all()
    left = left_of(session, [deposit.id for _enquiry, deposit in rows])
    found: dict[int, list[Open]] = {}
    for enquiry_id, deposit in rows:
        found.setdefault(enquiry_id, []).append(Open(deposit, left[deposit.id]))
    return found


def _of_enquiry(enquiry_id: int) -> Select[*tuple[Quotation]]:
    """Return the statement for the quotations of an enquiry, the newest first."""
    return select(Quotation).where(Quotation.enquiry_id == enquiry_id).order_by(Quotation.id.desc())
