"""Reads of paying day: who waits and how each is paid, what was handed over, what is to fetch."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue.makers import queries as makers
from core.errors import NotFound, Refused
from core.i18n import _
from pos.settlements import queries, treasury
from pos.settlements.adjusting import queries as adjusting
from pos.settlements.adjusting.models import HANDED, Adjustment
from pos.settlements.models import Payout, SettlementRun, Statement
from pos.settlements.payable import CASH_STEP, BeingCounted, payable_amount
from pos.settlements.paying_day.models import PayingList, PayMeans
from pos.settlements.paying_day.notes import Fetched, Notes, notes_for, notes_to_fetch
from pos.settlements.posting import number_of
from pos.settlements.transfers import queries as transfers
from pos.settlements.transfers.models import TransferBatch, TransferRow

SLIP = re.compile(r"(?:^|/)S(\d{1,15})/?$", re.IGNORECASE)
"""A slip's code: the number of its statement, alone or at the end of an address."""
LONGEST = 8
"""Digits that are typed as a slip's number; a bar code of goods has more."""
LIST = re.compile(r"DP-(\d{1,15})", re.IGNORECASE)
SHOWN = 12
"""How many of the newest lists are offered."""


@dataclass(frozen=True)
class Waiting:
    """One maker who waits: the statement, how she is paid, and what her account waits for.

    `batch` is the transfer that the bank has not answered for; `proposed` what the statement does not
    tell: what a second person has not approved yet, or approved since; `failed` the last transfer to
    her, where it did not arrive.
    """

    statement: Statement
    means: str
    has_account: bool
    batch: TransferBatch | None = None
    proposed: tuple[Adjustment, ...] = ()
    failed: TransferRow | None = None

    @property
    def amount(self) -> int:
        """Rupiah that she is paid by these means."""
        return payable_amount(self.statement.closing, self.means)


