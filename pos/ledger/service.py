"""Verbs of the ledger: post an entry, and chain an event so that nobody can change it unseen."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Table, insert, update
from sqlalchemy.orm import Session

from core.db import canonical
from pos.ledger import queries
from pos.ledger.models import Account, ChainHead, ChainLink, Entry

CHAIN_VERSION = 1
GENESIS = "0" * 64
OFFICE = "office"
"""The chain of everything that happens away from a till."""


ENTRIES = cast(Table, Entry.__table__)
"""Rows of the table itself: many are written as one statement."""


@dataclass(frozen=True)
class Posting:
    """What all entries of one event share: its day, its outlet, who did it and when."""

    business_date: date
    outlet_id: int | None
    by: int | None
    at: datetime


def account(
    session: Session,
    kind: str,
    *,
    maker_id: int | None = None,
    till_id: int | None = None,
    outlet_id: int | None = None,
    user_id: int | None = None,
) -> Account:
    """Return the account of a kind, of one maker, till, outlet or person; opened when first needed."""
    of = {"maker_id": maker_id, "till_id": till_id, "outlet_id": outlet_id, "user_id": user_id}
    code = queries.account_code(kind, **of)
    return queries.account_by_code(session, code) or _open(
        session, Account(code=code, kind=kind, **of)
    )


def _open(session: Session, account: Account) -> Account:
    session.add(account)
    session.flush()
    return account


class Chart:
    """The accounts that one event posts to: looked up together, opened when first needed."""

    def __init__(self, session: Session, codes: Collection[str]) -> None:
        self.session = session
        self.asked = frozenset(codes)
        self.known = queries.accounts_by_code(session, self.asked)
        self.rows: list[dict[str, Any]] = []

    def account(
        self,
        kind: str,
        *,
        maker_id: int | None = None,
        till_id: int | None = None,
        outlet_id: int | None = None,
    ) -> Account:
        """Return the account of a kind, of one maker, till or outlet."""
        of = {"maker_id": maker_id, "till_id": till_id, "outlet_id": outlet_id}
        code = queries.account_code(kind, **of)
        if code not in self.known:
            missing = code in self.asked  # looked for above, and not there
            self.known[code] = (
                _open(self.session, Account(code=code, kind=kind, **of))
                if missing
                else account(self.session, kind, **of)
            )
        return self.known[code]

    def post(
        self,
        debit: Account,
        credit: Account,
        amount: int,
        *,
        reason: str,
        source: tuple[str, int],
        posting: Posting,
    ) -> None:
        """Put an entry (see `post`) with those that `write` writes together."""
        row = _entry(debit, credit, amount, reason=reason, source=source, posting=posting)
        if row:
            self.rows.append(row)

    def write(self) -> None:
        """Write the entries that were posted here, in their order, as one statement."""
        if self.rows:
            self.session.execute(insert(ENTRIES), self.rows)
            self.rows = []


def post(
    session: Session,
    debit: Account,
    credit: Account,
    amount: int,
    *,
    reason: str,
    source: tuple[str, int],
    posting: Posting,
) -> Entry | None:
    """Move `amount` rupiah from `credit` to `debit`, once per source and reason.

    Zero posts nothing; a negative amount is the same entry the other way round.
    """
    row = _entry(debit, credit, amount, reason=reason, source=source, posting=posting)
    if row is None:
        return None
    entry = Entry(**row)
    session.add(entry)
    return entry


def _entry(
    debit: Account,
    credit: Account,
    amount: int,
    *,
    reason: str,
    source: tuple[str, int],
    posting: Posting,
) -> dict[str, Any] | None:
    if amount == 0:
        return None
    if amount < 0:
        debit, credit, amount = credit, debit, -amount
    return {
        "debit_id": debit.id,
        "credit_id": credit.id,
        "amount": amount,
        "reason": reason,
        "source_kind": source[0],
        "source_id": source[1],
        "business_date": posting.business_date,
        "outlet_id": posting.outlet_id,
        "actor_id": posting.by,
        "posted_at": posting.at,
    }


def chain(session: Session, name: str, content: Any, *, source: tuple[str, int]) -> str:
    """Add an event to a chain and return its hash.

    `content` is JSON without personal data; the hash covers its canonical text, the version and
    the link before. The head's row is locked first, so links never fork.
    """
    text = canonical(content)
    head = queries.lock_head(session, name)
    previous, sequence = (head.hash, head.sequence + 1) if head else (GENESIS, 1)
    digest = link_hash(previous, CHAIN_VERSION, text)
    session.execute(
        insert(ChainLink).values(
            chain=name,
            sequence=sequence,
            version=CHAIN_VERSION,
            source_kind=source[0],
            source_id=source[1],
            content=text,
            previous=previous,
            hash=digest,
        )
    )
    if head is None:
        session.execute(insert(ChainHead).values(chain=name, sequence=sequence, hash=digest))
    else:
        session.execute(
            update(ChainHead).where(ChainHead.chain == name).values(sequence=sequence, hash=digest)
        )
    return digest


def digest(value: Any) -> str:
    """Return the hex SHA-256 of a paper or a list, by which a chain's link seals all of it."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def link_hash(previous: str, version: int, text: str) -> str:
    """Return the hex SHA-256 that seals one link."""
    return hashlib.sha256(f"titip-{version}\n{previous}\n{text}".encode()).hexdigest()
