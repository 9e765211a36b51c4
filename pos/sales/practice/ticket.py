"""A practice ticket as the till shows it: rows of a sale that are never added to the database."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.outlets.models import Till
from catalogue.products.models import Product
from catalogue.stock.tags.reprint import offered_price
from core.clock import local_date
from core.i18n import current_locale
from core.users.models import User
from pos.sales.models import Sale, SaleLine, Tender
from pos.sales.practice.models import Practice
from pos.sales.pricing import mark_down, spread_ticket_discount
from pos.sales.receipts import receipt_of
from pos.sales.tenders import Applied, Offer, Payment
from printers.documents import Receipt

NUMBER = "LATIHAN"
"""What stands where a receipt has its number; no code of anything."""


def of_session(session: Session, web_session_id: int | None, till_id: int) -> Practice | None:
    """Return the practice that this browser is in at this till, or None."""
    if web_session_id is None:
        return None
    return session.scalar(
        select(Practice).where(
            Practice.web_session_id == web_session_id, Practice.till_id == till_id
        )
    )


def any_of_session(session: Session, web_session_id: int) -> bool:
    """Say whether a browser is in practice at any till."""
    number = session.scalar(select(Practice.id).where(Practice.web_session_id == web_session_id))
    return number is not None


def compose(session: Session, practice: Practice, *, till: Till, by: int, at: datetime) -> Sale:
    """Return the ticket that a practice note describes, priced as a sale would be now."""
    paid = practice.note["paid"]
    sale = Sale(
        id=0, till_id=till.id, till=till, cashier_id=by, state="open", number=NUMBER,
        business_date=local_date(at, till.outlet.zone), rounding=paid["rounding"] if paid else 0, ticket_discount=0,
        language=current_locale(),
        token=NUMBER, opened_at=at, lines=[], tenders=[],
    )  # fmt: skip
    for position, noted in enumerate(practice.note["lines"], start=1):
        line = _line(session, sale, noted, position=position, by=by, at=at)
        mark_down(session, line)
    spread_ticket_discount(sale)
    sale.add_up()
    for one in paid["tenders"] if paid else ():
        sale.tenders.append(
            Tender(**{"reference": "", **one}, amount=one["tendered"] - one["change"], at=at,
                   confirmation=None)
        )  # fmt: skip
    return sale


def paper(
    session: Session, practice: Practice, *, till: Till, cashier: User, at: datetime
) -> Receipt:
    """Return the receipt of a practice ticket that was paid; it says LATIHAN and has no number."""
    sale = compose(session, practice, till=till, by=cashier.id, at=at)
    applied = tuple(
        Applied(Offer(one.kind), one.tendered, one.change, one.reference) for one in sale.tenders
    )
    payment = Payment(applied, sale.rounding)
    made = receipt_of(session, sale, payment, cashier=cashier, public_url=None, at=at)
    return replace(made, practice=True)


def _line(
    session: Session, sale: Sale, noted: dict[str, int | str], *, position: int, by: int,
    at: datetime,
) -> SaleLine:  # fmt: skip
    product = session.get_one(Product, noted["product"])
    quantity, price = int(noted["quantity"]), offered_price(session, product.id)
    return SaleLine(
        id=product.id, sale=sale, kind="sale", product_id=product.id, product=product,
        position=position, maker_id=product.maker_id, code=noted["code"], title=product.title,
        maker_name=product.maker.name if product.maker else "", quantity=quantity,
        unit_price=price, list_amount=price * quantity, discount=0, markdown=0, given=0,
        approval_reason="", added_at=at, added_by=by,
    )  # fmt: skip
