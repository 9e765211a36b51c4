"""A statement as CSV: the columns of sales.csv and the kind of each row."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.outlets.models import Outlet, Till
from core.clock import local
from core.i18n import use_locale
from core.sheets import tame
from core.users.models import User
from pos.ledger.models import Account, Entry
from pos.sales.models import Sale, SaleLine
from pos.settlements.documents import label_of
from pos.settlements.models import Statement, StatementEntry

COLUMNS = (
    "number", "completed_at", "business_date", "outlet", "till", "cashier", "maker_code",
    "product_code", "title", "quantity", "list_amount", "discount_amount", "discount_bearer",
    "net_amount", "maker_share", "house_share", "is_return", "kind",
)  # fmt: skip


def statement_csv(session: Session, statement: Statement) -> str:
    """Return the statement's rows; their maker_share comes to its closing balance.

    Line totals in plain integers, returns negative. Rows without a sale (the opening balance,
    payouts) carry their signed effect in maker_share.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in _rows(session, statement):
        writer.writerow({name: tame(cell) for name, cell in row.items()})
    return out.getvalue()


def _rows(session: Session, statement: Statement) -> Iterator[dict[str, Any]]:
    if statement.opening:
        yield {
            "number": statement.number, "maker_code": statement.maker.code,
            "maker_share": statement.opening, "kind": "opening",
        }  # fmt: skip
    for entry, effect, found in _entries(session, statement):
        if found is None:
            yield _plain_row(session, statement, entry, effect)
        else:
            yield _line_row(statement, found, effect)


Found = tuple[SaleLine, Sale, Till, Outlet, User]


def _entries(session: Session, statement: Statement) -> list[tuple[Entry, int, Found | None]]:
    rows = session.execute(
        select(Entry, Entry.credit_id == Account.id, SaleLine, Sale, Till, Outlet, User)
        .join(StatementEntry, StatementEntry.entry_id == Entry.id)
        .join(
            Account,
            (Account.kind == "payable") & (Account.maker_id == StatementEntry.maker_id),
        )
        .outerjoin(
            SaleLine,
            (Entry.source_kind == "sale_line")
            & (Entry.reason == "share")
            & (SaleLine.id == Entry.source_id),
        )
        .outerjoin(Sale, Sale.id == SaleLine.sale_id)
        .outerjoin(Till, Till.id == Sale.till_id)
        .outerjoin(Outlet, Outlet.id == Till.outlet_id)
        .outerjoin(User, User.id == Sale.cashier_id)
        .where(StatementEntry.statement_id == statement.id)
        .order_by(Entry.business_date, Entry.id)
    )
    return [
        (
            entry,
            entry.amount if gains else -entry.amount,
            None if line is None else (line, sale, till, outlet, cashier),
        )
        for entry, gains, line, sale, till, outlet, cashier in rows
    ]


def _line_row(statement: Statement, found: Found, share: int) -> dict[str, Any]:
    line, sale, till, outlet, cashier = found
    assert sale.completed_at is not None
    sign = -1 if line.kind == "return" else 1
    return {
        "number": sale.number,
        "completed_at": local(sale.completed_at, outlet.zone).isoformat(timespec="seconds"),
        "business_date": sale.business_date, "outlet": outlet.code, "till": till.series,
        "cashier": cashier.name, "maker_code": statement.maker.code, "product_code": line.code,
        "title": line.title, "quantity": sign * line.quantity,
        "list_amount": sign * line.list_amount, "discount_amount": sign * line.discount,
        "discount_bearer": line.bearer,
        "net_amount": sign * line.net_amount, "maker_share": share,
        "house_share": sign * (line.house_share or 0), "is_return": int(line.kind == "return"),
        "kind": line.kind,
    }  # fmt: skip


def _plain_row(session: Session, statement: Statement, entry: Entry, effect: int) -> dict[str, Any]:
    with use_locale("id"):
        label = label_of(session, entry.source_kind, entry.source_id, entry.reason)
    return {
        "number": statement.number,
        "business_date": entry.business_date,
        "maker_code": statement.maker.code,
        "title": label,
        "maker_share": effect,
        "kind": entry.reason,
    }
