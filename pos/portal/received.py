"""What a maker earned and what came into her hands: every rupiah of both, so the rest is owed.

A balance that a merge carried over is neither: it moves between two accounts of one maker.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from catalogue.makers.queries import family
from core.errors import NotFound
from core.i18n import _
from pos.ledger.models import Account, Entry
from pos.portal.lines import placed
from pos.sales.models import Sale, SaleLine, Tender
from pos.settlements.adjusting.models import Adjustment
from pos.settlements.models import Payout, Statement, StatementEntry
from pos.settlements.queries import EFFECT
from printers import documents

HANDED = {
    "payout": ("payout", "reversal"),
    "adjustment": ("advance", "repayment"),
    "tender": ("tender",),
    "opening_balance": ("advance", "advance_back"),
}
"""Source of an entry -> its reasons by which money changed hands."""


@dataclass(frozen=True)
class Received:
    """Money in the maker's hands, in rupiah; what she gave back is negative.

    `kind` is the source of its entry (HANDED). `number` is that of its receipt, or of the sale (`line_id`: her first line on it) for what a
    customer gave her. A payout that was taken back counts nothing.
    """

    day: date
    kind: str
    amount: int
    number: str = ""
    is_transfer: bool = False
    is_advance: bool = False
    is_reversed: bool = False
    line_id: int | None = None

    @property
    def counted(self) -> int:
        """Rupiah that she still has of it."""
        return 0 if self.is_reversed else self.amount


@dataclass(frozen=True)
class Sums:
    """The readable sum of all time: earned − paid − direct = balance. Rupiah.

    `stated` is earned by statement id, `unstated` what stands on none yet. `paid` is what the house
    handed over, `direct` what customers gave the maker themselves.
    """

    stated: dict[int, int]
    unstated: int
    paid: int
    direct: int

    @property
    def balance(self) -> int:
        """What the house owes the maker by this sum."""
        return sum(self.stated.values()) + self.unstated - self.paid - self.direct


def sums(session: Session, maker_id: int) -> Sums:
    """Return what a maker earned, on which statement, and what she had of it."""
    rows = session.execute(
        _entries(maker_id)
        .with_only_columns(
            StatementEntry.statement_id,
            func.coalesce(func.sum(case((_is_handed(), 0), else_=EFFECT)), 0),
            func.coalesce(func.sum(case((Entry.source_kind == "tender", -EFFECT), else_=0)), 0),
            func.coalesce(func.sum(case((_is_handed(), -EFFECT), else_=0)), 0),
        )
        .group_by(StatementEntry.statement_id)
    ).all()
    direct = sum(int(row[2]) for row in rows)
    earned = {number: int(amount) for number, amount, *_rest in rows}
    unstated = earned.pop(None, 0)
    paid = sum(int(row[3]) for row in rows) - direct
    return Sums(stated=earned, unstated=unstated, paid=paid, direct=direct)


def received(session: Session, maker_id: int, *, limit: int | None = None) -> list[Received]:
    """Return every time money came into a maker's hands, the newest first."""
    rows = session.execute(
        _entries(maker_id)
        .with_only_columns(Entry, EFFECT)
        .where(_is_handed(), Entry.reason != "reversal")
        .order_by(Entry.business_date.desc(), Entry.id.desc())
        .limit(limit)
    ).all()
    ids: dict[str, list[int]] = {}
    for entry, _effect in rows:
        ids.setdefault(entry.source_kind, []).append(entry.source_id)
    known = {
        ("payout", one.id): one
        for one in session.scalars(select(Payout).where(Payout.id.in_(ids.get("payout", ()))))
    } | {
        ("adjustment", one.id): one
        for one in session.scalars(
            select(Adjustment).where(Adjustment.id.in_(ids.get("adjustment", ())))
        )
    }
    sold = _sales_of(session, maker_id, ids.get("tender", ()))
    return [
        _named(entry, -int(effect), known.get((entry.source_kind, entry.source_id)), sold)
        for entry, effect in rows
    ]


