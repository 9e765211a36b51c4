"""Quotations: what was sold by one is what the firm was promised."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core.i18n import _
from pos.reports.checks import Book, Result, id_ranges
from pos.sales.models import Sale
from pos.sales.quotations.models import Quotation
from printers.codec import BrokenDocument
from printers.documents import Quotation as Paper
from printers.documents import from_json


def promised(book: Book) -> Result:
    """Each quotation is what its letter says, and a sale by it has its goods at its prices."""
    session = book.session
    for first, last in id_ranges(session, Quotation.id):
        for quoted in session.scalars(
            select(Quotation).where(Quotation.id.between(first, last)).order_by(Quotation.id)
        ).all():
            right = _is_as_written(quoted)
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
    return isinstance(paper, Paper) and (paper.number, paper.total, rows) == (
        quoted.number,
        quoted.total,
        [
            (x.code, x.quantity, x.price, x.amount, [(t.pieces, t.price) for t in x.tiers])
            for x in paper.lines
        ],
    )


def _is_as_promised(sale: Sale) -> bool:
    assert sale.quotation is not None
    sold = {
        line.product_id: (line.quantity, line.unit_price, line.net_amount)
        for line in sale.lines
        if line.kind == "sale"
    }
    return all(
        sold.get(line.product_id) == (line.quantity, line.unit_list, line.amount)
        for line in sale.quotation.lines
    )
