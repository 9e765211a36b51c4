"""The canonical form of a completed sale: what its link in the till's chain covers.

Without personal data, and versioned: a later change of shape is a new version, never a rewrite.
"""

from datetime import UTC
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pos.ledger.models import Entry
from pos.sales.models import Sale

LINE_FIELDS = (
    "id",
    "position",
    "kind",
    "product_id",
    "maker_id",
    "code",
    "quantity",
    "unit_price",
    "list_amount",
    "discount",
    "return_of_id",
    "first_unit",
    "contract_id",
    "terms",
    "commission_bps",
    "unit_net_price",
    "bearer",
    "maker_share",
    "house_share",
    "commission",
    "house_discount",
)
TENDER_FIELDS = ("id", "kind", "tendered", "change", "amount")
ENTRY_FIELDS = ("debit_id", "credit_id", "amount", "reason", "source_kind", "source_id")


def chain_name(series: str) -> str:
    """Return the name of a till's chain."""
    return f"till:{series}"


def canonical_sale(session: Session, sale: Sale) -> dict[str, Any]:
    """Return the JSON that the hash of a sale covers: the sale, lines, tenders, ledger rows."""
    assert sale.completed_at is not None and sale.business_date is not None
    content = {
        "sale": sale.id,
        "uid": sale.uid,
        "number": sale.number,
        "till": sale.till_id,
        "shift": sale.shift_id,
        "cashier": sale.cashier_id,
        "completed_at": sale.completed_at.astimezone(UTC).isoformat(),
        "business_date": sale.business_date.isoformat(),
        "totals": [sale.list_total, sale.discount_total, sale.net_total, sale.rounding],
        "lines": [_row(line, LINE_FIELDS) for line in sale.lines],
        "tenders": [_row(tender, TENDER_FIELDS) for tender in sale.tenders],
        "entries": [_row(entry, ENTRY_FIELDS) for entry in entries_of(session, sale)],
    }
    if marked := [[line.id, line.markdown] for line in sale.lines if line.markdown]:
        # Only then, so that what was sealed before there were markdowns keeps its shape.
        content["markdowns"] = marked
    given = [[line.id, line.given] for line in sale.lines if line.given]
    if sale.ticket_discount or given:
        content["discounts"] = [sale.ticket_discount, given]
    if approved := [[line.id, line.approved_by] for line in sale.lines if line.approved_by]:
        content["approved"] = approved
    came_back = [
        [line.id, line.return_reason, line.is_damaged]
        for line in sale.lines
        if line.return_reason or line.is_damaged
    ]
    if came_back:
        content["came_back"] = came_back
    if sale.language != "id":
        content["language"] = sale.language
    if sale.visit_id is not None:
        content["visit"] = sale.visit_id
    if sale.campaign_id is not None:
        content["campaign"] = sale.campaign_id
    if sale.quotation_id is not None:
        content["quotation"] = sale.quotation_id
    held = [[t.id, t.maker_id, t.deposit_id] for t in sale.tenders if t.maker_id or t.deposit_id]
    if held:
        content["held"] = held
    return content


def entries_of(session: Session, sale: Sale) -> list[Entry]:
    """Return the ledger rows that completing this sale wrote, in their order.

    A tender's later confirmation is another event and not among them.
    """
    lines = [line.id for line in sale.lines]
    tenders = [tender.id for tender in sale.tenders]
    return list(
        session.scalars(
            select(Entry)
            .where(
                ((Entry.source_kind == "sale") & (Entry.source_id == sale.id))
                | ((Entry.source_kind == "sale_line") & Entry.source_id.in_(lines))
                | (
                    (Entry.source_kind == "tender")
                    & Entry.source_id.in_(tenders)
                    & (Entry.reason == "tender")
                )
            )
            .order_by(Entry.id)
        )
    )


def _row(row: object, fields: tuple[str, ...]) -> list[Any]:
    return [getattr(row, field) for field in fields]
