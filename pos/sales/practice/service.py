"""Verbs of practice: begin, open the till, scan, pay, leave. Nothing here makes a sale."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from catalogue.outlets.models import Till
from catalogue.products.queries import by_code
from catalogue.stock import queries as stock
from core import settings
from core.errors import Refused
from core.i18n import _
from core.ids import normalise_code
from pos.sales import rules
from pos.sales.errors import EmptyTicket, PieceSold, UnknownCode
from pos.sales.practice.models import Practice
from pos.sales.practice.ticket import compose
from pos.sales.service import MAX_QUANTITY
from pos.sales.tenders import Offer, pay

KEPT = timedelta(days=1)
"""A note that nobody left properly goes with the next one who begins."""


def begin(session: Session, till: Till, *, web_session_id: int, at: datetime) -> Practice:
    """Make this browser's till a practice till, from the first step."""
    session.execute(
        delete(Practice).where(
            (Practice.web_session_id == web_session_id) | (Practice.started_at < at - KEPT)
        )
    )
    practice = Practice(web_session_id=web_session_id, till_id=till.id, started_at=at, note=_note())
    session.add(practice)
    session.flush()
    return practice


def leave(session: Session, practice: Practice) -> None:
    """Make the till a till again; nothing of the practice stays."""
    session.delete(practice)
    session.flush()


def open_till(session: Session, practice: Practice, opening_float: int) -> None:
    """Open the practice shift with a float of so many rupiah."""
    if opening_float < 0:
        raise Refused(_("Modal awal tidak bisa kurang dari nol."), field="opening_float")
    _write(session, practice, opening_float=opening_float)


def scan(session: Session, practice: Practice, text: str) -> None:
    """Note what was scanned; the same counted code raises its line.

    Raises UnknownCode and PieceSold as the till does. A piece is not reserved.
    """
    code = normalise_code(text)
    product = by_code(session, code) if code else None
    if code is None or product is None or product.archived_at is not None:
        shown = text.strip()[:40]
        raise UnknownCode(_("Kode %(code)s belum dikenal", code=shown), code=shown)
    if product.is_unique and stock.is_sold(session, product.id):
        raise PieceSold(_("%(title)s sudah terjual.", title=product.title))
    # What was paid is behind us: the next scan begins the next ticket, as at the till.
    lines = [] if practice.note["paid"] else [dict(line) for line in practice.note["lines"]]
    found = next((line for line in lines if line["product"] == product.id), None)
    if found is None:
        lines.append({"product": product.id, "code": code, "quantity": 1})
    elif not product.is_unique:
        found["quantity"] = min(found["quantity"] + 1, MAX_QUANTITY)
    _write(session, practice, lines=lines, paid=None)


def set_quantity(session: Session, practice: Practice, product_id: int, quantity: int) -> None:
    """Change how many of a thing stand on the practice ticket; none takes it off."""
    if not 0 <= quantity <= MAX_QUANTITY:
        raise Refused(_("Jumlah harus antara 1 dan %(n)s.", n=MAX_QUANTITY), field="quantity")
    lines = [
        {**line, "quantity": quantity} if line["product"] == product_id else line
        for line in practice.note["lines"]
        if quantity or line["product"] != product_id
    ]
    _write(session, practice, lines=lines)


def complete(
    session: Session, practice: Practice, offer: Offer, *, till: Till, by: int, at: datetime
) -> None:
    """Pay the practice ticket; raises EmptyTicket and NotPaid as the till does."""
    sale = compose(session, practice, till=till, by=by, at=at)
    if not sale.lines:
        raise EmptyTicket(_("Nota masih kosong. Pindai dulu barangnya."))
    on = sale.business_date
    assert on is not None
    payment = pay(
        sale.net_total,
        [offer],
        step=settings.get(session, rules.ROUNDING_STEP, on=on),
        direction=settings.get(session, rules.ROUNDING_DIRECTION, on=on),  # type: ignore[arg-type]
    )
    tenders = [
        {
            "kind": one.kind,
            "tendered": one.tendered,
            "change": one.change,
            "reference": one.reference,
        }
        for one in payment.tenders
    ]
    _write(session, practice, paid={"tenders": tenders, "rounding": payment.rounding})


def go_on(session: Session, practice: Practice) -> None:
    """Begin the next practice ticket; the till stays open."""
    _write(session, practice, lines=[], paid=None)


def _note() -> dict[str, Any]:
    return {"float": None, "lines": [], "paid": None}


def _write(session: Session, practice: Practice, **changes: Any) -> None:
    if "opening_float" in changes:
        changes["float"] = changes.pop("opening_float")
    note: Mapping[str, Any] = practice.note
    practice.note = {**note, **changes}
    session.flush()
