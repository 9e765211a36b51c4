"""What a maker may see of herself. Every read takes the maker and asks for nothing else's rows.

Amounts are whole rupiah, signed as the maker feels them: a return takes back what its sale gave.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, extract, func, select
from sqlalchemy.orm import Session

from catalogue.makers.queries import family
from core.errors import NotFound
from core.i18n import _
from pos.ledger.models import Entry
from pos.portal import lines, standing
from pos.portal.lines import mine, of_lines, signed
from pos.portal.received import Sums, below_zero, entries_on, sums
from pos.sales.models import Sale, SaleLine
from pos.settlements import queries as settlements
from pos.settlements.documents import CARRIED, label_of
from pos.settlements.due import OpenEntry, open_entries
from pos.settlements.models import Statement, StatementEntry
from pos.settlements.payable import payable_amount
from pos.settlements.paying_day.queries import is_by_transfer
from pos.settlements.queries import EFFECT
from pos.settlements.transfers import queries as transfers
from pos.settlements.transfers.models import TransferRow

BY_REASON = {
    "compensation": "compensation", "advance": "advance", "repayment": "advance",
    "fee": "fee", "fee_back": "fee",
}  # fmt: skip
"""Entries that the sum tells apart by what they are for, not by what caused them."""


@dataclass(frozen=True)
class Rights:
    """What is the maker's: `balance` = `held` + `payable` − `behind`; `sums` are those of all time.

    `cause` says why the balance is below zero (`received.below_zero`), empty where it is not.
    `means`: cash or transfer, as the maker is usually paid. `failed`: the transfer that the bank did
    not pay, while she still waits for the money.
    """

    balance: int
    held: int
    sums: Sums
    cause: str = ""
    means: str = "cash"
    failed: TransferRow | None = None

    @property
    def paid(self) -> int:
        """Rupiah that were handed over already."""
        return self.sums.paid

    @property
    def payable(self) -> int:
        """Rupiah that can be paid now."""
        return max(self.balance - self.held, 0)

    @property
    def behind(self) -> int:
        """Rupiah that are taken off what sells next, because more was handed over than is due."""
        return max(self.held - self.balance, 0)

    @property
    def handed(self) -> int:
        """What of `payable` is handed over at once; what notes cannot pay goes along the next time."""
        return payable_amount(self.payable, self.means)


@dataclass(frozen=True)
class Reckoning:
    """Why the balance is what it is: what is not paid yet, on top of what was settled before.

    Not paid is what stands on no statement yet and, while there is one, the `unpaid` statement;
    `opening` is the closing balance of `since`, the statement before that.
    """

    since: Statement | None
    unpaid: Statement | None
    opening: int
    listed: int
    borne: int
    commission: int
    direct: int
    paid: int
    carried: int
    compensation: int
    advance: int
    fees: int
    other: int
    pieces: int
    first: date | None
    last: date | None
    entries: tuple[OpenEntry, ...]
    """The entries beside sales, oldest first."""

    @property
    def total(self) -> int:
        """The balance that these come to."""
        earned = self.listed - self.borne - self.commission
        besides = self.carried + self.compensation + self.advance + self.fees + self.other
        return self.opening + earned - self.direct - self.paid + besides


@dataclass(frozen=True)
class OtherEntry:
    """What changes the balance beside sales: a payment, a fee, compensation; `amount` is signed."""

    day: date
    label: str
    amount: int


@dataclass(frozen=True)
class Takings:
    """What sold on some days: list value and share in rupiah, pieces, all less returns."""

    listed: int
    share: int
    pieces: int


def rights(session: Session, maker_id: int, *, today: date, hold_days: int) -> Rights:
    """Return what the house owes the maker now, how much of it waits, and what was paid."""
    balance = settlements.owed(session, maker_id)
    held = settlements.held(session, maker_id, today=today, hold_days=hold_days)
    cause = below_zero(session, maker_id) if balance < 0 else ""
    means = "transfer" if is_by_transfer(session, maker_id) else "cash"
    return Rights(
        balance=balance, held=held, sums=sums(session, maker_id), cause=cause, means=means,
        failed=transfers.failed_of(session, maker_id),
    )  # fmt: skip


def reckoning(session: Session, maker_id: int) -> Reckoning:
    """Return the sum behind the balance: so that settling alone changes nothing of what is read."""
    unpaid = standing.unpaid(session, maker_id)
    since = (
        settlements.statement_before(session, unpaid)
        if unpaid
        else settlements.latest_statement(session, maker_id)
    )
    row = session.execute(
        of_lines(
            select(
                func.coalesce(func.sum(signed(SaleLine.list_amount)), 0),
                func.coalesce(func.sum(signed(SaleLine.discount - SaleLine.house_discount)), 0),
                func.coalesce(func.sum(signed(SaleLine.commission)), 0),
                func.coalesce(func.sum(signed(SaleLine.quantity)), 0),
                func.min(Sale.business_date),
                func.max(Sale.business_date),
            )
        ).where(mine(maker_id), lines.unpaid(unpaid))
    ).one()
    found = _on(session, unpaid) if unpaid else []
    found += open_entries(session, [maker_id], cutoff=date.max, hold_days=0)
    entries = tuple(entry for entry in found if not entry.is_line)
    others = _other_effects(entries)
    direct = -others.pop("tender", 0)
    paid = -others.pop("payout", 0)
    carried = sum(others.pop(kind, 0) for kind in CARRIED)
    compensation = others.pop("compensation", 0)
    advance, fees = others.pop("advance", 0), others.pop("fee", 0)
    return Reckoning(
        since=since,
        unpaid=unpaid,
        opening=unpaid.opening if unpaid else since.closing if since else 0,
        listed=int(row[0]),
        borne=int(row[1]),
        commission=int(row[2]),
        direct=direct,
        paid=paid,
        carried=carried,
        compensation=compensation,
        advance=advance,
        fees=fees,
        other=sum(others.values()),
        pieces=int(row[3]),
        first=row[4],
        last=row[5],
        entries=entries,
    )


def takings(session: Session, maker_id: int, *, first: date, last: date) -> Takings:
    """Return what sold on the business dates `first`..`last`, inclusive."""
    row = session.execute(
        select(
            func.coalesce(func.sum(signed(SaleLine.list_amount)), 0),
            func.coalesce(func.sum(signed(SaleLine.maker_share)), 0),
            func.coalesce(func.sum(signed(SaleLine.quantity)), 0),
        )
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(mine(maker_id), Sale.business_date.between(first, last))
    ).one()
    return Takings(*(int(value) for value in row))


def takings_by_month(session: Session, maker_id: int, *, year: int) -> dict[int, Takings]:
    """Return {month: what sold in it} for the months of a year that had any."""
    month = extract("month", Sale.business_date)
    rows = session.execute(
        select(
            month,
            func.sum(signed(SaleLine.list_amount)),
            func.sum(signed(SaleLine.maker_share)),
            func.sum(signed(SaleLine.quantity)),
        )
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(mine(maker_id), Sale.business_date.between(date(year, 1, 1), date(year, 12, 31)))
        .group_by(month)
    )
    return {int(number): Takings(*(int(value) for value in sums)) for number, *sums in rows}


def first_year(session: Session, maker_id: int, *, today: date) -> int:
    """Return the year in which the maker's goods first sold, this one where none did yet."""
    first = session.scalar(
        select(func.min(Sale.business_date))
        .join(SaleLine, SaleLine.sale_id == Sale.id)
        .where(mine(maker_id))
    )
    return (first or today).year


