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
from pos.sales.models import Sale, SaleLine, TillDisplay
from pos.shifts.queries import open_shift

THANKS = timedelta(seconds=45)
"""How long a sale stays on the display after it is done, unless the next one begins."""


@dataclass(frozen=True)
class Shown:
    """What the display shows: the open ticket, or the sale just done, or nothing; `qris` asks."""

    sale: Sale | None
    done: Sale | None
    qris: bool

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


def tell(session: Session, till: Till, shows: str, *, at: datetime) -> None:
    """Say which way of paying the cashier has open for the ticket; nothing where no display is."""
    display = of_till(session, till.id)
    if display is None:
        return
    sale = queries.current(session, till.id)
    display.shows = "qris" if shows == "qris" and sale else ""
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
    done = _just_done(session, display.till_id, at)
    return repr((row and tuple(map(str, row)), done, display.shows, display.sale_id))


def shown(session: Session, display: TillDisplay, *, at: datetime) -> Shown:
    """Return what the display shows now."""
    sale = queries.current(session, display.till_id)
    if sale is not None and sale.lines:
        return Shown(sale, None, display.shows == "qris" and display.sale_id == sale.id)
    number = _just_done(session, display.till_id, at)
    return Shown(None, queries.require(session, number) if number else None, qris=False)


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
