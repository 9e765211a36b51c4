"""Quotations: what was sold by one is what the firm was promised."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core.i18n import _
from pos.reports.checks import Book, Result, id_ranges
from pos.sales.models import Sale, SaleLine
from pos.sales.quotations.models import Quotation, QuotationLine
from pos.sales.quotations.sold import Sold, sold_of
from printers.codec import BrokenDocument
from printers.documents import Quotation as Paper
from printers.documents import from_json


def promised(book: Book) -> Result:
    """Each quotation is what its letter says; sales by it have its prices, and never more goods."""
    session = book.session
    for first, last in id_ranges(session, Quotation.id):
        some = session.scalars(
            select(Quotation).where(Quotation.id.between(first, last)).order_by(Quotation.id)
        ).all()
        sold = sold_of(session, some)
        for quoted in some:
            right = _is_as_written(quoted) and not _is_oversold(sold[quoted.id])
            yield None if right else _("penawaran %(number)s", number=quoted.number)
        for sale in session.scalars(
            select(Sale)
            .where(Sale.quotation_id.between(first, last), Sale.state == "completed")
            .options(joinedload(Sale.quotation))
            .order_by(Sale.id)
        ).all():
            yield None if _is_as_promised(sale) else _("nota %(number)s", number=sale.number)


def _is_as_written(quoted: Quotation) -> bool:
    try:
        paper = from_json(quoted.document)
    except BrokenDocument:
        return False
    rows = [
        (x.code, x.quantity, x.unit_price, x.amount, [(t.pieces, t.price) for t in x.tiers])
        for x in quoted.lines
    ]
    if not isinstance(paper, Paper) or (
        paper.issued_on, paper.valid_until, paper.enquiry, paper.firm
    ) != (quoted.issued_on, quoted.valid_until, quoted.enquiry.number, quoted.enquiry.firm):  # fmt: skip
        return False
    return (paper.number, paper.total, rows) == (
        quoted.number,
        quoted.total,
        [
            (x.code, x.quantity, x.price, x.amount, [(t.pieces, t.price) for t in x.tiers])
            for x in paper.lines
        ],
    )


def _is_as_promised(sale: Sale) -> bool:
    assert sale.quotation is not None
    promised = {line.product_id: line for line in sale.quotation.lines}
    fetched = [x for x in sale.lines if x.kind == "sale" and x.product_id in promised]
    return fetched != [] and all(_is_at_its_price(x, promised[x.product_id]) for x in fetched)


def _is_at_its_price(line: SaleLine, promised: QuotationLine) -> bool:
    """Whether a line is sold for what was promised; its list price is that day's, or the net above it."""
    listed = max(promised.unit_list, line.unit_net_price or 0)
    return (line.unit_price, line.net_amount) == (listed, promised.unit_price * line.quantity)


def _is_oversold(sold: Sold) -> bool:
    return any(sold.left(line) < 0 for line in sold.quotation.lines)
