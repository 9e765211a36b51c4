"""Goods that did not arrive and are given up: back on the origin's record, and from there a loss.

The loss itself is a record that is signed on its own page, and valued there by the contract.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.outlets.models import Outlet
from catalogue.stock.departures import drafts
from catalogue.stock.departures.drafts import Piece, Story
from catalogue.stock.departures.models import Departure
from catalogue.stock.departures.queries import SOURCE
from catalogue.stock.transfers import arriving
from catalogue.stock.transfers.models import Transfer, TransferLine, TransferOutcome
from core.clock import local_date
from core.errors import Refused
from core.i18n import _


def lose(
    session: Session,
    transfer: Transfer,
    line: TransferLine,
    quantity: int,
    *,
    note: str,
    by: int,
    at: datetime,
) -> Departure:
    """Give up pieces in transit and return the draft of the loss that is still to be signed.

    Several lines of one transfer stand on one record until it is signed. Raises Refused without a
    word about what happened, or for more pieces than are missing.
    """
    if not note.strip():
        raise Refused(_("Tulis apa yang terjadi, supaya perajinnya bisa diberi tahu."),
                      field=f"note-{line.id}")  # fmt: skip
    record = open_record(session, transfer) or start(
        session, transfer.origin, note=note, found_by=transfer.carrier, by=by, at=at
    )
    arriving.decide(
        session, transfer, line, "lost", quantity, note=note, source=(SOURCE, record.id), by=by,
        at=at,
    )  # fmt: skip
    drafts.add(session, record, [Piece(line.product, quantity, line.lot_id, "lost")], at=at)
    return record


def start(
    session: Session, outlet: Outlet, *, note: str, found_by: str, by: int, at: datetime
) -> Departure:
    """Begin the record of a loss at an outlet, noticed today."""
    story = Story(
        happened_on=local_date(at, outlet.zone), note=note.strip(), found_by=found_by.strip()
    )
    return drafts.start_loss(session, outlet, story, by=by, at=at)


def open_record(session: Session, transfer: Transfer) -> Departure | None:
    """Return the draft on which the losses of a transfer stand, or None."""
    return session.scalar(
        select(Departure)
        .join(TransferOutcome, TransferOutcome.source_id == Departure.id)
        .where(
            TransferOutcome.source_kind == SOURCE,
            TransferOutcome.line_id.in_([line.id for line in transfer.lines]),
            Departure.state == "draft",
        )
        .order_by(Departure.id.desc())
        .limit(1)
    )


def unsigned_at(session: Session, outlet_id: int) -> Departure | None:
    """Return the newest record of a loss at an outlet that nobody has signed yet, or None."""
    return session.scalar(
        select(Departure)
        .where(
            Departure.kind == "loss", Departure.state == "draft", Departure.outlet_id == outlet_id
        )
        .order_by(Departure.id.desc())
        .limit(1)
    )