def entries_on(statement_ids: Collection[int]) -> Select[Any]:
    """Return the query of the entries that stand on statements; EFFECT is what each did to its own."""
    return (
        select(Entry)
        .join(StatementEntry, StatementEntry.entry_id == Entry.id)
        .join(Account, and_(Account.kind == "payable", Account.maker_id == StatementEntry.maker_id))
        .where(StatementEntry.statement_id.in_(statement_ids))
    )


def receipt(session: Session, maker_id: int, number: str) -> documents.Document:
    """Return the receipt of that number that the maker signed for, or raise NotFound."""
    mine, asked = family(maker_id), number.upper()
    found = session.scalar(
        select(Payout.document).where(Payout.maker_id.in_(mine), Payout.number == asked)
    ) or session.scalar(
        select(Adjustment.document).where(Adjustment.maker_id.in_(mine), Adjustment.number == asked)
    )
    if found is None:
        raise NotFound(_("Kuitansi ini tidak ada dalam catatan Ibu/Bapak."))
    return documents.from_json(found)


def below_zero(session: Session, maker_id: int) -> str:
    """Return why the house is owed by a maker: advance, overpaid, direct, or other where it is mixed.

    Looked for since the last statement that was not below zero. A payment alone is no cause: it was
    right when it was made, and what came beside it (an advance, a return) made it too much.
    """
    since = (
        select(func.coalesce(func.max(Statement.id), 0))
        .where(Statement.maker_id == maker_id, Statement.closing >= 0)
        .scalar_subquery()
    )
    rows = session.execute(
        _entries(maker_id)
        .with_only_columns(Entry.source_kind, Entry.reason)
        .where(
            EFFECT < 0,
            Entry.source_kind != "payout",
            or_(StatementEntry.entry_id.is_(None), StatementEntry.statement_id > since),
        )
        .distinct()
    )
    causes = {_cause(source, reason) for source, reason in rows} or {"overpaid"}
    return causes.pop() if len(causes) == 1 else "other"


def _cause(source: str, reason: str) -> str:
    if reason == "advance":
        return "advance"
    return {"sale_line": "overpaid", "tender": "direct"}.get(source, "other")


def _entries(maker_id: int) -> Select[Any]:
    """The entries of the maker's accounts, each with the statement that it stands on, if any."""
    return (
        select(Entry)
        .join(Account, or_(Account.id == Entry.debit_id, Account.id == Entry.credit_id))
        .outerjoin(StatementEntry, placed(StatementEntry, Entry, Account.maker_id))
        .where(
            Account.kind == "payable",
            Account.maker_id.in_(family(maker_id)),
            Entry.source_kind != "maker_merge",
        )
    )


def _is_handed() -> ColumnElement[bool]:
    return or_(
        *(
            and_(Entry.source_kind == source, Entry.reason.in_(reasons))
            for source, reasons in HANDED.items()
        )
    )


def _sales_of(session: Session, maker_id: int, tender_ids: Any) -> dict[int, tuple[str, int]]:
    """Return {tender id: (number of its sale, the maker's first line on it)}."""
    rows = session.execute(
        select(Tender.id, Sale.number, func.min(SaleLine.id))
        .join(Sale, Sale.id == Tender.sale_id)
        .join(SaleLine, SaleLine.sale_id == Sale.id)
        .where(Tender.id.in_(tender_ids), SaleLine.maker_id.in_(family(maker_id)))
        .group_by(Tender.id, Sale.number)
    )
    return {tender_id: (number or "", line_id) for tender_id, number, line_id in rows}


def _named(
    entry: Entry, amount: int, known: Payout | Adjustment | None, sold: dict[int, tuple[str, int]]
) -> Received:
    plain = Received(entry.business_date, entry.source_kind, amount)
    if isinstance(known, Payout):
        return replace(
            plain, number=known.number, is_transfer=known.method == "transfer",
            is_reversed=known.is_reversed,
        )  # fmt: skip
    if isinstance(known, Adjustment):
        return replace(
            plain, number=known.number, is_transfer=known.source == "bank", is_advance=amount > 0
        )
    if entry.source_kind == "tender" and entry.source_id in sold:
        number, line_id = sold[entry.source_id]
        return replace(plain, number=number, line_id=line_id)
    return replace(plain, is_advance=entry.source_kind == "opening_balance")
