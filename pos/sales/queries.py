"""Reads about tickets and sales."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, lazyload, selectinload

from catalogue.outlets.models import Till
from catalogue.products.models import Product
from core.errors import NotFound
from core.i18n import _
from pos.sales.models import Receipt, Sale, SaleLine, Tender, TenderConfirmation
from pos.shifts.models import Shift

RECEIPT_ADDRESS = re.compile(r"/r/([\w-]{20,32})(?:[/?#].*)?$", re.ASCII | re.IGNORECASE)
"""The end of a digital receipt's address, with its token."""

WHOLE = (
    lazyload(Sale.cashier),
    selectinload(Sale.lines)
    .joinedload(SaleLine.product)
    .options(lazyload(Product.codes), lazyload(Product.maker)),
    selectinload(Sale.tenders),
)
"""Loads a ticket with what its lines and tenders show: a line has its own code and maker's name."""


def current(session: Session, till_id: int) -> Sale | None:
    """Return the open ticket of a till with its lines, or None."""
    return session.scalar(
        select(Sale).where(Sale.till_id == till_id, Sale.state == "open").options(*WHOLE)
    )


@dataclass(frozen=True)
class LastSold:
    """What was sold last, in short: its id and number, and the change in rupiah."""

    id: int
    number: str
    change: int


def last_sold(session: Session, shift_id: int, since: datetime) -> LastSold | None:
    """Return what a shift sold last, if that was after `since`, or None."""
    change = select(func.coalesce(func.sum(Tender.change), 0)).where(Tender.sale_id == Sale.id)
    row = session.execute(
        select(Sale.id, Sale.number, change.scalar_subquery())
        .where(Sale.shift_id == shift_id, Sale.completed_at > since)
        .order_by(Sale.completed_at.desc(), Sale.number.desc())
        .limit(1)
    ).first()
    return None if row is None else LastSold(row[0], row[1] or "", row[2])


def to_complete(session: Session, till_id: int) -> Sale | None:
    """Return the open ticket of a till without its lines: completing locks and reads it whole."""
    return session.scalar(
        select(Sale)
        .where(Sale.till_id == till_id, Sale.state == "open")
        .options(lazyload(Sale.cashier))
    )


def lock_current(session: Session, till_id: int) -> Sale | None:
    """Return the open ticket of a till, locked until this transaction ends, or None.

    Every change of a ticket begins here, so that two scans at once both count and none lands on
    a ticket that is just being completed.
    """
    return session.scalar(
        select(Sale)
        .where(Sale.till_id == till_id, Sale.state == "open")
        .options(*WHOLE)
        .with_for_update(of=Sale)
        .execution_options(populate_existing=True)
    )


def lock(session: Session, sale_id: int) -> Sale:
    """Return a ticket with its lines, locked until this transaction ends; or raise NotFound."""
    sale = session.scalar(
        select(Sale)
        .where(Sale.id == sale_id)
        .options(*WHOLE)
        .with_for_update(of=Sale)
        .execution_options(populate_existing=True)
    )
    if sale is None:
        raise NotFound(_("Nota ini tidak ada."))
    return sale


def lock_origins(session: Session, line_ids: Collection[int]) -> None:
    """Lock the sales of these sold lines, by id: what comes back of one is decided by one at a time.

    After the ticket, which is open; these are completed, so nobody waits for both in turn.
    """
    sales = select(SaleLine.sale_id).where(SaleLine.id.in_(line_ids))
    if line_ids:
        session.execute(
            select(Sale.id)
            .where(Sale.id.in_(sales))
            .order_by(Sale.id)
            .with_for_update(key_share=True)
        ).all()


def require(session: Session, sale_id: int) -> Sale:
    """Return a ticket with lines and tenders, or raise NotFound."""
    sale = session.scalar(select(Sale).where(Sale.id == sale_id).options(*WHOLE))
    if sale is None:
        raise NotFound(_("Nota ini tidak ada."))
    return sale


def require_completed(session: Session, sale_id: int) -> Sale:
    """Return a completed sale with lines and tenders, or raise NotFound."""
    sale = require(session, sale_id)
    if sale.state != "completed":
        raise NotFound(_("Nota ini tidak ada."))
    return sale


def by_receipt(session: Session, text: str) -> Sale | None:
    """Return the completed sale of a receipt's number or of the address in its QR, or None.

    A scanner types the address as a keyboard does: with Caps Lock on, every letter is the other.
    """
    address = RECEIPT_ADDRESS.search(text.strip())
    if address is None:
        return by_number(session, text)
    token = address.group(1)
    return by_token(session, token) or by_token(session, token.swapcase())


def by_number(session: Session, number: str) -> Sale | None:
    """Return the completed sale of that number with lines and tenders, or None."""
    return session.scalar(
        select(Sale)
        .where(Sale.number == number.strip().upper())
        .options(selectinload(Sale.lines), selectinload(Sale.tenders))
    )