@dataclass(frozen=True)
class PayingDay:
    """Who waits, by name; `paid` is what was handed over or transferred that day, newest first.

    `advances` are those that changed kas bendahara that day. While a run is being posted (`counting`)
    those whom it settles are left out, and nothing is printed: their statements are about to be others.
    """

    waiting: tuple[Waiting, ...]
    paid: tuple[Payout, ...]
    treasury: int
    advances: tuple[Adjustment, ...] = ()
    counting: SettlementRun | None = None

    @cached_property
    def cash(self) -> tuple[Waiting, ...]:
        """Who waits for an envelope."""
        return tuple(row for row in self.waiting if row.means == "cash")

    @cached_property
    def by_transfer(self) -> tuple[Waiting, ...]:
        """Who is paid by transfer, under way or not yet."""
        return tuple(row for row in self.waiting if row.means == "transfer")

    @property
    def total(self) -> int:
        """Rupiah that are still to be handed over in cash."""
        return sum(row.amount for row in self.cash)

    @property
    def handed(self) -> int:
        """Rupiah that were handed over in cash that day."""
        return sum(payout.amount for payout in self.paid if payout.method == "cash")

    @property
    def transferred(self) -> int:
        """Rupiah that were transferred that day."""
        return sum(payout.amount for payout in self.paid) - self.handed

    @property
    def makers(self) -> int:
        """How many makers the day has, paid and waiting."""
        return len(self.waiting) + len(self.paid)

    @property
    def lacks(self) -> int:
        """Rupiah to fetch, in whole hundreds, before kas bendahara can pay who waits for cash."""
        return -(-max(0, self.total - self.treasury) // CASH_STEP) * CASH_STEP

    @property
    def spare(self) -> int:
        """Rupiah that stay in kas bendahara once everybody who waits is paid."""
        return max(0, self.treasury - self.total)

    @property
    def notes(self) -> Notes:
        """Which notes fill the envelopes of everybody who waits for cash."""
        return notes_for(row.amount for row in self.cash)

    @cached_property
    def fetched(self) -> Fetched:
        """The notes to ask the bank for, and those that should lie in kas bendahara."""
        return notes_to_fetch([row.amount for row in self.cash], self.lacks)


def paying_day(session: Session, *, on: date, chosen: Mapping[int, str] | None = None) -> PayingDay:
    """Return the paying day; whoever is owed less than Rp100, to be paid in cash, is left out.

    `chosen` are means by maker that go before those that are on record.
    """
    counting = queries.counting_run(session)
    unpaid = queries.not_counted(queries.unpaid_statements(session), counting)
    ids = [one.maker_id for one in unpaid]
    busy, banks = transfers.open_rows(session), transfers.banks(session)
    means = {**usual_means(session, ids), **(chosen or {})}
    proposed, failures = adjusting.unstated(session, ids), transfers.failures(session)
    rows = [
        Waiting(
            one,
            "transfer" if one.maker_id in busy else
            means[one.maker_id] if one.maker_id in banks else "cash",
            has_account=one.maker_id in banks,
            batch=busy[one.maker_id].batch if one.maker_id in busy else None,
            proposed=tuple(proposed.get(one.maker_id, ())),
            failed=failures.get(one.maker_id),
        )
        for one in unpaid
    ]  # fmt: skip
    return PayingDay(
        waiting=tuple(row for row in rows if row.amount),
        paid=tuple(
            session.scalars(
                select(Payout)
                .where(Payout.business_date == on, Payout.reversed_at.is_(None))
                .order_by(Payout.id.desc())
            )
        ),
        treasury=treasury.balance(session, treasury.TREASURY),
        counting=counting,
        advances=tuple(
            session.scalars(
                select(Adjustment)
                .where(
                    Adjustment.business_date == on,
                    Adjustment.kind.in_(HANDED),
                    Adjustment.source == "treasury",
                )
                .order_by(Adjustment.id)
            )
        ),
    )


def quiet_day(session: Session, *, on: date, chosen: Mapping[int, str] | None = None) -> PayingDay:
    """Return the paying day to print from; raises BeingCounted while a run is being posted."""
    day = paying_day(session, on=on, chosen=chosen)
    if day.counting is not None:
        raise BeingCounted(
            _(
                "Perhitungan %(number)s masih jalan. Cetak sesudah selesai.",
                number=day.counting.number,
            )
        )
    return day


def usual_means(session: Session, maker_ids: Collection[int]) -> dict[int, str]:
    """Return how each maker is paid: as was chosen, else as last time, else by her bank account."""
    last = (
        select(func.max(Payout.id))
        .where(Payout.maker_id.in_(maker_ids), Payout.reversed_at.is_(None))
        .group_by(Payout.maker_id)
    )
    before = session.execute(select(Payout.maker_id, Payout.method).where(Payout.id.in_(last)))
    chosen = session.execute(
        select(PayMeans.maker_id, PayMeans.means).where(PayMeans.maker_id.in_(maker_ids))
    )
    known = {maker_id: means for rows in (before, chosen) for maker_id, means in rows}
    return {maker_id: known.get(maker_id, "transfer") for maker_id in maker_ids}


def is_by_transfer(session: Session, maker_id: int) -> bool:
    """Say whether a maker is to be paid by transfer: chosen or usual, and the account is known."""
    return maker_id in by_transfer(session, [maker_id])


def by_transfer(session: Session, maker_ids: Collection[int]) -> set[int]:
    """Return which of these makers are to be paid by transfer."""
    known, usual = transfers.banks(session), usual_means(session, maker_ids)
    return {one for one in maker_ids if usual[one] == "transfer" and one in known}


def of_slip(session: Session, scanned: str) -> Statement:
    """Return the statement whose slip was scanned, or whose number was typed, with or without its S.

    A maker's code finds the latest statement of hers. Raises Refused for what is no slip, NotFound
    for a number that nobody gave out.
    """
    typed = scanned.strip()
    found = SLIP.search(typed)
    if found is not None:
        return queries.require_statement(session, number_of(int(found.group(1))))
    if typed.isascii() and typed.isdigit() and len(typed) <= LONGEST:
        return queries.require_statement(session, number_of(int(typed)))
    maker = makers.by_code(session, typed.upper())
    newest = queries.latest_statement(session, maker.id) if maker else None
    if newest is None:
        raise Refused(
            _("Ini bukan slip bayar. Pindai kode di slip perajin, atau ketik nomornya."),
            field="code",
        )
    return newest


def lists(session: Session) -> list[PayingList]:
    """Return the newest lists that were printed, newest first."""
    return list(
        session.scalars(select(PayingList).order_by(PayingList.id.desc()).limit(SHOWN)).all()
    )


def require_list(session: Session, number: str) -> PayingList:
    """Return the list of that number, or raise NotFound."""
    found = LIST.fullmatch(number.strip())
    row = session.get(PayingList, int(found.group(1))) if found else None
    if row is None:
        raise NotFound(_("Daftar pembayaran ini tidak ada."))
    return row
