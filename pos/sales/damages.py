"""Goods that come back damaged: in stock again, and written on a record that waits to be signed."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.stock.departures import drafts
from catalogue.stock.departures.drafts import Piece, Story
from catalogue.stock.models import Movement
from core.i18n import _
from core.users.models import User
from pos.sales.models import Sale


def set_apart(session: Session, sale: Sale, *, on: date, by: User, at: datetime) -> None:
    """Write what came back damaged on a draft of *Rusak dan hilang*, for a manager to sign.

    Signing takes it out of stock and values it by each contract's loss rule.
    """
    lines = {line.id: line for line in sale.lines if line.is_damaged}
    if not lines:
        return
    came_back = session.execute(
        select(Movement.source_id, Movement.lot_id, Movement.quantity)
        .where(
            Movement.source_kind == "sale_line", Movement.source_id.in_(lines),
            Movement.reason == "customer_return",
        )
        .order_by(Movement.id)
    )  # fmt: skip
    pieces = [
        Piece(lines[line_id].product, quantity, lot_id, "damaged")
        for line_id, lot_id, quantity in came_back
    ]
    if not pieces:  # services have no stock
        return
    story = Story(
        happened_on=on,
        note=_("Diretur pembeli dalam keadaan rusak, nota %(number)s.", number=sale.number),
        found_by=by.name,
    )
    record = drafts.start_loss(session, sale.till.outlet, story, by=by.id, at=at)
    drafts.add(session, record, pieces, at=at)
