"""Statements, payouts and money moved: each adds up and is what was sealed."""

import json
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, undefer

from catalogue.makers.models import Maker
from catalogue.products.models import Certificate, Product
from catalogue.stock.counts.models import StockCount
from catalogue.stock.departures.models import Comeback, Departure
from catalogue.stock.departures.queries import COMEBACK, SOURCE
from core.files import Files
from core.i18n import _
from pos.ledger.models import Account, ChainLink, Entry
from pos.reports.checks import Book, Result, id_ranges
from pos.sales.claims.models import LateMoney, SurplusMoney, SurplusReturn
from pos.sales.deposits.models import Deposit, DepositReturn
from pos.sales.tours.models import GuideFee
from pos.settlements.acquirer_days.models import AcquirerCredit
from pos.settlements.adjusting.models import Adjustment
from pos.settlements.fees.models import MonthlyFee
from pos.settlements.maker_records.models import MakerMerge
from pos.settlements.models import MoneyTransfer, Payout, Statement, StatementEntry
from pos.settlements.opening.models import OpeningBalance
from pos.settlements.payable import payable_amount
from pos.settlements.paying_day.models import PayingList
from pos.settlements.paying_day.service import LIST
from pos.shifts.models import CashDelivery


def statements(book: Book) -> Result:
    """Each statement begins where the last ended, adds its entries, and says so on its paper."""
    session = book.session
    closings: dict[int, int] = {}
    for first, last in id_ranges(session, Statement.id):
        for one in session.scalars(
            select(Statement)
            .where(Statement.id.between(first, last))
            .options(undefer(Statement.document))
            .order_by(Statement.id)
        ).all():
            right = (
                one.opening == closings.get(one.maker_id, 0)
                and one.closing == one.opening + one.change
                and one.change == _effects(session, one)
                and _says(one)
                and _is_sealed_statement(session, one)
                and _is_kept(book.files, one.pdf)
            )
            closings[one.maker_id] = one.closing
            yield None if right else _("laporan %(number)s", number=one.number)


def scans(book: Book) -> Result:
    """The scan of each licence is kept, as it was sent."""
    for first, last in id_ranges(book.session, Certificate.id):
        rows = book.session.execute(
            select(Certificate.number, Certificate.scan).where(
                Certificate.id.between(first, last), Certificate.scan.is_not(None)
            )
        )
        for number, scan in rows:
            kept = _is_kept(book.files, scan or "")
            yield None if kept else _("pindaian sertifikat %(number)s", number=number)


def statement_entries(book: Book) -> Result:
    """What stands on a maker's statement is an entry of that maker, and stands nowhere else.

    An entry on the account of one who was merged stands on a statement of the one who stayed.
    """
    goes_to = _successors(book.session)
    rows = book.session.execute(
        select(StatementEntry.entry_id, StatementEntry.maker_id, Statement.maker_id, Account.id)
        .outerjoin(Statement, Statement.id == StatementEntry.statement_id)
        .outerjoin(Entry, Entry.id == StatementEntry.entry_id)
        .outerjoin(
            Account,
            (Account.kind == "payable")
            & (Account.maker_id == StatementEntry.maker_id)
            & ((Account.id == Entry.debit_id) | (Account.id == Entry.credit_id)),
        )
        .order_by(StatementEntry.entry_id)
        .execution_options(yield_per=500)
    )
    before: tuple[int, int] | None = None
    for entry_id, maker_id, statement_maker, account_id in rows:
        right = account_id is not None and statement_maker in goes_to.get(maker_id, {maker_id})
        right = right and before != (entry_id, maker_id)
        before = (entry_id, maker_id)
        yield None if right else _("catatan %(n)s pada laporan", n=entry_id)


def payouts(book: Book) -> Result:
    """Each payout is what its statement allowed, at most one stands, and it is what was sealed."""
    session = book.session
    standing: set[int] = set()
    for first, last in id_ranges(session, Payout.id):
        for one in session.scalars(
            select(Payout)
            .where(Payout.id.between(first, last))
            .options(undefer(Payout.document))
            .order_by(Payout.id)
        ).all():
            alone = one.is_reversed or one.statement_id not in standing
            if not one.is_reversed:
                standing.add(one.statement_id)
            right = (
                alone
                and one.maker_id == one.statement.maker_id
                and one.amount == payable_amount(one.statement.closing, one.method)
                and one.document["amount"] == one.amount
                and _is_sealed_payout(session, one)
            )
            yield None if right else _("pembayaran %(number)s", number=one.number)


