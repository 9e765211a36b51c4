"""Who did it and when, where money moved in the office: as the chain heard it at the time."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from pos.ledger.models import ChainLink
from pos.reports.checks import Book, Result, id_ranges
from pos.sales.claims.models import LateMoney, SurplusMoney, SurplusReturn
from pos.sales.deposits.models import Deposit, DepositReturn
from pos.settlements.acquirer_days.models import KINDS, AcquirerCredit
from pos.settlements.maker_records.models import MakerMerge
from pos.settlements.models import MoneyTransfer, Payout, Statement
from pos.settlements.opening.models import OpeningBalance
from pos.shifts.models import CashDelivery


@dataclass(frozen=True)
class Said:
    """Which column of a sealed thing says when it was done, and which says by whom, if one does."""

    at: InstrumentedAttribute[Any]
    by: InstrumentedAttribute[Any] | None = None
    word: str = "at"


SAID = {
    "statement": Said(Statement.posted_at, word="posted_at"),
    "payout": Said(Payout.paid_at, Payout.paid_by),
    "payout_reversal": Said(Payout.reversed_at, Payout.reversed_by),
    "money_transfer": Said(MoneyTransfer.moved_at, MoneyTransfer.moved_by),
    "opening_balance": Said(OpeningBalance.posted_at),
    "opening_reversal": Said(OpeningBalance.reversed_at),
    "cash_delivery": Said(CashDelivery.at, CashDelivery.actor_id),
    "maker_merge": Said(MakerMerge.done_at),
    "deposit": Said(Deposit.at, Deposit.actor_id),
    "deposit_return": Said(DepositReturn.at, DepositReturn.actor_id),
    "late_money": Said(LateMoney.at, LateMoney.actor_id),
    "surplus_money": Said(SurplusMoney.at, SurplusMoney.actor_id),
    "surplus_return": Said(SurplusReturn.at, SurplusReturn.actor_id),
    **{f"{kind}_credit": Said(AcquirerCredit.at, AcquirerCredit.actor_id) for kind in KINDS},
    **{
        f"{kind}_credit_back": Said(AcquirerCredit.reversed_at, AcquirerCredit.reversed_by)
        for kind in KINDS
    },
}
"""By the kind of a link; a thing that is gone is `sealed_papers_exist`'s to find."""


def witnesses(book: Book) -> Result:
    """Compare who and when of each sealed movement of the office's money with its seal."""
    for kind, said in SAID.items():
        model = said.at.class_
        for first, last in id_ranges(book.session, model.id):
            rows = book.session.execute(
                select(model.id, said.at, said.by or model.id, ChainLink.content)
                .join(ChainLink, ChainLink.source_id == model.id)
                .where(ChainLink.source_kind == kind, model.id.between(first, last))
            )
            for number, at, by, content in rows:
                sealed = json.loads(content)
                right = at is not None and datetime.fromisoformat(sealed[said.word]) == at
                # Payouts that were sealed before November 2026 did not say by whom.
                right = right and (said.by is None or sealed.get("by", by) == by)
                yield None if right else f"{kind} {number}"
