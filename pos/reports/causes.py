"""What caused a line of the ledger, and the page where it stands: a receipt, a shift, a slip, a payout."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from catalogue.stock.counts.models import CountLine
from catalogue.stock.departures.models import Comeback, DepartureLine
from pos.ledger.models import Entry
from pos.reports.words import source_name
from pos.sales.claims.models import LateMoney, SurplusMoney, SurplusReturn
from pos.sales.deposits.models import Deposit, DepositReturn
from pos.sales.models import Sale, SaleLine, Tender
from pos.sales.tours.models import GuideFee
from pos.settlements.acquirer_days.models import KINDS, AcquirerCredit
from pos.settlements.adjusting.models import Adjustment
from pos.settlements.models import Payout, movement_number
from pos.shifts.models import CashMovement, Handover


@dataclass(frozen=True)
class Cause:
    """What caused an entry, in words; `endpoint` is empty where it has no page in the office."""

    label: str
    endpoint: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Page:
    """Where sources of a kind stand: `find` gives (source id, `argument` of the address).

    None: the id is the argument, as it is or as it is `written`. What the page is about is called by `word`, a source kind, where it
    is not the source itself.
    """

    endpoint: str
    argument: str
    find: Select[Any, Any] | None = None
    written: Callable[[int], str] | None = None
    word: str = ""
    more: Mapping[str, str] = field(default_factory=dict)


def _receipt(find: Select[Any, Any]) -> _Page:
    return _Page("reports.sale", "number", find, word="sale")


PAGES = {
    "sale": _receipt(select(Sale.id, Sale.number)),
    "sale_line": _receipt(select(SaleLine.id, Sale.number).join(Sale, Sale.id == SaleLine.sale_id)),
    "tender": _receipt(select(Tender.id, Sale.number).join(Sale, Sale.id == Tender.sale_id)),
    "late_money": _receipt(
        select(LateMoney.id, Sale.number)
        .join(Tender, Tender.id == LateMoney.tender_id)
        .join(Sale, Sale.id == Tender.sale_id)
    ),
    "shift": _Page("shifts.show", "shift_id"),
    "shift_handover": _Page(
        "shifts.show", "shift_id", select(Handover.id, Handover.shift_id), word="shift"
    ),
    "cash_movement": _Page(
        "shifts.show", "shift_id", select(CashMovement.id, CashMovement.shift_id), word="shift"
    ),
    "cash_delivery": _Page("carried.slip", "delivery_id"),
    "money_transfer": _Page("treasury.movement", "number", written=movement_number),
    "payout": _Page("settlements.payout", "number", select(Payout.id, Payout.number)),
    **{
        f"{kind}_credit": _Page(
            "acquirer_days.show", "day", select(AcquirerCredit.id, AcquirerCredit.day),
            more={"kind": kind},
        )
        for kind in KINDS
    },
    "surplus_money": _Page("claims.office", "", select(SurplusMoney.id, SurplusMoney.id)),
    "surplus_return": _Page(
        "claims.office", "", select(SurplusReturn.id, SurplusReturn.surplus_id)
    ),
    "deposit": _Page("", "", select(Deposit.id, Deposit.number)),
    "deposit_return": _Page(
        "", "", select(DepositReturn.id, Deposit.number).join(Deposit, Deposit.id == DepositReturn.deposit_id)
    ),
    "guide_fee": _Page("visits.show", "visit_id", select(GuideFee.id, GuideFee.visit_id)),
    "opening_balance": _Page("opening.show", "balance_id"),
    "adjustment": _Page("adjustments.show", "number", select(Adjustment.id, Adjustment.number)),
    "monthly_fee": _Page("fees.show", ""),
    "maker_merge": _Page("maker_records.merged", "merge_id"),
    "count_line": _Page(
        "counts.show", "count_id", select(CountLine.id, CountLine.count_id), word="stock_count"
    ),
    "departure_line": _Page(
        "records.show", "departure_id", select(DepartureLine.id, DepartureLine.departure_id),
        word="departure", more={"area": "losses"},
    ),
    "comeback": _Page(
        "records.show", "departure_id",
        select(Comeback.id, DepartureLine.departure_id).join(
            DepartureLine, DepartureLine.id == Comeback.line_id
        ),
        word="departure", more={"area": "losses"},
    ),
}  # fmt: skip
"""Every kind of source; a new one is added here with its page."""


def causes(session: Session, entries: Iterable[Entry]) -> dict[int, Cause]:
    """Return what caused these entries by their ids: one query for each kind of source among them."""
    by_kind: dict[str, list[Entry]] = {}
    for entry in entries:
        by_kind.setdefault(entry.source_kind, []).append(entry)
    found: dict[int, Cause] = {}
    for kind, some in by_kind.items():
        page = PAGES.get(kind, _Page("", ""))
        names = _arguments(session, page, {entry.source_id for entry in some})
        for entry in some:
            found[entry.id] = _cause(kind, page, names.get(entry.source_id, entry.source_id))
    return found


def _arguments(session: Session, page: _Page, ids: set[int]) -> dict[int, Any]:
    if page.written is not None:
        return {number: page.written(number) for number in ids}
    if page.find is None:
        return {}
    key = page.find.selected_columns[0]
    return {row[0]: row[1] for row in session.execute(page.find.where(key.in_(ids)))}


def _cause(kind: str, page: _Page, argument: Any) -> Cause:
    about = argument.strftime("%d.%m.%Y") if isinstance(argument, date) else argument
    label = f"{source_name(page.word or kind)} {about}"
    values = {page.argument: argument, **page.more} if page.argument else page.more
    return Cause(label, page.endpoint, values)
