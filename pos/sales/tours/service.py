"""Verbs of tours at the till: serve a visit, say whose a sale is, and settle the guide's fee.

Locks keep the order of a sale: shift, ticket, then visit, then agency, then the chain's head.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from catalogue.outlets.models import Till
from catalogue.tours import queries as visits
from catalogue.tours import service as tours
from catalogue.tours.models import Visit
from core import counters
from core.clock import local_date
from core.errors import Conflict, Refused
from core.i18n import _
from core.users import service as people
from core.users.models import User
from pos.ledger import service as ledger
from pos.ledger.service import Posting
from pos.sales import queries as tickets
from pos.sales.models import Sale
from pos.sales.tours import papers, queries
from pos.sales.tours.models import GuideFee, SaleVisit, TillVisit
from pos.sales.tours.queries import Brought
from pos.shifts import queries as shifts
from pos.shifts import service as shift_service
from pos.shifts.models import Shift
from printers.documents import to_json

SOURCE = "guide_fee"
CASH_STEP = 100


class AlreadyPaid(Conflict):
    """The fee of this visit was paid, and a fee is paid once."""


@dataclass(frozen=True)
class Reckoning:
    """What *rombongan selesai* comes to, in rupiah; `due` below zero waits for the next visit."""

    brought: Brought
    fee_bps: int
    carried: int

    @property
    def fee(self) -> int:
        """The guide's fee on what was sold less what came back."""
        return self.brought.base * self.fee_bps // 10_000

    @property
    def due(self) -> int:
        """What the agency is to get, with what earlier fees were too low or too high."""
        return self.fee + self.carried

    @property
    def amount(self) -> int:
        """What is handed over: whole Rp100, the rest stays for the next visit."""
        return max(0, self.due - self.due % CASH_STEP)


# -- whose a ticket is --------------------------------------------------------------------------


def serve(
    session: Session, till: Till, visit: Visit | None, *, ticket: Sale | None, on: date,
    by: int, at: datetime,
) -> None:  # fmt: skip
    """Let a till's ticket, and those that follow, belong to a visit; None: to no visit.

    `ticket` is the till's open ticket, locked. The first touch says that the group is here.
    """
    if visit is not None:
        _refuse_elsewhere(visit, outlet_id=till.outlet_id, on=on)
        tours.arrive(session, visit, by=by, at=at)
    row = session.get(TillVisit, till.id)
    if row is None:
        row = TillVisit(till_id=till.id, touched_at=at)
        session.add(row)
    row.visit_id, row.visit, row.touched_at = visit.id if visit else None, visit, at
    if ticket is not None:
        ticket.visit_id = visit.id if visit else None
    session.flush()


def belong(session: Session, sale: Sale, *, at: datetime) -> None:
    """Give a ticket that was just begun to the visit that its till serves."""
    visit = queries.serving(session, sale.till_id, at=at)
    if visit is not None:
        sale.visit_id = visit.id
        session.get_one(TillVisit, sale.till_id).touched_at = at


def note_visit(session: Session, sale: Sale, *, by: int, at: datetime) -> None:
    """Write down whose a ticket is while it completes. One that ended meanwhile gets it no more."""
    if sale.visit_id is None:
        return
    if not visits.lock_visit(session, sale.visit_id, shared=True).is_at_hand:
        sale.visit_id = None
        return
    session.add(
        SaleVisit(sale_id=sale.id, visit_id=sale.visit_id, from_id=None, at=at, actor_id=by)
    )


def move_sale(
    session: Session, sale: Sale, visit: Visit | None, *, on: date, by: int, at: datetime
) -> None:
    """Say that a completed sale belongs to another visit, or to none, on its own business date.

    Neither visit may have ended: its fee is paid, and the sale is part of it.
    """
    if sale.state != "completed" or sale.business_date != on:
        raise Refused(_("Rombongan sebuah nota hanya bisa diganti pada hari yang sama."))
    tickets.lock(session, sale.id)  # so that two who move it do it one after the other
    before = queries.visit_of_sale(session, sale.id)
    wanted = visit.id if visit else None
    if before == wanted:
        return
    for number in sorted({n for n in (before, wanted) if n is not None}):
        there = visits.lock_visit(session, number)
        if number == wanted:
            _refuse_elsewhere(there, outlet_id=sale.till.outlet_id, on=on)
            tours.arrive(session, there, by=by, at=at)
        elif not there.is_at_hand:
            raise Refused(_("Uang pemandu rombongan itu sudah dibayar, jadi notanya tetap."))
    session.add(SaleVisit(sale_id=sale.id, visit_id=wanted, from_id=before, at=at, actor_id=by))
    session.flush()
    people.record(
        session, "sale.visit_changed", kind="sale", subject_id=sale.id, by=by, at=at,
        detail={"from": _name(session, before), "to": _name(session, wanted)},
    )  # fmt: skip


# -- rombongan selesai ----------------------------------------------------------------------------


