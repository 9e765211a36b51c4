"""What of a maker is private (NIK, bank account): kept apart, masked, opened with a trace."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.makers import queries
from catalogue.makers.models import Maker, MakerPrivate
from core.errors import Conflict, Forbidden, Refused
from core.i18n import _
from core.users import hands
from core.users import service as people
from core.users.models import User

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
    is_alone: bool = True,
) -> None:
    """Write a maker's private data down; an empty word empties the field.

    `is_alone`: nobody but `by` says that this is her account, so it waits (`waits_until`).
    """
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
    row.set_bank(
        bank_name or None, bank_account or None, bank_holder or None,
        alone=by if is_alone else None, at=at,
    )  # fmt: skip
    session.flush()
    people.record(session, "maker.private_changed", kind="maker", subject_id=maker.id, by=by, at=at)


WAITS = (MakerPrivate.bank_by.is_not(None), MakerPrivate.bank_account.is_not(None))
"""What is true of an account that one person alone wrote down, for `hands.REST` from that day."""


def waits_until(
    session: Session, maker_ids: Collection[int], *, at: datetime
) -> dict[int, datetime]:
    """Return until when no money goes to accounts that one person alone wrote down, by maker."""
    rows = session.execute(
        select(MakerPrivate.maker_id, MakerPrivate.bank_changed_at).where(
            MakerPrivate.maker_id.in_(maker_ids),
            MakerPrivate.bank_changed_at > hands.fresh_after(session, at=at),
            *WAITS,
        )
    )
    return {maker_id: since + hands.REST for maker_id, since in rows if since is not None}


def who_wait(session: Session, *, at: datetime) -> dict[Maker, datetime]:
    """Return the makers whose account is one person's word so far, by name, and until when it waits."""
    makers = session.scalars(
        select(Maker)
        .join(MakerPrivate, MakerPrivate.maker_id == Maker.id)
        .where(MakerPrivate.bank_changed_at > at - hands.REST, Maker.archived_at.is_(None), *WAITS)
        .order_by(Maker.name_key)
    ).all()
    until = waits_until(session, [one.id for one in makers], at=at) if makers else {}
    return {one: until[one.id] for one in makers if one.id in until}


def confirm(session: Session, maker: Maker, seen: str, *, by: User, at: datetime) -> None:
    """Say as a second person, or as the maker, that an account is hers; `seen` is its `version`.

    Raises Forbidden for who wrote it down and whoever may be that person (`hands.may_be_one`), and
    for whom anybody just now let in, unless it is the maker.
    """
    row = _seen(session, maker, seen)
    if row.bank_by is None:
        raise Conflict(_("Rekening ini sudah dipastikan."))
    if by.id == row.bank_by:
        raise Forbidden(_("Yang menulis rekening tidak memastikannya. Minta orang kedua."))
    may_be_writer = hands.may_be_one(session, by.id, row.bank_by, at=at)
    is_maker = queries.user_of(session, maker.id) is by
    if hands.is_fresh(session, by, at=at) and (may_be_writer or not is_maker):
        raise Forbidden(
            _("Akses Anda baru dibuat atau diganti orang lain. Minta orang lain memastikannya.")
        )
    if may_be_writer:
        raise Forbidden(
            _("Yang menulisnya baru Anda beri akses, jadi belum dihitung sebagai orang kedua. Minta"
              " orang lain memastikannya.")
        )  # fmt: skip
    row.bank_by = None
    session.flush()
    people.record(
        session, "maker.bank_confirmed", kind="maker", subject_id=maker.id, by=by.id, at=at
    )


def deny(session: Session, maker: Maker, seen: str, *, by: int, at: datetime) -> None:
    """Say as the maker that an account is not hers: it is emptied, nothing goes there any more."""
    row = _seen(session, maker, seen)
    row.set_bank(None, None, None, alone=None, at=at)
    session.flush()
    people.record(session, "maker.bank_denied", kind="maker", subject_id=maker.id, by=by, at=at)


def version(row: MakerPrivate) -> str:
    """Return which account of a maker this is, for a form that is about the one that was shown."""
    return row.bank_changed_at.isoformat() if row.bank_changed_at else ""


def _seen(session: Session, maker: Maker, seen: str) -> MakerPrivate:
    row = session.get(MakerPrivate, maker.id, with_for_update=True, populate_existing=True)
    if row is None or not row.bank_account or version(row) != seen:
        raise Conflict(_("Rekeningnya sudah diganti. Lihat dulu yang baru."))
    return row


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
