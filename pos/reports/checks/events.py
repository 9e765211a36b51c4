"""Which events stand in the ledger, and what each kind demands of it: docs/postings.md as code."""

from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from catalogue.stock.counts.models import CountLine
from catalogue.stock.departures.models import Comeback, DepartureLine
from catalogue.stock.departures.queries import COMEBACK, LINE
from pos.reports.checks.demands import drawers, goods, office, selling
from pos.reports.checks.demands.expected import Events
from pos.sales.claims.models import LateMoney, SurplusMoney, SurplusReturn
from pos.sales.deposits.models import Deposit, DepositReturn
from pos.sales.models import Sale, SaleLine, Tender
from pos.sales.tours.models import GuideFee
from pos.sales.tours.service import SOURCE as GUIDE_FEE
from pos.settlements.acquirer_days.models import KINDS, AcquirerCredit
from pos.settlements.adjusting.models import Adjustment
from pos.settlements.counting import LINE as COUNT_LINE
from pos.settlements.fees.models import MonthlyFee
from pos.settlements.maker_records.models import MakerMerge
from pos.settlements.models import MoneyTransfer, Payout
from pos.settlements.opening.models import OpeningBalance
from pos.shifts.models import CashDelivery, CashMovement, Handover, Shift

EVENTS: dict[str, tuple[Any, Callable[[Session, int, int], Events]]] = {
    "sale": (Sale.id, selling.sales),
    "sale_line": (SaleLine.id, selling.sale_lines),
    "tender": (Tender.id, selling.tenders),
    "late_money": (LateMoney.id, selling.late_money),
    "surplus_money": (SurplusMoney.id, selling.surplus),
    "surplus_return": (SurplusReturn.id, selling.surplus_back),
    "deposit": (Deposit.id, selling.deposits),
    "deposit_return": (DepositReturn.id, selling.deposit_returns),
    "shift": (Shift.id, drawers.shifts),
    "cash_movement": (CashMovement.id, drawers.cash_movements),
    "shift_handover": (Handover.id, drawers.handovers),
    "cash_delivery": (CashDelivery.id, drawers.deliveries),
    "payout": (Payout.id, office.payouts),
    GUIDE_FEE: (GuideFee.id, office.guide_fees),
    **{f"{kind}_credit": (AcquirerCredit.id, partial(office.credits_of, kind)) for kind in KINDS},
    "money_transfer": (MoneyTransfer.id, office.transfers),
    "opening_balance": (OpeningBalance.id, office.opening_balances),
    "adjustment": (Adjustment.id, office.adjustments),
    "monthly_fee": (MonthlyFee.id, office.monthly_fees),
    LINE: (DepartureLine.id, goods.losses),
    COMEBACK: (Comeback.id, goods.comebacks),
    "maker_merge": (MakerMerge.id, office.maker_merges),
    COUNT_LINE: (CountLine.id, goods.shortages),
}
"""Every kind of source in the ledger. A new one is added here with the entries it demands."""
