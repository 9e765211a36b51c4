"""Bringing goods back: some units of a sold line, tied to it for ever."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.errors import Refused
from core.i18n import _
from core.money import unit_share
from pos.sales import queries
from pos.sales.errors import TicketClosed
from pos.sales.models import Sale, SaleLine


class NothingLeft(Refused):
    """All units of the line came back already."""


def add_return(
    session: Session, sale: Sale, origin: SaleLine, quantity: int, *, by: int, at: datetime
) -> SaleLine:
    """Put the return of the next `quantity` units of a sold line on an open ticket.

    Units are numbered 1..q and a return takes the next range, so the same unit cannot come back
    twice: UNIQUE(return_of, first_unit) holds it, whatever races.
    """
    if not sale.is_open:
        raise TicketClosed(_("Nota ini sudah selesai. Buka nota baru."))
    if origin.kind != "sale" or origin.sale.state != "completed":
        raise Refused(_("Hanya barang dari struk yang selesai bisa diretur."))
    first = _next_units(session, origin, quantity)
    last = first + quantity - 1
    paid = unit_share(origin.net_amount, origin.quantity, first, last)
    listed = origin.unit_price * quantity
    line = SaleLine(
        sale_id=sale.id,
        sale=sale,
        kind="return",
        product_id=origin.product_id,
        product=origin.product,
        maker_id=origin.maker_id,
        code=origin.code,
        title=origin.title,
        maker_name=origin.maker_name,
        quantity=quantity,
        unit_price=origin.unit_price,
        list_amount=listed,
        discount=listed - paid,
        added_at=at,
        added_by=by,
        return_of_id=origin.id,
        first_unit=first,
        position=1 + max((x.position for x in sale.lines), default=0),
    )
    session.add(line)
    session.flush()
    sale.add_up()
    session.flush()
    return line


def _next_units(session: Session, origin: SaleLine, quantity: int) -> int:
    """Return the first of the next `quantity` units in a row that nobody brought back.

    A range in the middle is free again when its ticket was cancelled; whoever races for the same
    units picks the same first one, and the UNIQUE lets one of them through.
    """
    free, longest = 1, 0
    for first, last in [*queries.returned_ranges(session, origin.id), (origin.quantity + 1, 0)]:
        if 1 <= quantity <= first - free:
            return free
        longest = max(longest, first - free)
        free = last + 1
    raise NothingLeft(
        _("Dari baris ini tinggal %(left)s yang bisa diretur.", left=longest), field="quantity"
    )
