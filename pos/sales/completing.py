"""Completing a ticket: everything that makes it a sale, in one transaction.

Locks are taken in the one written order: till counter, shift, ticket, sales that goods come back
from by id, visit, pieces by id, chain head.
After COMMIT the sale, its number, stock, ledger, chain and receipt exist; before it, nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from catalogue.outlets.models import Till
from core import counters
from core.clock import local_date
from core.errors import Conflict
from core.i18n import _
from core.money import rupiah
from core.users.models import User
from pos.ledger import service as ledger
from pos.sales import damages, queries, refunds
from pos.sales.discounts import Approval
from pos.sales.errors import EmptyTicket, TicketClosed, TotalChanged
from pos.sales.goods import hand_over
from pos.sales.models import Receipt, Sale, SaleLine, Tender, TenderConfirmation
from pos.sales.paying import take
from pos.sales.posting import post_sale
from pos.sales.quotations.ordering import refuse_forgotten
from pos.sales.receipts import receipt_of
from pos.sales.sealing import canonical_sale, chain_name
from pos.sales.tenders import Offer
from pos.sales.terms import freeze_all, freeze_return
from pos.sales.tours import service as tours
from pos.shifts import queries as shifts
from pos.shifts import service as shift_service
from pos.shifts.models import Shift
from pos.shifts.service import LONGEST, NoShift, posting_of
from printers import documents, spool
from printers.models import Printer


@dataclass(frozen=True)
class Counter:
    """Where a sale is completed: the till, who stands there, and the address visitors use."""

    till: Till
    cashier: User
    public_url: str | None = None


def complete(
    session: Session,
    sale: Sale,
    offers: Sequence[Offer],
    *,
    counter: Counter,
    at: datetime,
    confirmed: bool = False,
    approval: Approval | None = None,
    seen: int | None = None,
) -> Sale:
    """Make an open ticket a sale and return it; queue its receipt and the drawer pulse.

    `offers` come after the parts that stand on the ticket already (`paying.add_part`).
    `confirmed` says that the QRIS money was already seen in the acquirer's app, `approval` that a
    manager lets money go back in another way than it came in, `seen` is the total that the cashier
    saw. Raises NoShift, EmptyTicket, TicketClosed, TotalChanged, NotPaid, NeedsManager, BelowFloor, PieceSold, Refused where a firm's deposit is forgotten.
    """
    number = counters.next_number(session, f"till:{counter.till.series}")
    shift = _require_shift(session, counter.till, at=at)
    sale = queries.lock(session, sale.id)
    if not sale.is_open or sale.till_id != counter.till.id:
        raise TicketClosed(_("Nota ini sudah selesai atau dipindah."))
    if not sale.lines:
        raise EmptyTicket(_("Nota masih kosong. Pindai dulu barangnya."))
    queries.lock_origins(session, [x.return_of_id for x in sale.lines if x.return_of_id])
    _freeze_lines(session, sale, on=shift.business_date)
    if seen is not None and seen != sale.net_total:
        raise TotalChanged(
            _("Isi nota berubah: sekarang %(amount)s. Periksa dulu, lalu tekan lagi.",
              amount=rupiah(sale.net_total))
        )  # fmt: skip
    payment = take(session, sale, list(offers), on=shift.business_date, at=at)
    refuse_forgotten(session, sale)
    refunds.check(session, sale, sale.tenders, by=counter.cashier.id, approval=approval)
    shift_service.refuse_beyond_drawer(
        session, shift, -sum(tender.amount for tender in sale.tenders if tender.kind == "cash")
    )
    sale.cashier_id, sale.cashier = counter.cashier.id, counter.cashier
    tours.note_visit(session, sale, by=counter.cashier.id, at=at)
    sale.shift_id, sale.business_date = shift.id, shift.business_date
    sale.number = f"{counter.till.series}{number:06d}"
    sale.completed_at = sale.sold_at = at
    hand_over(session, sale, on=shift.business_date, by=counter.cashier.id, at=at)
    damages.set_apart(session, sale, on=shift.business_date, by=counter.cashier, at=at)
    post_sale(session, sale, posting=posting_of(shift, by=counter.cashier.id, at=at))
    session.flush()
    ledger.chain(
        session, chain_name(sale.series), canonical_sale(session, sale), source=("sale", sale.id)
    )
    receipt = receipt_of(
        session, sale, payment, cashier=counter.cashier, public_url=counter.public_url, at=at
    )
    session.add(Receipt(sale_id=sale.id, document=documents.to_json(receipt)))
    session.flush()
    sale.state = "completed"  # last: from here on the triggers refuse any change
    session.flush()
    if confirmed:
        for tender in sale.tenders:
            if tender.is_claimed:
                confirm(session, tender, by=counter.cashier.id, at=at)
    _queue_papers(session, sale, receipt, counter=counter, at=at)
    return sale


def confirm(session: Session, tender: Tender, *, by: int, at: datetime) -> None:
    """Record that a QRIS tender's money was seen: it is no longer only claimed."""
    if tender.sale.state != "completed" or not tender.is_claimed:
        raise Conflict(_("Pembayaran ini sudah dikonfirmasi."))
    outlet = tender.sale.till.outlet
    posting = ledger.Posting(local_date(at, outlet.zone), outlet.id, by, at)
    book_confirmation(session, tender, "confirmed", posting=posting)
    ledger.post(
        session,
        ledger.account(session, "qris"),
        ledger.account(session, "qris_claimed"),
        tender.amount,
        reason="confirmed",
        source=("tender", tender.id),
        posting=posting,
    )
    session.flush()


def book_confirmation(
    session: Session, tender: Tender, kind: str, *, posting: ledger.Posting
) -> None:
    """Write down what became of a claim; the makers' shares of its sale are no longer held."""
    assert posting.by is not None
    confirmation = TenderConfirmation(
        tender_id=tender.id, kind=kind, business_date=posting.business_date, at=posting.at,
        actor_id=posting.by,
    )  # fmt: skip
    session.add(confirmation)
    session.flush()
    tender.confirmation = confirmation


def _require_shift(session: Session, till: Till, *, at: datetime) -> Shift:
    shift = shifts.lock_open_shift(session, till.id)
    if shift is None:
        raise NoShift(_("Kasir belum buka. Buka kasir dulu, notanya tetap ada."))
    if at - shift.opened_at > LONGEST:
        raise NoShift(_("Sif ini sudah lebih dari 20 jam. Tutup dulu, lalu buka yang baru."))
    return shift


def _freeze_lines(session: Session, sale: Sale, *, on: date) -> None:
    with session.no_autoflush:  # one flush for all lines, not one for each
        freeze_all(session, [line for line in sale.lines if line.kind == "sale"], on=on)
        for line in sale.lines:
            if line.kind == "return":
                freeze_return(line, session.get_one(SaleLine, line.return_of_id))
    sale.add_up()


def _queue_papers(
    session: Session, sale: Sale, receipt: documents.Receipt, *, counter: Counter, at: datetime
) -> None:
    if counter.till.receipt_printer_id is None:
        return
    printer = session.get_one(Printer, counter.till.receipt_printer_id)
    source = {"source_kind": "sale", "source_id": sale.id, "by": counter.cashier.id, "at": at}
    if any(tender.kind == "cash" for tender in sale.tenders):
        spool.open_drawer(session, printer, **source)  # type: ignore[arg-type]
    if counter.till.prints_itself:
        spool.enqueue(session, printer, receipt, **source)  # type: ignore[arg-type]