def transfers(book: Book) -> Result:
    """Money moved between places is what was sealed."""
    session = book.session
    for first, last in id_ranges(session, MoneyTransfer.id):
        for one in session.scalars(
            select(MoneyTransfer).where(MoneyTransfer.id.between(first, last))
        ).all():
            sealed = link_content(session, "money_transfer", one.id)
            right = sealed is not None and (sealed["amount"], sealed["from"], sealed["to"]) == (
                one.amount, [one.from_kind, one.from_outlet_id], [one.to_kind, one.to_outlet_id],
            )  # fmt: skip
            yield None if right else _("pindahan uang %(n)s", n=one.id)


def opening_balances(book: Book) -> Result:
    """Each opening balance is what was sealed, and at most one of an account stands."""
    session = book.session
    standing: set[str] = set()
    for first, last in id_ranges(session, OpeningBalance.id):
        for one in session.scalars(
            select(OpeningBalance).where(OpeningBalance.id.between(first, last))
        ).all():
            alone = one.is_reversed or one.account not in standing
            if not one.is_reversed:
                standing.add(one.account)
            right = alone and _is_sealed_opening(session, one)
            yield None if right else _("saldo awal %(n)s", n=one.id)


def merges(book: Book) -> Result:
    """Each merge is what was sealed, took all goods along, and moved what the last statement said."""
    session = book.session
    for first, last in id_ranges(session, MakerMerge.id):
        for one in session.scalars(
            select(MakerMerge).where(MakerMerge.id.between(first, last), MakerMerge.state == "done")
        ).all():
            sealed = link_content(session, "maker_merge", one.id)
            closing = session.scalar(
                select(Statement.closing)
                .where(Statement.maker_id == one.from_id)
                .order_by(Statement.id.desc())
                .limit(1)
            )
            left = session.scalar(
                select(Product.id).where(Product.maker_id == one.from_id).limit(1)
            )
            right = (
                sealed is not None
                and (sealed["from"], sealed["into"], sealed["stated"], sealed["unstated"])
                == (one.from_id, one.into_id, one.stated, one.unstated)
                and one.stated == (closing or 0)
                and left is None
                and one.from_maker.merged_into_id is not None
            )
            yield None if right else _("penggabungan %(n)s", n=one.id)


def merged_makers(book: Book) -> Result:
    """A record leads to another maker's by a merge alone, and to whoever that one has become."""
    session = book.session
    pairs = session.execute(
        select(MakerMerge.from_id, MakerMerge.into_id).where(MakerMerge.state == "done")
    )
    into = {from_id: into_id for from_id, into_id in pairs}  # noqa: C416  # rows are no pairs
    for number, leads_to in session.execute(select(Maker.id, Maker.merged_into_id)):
        at, seen = number, {number}
        while at in into and into[at] not in seen:
            at = into[at]
            seen.add(at)
        right = (leads_to or number) == at
        yield None if right else _("perajin dengan nomor dalam %(n)s", n=number)


def sealed_papers_exist(book: Book) -> Result:
    """Everything sealed in the office is still there."""
    session = book.session
    for kind, model in (
        ("statement", Statement), ("payout", Payout), ("payout_reversal", Payout),
        ("money_transfer", MoneyTransfer), ("opening_balance", OpeningBalance),
        ("cash_delivery", CashDelivery),
        ("opening_reversal", OpeningBalance), ("maker_merge", MakerMerge),
        ("deposit", Deposit), ("deposit_return", DepositReturn), ("late_money", LateMoney),
        ("surplus_money", SurplusMoney), ("surplus_return", SurplusReturn),
        ("qris_credit", AcquirerCredit), ("qris_credit_back", AcquirerCredit),
        ("card_credit", AcquirerCredit), ("card_credit_back", AcquirerCredit),
        (SOURCE, Departure), (COMEBACK, Comeback), ("stock_count", StockCount),
        ("guide_fee", GuideFee), ("adjustment", Adjustment), ("monthly_fee", MonthlyFee),
        (LIST, PayingList),
    ):  # fmt: skip
        rows = session.execute(
            select(ChainLink.source_id, model.id)
            .outerjoin(model, model.id == ChainLink.source_id)
            .where(ChainLink.source_kind == kind)
        )
        for source_id, found in rows:
            yield None if found is not None else f"{kind} {source_id}"