def reckon(session: Session, visit: Visit) -> Reckoning:
    """Return what ending a visit now comes to."""
    if visit.agency_id is None or visit.fee_bps is None:
        raise Refused(_("Rombongan ini belum dikonfirmasi. Pilih dulu bironya."))
    return Reckoning(
        queries.brought(session, visit.id),
        visit.fee_bps,
        queries.carried_over(session, visit.agency_id),
    )


def finish(
    session: Session,
    visit: Visit,
    source: str,
    *,
    seen: int,
    by: User,
    at: datetime,
    till: Till | None = None,
) -> GuideFee:
    """End a visit and pay the guide from `drawer` (of `till`) or `treasury`; return the fee.

    `seen` is the rupiah that the person was shown: raises Conflict where it became another sum
    meanwhile, AlreadyPaid for a visit that ended, Refused while a ticket of the group is not paid.
    """
    shift = _locked_shift(session, till) if source == "drawer" else None
    visit = visits.lock_visit(session, visit.id)
    if visit.state == "done":
        raise AlreadyPaid(_("Uang pemandu rombongan ini sudah dibayar."))
    if visit.agency_id is None:
        raise Refused(_("Rombongan ini belum dikonfirmasi. Pilih dulu bironya."))
    visits.lock_agency(session, visit.agency_id)
    _refuse_unfinished(session, visit)
    found = reckon(session, visit)
    if found.amount != seen:
        raise Conflict(_("Angkanya baru saja berubah. Periksa lagi, lalu ulangi."))
    day = shift.business_date if shift else local_date(at, visit.outlet.zone)
    number = f"P{counters.next_number(session, SOURCE):06d}"
    movement = None
    if shift is not None and found.amount:
        movement = shift_service.move_cash(
            session, shift, "out", found.amount, by=by.id, at=at,
            reason=_("Uang pemandu %(number)s, %(name)s", number=number, name=visit.name),
        )  # fmt: skip
    fee = GuideFee(
        number=number, visit_id=visit.id, visit=visit, agency_id=visit.agency_id,
        agency=visit.agency, sold=found.brought.sold, returned=found.brought.returned,
        fee_bps=found.fee_bps, fee=found.fee, carried=found.carried, amount=found.amount,
        counted={"sales": found.brought.sales, "returns": found.brought.returns},
        source=source, shift_id=shift.id if shift else None,
        movement_id=movement.id if movement else None, business_date=day, paid_at=at,
        paid_by=by.id,
    )  # fmt: skip
    fee.document = to_json(papers.slip(session, fee, payer=by.name))
    tours.end(session, visit, by=by.id, at=at)
    session.add(fee)
    session.flush()
    _post(session, fee, at=at)
    people.record(
        session, "visit.fee_paid", kind="visit", subject_id=visit.id, by=by.id, at=at,
        detail={"number": number},
    )  # fmt: skip
    return fee


def _post(session: Session, fee: GuideFee, *, at: datetime) -> None:
    """Post the fee, which the house bears, and seal it with what was counted."""
    ledger.post(
        session,
        ledger.account(session, "fees"),
        ledger.account(session, "treasury"),
        fee.amount,
        reason="fee",
        source=(SOURCE, fee.id),
        posting=Posting(fee.business_date, fee.visit.outlet_id, fee.paid_by, at),
    )
    ledger.chain(session, ledger.OFFICE, sealed(fee), source=(SOURCE, fee.id))


def sealed(fee: GuideFee) -> dict[str, object]:
    """Return what the office's chain covers of a fee."""
    return {
        "event": SOURCE, "id": fee.id, "number": fee.number, "visit": fee.visit_id,
        "agency": fee.agency_id, "sold": fee.sold, "returned": fee.returned, "bps": fee.fee_bps,
        "fee": fee.fee, "carried": fee.carried, "amount": fee.amount, "source": fee.source,
        "sales": list(fee.counted["sales"]), "returns": list(fee.counted["returns"]),
    }  # fmt: skip


def _locked_shift(session: Session, till: Till | None) -> Shift:
    shift = shifts.lock_open_shift(session, till.id) if till is not None else None
    if shift is None:
        raise Refused(
            _("Kasir itu belum buka, jadi lacinya tidak bisa dipakai membayar."), field="source"
        )
    return shift


def _refuse_unfinished(session: Session, visit: Visit) -> None:
    tickets = queries.unfinished(session, visit.id)
    if tickets:
        where = ", ".join(sorted({ticket.held_as or ticket.till.name for ticket in tickets}))
        raise Refused(_("Masih ada nota rombongan ini yang belum dibayar: %(where)s.", where=where))


def _refuse_elsewhere(visit: Visit, *, outlet_id: int, on: date) -> None:
    if visit.outlet_id != outlet_id or visit.expected_on != on or not visit.is_at_hand:
        raise Refused(_("Rombongan ini tidak ditunggu di sini hari ini, atau sudah selesai."))


def _name(session: Session, visit_id: int | None) -> str:
    return visits.require_visit(session, visit_id).name if visit_id is not None else "–"
