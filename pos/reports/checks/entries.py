"""The ledger against what caused it: every event's entries, computed anew from its rows."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue.outlets.models import Till
from core.i18n import _
from pos.ledger.models import Account, Entry
from pos.ledger.queries import account_code
from pos.reports.checks import Book, Result, id_ranges
from pos.reports.checks.demands.expected import Events, Expected
from pos.reports.checks.events import EVENTS
from pos.sales.models import Sale, SaleLine, Tender


def entries(book: Book) -> Result:
    """Each event has exactly the entries that the table of postings gives it."""
    session = book.session
    codes = {row.id: row.code for row in session.execute(select(Account.id, Account.code))}
    for kind, (column, events_of) in EVENTS.items():
        for first, last in id_ranges(session, column):
            yield from _compare(
                events_of(session, first, last), _actual(session, kind, first, last, codes), kind
            )


def accounts(book: Book) -> Result:
    """Each account is of the kind and the owner that its code says: a sum is asked for by these."""
    for one in book.session.scalars(select(Account).order_by(Account.id)):
        right = one.code == account_code(
            one.kind, maker_id=one.maker_id, till_id=one.till_id, outlet_id=one.outlet_id,
            user_id=one.user_id,
        )  # fmt: skip
        owners = (one.maker_id, one.till_id, one.outlet_id, one.user_id)
        right = right and sum(owner is not None for owner in owners) <= 1
        yield None if right else _("rekening buku %(code)s", code=one.code)


def places(book: Book) -> Result:
    """What a sale wrote stands at its till's place."""
    sources: tuple[tuple[str, tuple[str, ...], Any], ...] = (
        ("sale", ("rounding",), _at_till(Sale.id)),
        ("sale_line", (), _at_till(SaleLine.id).join(SaleLine, SaleLine.sale_id == Sale.id)),
        ("tender", ("tender",), _at_till(Tender.id).join(Tender, Tender.sale_id == Sale.id)),
    )
    for kind, reasons, where in sources:
        at = where.subquery()
        wrong = (
            select(Entry.id)
            .join(at, (at.c.id == Entry.source_id) & (Entry.source_kind == kind))
            .where(Entry.outlet_id.is_distinct_from(at.c.outlet_id))
        )
        if reasons:
            wrong = wrong.where(Entry.reason.in_(reasons))
        found = book.session.scalar(wrong.limit(1))
        yield None if found is None else _("catatan %(n)s di tempat lain", n=found)


def _at_till(column: Any) -> Any:
    return select(column, Till.outlet_id).select_from(Sale).join(Till, Till.id == Sale.till_id)


def origins(book: Book) -> Result:
    """No entry stands in the ledger without the event it names, and none twice."""
    session = book.session
    known = set(EVENTS)
    for kind, count in session.execute(
        select(Entry.source_kind, func.count()).group_by(Entry.source_kind)
    ):
        yield None if kind in known else _("%(n)s catatan dari %(kind)s", n=count, kind=kind)
    for kind, (column, _events) in EVENTS.items():
        lost = session.execute(
            select(Entry.id)
            .outerjoin(column.class_, column == Entry.source_id)
            .where(Entry.source_kind == kind, column.is_(None))
            .limit(1)
        ).scalar()
        yield None if lost is None else _("catatan %(n)s tidak punya asal", n=lost)
    twice = session.execute(
        select(Entry.source_kind, Entry.source_id, Entry.reason)
        .group_by(Entry.source_kind, Entry.source_id, Entry.reason)
        .having(func.count() > 1)
        .limit(1)
    ).first()
    yield None if twice is None else _("%(kind)s %(n)s dua kali", kind=twice[0], n=twice[1])


def clearing(book: Book) -> Result:
    """The clearing account is at zero after every sale."""
    session = book.session
    account = session.scalar(select(Account.id).where(Account.code == "clearing"))
    if account is None:
        return
    for first, last in id_ranges(session, Sale.id):
        sums = dict.fromkeys(range(first, last + 1), 0)
        for query in _of_sales(first, last):
            for sale_id, debit_id, credit_id, amount in session.execute(query):
                sums[sale_id] += amount * ((debit_id == account) - (credit_id == account))
        for sale_id, left in sums.items():
            yield None if left == 0 else _("nota dengan nomor dalam %(n)s", n=sale_id)


def _of_sales(first: int, last: int) -> Iterator[Any]:
    columns = (Entry.debit_id, Entry.credit_id, Entry.amount)
    yield select(Entry.source_id, *columns).where(
        Entry.source_kind == "sale", Entry.source_id.between(first, last)
    )
    for kind, model in (("sale_line", SaleLine), ("tender", Tender)):
        yield (
            select(model.sale_id, *columns)
            .join(Entry, (Entry.source_kind == kind) & (Entry.source_id == model.id))
            .where(model.sale_id.between(first, last))
        )


def _actual(
    session: Session, kind: str, first: int, last: int, codes: dict[int, str]
) -> dict[tuple[int, str], tuple[str, str, int, date]]:
    rows = session.scalars(
        select(Entry).where(Entry.source_kind == kind, Entry.source_id.between(first, last))
    )
    return {
        (e.source_id, e.reason): (
            codes.get(e.debit_id, "?"), codes.get(e.credit_id, "?"), e.amount, e.business_date
        )
        for e in rows
    }  # fmt: skip


def _compare(
    events: Events, actual: dict[tuple[int, str], tuple[str, str, int, date]], kind: str
) -> Result:
    for source_id, expected in events.items():
        for one in expected:
            found = actual.pop((source_id, one.reason), None)
            yield None if _agrees(one, found) else f"{kind} {source_id}, {one.reason}"
    for source_id, reason in actual:
        yield f"{kind} {source_id}, {reason}"


def _agrees(one: Expected, found: tuple[str, str, int, date] | None) -> bool:
    if one.amount == 0 or found is None:
        return one.amount == 0 and found is None
    debit, credit, amount, day = found
    if one.amount < 0:
        debit, credit, amount = credit, debit, -amount
    return (
        debit in one.debits
        and credit in one.credits
        and amount == one.amount
        and (one.day is None or one.day == day)
    )
