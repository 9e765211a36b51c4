"""Transfers and printed lists: rows are for what a statement came to, a list is what was signed."""

from sqlalchemy import select

from core.i18n import _
from pos.reports.checks import Book, Result, id_ranges
from pos.reports.checks.office import link_content
from pos.settlements.paying_day.models import PayingList
from pos.settlements.paying_day.service import LIST, sealed
from pos.settlements.transfers.models import TransferRow, TransferSlip


def rows(book: Book) -> Result:
    """A transfer is at its statement's closing balance, and at what was paid by it."""
    session = book.session
    for first, last in id_ranges(session, TransferRow.id):
        for row in session.scalars(
            select(TransferRow).where(TransferRow.id.between(first, last))
        ).all():
            paid = row.payout
            right = (
                row.amount == row.statement.closing
                and row.maker_id == row.statement.maker_id
                and (row.state == "paid") == (paid is not None)
                and (
                    paid is None
                    or (paid.amount, paid.statement_id, paid.method)
                    == (row.amount, row.statement_id, "transfer")
                )
            )
            yield None if right else _("transfer %(number)s", number=row.statement.number)


def lists(book: Book) -> Result:
    """Each printed list to sign is what was sealed."""
    session = book.session
    for first, last in id_ranges(session, PayingList.id):
        for one in session.scalars(
            select(PayingList).where(PayingList.id.between(first, last))
        ).all():
            right = link_content(session, LIST, one.id) == sealed(one)
            yield None if right else _("daftar pembayaran %(number)s", number=one.number)


def slips(book: Book) -> Result:
    """Each photo of a bank's slip is kept, as it was sent."""
    for first, last in id_ranges(book.session, TransferSlip.id):
        for row_id, scan in book.session.execute(
            select(TransferSlip.id, TransferSlip.scan).where(TransferSlip.id.between(first, last))
        ):
            kept = book.files is None or book.files.holds(scan)
            yield None if kept else _("bukti transfer %(n)s", n=row_id)
