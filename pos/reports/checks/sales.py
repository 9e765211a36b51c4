"""Completed sales: arithmetic, split, returns, tenders, receipt, and the seal over them."""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from core.db import canonical
from core.i18n import _
from pos.ledger.models import ChainLink
from pos.reports.checks import Book, Result, id_ranges
from pos.sales.models import Receipt, Sale, SaleLine
from pos.sales.sealing import canonical_sale, chain_name
from pos.sales.split import Split, returned_part
from pos.sales.terms import split_of


def totals(book: Book) -> Result:
    """Lines are unit × quantity and make the sale's sums."""
    for sale in completed(book.session):
        signed = [(-1 if line.kind == "return" else 1, line) for line in sale.lines]
        right = (
            all(line.list_amount == line.unit_price * line.quantity for line in sale.lines)
            and sale.list_total == sum(sign * line.list_amount for sign, line in signed)
            and sale.discount_total == sum(sign * line.discount for sign, line in signed)
            and sale.net_total == sale.list_total - sale.discount_total
        )
        yield None if right else _nota(sale)


def splits(book: Book) -> Result:
    """Each sold line is split by the terms written on it; each return takes its units' part."""
    for sale in completed(book.session):
        for line in sale.lines:
            if line.kind == "return":
                right = _is_right_return(book.session, line)
            else:
                right = _stored(line) == _computed(line)
            yield None if right else _("%(sale)s, baris %(n)s", sale=_nota(sale), n=line.position)


def returns(book: Book) -> Result:
    """No unit of a sold line came back twice, and none that was never sold."""
    session = book.session
    for first, last in id_ranges(session, SaleLine.id):
        taken: dict[int | None, set[int]] = defaultdict(set)
        rows = session.execute(
            select(SaleLine.return_of_id, SaleLine.first_unit, SaleLine.quantity)
            .join(Sale, Sale.id == SaleLine.sale_id)
            .where(Sale.state == "completed", SaleLine.return_of_id.between(first, last))
        )
        for origin_id, first_unit, quantity in rows:
            units = set(range(first_unit or 0, (first_unit or 0) + quantity))
            origin = session.get(SaleLine, origin_id)
            whole = origin is not None and max(units) <= origin.quantity and min(units) >= 1
            right = whole and not units & taken[origin_id]
            taken[origin_id] |= units
            yield None if right else _("retur dari baris %(n)s", n=origin_id)


def tenders(book: Book) -> Result:
    """What was paid is what was to be paid, rounding included."""
    for sale in completed(book.session):
        applied = all(t.amount == t.tendered - t.change for t in sale.tenders)
        paid = sum(tender.amount for tender in sale.tenders)
        yield None if applied and paid == sale.net_total + sale.rounding else _nota(sale)


def receipts(book: Book) -> Result:
    """The receipt that was stored says what the sale says."""
    session = book.session
    for sale in completed(session):
        receipt = session.get(Receipt, sale.id)
        if receipt is None:
            yield _("%(sale)s tidak punya struk", sale=_nota(sale))
            continue
        paper = receipt.document
        paid = sum(t.amount + t.change for t in sale.tenders)
        said = (paper["number"], paper["total"], sum(t["amount"] for t in paper["tenders"]))
        right = said == (sale.number, sale.to_pay, paid) and (
            sum(line["amount"] for line in paper["lines"]) == sale.net_total
        )
        yield None if right else _nota(sale)


def seals(book: Book) -> Result:
    """What was sealed when the sale completed is what the rows say now."""
    session = book.session
    for sale in completed(session):
        link = session.scalar(
            select(ChainLink).where(
                ChainLink.source_kind == "sale", ChainLink.source_id == sale.id,
                ChainLink.chain == chain_name(sale.series),
            )
        )  # fmt: skip
        if link is None:
            yield _("%(sale)s tidak tersegel", sale=_nota(sale))
        else:
            same = link.content == canonical(canonical_sale(session, sale))
            yield None if same else _nota(sale)


def sealed_sales_exist(book: Book) -> Result:
    """Every sale that was sealed is still there, completed."""
    links = book.session.execute(
        select(ChainLink.source_id, Sale.state)
        .outerjoin(Sale, Sale.id == ChainLink.source_id)
        .where(ChainLink.source_kind == "sale")
    )
    for sale_id, state in links:
        yield None if state == "completed" else _("nota dengan nomor dalam %(n)s", n=sale_id)


def completed(session: Session) -> Iterator[Sale]:
    """Yield every completed sale with its lines and tenders, a chunk at a time."""
    for first, last in id_ranges(session, Sale.id):
        yield from session.scalars(
            select(Sale)
            .where(Sale.id.between(first, last), Sale.state == "completed")
            .options(selectinload(Sale.lines), selectinload(Sale.tenders))
            .order_by(Sale.id)
        ).all()


def _nota(sale: Sale) -> str:
    return _("nota %(number)s", number=sale.number)


def _stored(line: SaleLine) -> tuple[int | None, ...]:
    return (line.maker_share, line.house_share, line.commission, line.house_discount)


def _computed(line: SaleLine) -> tuple[int, ...] | None:
    try:
        found = split_of(line)
    except (ValueError, AssertionError):  # amounts or terms that no sale can have
        return None
    return _of(found)


def _of(split: Split) -> tuple[int, ...]:
    return (split.maker, split.house, split.commission, split.house_discount)


def _is_right_return(session: Session, line: SaleLine) -> bool:
    origin = session.get(SaleLine, line.return_of_id) if line.return_of_id else None
    if origin is None or line.first_unit is None:
        return False
    sold = Split(*(value or 0 for value in _stored(origin)))
    try:
        part = returned_part(
            sold, quantity=origin.quantity, first=line.first_unit,
            last=line.first_unit + line.quantity - 1,
        )  # fmt: skip
    except ValueError:
        return False
    return _stored(line) == _of(part) and line.net_amount == part.paid
