"""What stands on the X and the Z report of a shift, from its rows: figures, people, what waits."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue.outlets import showroom
from catalogue.outlets.letterhead import letterhead
from core import settings
from core.clock import local
from core.i18n import _, current_locale
from core.users.models import User
from pos.ledger import queries as ledger
from pos.ledger.service import OFFICE
from pos.sales import queries
from pos.sales.claims.queries import late_cash
from pos.sales.deposits import queries as deposits
from pos.sales.models import Sale
from pos.sales.proof import Proof, prove
from pos.sales.receipts import tender_label
from pos.sales.sealing import chain_name
from pos.shifts import queries as shifts
from pos.shifts.models import Shift
from printers.documents import ReportRow, ShiftReport
from printers.models import DRAWER, PrintJob


def x_report(session: Session, shift: Shift, *, at: datetime, blind: bool = False) -> ShiftReport:
    """Return the figures of an open shift, the expected cash left out: the count is blind.

    `blind`, for who will count: nor anything the cash could be reckoned from. What came by card,
    QRIS or transfer stays, to be compared with the machine and the app.
    """
    report = _report(
        session, shift, letter="X", at=at, counted=None, expected=None, pieces={}, closer=""
    )
    return _without_cash(report) if blind else report


def z_report(
    session: Session,
    shift: Shift,
    *,
    counted: int | None,
    expected: int,
    pieces: Mapping[int, int],
    by: User,
    at: datetime,
    keeper: str = "",
) -> ShiftReport:
    """Return the report of a shift that `by` is closing; nothing of it changes afterwards.

    `counted` None: nobody counted, and the paper says so.
    """
    return _report(
        session, shift, letter="Z", at=at, counted=counted, expected=expected, pieces=pieces,
        closer=by.name, keeper=keeper,
    )  # fmt: skip


def _report(
    session: Session,
    shift: Shift,
    *,
    letter: str,
    at: datetime,
    counted: int | None,
    expected: int | None,
    pieces: Mapping[int, int],
    closer: str,
    keeper: str = "",
) -> ShiftReport:
    sales = queries.of_shift(session, shift)
    proof = proof_of(session, shift, sales)
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
        closed_by=closer,
        kept_by=keeper,
        business_date=shift.business_date,
        opened_at=shift.opened_at,
        printed_at=at,
        zone=shift.till.outlet.zone,
        opening_float=shift.opening_float,
        first_sale=numbers[0] if numbers else "",
        last_sale=numbers[-1] if numbers else "",
        sales=_sales_rows(sales),
        tenders=_tender_rows(sales),
        cashiers=_cashier_rows(sales),
        handovers=_handover_rows(session, shift),
        cash=_cash_rows(session, shift, sales, expected=expected),
        drawers=_drawer_rows(session, shift),
        expected=expected,
        counted=expected if counted is None else counted,
        uncounted=letter == "Z" and counted is None,
        denominations=tuple(sorted(((n, c) for n, c in pieces.items() if c), reverse=True)),
        claims=_claim_rows(session, shift),
        held=_held_rows(queries.held(session, shift.till.outlet_id)),
        proof=_proof_rows(proof),
        proof_ok=proof.is_good if letter == "Z" else None,
        head=ledger.head_hash(session, chain_name(shift.till.series)) or "",
        office_head=ledger.head_hash(session, OFFICE) or "",
    )


def _without_cash(report: ShiftReport) -> ShiftReport:
    """Return an X report that tells how many, but no sum of which cash is a part."""
    return replace(
        report,
        blind=True,
        sales=_counts(report.sales),
        cashiers=_counts(report.cashiers),
        tenders=tuple(
            _hidden(row) if row.label == tender_label("cash") else row for row in report.tenders
        ),
        cash=(_hidden(report.cash[0]), *report.cash[1:]),
        proof=(),
    )


def _counts(rows: Iterable[ReportRow]) -> tuple[ReportRow, ...]:
    return tuple(_hidden(row) for row in rows if row.count is not None)


def _hidden(row: ReportRow) -> ReportRow:
    return replace(row, amount=0, hidden=True)


def proof_of(session: Session, shift: Shift, sales: list[Sale]) -> Proof:
    """Return the daily proof of a shift whose completed `sales` are loaded, deposits included."""
    return prove(sales, deposits=deposits.of_shift(session, shift.id).total)


def _sales_rows(sales: list[Sale]) -> tuple[ReportRow, ...]:
    sold = [line for sale in sales for line in sale.lines if line.kind == "sale"]
    back = [line for sale in sales for line in sale.lines if line.kind == "return"]
    cut = [sale for sale in sales if sale.discount_total]
    rows = [
        ReportRow(label=_("Harga jual"), amount=sum(x.list_amount for x in sold), count=len(sales)),
        ReportRow(label=_("Potongan harga"), amount=-sum(x.discount for x in sold), count=len(cut)),
        ReportRow(label=_("Retur"), amount=-sum(x.net_amount for x in back), count=len(back)),
        ReportRow(label=_("Pembulatan"), amount=sum(s.rounding for s in sales)),
        ReportRow(label=_("Jumlah"), amount=sum(s.to_pay for s in sales)),
    ]
    return tuple(rows)


def _tender_rows(sales: list[Sale]) -> tuple[ReportRow, ...]:
    return tuple(
        _counted(tender_label(kind), (t.amount for s in sales for t in s.tenders if t.kind == kind))
        for kind in sorted({t.kind for s in sales for t in s.tenders})
    )


def _cashier_rows(sales: list[Sale]) -> tuple[ReportRow, ...]:
    """Return what each person took: who completed a sale took its money."""
    who = {sale.cashier_id: sale.cashier.name for sale in sales}
    return tuple(
        _counted(who[person], (s.to_pay for s in sales if s.cashier_id == person))
        for person in sorted(who, key=lambda person: who[person])
    )


def _counted(label: str, amounts: Iterable[int]) -> ReportRow:
    found = list(amounts)
    return ReportRow(label=label, amount=sum(found), count=len(found))


def _handover_rows(session: Session, shift: Shift) -> tuple[ReportRow, ...]:
    zone = shift.till.outlet.zone
    return tuple(
        ReportRow(
            label=_(
                "%(time)s %(giver)s ke %(taker)s",
                time=local(row.at, zone).strftime("%H.%M"),
                giver=row.giver.name,
                taker=row.taker.name,
            )
            + ("" if row.counted is not None else _(", laci tidak dihitung")),
            amount=row.difference,
        )
        for row in shifts.handovers(session, shift.id)
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
    corrected = sum(row.difference for row in shifts.handovers(session, shift.id))
    if corrected:
        rows.append(ReportRow(label=_("Selisih saat serah terima"), amount=corrected))
    left = deposits.of_shift(session, shift.id)
    besides = (
        (_("Uang muka diterima"), left.taken_in_cash),
        (_("Uang muka dikembalikan"), -left.given_in_cash),
        (_("QRIS yang dibayar tunai"), late_cash(session, shift.id)),
    )
    rows += [ReportRow(label=label, amount=amount) for label, amount in besides if amount]
    if expected is not None:
        paid = expected - shift.opening_float - sum(row.amount for row in rows)
        if paid:
            rows.append(ReportRow(label=_("Dibayar kepada perajin"), amount=paid))
    return tuple(rows)


def _drawer_rows(session: Session, shift: Shift) -> tuple[ReportRow, ...]:
    """Return how often the drawer was opened by a sale, and how often without one."""
    opened = select(func.count()).select_from(PrintJob).where(PrintJob.kind == DRAWER)
    sales = select(Sale.id).where(Sale.shift_id == shift.id)
    by_sale = opened.where(PrintJob.source_kind == "sale", PrintJob.source_id.in_(sales))
    by_hand = opened.where(PrintJob.source_kind == "shift", PrintJob.source_id == shift.id)
    return (
        ReportRow(label=_("Dengan penjualan"), amount=0, count=session.scalar(by_sale)),
        ReportRow(label=_("Tanpa penjualan"), amount=0, count=session.scalar(by_hand)),
    )


def _claim_rows(session: Session, shift: Shift) -> tuple[ReportRow, ...]:
    return tuple(
        ReportRow(label=tender.sale.number or "", amount=tender.amount)
        for tender in queries.claims(session, shift_id=shift.id)
    )


def _held_rows(held: list[Sale]) -> tuple[ReportRow, ...]:
    """Return the tickets that nobody finished; they can be called up on the next shift."""
    return tuple(
        ReportRow(
            label=sale.held_as or "", amount=sale.net_total,
            count=sum(line.quantity for line in sale.lines),
        )
        for sale in held
    )  # fmt: skip


def _proof_rows(proof: Proof) -> tuple[ReportRow, ...]:
    rows = [
        ReportRow(label=_("Diterima"), amount=proof.tenders),
        ReportRow(label=_("Hak perajin"), amount=proof.makers),
        ReportRow(label=_("Bagian galeri"), amount=proof.house),
        ReportRow(label=_("Pembulatan"), amount=proof.rounding),
    ]
    if proof.deposits:
        rows.append(ReportRow(label=_("Uang muka"), amount=proof.deposits))
    return tuple(rows)
