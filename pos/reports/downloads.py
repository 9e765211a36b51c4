"""The files a manager takes away: UTF-8, comma, header; plain integers, returns negative.

The columns are fixed: outside programs rely on them.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.outlets.models import Outlet, Till
from core.clock import local
from core.sheets import tame
from core.users.models import User
from pos.ledger.models import Entry
from pos.reports import queries
from pos.reports.dates import Span
from pos.sales.models import Sale, SaleLine

SALES = (
    "number", "completed_at", "business_date", "outlet", "till", "cashier", "maker_code",
    "product_code", "title", "quantity", "list_amount", "discount_amount", "discount_bearer",
    "net_amount", "maker_share", "house_share", "is_return",
)  # fmt: skip
LEDGER = (
    "id", "business_date", "posted_at", "debit", "credit", "amount", "outlet", "reason",
    "source_kind", "source_id", "actor",
)  # fmt: skip


def sales_csv(session: Session, span: Span) -> str:
    """Return one row a line of every completed sale of the span, oldest first."""
    return _csv(SALES, _sale_rows(session, span))


def ledger_csv(session: Session, span: Span) -> str:
    """Return one row an entry of the span; `amount` goes from `credit` to `debit`."""
    return _csv(LEDGER, _ledger_rows(session, span))


def _sale_rows(session: Session, span: Span) -> Iterator[Sequence[object]]:
    rows = session.execute(
        select(
            SaleLine, Sale.number, Sale.completed_at, Sale.business_date, Outlet.code, Outlet.zone,
            Till.series, User.name, Maker.code,
        )
        .join(Sale, Sale.id == SaleLine.sale_id)
        .join(Till, Till.id == Sale.till_id)
        .join(Outlet, Outlet.id == Till.outlet_id)
        .join(User, User.id == Sale.cashier_id)
        .outerjoin(Maker, Maker.id == SaleLine.maker_id)
        .where(Sale.state == "completed", Sale.business_date.between(span.first, span.last))
        .order_by(Sale.completed_at, Sale.id, SaleLine.position)
    )  # fmt: skip
    for line, number, completed_at, day, outlet, zone, till, cashier, maker in rows:
        sign = -1 if line.kind == "return" else 1
        assert completed_at is not None
        assert day is not None
        yield (
            number, local(completed_at, zone).isoformat(timespec="seconds"), day.isoformat(),
            outlet, till, cashier, maker or "", line.code, line.title, sign * line.quantity,
            sign * line.list_amount, sign * line.discount, line.bearer, sign * line.net_amount,
            sign * (line.maker_share or 0), sign * (line.house_share or 0), 1 if line.kind == "return" else 0,
        )  # fmt: skip


def _ledger_rows(session: Session, span: Span) -> Iterator[Sequence[object]]:
    rows = session.execute(
        queries.entries()
        .where(Entry.business_date.between(span.first, span.last))
        .order_by(Entry.id)
    )
    for entry, debit, credit, actor, outlet in rows:
        yield (
            entry.id, entry.business_date.isoformat(),
            entry.posted_at.isoformat(timespec="seconds"), debit, credit, entry.amount,
            outlet or "", entry.reason, entry.source_kind, entry.source_id, actor or "",
        )  # fmt: skip


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([tame(cell) for cell in row] for row in rows)
    return text.getvalue()
