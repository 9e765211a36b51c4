"""Reads of paying day: who waits for cash, what was handed over already, and what is to fetch."""

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.makers import queries as makers
from core.errors import Refused
from core.i18n import _
from pos.settlements import queries, treasury
from pos.settlements.models import Payout, Statement
from pos.settlements.paying_day.notes import Notes, notes_for
from pos.settlements.posting import number_of
from pos.settlements.service import payable_amount
from pos.settlements.transfers import queries as transfers

SLIP = re.compile(r"(?:^|/)S(\d{1,15})/?$", re.IGNORECASE)
"""A slip's code: the number of its statement, alone or at the end of an address."""
LONGEST = 8
"""Digits that are typed as a slip's number; a bar code of goods has more."""


@dataclass(frozen=True)
class Waiting:
    """One maker on the list: the statement, and the rupiah to hand over in cash."""

    statement: Statement
    amount: int


@dataclass(frozen=True)
class PayingDay:
    """Who waits, largest need first seen by name; `paid` is what was handed over that day."""

    waiting: tuple[Waiting, ...]
    paid: tuple[Payout, ...]
    treasury: int

    @property
    def total(self) -> int:
        """Rupiah that are still to be handed over."""
        return sum(row.amount for row in self.waiting)

    @property
    def handed(self) -> int:
        """Rupiah that were handed over in cash that day."""
        return sum(payout.amount for payout in self.paid)

    @property
    def makers(self) -> int:
        """How many makers the day has, paid and waiting."""
        return len(self.waiting) + len(self.paid)

    @property
    def lacks(self) -> int:
        """Rupiah to fetch before kas bendahara can pay everybody who waits."""
        return max(0, self.total - self.treasury)

    @property
    def spare(self) -> int:
        """Rupiah that stay in kas bendahara once everybody who waits is paid."""
        return max(0, self.treasury - self.total)

    @property
    def notes(self) -> Notes:
        """Which notes fill the envelopes of everybody who waits."""
        return notes_for(row.amount for row in self.waiting)


def paying_day(session: Session, *, on: date) -> PayingDay:
    """Return the paying day; whoever is owed less than Rp100, or whose transfer is under way, is left out."""
    busy = transfers.open_rows(session)
    unpaid = [one for one in queries.unpaid_statements(session) if one.maker_id not in busy]
    rows = [Waiting(one, payable_amount(one.closing, "cash")) for one in unpaid]
    paid = session.scalars(
        select(Payout)
        .where(Payout.business_date == on, Payout.method == "cash", Payout.reversed_at.is_(None))
        .order_by(Payout.id.desc())
    )
    return PayingDay(
        waiting=tuple(row for row in rows if row.amount),
        paid=tuple(paid),
        treasury=treasury.balance(session, treasury.TREASURY),
    )


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