def link_content(session: Session, kind: str, source_id: int) -> dict[str, Any] | None:
    """Return what was sealed of one thing, or None where nothing was."""
    text = session.scalar(
        select(ChainLink.content).where(
            ChainLink.source_kind == kind, ChainLink.source_id == source_id
        )
    )
    if text is None:
        return None
    found: dict[str, Any] = json.loads(text)
    return found


def predecessors(session: Session) -> dict[int, set[int]]:
    """Return who each maker was before, too: the maker and all who were merged into the maker."""
    found: dict[int, set[int]] = {}
    for maker_id, chain in _successors(session).items():
        for into in chain:
            found.setdefault(into, {into}).add(maker_id)
    return found


def _successors(session: Session) -> dict[int, set[int]]:
    """Return who may state the entries of one who was merged: that maker and whoever came after."""
    pairs = session.execute(
        select(MakerMerge.from_id, MakerMerge.into_id).where(MakerMerge.state == "done")
    )
    into = {from_id: into_id for from_id, into_id in pairs}  # noqa: C416  # rows are no pairs
    found = {}
    for maker_id in into:
        chain, at = {maker_id}, maker_id
        while at in into and into[at] not in chain:
            at = into[at]
            chain.add(at)
        found[maker_id] = chain
    return found


def _effects(session: Session, one: Statement) -> int:
    effect = case((Entry.credit_id == Account.id, Entry.amount), else_=-Entry.amount)
    return int(
        session.scalar(
            select(func.coalesce(func.sum(effect), 0))
            .select_from(StatementEntry)
            .join(Entry, Entry.id == StatementEntry.entry_id)
            .join(
                Account,
                (Account.kind == "payable") & (Account.maker_id == StatementEntry.maker_id),
            )
            .where(
                StatementEntry.statement_id == one.id,
                (Account.id == Entry.debit_id) | (Account.id == Entry.credit_id),
            )
        )
        or 0
    )


def _says(one: Statement) -> bool:
    paper = one.document
    return (paper["number"], paper["opening"], paper["closing"]) == (
        one.number, one.opening, one.closing,
    )  # fmt: skip


def _is_sealed_statement(session: Session, one: Statement) -> bool:
    sealed = link_content(session, "statement", one.id)
    if sealed is None:
        return False
    entries = session.scalars(
        select(StatementEntry.entry_id).where(StatementEntry.statement_id == one.id)
    )
    return (
        (sealed["number"], sealed["maker"], sealed["pdf"])
        == (one.number, one.maker_id, one.pdf)
        and (sealed["opening"], sealed["change"], sealed["closing"])
        == (one.opening, one.change, one.closing)
        and sorted(sealed["entries"]) == sorted(entries)
    )  # fmt: skip


def _is_sealed_payout(session: Session, one: Payout) -> bool:
    kinds = ["payout", "payout_reversal"] if one.is_reversed else ["payout"]
    for kind in kinds:
        sealed = link_content(session, kind, one.id)
        if sealed is None or (
            sealed["number"], sealed["amount"], sealed["statement"], sealed["maker"],
            sealed["source"], sealed.get("fee", 0),
        ) != (one.number, one.amount, one.statement_id, one.maker_id, one.source, one.fee):  # fmt: skip
            return False
    return one.is_reversed or link_content(session, "payout_reversal", one.id) is None


def _is_sealed_opening(session: Session, one: OpeningBalance) -> bool:
    said = (one.account, one.owed, one.advance, one.cash, one.business_date.isoformat())
    back = link_content(session, "opening_reversal", one.id)
    sealed = [link_content(session, "opening_balance", one.id)] + ([back] if back else [])
    return (back is not None) == one.is_reversed and all(
        link is not None
        and (link["account"], link["owed"], link["advance"], link["cash"], link["on"]) == said
        for link in sealed
    )


def _is_kept(files: Files | None, name: str) -> bool:
    """Say whether a stored file is there and is still what it was; without files, that it is."""
    return files is None or files.holds(name)
