"""Documents on sheets of paper, as PDF: black on white, the gold thread the one ornament."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from core.files import Files
from core.i18n import use_locale
from printers.documents import (
    Agreement,
    BazarAccount,
    ConsignmentNote,
    CountRecord,
    Document,
    Keepsake,
    Labels,
    MonthlyReport,
    PackingList,
    PaymentList,
    PaymentSlips,
    PayoutSlip,
    PickingList,
    Quotation,
    Record,
    ShiftReport,
    Statement,
    Turnover,
)
from printers.pdf.agreement import agreement_pdf
from printers.pdf.bazar import bazar_pdf
from printers.pdf.consignment import consignment_pdf
from printers.pdf.counting import count_pdf
from printers.pdf.keepsake import keepsake_pdf
from printers.pdf.monthly import monthly_pdf
from printers.pdf.packing import packing_pdf
from printers.pdf.payment_list import payment_list_pdf
from printers.pdf.payment_slips import payment_slips_pdf
from printers.pdf.payout import payout_pdf
from printers.pdf.picking import picking_pdf
from printers.pdf.quotation import quotation_pdf
from printers.pdf.record import record_pdf
from printers.pdf.shift import shift_pdf
from printers.pdf.statement import statement_pdf
from printers.pdf.turnover import turnover_pdf
from printers.sheets import sheets_behind

MAKERS: dict[str, Callable[[Any], bytes]] = {
    Statement.kind: statement_pdf,
    ConsignmentNote.kind: consignment_pdf,
    PayoutSlip.kind: payout_pdf,
    PickingList.kind: picking_pdf,
    CountRecord.kind: count_pdf,
    ShiftReport.kind: shift_pdf,
    PackingList.kind: packing_pdf,
    BazarAccount.kind: bazar_pdf,
    Agreement.kind: agreement_pdf,
    Record.kind: record_pdf,
    MonthlyReport.kind: monthly_pdf,
    Turnover.kind: turnover_pdf,
    PaymentList.kind: payment_list_pdf,
    PaymentSlips.kind: payment_slips_pdf,
    Keepsake.kind: keepsake_pdf,
    Quotation.kind: quotation_pdf,
}


class NotForSheet(ValueError):
    """This document has no form on a sheet of paper."""


def pdf_bytes(document: Document) -> bytes:
    """Return a document as PDF; the same document gives the same bytes. Raises NotForSheet."""
    make = MAKERS.get(document.kind)
    if make is None:
        raise NotForSheet(document.kind)
    with use_locale(document.language):
        return make(document)


def consignment_papers(
    note: ConsignmentNote,
    tags: Labels,
    *,
    sheet: str,
    start: int,
    offset_mm: tuple[float, float] = (0, 0),
) -> bytes:
    """Return both copies of a consignment note and the goods' tags behind them, as one PDF.

    `sheet` is one of printers.sheets.SHEETS, `start` its first free place.
    """
    with use_locale(note.language):
        return consignment_pdf(
            note,
            lambda canvas: sheets_behind(canvas, tags, sheet, start=start, offset_mm=offset_mm),
        )


def keepsake_card(card: Keepsake, files: Files) -> bytes:
    """Return a piece's card on A6 with its photo, or with its motif where it has none any more."""
    photo = None
    if card.photo:
        with suppress(OSError), files.open(card.photo) as file:
            photo = file.read()
    with use_locale(card.language):
        return keepsake_pdf(card, photo)
