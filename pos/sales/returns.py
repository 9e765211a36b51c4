"""Bringing goods back: some units of a sold line, tied to it for ever."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from core.errors import Refused
from core.i18n import _
from core.money import unit_share
from core.users import service as people
from pos.sales import queries
from pos.sales.discounts import Approval
from pos.sales.errors import TicketClosed
from pos.sales.models import Sale, SaleLine


class NothingLeft(Refused):
    """All units of the line came back already."""


def add_return(
    session: Session,
    sale: Sale,
    origin: SaleLine,
    quantity: int,
    *,
    by: int,
    at: datetime,
    reason: str | None = None,
    is_damaged: bool = False,
    approval: Approval | None = None,
) -> SaleLine:
    """Put the return of the next `quantity` units of a sold line on an open ticket.

    Units are numbered 1..q and a return takes the next range; the sale they come from is locked
    meanwhile, so no unit comes back twice, whatever races. `reason` is one of
    RETURN_REASONS; `approval` is the manager's who knows the goods without their receipt.
    Raises NothingLeft, TicketClosed.
    """
    if not sale.is_open:
        raise TicketClosed(_("Nota ini sudah selesai. Buka nota baru."))
    if origin.kind != "sale" or origin.sale.state != "completed":
        raise Refused(_("Hanya barang dari struk yang selesai bisa diretur."))
    queries.lock_origins(session, [origin.id])
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
        return_reason=reason,
        is_damaged=is_damaged,
        approved_by=approval.manager.id if approval else None,
        approval_reason=approval.reason if approval else "",
        position=1 + max((x.position for x in sale.lines), default=0),
    )
    session.add(line)
    session.flush()
    if approval is not None:
        people.record(
            session, "sale.return_approved", kind="sale", subject_id=sale.id,
            by=approval.manager.id, at=at, detail={"reason": approval.reason, "asked_by": by},
        )  # fmt: skip
    sale.add_up()
    session.flush()
    return line


def take_back_all(
    session: Session, sale: Sale, origin: Sale, *, by: int, at: datetime, reason: str | None = None
) -> int:
    """Put everything of a receipt that did not come back yet on an open ticket.

    Returns how many units that are; raises NothingLeft where all of it is back.
    """
    sold = [line for line in origin.lines if line.kind == "sale"]
    units = 0
    for line in sold:
        while left := left_of(session, [line])[line.id]:
            add_return(session, sale, line, left, by=by, at=at, reason=reason)
            units += left
    if not units:
        raise NothingLeft(_("Semua barang dari struk ini sudah diretur."))
    return units


def left_of(session: Session, lines: Sequence[SaleLine]) -> dict[int, int]:
    """Return how many units of each sold line, in a row, nobody brought or is bringing back."""
    taken = queries.returned_ranges(session, [line.id for line in lines])
    return {line.id: max(_free(line, taken[line.id]).values(), default=0) for line in lines}


def _next_units(session: Session, origin: SaleLine, quantity: int) -> int:
    """Return the first of the next `quantity` units in a row that nobody brought back.

    A range in the middle is free again when its ticket was cancelled.
    """
    free = _free(origin, queries.returned_ranges(session, [origin.id])[origin.id])
    first = next((first for first, units in free.items() if 1 <= quantity <= units), None)
    if first is None:
        raise NothingLeft(
            _("Dari baris ini tinggal %(left)s yang bisa diretur.",
              left=max(free.values(), default=0)),
            field=f"quantity-{origin.id}",
        )  # fmt: skip
    return first


def _free(origin: SaleLine, taken: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Return {first unit: how many in a row} of the units of a line that are not taken."""
    found, begin = {}, 1
    for first, last in [*taken, (origin.quantity + 1, 0)]:
        if first > begin:
            found[begin] = first - begin
        begin = last + 1
    return found
