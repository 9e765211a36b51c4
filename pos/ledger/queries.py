"""Reads of the ledger: accounts, balances, entries."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from pos.ledger.models import Account, ChainHead, Entry


def account_code(
    kind: str,
    *,
    maker_id: int | None = None,
    till_id: int | None = None,
    outlet_id: int | None = None,
    user_id: int | None = None,
) -> str:
    """Return the one code of an account, e.g. `payable:maker:12` or `cash:till:1`."""
    owners = (("maker", maker_id), ("till", till_id), ("outlet", outlet_id), ("user", user_id))
    for word, number in owners:
        if number is not None:
            return f"{kind}:{word}:{number}"
    return kind


def account_by_code(session: Session, code: str) -> Account | None:
    """Return the account of that code, or None while nothing was posted to it."""
    return session.scalar(select(Account).where(Account.code == code))


def accounts_by_code(session: Session, codes: Collection[str]) -> dict[str, Account]:
    """Return the accounts of these codes that exist, by code."""
    rows = session.scalars(select(Account).where(Account.code.in_(codes)))
    return {row.code: row for row in rows}


def lock_head(session: Session, chain: str) -> ChainHead | None:
    """Return a chain's head, locked until this transaction ends, or None for a new chain."""
    return session.scalar(
        select(ChainHead)
        .where(ChainHead.chain == chain)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def head_hash(session: Session, chain: str) -> str | None:
    """Return the newest hash of a chain, or None before its first event."""
    return session.scalar(select(ChainHead.hash).where(ChainHead.chain == chain))


def balance(session: Session, account: Account, *, until: date | None = None) -> int:
    """Return debits less credits of an account in rupiah, up to and including `until`.

    Cash and the like are positive when there is money; a payable is negative when owed.
    """
    where = [or_(Entry.debit_id == account.id, Entry.credit_id == account.id)]
    if until is not None:
        where.append(Entry.business_date <= until)
    signed = case((Entry.debit_id == account.id, Entry.amount), else_=-Entry.amount)
    return int(session.scalar(select(func.coalesce(func.sum(signed), 0)).where(*where)) or 0)


def balance_of(session: Session, code: str) -> int:
    """Return the balance of the account with that code; 0 while it does not exist."""
    found = account_by_code(session, code)
    return 0 if found is None else balance(session, found)


def owed_to(session: Session, maker_id: int) -> int:
    """Return what the house owes a maker in rupiah (negative: the maker owes the house)."""
    return -balance_of(session, account_code("payable", maker_id=maker_id))


def entries_between(session: Session, first: date, last: date) -> list[Entry]:
    """Return the entries of the business dates `first`..`last`, inclusive, oldest first."""
    return list(
        session.scalars(
            select(Entry).where(Entry.business_date.between(first, last)).order_by(Entry.id)
        )
    )


def balances_by_kind(session: Session) -> dict[str, int]:
    """Return debits less credits summed per kind of account."""
    rows = session.execute(
        select(
            Account.kind,
            func.sum(case((Entry.debit_id == Account.id, Entry.amount), else_=-Entry.amount)),
        )
        .join(Entry, or_(Entry.debit_id == Account.id, Entry.credit_id == Account.id))
        .group_by(Account.kind)
    )
    return {kind: int(amount) for kind, amount in rows}


def accounts_of_kinds(session: Session, kinds: Collection[str]) -> list[tuple[Account, int]]:
    """Return the accounts of these kinds, oldest first, with debits less credits of each."""
    signed = case((Entry.debit_id == Account.id, Entry.amount), else_=-Entry.amount)
    rows = session.execute(
        select(Account, func.coalesce(func.sum(signed), 0))
        .outerjoin(Entry, or_(Entry.debit_id == Account.id, Entry.credit_id == Account.id))
        .where(Account.kind.in_(kinds))
        .group_by(Account.id)
        .order_by(Account.id)
    )
    return [(account, int(amount)) for account, amount in rows]