def by_token(session: Session, token: str) -> Sale | None:
    """Return the completed sale of a digital receipt's token, or None."""
    return session.scalar(
        select(Sale)
        .where(Sale.token == token, Sale.state == "completed")
        .options(selectinload(Sale.lines), selectinload(Sale.tenders))
    )


def held_count(session: Session, outlet_id: int) -> int:
    """Return how many tickets of an outlet are held."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Sale)
            .join(Till, Till.id == Sale.till_id)
            .where(Sale.state == "held", Till.outlet_id == outlet_id)
        )
        or 0
    )


def held(session: Session, outlet_id: int) -> list[Sale]:
    """Return the held tickets of an outlet, oldest first."""
    return list(
        session.scalars(
            select(Sale)
            .join(Till, Till.id == Sale.till_id)
            .where(Sale.state == "held", Till.outlet_id == outlet_id)
            .options(selectinload(Sale.lines))
            .order_by(Sale.id)
        )
    )


def claims(session: Session, *, shift_id: int | None = None) -> list[Tender]:
    """Return the QRIS tenders of completed sales that nobody has confirmed yet, oldest first."""
    statement = (
        select(Tender)
        .join(Sale, Sale.id == Tender.sale_id)
        .outerjoin(TenderConfirmation, TenderConfirmation.tender_id == Tender.id)
        .where(
            Sale.state == "completed",
            Tender.kind == "qris",
            Tender.amount > 0,
            TenderConfirmation.tender_id.is_(None),
        )
        .options(selectinload(Tender.sale))
        .order_by(Tender.id)
    )
    if shift_id is not None:
        statement = statement.where(Sale.shift_id == shift_id)
    return list(session.scalars(statement))


def returned_ranges(
    session: Session, line_ids: Collection[int]
) -> dict[int, list[tuple[int, int]]]:
    """Return (first, last) of the units of sold lines that came or are coming back, in order."""
    rows = session.execute(
        select(SaleLine.return_of_id, SaleLine.first_unit, SaleLine.quantity)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(
            SaleLine.return_of_id.in_(line_ids), Sale.state.in_(("open", "held", "completed"))
        )
        .order_by(SaleLine.first_unit)
    )  # fmt: skip
    found: dict[int, list[tuple[int, int]]] = {line_id: [] for line_id in line_ids}
    for line_id, first, quantity in rows:
        if line_id is not None and first is not None:
            found[line_id].append((first, first + quantity - 1))
    return found


def latest_sold(session: Session, product_id: int, *, most: int) -> list[SaleLine]:
    """Return the latest completed lines that sold a product, the newest first."""
    return list(
        session.scalars(
            select(SaleLine)
            .join(Sale, Sale.id == SaleLine.sale_id)
            .where(
                SaleLine.product_id == product_id,
                SaleLine.kind == "sale",
                Sale.state == "completed",
            )
            .order_by(SaleLine.id.desc())
            .limit(most)
        )
    )


def require_sold_line(session: Session, line_id: int) -> SaleLine:
    """Return a line of a completed sale that sold something, or raise NotFound."""
    line = session.get(SaleLine, line_id)
    if line is None or line.kind != "sale" or line.sale.state != "completed":
        raise NotFound(_("Nota ini tidak ada."))
    return line


def origin_numbers(session: Session, sale: Sale) -> dict[int, str]:
    """Return the receipt's number that each returned line of a sale came from, by the line's id."""
    origin = {line.id: line.return_of_id for line in sale.lines if line.return_of_id is not None}
    if not origin:
        return {}
    rows = session.execute(
        select(SaleLine.id, Sale.number)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(SaleLine.id.in_(origin.values()))
    )
    numbers = {line_id: number or "" for line_id, number in rows}
    return {line_id: numbers[origin_id] for line_id, origin_id in origin.items()}


def of_shift(session: Session, shift: Shift) -> list[Sale]:
    """Return the completed sales of a shift with lines and tenders, in order."""
    return list(
        session.scalars(
            select(Sale)
            .where(Sale.shift_id == shift.id, Sale.state == "completed")
            .options(selectinload(Sale.lines), selectinload(Sale.tenders))
            .order_by(Sale.id)
        )
    )


def last_completed(session: Session, till_id: int) -> Sale | None:
    """Return the newest completed sale of a till, or None."""
    return session.scalar(
        select(Sale)
        .where(Sale.till_id == till_id, Sale.state == "completed")
        .options(selectinload(Sale.lines), selectinload(Sale.tenders))
        .order_by(Sale.completed_at.desc(), Sale.id.desc())
        .limit(1)
    )


def require_tender(session: Session, tender_id: int) -> Tender:
    """Return the tender with its sale, or raise NotFound."""
    tender = session.get(Tender, tender_id, options=[selectinload(Tender.sale)])
    if tender is None:
        raise NotFound(_("Pembayaran ini tidak ada."))
    return tender


def receipt_json(session: Session, sale_id: int) -> dict[str, Any]:
    """Return the stored receipt of a completed sale, or raise NotFound."""
    row = session.get(Receipt, sale_id)
    if row is None:
        raise NotFound(_("Struk ini tidak ada."))
    document: dict[str, Any] = row.document
    return document
