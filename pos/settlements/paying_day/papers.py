"""The papers of paying day: the list to sign, the same printed again, and the slips."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from catalogue.outlets import showroom
from core import settings
from core.i18n import _, use_locale
from core.money import plain
from pos.settlements import documents
from pos.settlements.models import Payout, Statement
from pos.settlements.paying_day.models import PayingList
from pos.settlements.paying_day.notes import Notes, notes_for, notes_in
from pos.settlements.paying_day.queries import PayingDay
from pos.settlements.transfers.models import TransferRow
from printers.documents import (
    EnvelopeSlip,
    NoteCount,
    PaymentList,
    PaymentRow,
    PaymentSlips,
    from_json,
)


def payment_list(session: Session, day: PayingDay, *, on: date) -> PaymentList:
    """Return the list that everybody signs: who waits, and who was paid that day already.

    It has no number and no treasurer yet; `service.keep_list` gives both.
    """
    rows = list_rows(day)
    with use_locale("id"):
        return PaymentList(
            house=documents.letterhead(session, on=on),
            demo=settings.get(session, showroom.DEMO, on=on),
            number="",
            day=on,
            place=documents.place(session),
            treasurer="",
            rows=rows,
            notes=_notes(notes_for(row.amount for row in rows if row.means == "cash")),
            fetch=_notes(day.fetched.bank),
            change=_notes(day.fetched.change),
        )


def list_rows(day: PayingDay) -> tuple[PaymentRow, ...]:
    """Return who stands on the day's list, by name."""
    found = [(row.statement, row.amount, row.means) for row in day.waiting]
    found += [(payout.statement, payout.amount, payout.method) for payout in day.paid]
    found.sort(key=lambda one: (one[0].maker.name_key, one[0].id))
    return tuple(
        PaymentRow(
            maker=statement.maker.name, maker_code=statement.maker.code,
            statement=statement.number, amount=amount, means=means,
        )
        for statement, amount, means in found
    )  # fmt: skip


def printed_again(session: Session, printed: PayingList) -> PaymentList:
    """Return a list as it was signed, with its number and how each maker was paid since."""
    paper = from_json(printed.document)
    assert isinstance(paper, PaymentList)
    numbers = [row.statement for row in paper.rows]
    of_list = (
        select(Payout)
        .join(Statement, Statement.id == Payout.statement_id)
        .where(Statement.number.in_(numbers))
        .order_by(Payout.id)
    )
    payouts = list(session.scalars(of_list))
    newer, sent = _replaced(session, numbers), _sent(session, numbers)
    with use_locale("id"):
        rows = (
            replace(row, became=_became(row, [p for p in payouts if p.statement.number == row.statement],
                                        newer.get(row.statement), sent.get(row.statement))
                    if payouts or newer or sent else "")
            for row in paper.rows
        )  # fmt: skip
        return replace(paper, number=printed.number, rows=tuple(rows))


def _replaced(session: Session, numbers: Collection[str]) -> dict[str, str]:
    """Return the number of the newest statement of those that a later one replaced."""
    old, new = aliased(Statement), aliased(Statement)
    rows = session.execute(
        select(old.number, new.number)
        .join(new, and_(new.maker_id == old.maker_id, new.id > old.id))
        .where(old.number.in_(numbers))
        .order_by(new.id)
    )
    return dict(iter(rows))


def _sent(session: Session, numbers: Collection[str]) -> dict[str, TransferRow]:
    """Return the newest transfer of each of these statements that the bank did not pay, or not yet."""
    rows = session.scalars(
        select(TransferRow)
        .join(Statement, Statement.id == TransferRow.statement_id)
        .where(Statement.number.in_(numbers), TransferRow.state != "paid")
        .order_by(TransferRow.id)
    )
    return {row.statement.number: row for row in rows}


def _became(
    row: PaymentRow, payouts: Sequence[Payout], newer: str | None, sent: TransferRow | None
) -> str:
    """How a maker was paid, where it was done otherwise than on the list with the means and sum.

    What waits for the bank, or it did not pay, says so. A payment that was taken back and a
    statement that was replaced are named: the row is void then.
    """
    standing = [payout for payout in payouts if not payout.is_reversed]
    if not standing:
        undone = [_("%(number)s dibatalkan", number=payout.number) for payout in payouts]
        rest = _("diganti %(number)s", number=newer) if newer else _of_bank(sent)
        return ", ".join([*undone, rest])
    payout = standing[-1]
    if (payout.method, payout.amount) == (row.means, row.amount):
        return payout.number
    means = _("tunai") if payout.method == "cash" else _("transfer")
    return f"{payout.number}, {means} {plain(payout.amount)}"


def _of_bank(sent: TransferRow | None) -> str:
    if sent is None:
        return _("belum")
    if sent.state == "failed":
        return _("transfer gagal")
    return _("menunggu bank, %(number)s", number=sent.batch.number)


def payment_slips(session: Session, day: PayingDay, *, link: str, on: date) -> PaymentSlips:
    """Return a slip for each envelope; `link` is the address before a slip's code, or empty."""
    with use_locale("id"):
        return PaymentSlips(
            house=documents.letterhead(session, on=on),
            demo=settings.get(session, showroom.DEMO, on=on),
            slips=tuple(
                EnvelopeSlip(
                    maker=row.statement.maker.name, maker_code=row.statement.maker.code,
                    code=row.statement.number, until=row.statement.run.cutoff, amount=row.amount,
                    notes=_notes(notes_in(row.amount)),
                    link=f"{link}{row.statement.number}" if link else "",
                    carried=row.statement.closing - row.amount,
                )
                for row in day.cash
            ),
        )  # fmt: skip


def _notes(notes: Notes) -> tuple[NoteCount, ...]:
    return tuple(NoteCount(note=note, count=count) for note, count in notes)
