"""Closing a shift: it needs the tickets, the claims and the proof, so it stands in `sales`."""

from collections import Counter as Tally
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from catalogue.outlets import showroom
from catalogue.outlets.letterhead import letterhead
from core import settings
from core.errors import Refused
from core.i18n import _, current_locale
from core.users.models import User
from pos.ledger import queries as ledger_queries
from pos.ledger import service as ledger
from pos.sales import queries
from pos.sales.models import Sale
from pos.sales.proof import Proof, prove
from pos.sales.receipts import tender_label
from pos.sales.sealing import chain_name
from pos.shifts import queries as shifts
from pos.shifts import service as shift_service
from pos.shifts.models import Shift
from printers import documents, spool
from printers.documents import ReportRow, ShiftReport
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
    counted: int,
    pieces: Mapping[int, int],
    by: User,
    at: datetime,
) -> Closed:
    """Count and close a shift, post over or short, store and queue the Z report.

    Raises TicketOpen while a ticket with lines stands on the till.
    """
    shift_service.check_count(counted, pieces)
    locked = shifts.lock_open_shift(session, shift.till_id)
    if locked is None or locked.id != shift.id:
        raise shift_service.NoShift(_("Sif ini sudah ditutup."))
    shift = locked
    ticket = queries.current(session, shift.till_id)
    if ticket is not None and ticket.lines:
        raise TicketOpen(_("Masih ada nota yang terbuka. Selesaikan, tahan, atau batalkan dulu."))
    expected = shifts.drawer(session, shift.till_id)
    report = z_report(session, shift, counted=counted, expected=expected, pieces=pieces, at=at)
    difference = shift_service.count_and_close(
        session,
        shift,
        counted=counted,
        pieces=pieces,
        report=documents.to_json(report),
        by=by.id,
        at=at,
    )
    proof = prove(queries.of_shift(session, shift))
    ledger.chain(
        session,
        ledger.OFFICE,
        {
            "shift": shift.id,
            "till": shift.till_id,
            "counted": counted,
            "expected": expected,
            "business_date": shift.business_date.isoformat(),
        },
        source=("shift", shift.id),
    )
    if shift.till.receipt_printer_id is not None:
        printer = session.get_one(Printer, shift.till.receipt_printer_id)
        spool.enqueue(
            session, printer, report, source_kind="shift", source_id=shift.id, by=by.id, at=at
        )
    return Closed(shift, difference, proof)


def x_report(session: Session, shift: Shift, *, at: datetime) -> ShiftReport:
    """Return the figures of an open shift, the expected cash left out: the count is blind."""
    return _report(session, shift, letter="X", at=at, counted=None, expected=None, pieces={})


def z_report(
    session: Session,
    shift: Shift,
    *,
    counted: int,
    expected: int,
    pieces: Mapping[int, int],
    at: datetime,
) -> ShiftReport:
    """Return the report of a shift that is being closed."""
    return _report(
        session, shift, letter="Z", at=at, counted=counted, expected=expected, pieces=pieces
    )


def _report(
    session: Session,
    shift: Shift,
    *,
    letter: str,
    at: datetime,
    counted: int | None,
    expected: int | None,
    pieces: Mapping[int, int],
) -> ShiftReport:
    sales = queries.of_shift(session, shift)
    proof = prove(sales)
    numbers = [sale.number or "" for sale in sales]
    return ShiftReport(
        house=letterhead(session, on=shift.business_date),
        language=current_locale(),
        demo=settings.get(session, showroom.DEMO, on=shift.business_date),
        letter=letter,
        number=f"{shift.till.series}-{shift.id}",
        outlet=shift.till.outlet.name,
        till=shift.till.name,
        cashier=shift.cashier.name,
        business_date=shift.business_date,
        opened_at=shift.opened_at,
        printed_at=at,
        zone=shift.till.outlet.zone,
        opening_float=shift.opening_float,
        first_sale=numbers[0] if numbers else "",
        last_sale=numbers[-1] if numbers else "",
        sales=_sales_rows(sales),
        tenders=_tender_rows(sales),
        cash=_cash_rows(session, shift, sales, expected=expected),
        expected=expected,
        counted=counted,
        denominations=tuple(sorted(((n, c) for n, c in pieces.items() if c), reverse=True)),
        proof=_proof_rows(proof),
        proof_ok=proof.is_good if letter == "Z" else None,
        head=ledger_queries.head_hash(session, chain_name(shift.till.series)) or "",
    )


def _sales_rows(sales: list[Sale]) -> tuple[ReportRow, ...]:
    return (
        ReportRow(label=_("Harga jual"), amount=sum(s.list_total for s in sales), count=len(sales)),
        ReportRow(label=_("Potongan harga"), amount=-sum(s.discount_total for s in sales)),
        ReportRow(label=_("Pembulatan"), amount=sum(s.rounding for s in sales)),
        ReportRow(label=_("Jumlah"), amount=sum(s.to_pay for s in sales)),
    )


def _tender_rows(sales: list[Sale]) -> tuple[ReportRow, ...]:
    amounts: Tally[str] = Tally()
    counts: Tally[str] = Tally()
    for sale in sales:
        for tender in sale.tenders:
            amounts[tender.kind] += tender.amount
            counts[tender.kind] += 1
    return tuple(
        ReportRow(label=tender_label(kind), amount=amounts[kind], count=counts[kind])
        for kind in sorted(counts)
    )


def _cash_rows(
    session: Session, shift: Shift, sales: list[Sale], *, expected: int | None
) -> tuple[ReportRow, ...]:
    """Return what came into the drawer and left it after the float; it adds up to `expected`."""
    taken = sum(t.amount for sale in sales for t in sale.tenders if t.kind == "cash")
    rows = [ReportRow(label=_("Tunai dari penjualan"), amount=taken)]
    for moved in shifts.cash_movements(session, shift.id):
        amount = moved.amount if moved.kind == "in" else -moved.amount
        rows.append(ReportRow(label=moved.reason, amount=amount))
    if expected is not None:
        paid = expected - shift.opening_float - sum(row.amount for row in rows)
        if paid:
            rows.append(ReportRow(label=_("Dibayar kepada perajin"), amount=paid))
    return tuple(rows)


def _proof_rows(proof: Proof) -> tuple[ReportRow, ...]:
    return (
        ReportRow(label=_("Diterima"), amount=proof.tenders),
        ReportRow(label=_("Hak perajin"), amount=proof.makers),
        ReportRow(label=_("Bagian galeri"), amount=proof.house),
        ReportRow(label=_("Pembulatan"), amount=proof.rounding),
    )
