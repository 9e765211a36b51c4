"""Verbs of quotations: give one out, accept it, let it lapse; `ticket.py` makes a ticket of it."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.makers import owners
from catalogue.partners import queries as enquiry_queries
from catalogue.partners import service as enquiries
from catalogue.partners.models import Enquiry
from catalogue.stock.tags.reprint import offered_price
from core import counters
from core.errors import Conflict
from core.i18n import _
from core.users import service as people
from pos.sales.quotations import drafts, queries
from pos.sales.quotations.drafts import Draft
from pos.sales.quotations.models import Quotation, QuotationLine, QuotationTier
from pos.sales.quotations.sold import Sold, sold
from printers import documents

SERIES = "quotation"
LAPSED_AT_ONCE = 200


def next_number(session: Session) -> str:
    """Return the number that the next quotation will have, for its letter; nothing is taken."""
    return _number(counters.upcoming(session, SERIES))


def issue(
    session: Session,
    enquiry: Enquiry,
    draft: Draft,
    paper: documents.Quotation,
    pdf: str,
    *,
    today: date,
    by: int,
    at: datetime,
) -> Quotation:
    """Give a quotation out; it replaces the enquiry's last one. `pdf` is the stored file of `paper`.

    Raises Refused as `drafts.check` does, Conflict where another took the number meanwhile or the
    last one is on a ticket or all sold, Forbidden for the discount of one's own goods at the house's cost.
    """
    enquiry = enquiry_queries.lock(session, enquiry.id)
    drafts.check(session, draft, today=today)
    owners.refuse_own(
        session, [line.product.maker_id for line in draft.lines if line.by_house],
        _("Potongan barang sendiri yang ditanggung galeri ditawarkan pengurus lain."), by=by,
    )  # fmt: skip
    last = queries.newest(session, enquiry.id)
    if last is not None:
        refuse_sold(session, last)
    number = _number(counters.next_number(session, SERIES))
    if (paper.number, paper.replaces, paper.total) != (
        number, last.number if last else "", draft.total,
    ):  # fmt: skip
        raise Conflict(_("Penawaran lain baru saja terbit. Periksa, lalu kirim sekali lagi."))
    found = Quotation(
        number=number, enquiry_id=enquiry.id, enquiry=enquiry, replaces_id=last.id if last else None,
        language=paper.language, issued_on=today, valid_until=draft.valid_until, total=draft.total,
        note=draft.note, terms=draft.terms, document=documents.to_json(paper), pdf=pdf,
        issued_at=at, issued_by=by, lines=_lines(session, draft),
    )  # fmt: skip
    session.add(found)
    session.flush()
    enquiries.move(session, enquiry, "quoted", by=by, at=at, note=number)
    people.record(session, "quotation.issued", kind="quotation", subject_id=found.id, by=by, at=at)
    return found


def accept(
    session: Session, quotation: Quotation, *, on: date, by: int | None, at: datetime
) -> None:
    """Note that the firm agrees; `by` is who heard it, None for the firm itself.

    Raises Conflict where it was replaced or is past its day.
    """
    quotation = queries.lock(session, quotation.id)
    refuse_void(session, quotation, on=on)
    enquiries.move(session, quotation.enquiry, "accepted", by=by, at=at, note=quotation.number)


def decline(session: Session, enquiry: Enquiry, *, by: int, at: datetime) -> None:
    """Note that nothing comes of an enquiry, or nothing more where a part of it is sold.

    Raises Conflict where its quotation is on a ticket or all sold, or it was closed meanwhile.
    """
    enquiry = enquiry_queries.lock(session, enquiry.id)
    last = queries.newest(session, enquiry.id)
    if last is not None:
        refuse_sold(session, last)
    enquiries.move(session, enquiry, "declined", by=by, at=at)


def lapse(session: Session, on: date, at: datetime) -> None:
    """Let enquiries lapse whose quotation was valid until yesterday at the latest, some at a time."""
    over = (
        select(Quotation)
        .join(Enquiry, Enquiry.id == Quotation.enquiry_id)
        .where(Enquiry.state == "quoted", Quotation.valid_until < on, queries.IS_NEWEST)
        .order_by(Quotation.id)
        .limit(LAPSED_AT_ONCE)
    )
    for quotation in session.scalars(over).all():
        enquiries.move(session, quotation.enquiry, "lapsed", by=None, at=at, note=quotation.number)


def refuse_void(session: Session, quotation: Quotation, *, on: date) -> None:
    """Refuse a quotation that another replaced, that came to nothing, or that nobody took in time.

    What the firm accepted stands, also when it fetches the rest after the last day.
    """
    newest = queries.newest(session, quotation.enquiry_id)
    assert newest is not None
    if newest.id != quotation.id:
        raise Conflict(
            _("Penawaran %(number)s sudah diganti %(other)s.", number=quotation.number,
              other=newest.number)
        )  # fmt: skip
    state = quotation.enquiry.state
    if state not in (*queries.STANDING, "lapsed"):  # opened again, it waits for a new letter
        raise Conflict(_("Permintaan ini sudah ditutup."))
    if state == "lapsed" or (state == "quoted" and quotation.valid_until < on):
        raise Conflict(
            _("Penawaran %(number)s sudah lewat masa berlakunya. Pengurus menerbitkan yang baru.",
              number=quotation.number)
        )  # fmt: skip


def refuse_sold(session: Session, quotation: Quotation) -> Sold:
    """Return what is sold of a quotation; refuse while it is on a ticket, or where nothing is left."""
    found = sold(session, quotation)
    if found.at_till is not None:
        raise Conflict(
            _("Penawaran %(number)s sedang di nota %(till)s (%(cashier)s).",
              number=quotation.number, till=found.at_till.till.name,
              cashier=found.at_till.cashier.name)
        )  # fmt: skip
    if found.is_all:
        raise Conflict(
            _("Penawaran %(number)s sudah dibayar dengan nota %(sale)s.", number=quotation.number,
              sale=", ".join(str(sale.number) for sale in found.receipts))
        )  # fmt: skip
    return found


def _number(number: int) -> str:
    return f"PH{number:05d}"


def _lines(session: Session, draft: Draft) -> list[QuotationLine]:
    return [
        QuotationLine(
            position=at, product_id=line.product.id, product=line.product,
            title=line.product.title, code=line.product.code, quantity=line.quantity,
            unit_list=offered_price(session, line.product.id), unit_price=line.unit_price,
            days=line.days, by_house=line.by_house,
            tiers=[QuotationTier(pieces=pieces, price=price) for pieces, price in line.tiers],
        )
        for at, line in enumerate(draft.lines, start=1)
    ]  # fmt: skip
