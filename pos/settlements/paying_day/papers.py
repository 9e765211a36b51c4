"""The papers of paying day: the list to sign, the same printed again, and the slips."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.outlets import showroom
from core import settings
from core.i18n import _, use_locale
from core.money import plain
from pos.settlements import documents
from pos.settlements.models import Payout, Statement
from pos.settlements.paying_day.models import PayingList
from pos.settlements.paying_day.notes import Notes, notes_for, notes_in
from pos.settlements.paying_day.queries import PayingDay
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
            fetch=_notes(day.fetched[0]),
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
    paid = {
        payout.statement.number: payout
        for payout in session.scalars(
            select(Payout)
            .join(Statement, Statement.id == Payout.statement_id)
            .where(
                Payout.reversed_at.is_(None),
                Statement.number.in_([row.statement for row in paper.rows]),
            )
        )
    }
    with use_locale("id"):
        rows = (
            replace(row, became=_became(row, paid.get(row.statement)) if paid else "")
            for row in paper.rows
        )
        return replace(paper, number=printed.number, rows=tuple(rows))


def _became(row: PaymentRow, payout: Payout | None) -> str:
    """How a maker was paid, where it was done otherwise than on the list with the means and sum."""
    if payout is None:
        return _("belum")
    if (payout.method, payout.amount) == (row.means, row.amount):
        return payout.number
    means = _("tunai") if payout.method == "cash" else _("transfer")
    return f"{payout.number}, {means} {plain(payout.amount)}"


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
