"""The buyer's display of a till: what it shows, and a cheap sign that tells when that changed.

A display asks twice a second. Each question is one short read of a few indexed rows; nothing is
written, held or waited for, so that a forgotten display costs a till nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue.outlets.models import Till
from core.errors import NotFound
from core.i18n import _
from core.ids import new_token
from pos.sales import queries
from pos.sales.models import Sale, SaleLine, Tender, TillDisplay
from pos.shifts.queries import open_shift

THANKS = timedelta(seconds=45)
"""How long a sale stays on the display after it is done, unless the next one begins."""


@dataclass(frozen=True)
class Shown:
    """What the display shows: the open ticket, or the sale just done, or nothing.

    `asks` is the rupiah for which a QRIS code stands there, 0 for none.
    """

    sale: Sale | None
    done: Sale | None
    asks: int = 0

    @property
    def language(self) -> str:
        """The buyer's language."""
        about = self.done or self.sale
        return about.language if about else "id"


def of_till(session: Session, till_id: int) -> TillDisplay | None:
    """Return the display of a till, or None before it has an address."""
    return session.get(TillDisplay, till_id)


def by_token(session: Session, token: str) -> TillDisplay:
    """Return the display at this address, or raise NotFound."""
    found = session.scalar(select(TillDisplay).where(TillDisplay.token == token))
    if found is None or found.till.archived_at is not None:
        raise NotFound(_("Layar ini sudah tidak dipakai. Buka lagi dari kasir."))
    return found


def set_up(session: Session, till: Till, *, at: datetime) -> TillDisplay:
    """Give a till's display a new secret address; a former one leads nowhere from now on."""
    display = of_till(session, till.id)
    if display is None:
        display = TillDisplay(till_id=till.id, token=new_token(), changed_at=at)
        session.add(display)
    display.token, display.changed_at = new_token(), at
    session.flush()
    return display


def tell(session: Session, till: Till, shows: str, amount: int, *, at: datetime) -> None:
    """Say which code the cashier has open for the ticket, of so many rupiah, or none ("").

    Nothing happens at a till without a display.
    """
    display = of_till(session, till.id)
    if display is None:
        return
    sale = queries.current(session, till.id)
    asks = shows == "qris" and sale is not None and amount > 0
    display.shows, display.amount = ("qris", amount) if asks else ("", 0)
    display.sale_id = sale.id if sale else None
    display.changed_at = at
    session.flush()


def sign(session: Session, display: TillDisplay, *, at: datetime) -> str:
    """Return a text that changes whenever the display must show something else."""
    row = session.execute(
        select(
            Sale.id, Sale.language, Sale.ticket_discount, func.count(SaleLine.id),
            func.max(SaleLine.id), func.sum(SaleLine.quantity), func.sum(SaleLine.list_amount),
            func.sum(SaleLine.discount),
        )
        .outerjoin(SaleLine, SaleLine.sale_id == Sale.id)
        .where(Sale.till_id == display.till_id, Sale.state == "open")
        .group_by(Sale.id, Sale.language, Sale.ticket_discount)
    ).first()  # fmt: skip
    parts = session.execute(
        select(func.count(Tender.id), func.max(Tender.id), func.sum(Tender.tendered))
        .join(Sale, Sale.id == Tender.sale_id)
        .where(Sale.till_id == display.till_id, Sale.state == "open")
    ).one()
    done = _just_done(session, display.till_id, at)
    shows = (display.shows, display.sale_id, display.amount)
    return repr((row and tuple(map(str, row)), tuple(map(str, parts)), done, shows))


def shown(session: Session, display: TillDisplay, *, at: datetime) -> Shown:
    """Return what the display shows now."""
    sale = queries.current(session, display.till_id)
    if sale is not None and sale.lines:
        return Shown(sale, None, display.amount if display.sale_id == sale.id else 0)
    number = _just_done(session, display.till_id, at)
    return Shown(None, queries.require(session, number) if number else None)


def _just_done(session: Session, till_id: int, at: datetime) -> int | None:
    """Return the id of the sale that the till completed last, for a little while."""
    shift = open_shift(session, till_id)
    if shift is None:
        return None
    return session.scalar(
        select(Sale.id)
        .where(Sale.shift_id == shift.id, Sale.completed_at > at - THANKS)
        .order_by(Sale.completed_at.desc(), Sale.id.desc())
        .limit(1)
    )
