"""Closing a shift: it needs the tickets, the claims and the proof, so it stands in `sales`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.errors import Refused
from core.i18n import _
from core.users.models import User
from pos.ledger import service as ledger
from pos.sales import paying, queries
from pos.sales import service as tickets
from pos.sales.proof import Proof
from pos.sales.shift_reports import proof_of, z_report
from pos.shifts import queries as shifts
from pos.shifts import service as shift_service
from pos.shifts.models import Shift
from printers import documents, spool
from printers.models import Printer

DENOMINATIONS = (100_000, 75_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100)
"""Notes and coins in use (Bank Indonesia's series of 2022; 75.000 is the commemorative note of 2020)."""


class TicketOpen(Refused):
    """The till still has a ticket with lines on it."""


@dataclass(frozen=True)
class Closed:
    """How a shift ended: over or short in rupiah, and the proof."""

    shift: Shift
    difference: int
    proof: Proof


def close_shift(
    session: Session,
    shift: Shift,
    *,
    counted: int | None,
    pieces: Mapping[int, int],
    by: User,
    at: datetime,
    sets_aside: bool = False,
    keeper: User | None = None,
) -> Closed:
    """Count and close a shift, post over or short, store and queue the Z report.

    `counted` None: nobody counted. Raises TicketOpen while a ticket with lines stands on the till,
    unless the one who closes `sets_aside` what stands there: it is held and goes on tomorrow,
    without the cash that was typed for it and is now counted.
    The cash goes into the outlet's safe, or stays with the `keeper`.
    """
    shift_service.check_count(counted or 0, pieces)
    locked = shifts.lock_open_shift(session, shift.till_id)
    if locked is None or locked.id != shift.id:
        raise shift_service.NoShift(_("Sif ini sudah ditutup."))
    shift = locked
    ticket = queries.lock_current(session, shift.till_id)
    if ticket is not None and ticket.lines and sets_aside:
        paying.forget_cash(session, ticket)
        tickets.hold(session, ticket, _("Ditutup kantor"), at=at)
    elif ticket is not None and ticket.lines:
        raise TicketOpen(_("Masih ada nota yang terbuka. Selesaikan, tahan, atau batalkan dulu."))
    expected = shifts.drawer(session, shift.till_id)
    report = z_report(
        session, shift, counted=counted, expected=expected, pieces=pieces, by=by, at=at,
        keeper=keeper.name if keeper else "",
    )  # fmt: skip
    difference = shift_service.count_and_close(
        session,
        shift,
        counted=counted,
        pieces=pieces,
        report=documents.to_json(report),
        by=by.id,
        at=at,
        kept_by=keeper.id if keeper else None,
    )
    proof = proof_of(session, shift, queries.of_shift(session, shift))
    ledger.chain(
        session,
        ledger.OFFICE,
        {
            "shift": shift.id,
            "till": shift.till_id,
            "counted": shift.counted_cash,
            "expected": expected,
            "business_date": shift.business_date.isoformat(),
            **({} if shift.is_counted else {"uncounted": True}),
            **({} if shift.kept_by is None else {"kept_by": shift.kept_by}),
            "handovers": shifts.passed_on(session, shift.id),
        },
        source=("shift", shift.id),
    )
    if shift.till.receipt_printer_id is not None:
        printer = session.get_one(Printer, shift.till.receipt_printer_id)
        spool.enqueue(
            session, printer, report, source_kind="shift", source_id=shift.id, by=by.id, at=at
        )
    return Closed(shift, difference, proof)
