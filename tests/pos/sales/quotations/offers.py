"""A firm that asks, and quotations given out to it through the real verbs."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from catalogue.partners import service as enquiries
from catalogue.partners.models import Enquiry
from catalogue.products.models import Product
from core.users.models import User
from pos.sales.quotations import drafts, queries, service
from pos.sales.quotations.drafts import Draft, DraftLine
from pos.sales.quotations.models import Quotation
from tests.pos.showroom import Showroom

NO_PDF = "0" * 64
VALID = timedelta(days=14)


def ask(session: Session, room: Showroom, wanted: Mapping[str, int]) -> Enquiry:
    """An enquiry of a firm for {name: pieces}."""
    pieces = [(session.get_one(Product, room.goods[name].id), n) for name, n in wanted.items()]
    asking = enquiries.Asking(
        firm="PT Umpama Jaya", contact="Ibu Umpama", phone="081299990000", language="id",
        pieces=pieces,
    )  # fmt: skip
    return enquiries.ask(session, asking, today=day(room), by=None, at=room.at)


def line(
    session: Session, room: Showroom, name: str, quantity: int, *tiers: tuple[int, int], **more: Any
) -> DraftLine:
    """A line of a draft; without tiers at the list price."""
    product = session.get_one(Product, room.goods[name].id)
    listed = drafts.offered_price(session, product.id)
    return DraftLine(product=product, quantity=quantity, tiers=tiers or ((1, listed),), **more)


def quote(
    session: Session,
    room: Showroom,
    enquiry: Enquiry,
    *lines: DraftLine,
    pdf: str = NO_PDF,
) -> Quotation:
    """Give a quotation out for a fortnight."""
    draft = Draft(lines=lines, valid_until=day(room) + VALID, terms="Diambil di galeri.")
    last = queries.newest(session, enquiry.id)
    manager = session.get_one(User, room.manager.id)
    paper = drafts.paper(
        session, enquiry, draft, number=service.next_number(session),
        replaces=last.number if last else "", today=day(room), by=manager,
    )  # fmt: skip
    return service.issue(
        session, enquiry, draft, paper, pdf, today=day(room), by=manager.id, at=room.at
    )


def quoted(
    session: Session, room: Showroom, name: str, quantity: int, price: int, **more: Any
) -> Quotation:
    """A quotation of one product at one price."""
    enquiry = ask(session, room, {name: quantity})
    return quote(session, room, enquiry, line(session, room, name, quantity, (1, price), **more))


def day(room: Showroom) -> date:
    """The house's date."""
    return room.shift.business_date


def misprint(paper: Any) -> Any:
    """The same letter with another total; it refuses that."""
    return replace(paper, total=paper.total + 1)
