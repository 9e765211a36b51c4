"""The papers of paying day, made from who waits: the list to sign and the slips."""

from datetime import date

from sqlalchemy.orm import Session

from catalogue.outlets import showroom
from core import settings
from core.i18n import use_locale
from pos.settlements import documents
from pos.settlements.paying_day.notes import Notes, notes_in
from pos.settlements.paying_day.queries import PayingDay
from printers.documents import EnvelopeSlip, NoteCount, PaymentList, PaymentRow, PaymentSlips


def payment_list(session: Session, day: PayingDay, *, treasurer: str, on: date) -> PaymentList:
    """Return the list that everybody who waits for cash signs."""
    with use_locale("id"):
        return PaymentList(
            house=documents.letterhead(session, on=on),
            demo=settings.get(session, showroom.DEMO, on=on),
            day=on,
            place=documents.place(session),
            treasurer=treasurer,
            rows=tuple(
                PaymentRow(
                    maker=row.statement.maker.name, maker_code=row.statement.maker.code,
                    statement=row.statement.number, amount=row.amount,
                )
                for row in day.waiting
            ),
            notes=_notes(day.notes),
        )  # fmt: skip


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
                for row in day.waiting
            ),
        )  # fmt: skip


def _notes(notes: Notes) -> tuple[NoteCount, ...]:
    return tuple(NoteCount(note=note, count=count) for note, count in notes)
