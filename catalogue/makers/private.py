"""What of a maker is private (NIK, bank account): kept apart, masked, opened with a trace."""

from datetime import datetime

from sqlalchemy.orm import Session

from catalogue.makers.models import Maker, MakerPrivate
from core.errors import Conflict, Refused
from core.i18n import _
from core.users import service as people

SHOWN = 4
MOST_DIGITS = 24
"""Of an account number; Indonesian ones have up to 18."""


def keep(
    session: Session,
    maker: Maker,
    *,
    by: int,
    at: datetime,
    nik: str,
    bank_name: str,
    bank_account: str,
    bank_holder: str,
) -> None:
    """Write a maker's private data down; an empty word empties the field."""
    if maker.erased_at is not None or maker.merged_into_id is not None:
        raise Conflict(_("Catatan ini sudah ditutup dan tidak diubah lagi."))
    if nik and not (nik.isascii() and nik.isdigit() and len(nik) == 16):
        raise Refused(_("NIK terdiri dari 16 angka."), field="nik")
    check_account(bank_account)
    row = session.get(MakerPrivate, maker.id)
    if row is None:
        row = MakerPrivate(maker_id=maker.id)
        session.add(row)
    row.nik = nik or None
    row.set_bank(bank_name or None, bank_account or None, bank_holder or None, at=at)
    session.flush()
    people.record(session, "maker.private_changed", kind="maker", subject_id=maker.id, by=by, at=at)


def check_account(bank_account: str) -> None:
    """Raise Refused for what cannot be an account number; none at all may be."""
    if bank_account and not (bank_account.isascii() and bank_account.isdigit()):
        raise Refused(_("Nomor rekening hanya angka."), field="bank_account")
    if len(bank_account) > MOST_DIGITS:
        raise Refused(
            _("Nomor rekening sepanjang itu tidak ada. Periksa lagi."), field="bank_account"
        )


def note_opening(session: Session, maker: Maker, *, by: int, at: datetime) -> None:
    """Write into the log that a person looked at a maker's private data."""
    people.record(session, "maker.private_opened", kind="maker", subject_id=maker.id, by=by, at=at)


def masked(text: str | None) -> str:
    """Return a number with all but its last four signs hidden."""
    if not text:
        return ""
    return "•" * max(len(text) - SHOWN, 0) + text[-SHOWN:]