def takings_by_day(session: Session, maker_id: int, *, first: date, last: date) -> dict[date, int]:
    """Return {business date: list value sold less returns} for the days that had any."""
    rows = session.execute(
        select(Sale.business_date, func.sum(signed(SaleLine.list_amount)))
        .join(SaleLine, SaleLine.sale_id == Sale.id)
        .where(mine(maker_id), Sale.business_date.between(first, last))
        .group_by(Sale.business_date)
    )
    return {day: int(amount) for day, amount in rows if day is not None}


def require_statement(session: Session, maker_id: int, number: str) -> Statement:
    """Return the maker's statement of that number, or raise NotFound."""
    found = session.scalar(
        select(Statement).where(
            Statement.maker_id.in_(family(maker_id)), Statement.number == number
        )
    )
    if found is None:
        raise NotFound(_("Laporan ini tidak ada dalam catatan Ibu/Bapak."))
    return found


def lines_on(session: Session, statement: Statement) -> list[int]:
    """Return the ids of the sale lines of a statement, in the order in which its paper has them."""
    return list(
        session.scalars(
            select(SaleLine.id)
            .join(Entry, and_(Entry.source_kind == "sale_line", Entry.source_id == SaleLine.id))
            .join(StatementEntry, StatementEntry.entry_id == Entry.id)
            .join(Sale, Sale.id == SaleLine.sale_id)
            .where(StatementEntry.statement_id == statement.id, Entry.reason == "share")
            .order_by(Sale.completed_at, Sale.id, SaleLine.position)
        )
    )


def other_entries(session: Session, entries: Sequence[OpenEntry]) -> list[OtherEntry]:
    """Return entries of a Reckoning as a reader knows them, newest first."""
    return [
        OtherEntry(
            entry.booked_on,
            label_of(session, entry.source_kind, entry.source_id, entry.reason),
            entry.effect,
        )
        for entry in reversed(entries)
    ]


def _on(session: Session, statement: Statement) -> list[OpenEntry]:
    """Return the entries of a statement that is still to be paid."""
    rows = session.execute(
        entries_on([statement.id])
        .with_only_columns(Entry, EFFECT)
        .order_by(Entry.business_date, Entry.id)
    )
    maker_id = statement.maker_id
    return [
        OpenEntry(
            entry.id, maker_id, maker_id, int(effect), entry.business_date, entry.reason,
            entry.source_kind, entry.source_id, "due",
        )
        for entry, effect in rows
    ]  # fmt: skip


def _other_effects(entries: Iterable[OpenEntry]) -> dict[str, int]:
    """Return {source: signed effect} of entries beside sales. Pure.

    Compensation, advances (with what was paid back of them) and fees stand by their reason.
    """
    found: dict[str, int] = {}
    for entry in entries:
        name = BY_REASON.get(entry.reason) if entry.source_kind not in CARRIED else None
        name = name or entry.source_kind
        found[name] = found.get(name, 0) + entry.effect
    return found
