"""Verbs about shifts: open with a float, move cash, count and close."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from catalogue.outlets.models import Till
from core.clock import local_date
from core.errors import Refused
from core.i18n import _
from core.money import rupiah
from pos.ledger import service as ledger
from pos.ledger.service import Posting
from pos.shifts import queries
from pos.shifts.models import CashCount, CashMovement, Handover, Shift

MAX_CASH = 1_000_000_000
LONGEST = timedelta(hours=20)
"""After this long a shift sells no more: it must be counted and closed."""


class ShiftOpen(Refused):
    """The till already has an open shift."""


class NoShift(Refused):
    """The till has no open shift, so nothing can be sold or counted."""


def open_shift(
    session: Session,
    till: Till,
    *,
    opening_float: int,
    by: int,
    at: datetime,
    from_hand: bool = False,
) -> Shift:
    """Open a shift; the float comes from the outlet's safe. Its business date is today there.

    `from_hand`: as far as it goes, the float comes out of what `by` carries of the house's money.
    """
    _check_amount(opening_float, field="opening_float")
    if queries.open_shift(session, till.id) is not None:
        raise ShiftOpen(_("Kasir ini sudah buka. Lanjutkan saja."))
    shift = Shift(
        till_id=till.id,
        till=till,
        opened_at=at,
        opened_by=by,
        opening_float=opening_float,
        float_held=max(0, min(queries.lock_in_hand(session, by), opening_float))
        if from_hand
        else 0,
        business_date=local_date(at, till.outlet.zone),
    )
    session.add(shift)
    session.flush()
    drawer = ledger.account(session, "cash", till_id=till.id)
    safe = ledger.account(session, "safe", outlet_id=till.outlet_id)
    source, posting = ("shift", shift.id), posting_of(shift, by=by, at=at)
    ledger.post(
        session, drawer, safe, opening_float - shift.float_held, reason="float", source=source,
        posting=posting,
    )  # fmt: skip
    if shift.float_held:
        hand = ledger.account(session, "holder", user_id=by)
        ledger.post(
            session, drawer, hand, shift.float_held, reason="float_held", source=source,
            posting=posting,
        )  # fmt: skip
    return shift


def move_cash(
    session: Session, shift: Shift, kind: str, amount: int, *, reason: str, by: int, at: datetime
) -> CashMovement:
    """Put cash in, take it out with a reason, or drop it into the safe (`in`, `out`, `drop`)."""
    _check_amount(amount, field="amount")
    if amount == 0:
        raise Refused(_("Isi jumlah uangnya."), field="amount")
    locked = queries.lock_open_shift(session, shift.till_id)  # it must not close meanwhile
    if locked is None or locked.id != shift.id:
        raise NoShift(_("Sif ini sudah ditutup."))
    if kind != "in":
        refuse_beyond_drawer(session, shift, amount)
    if not reason.strip():
        raise Refused(_("Tulis untuk apa uangnya."), field="reason")
    row = CashMovement(
        shift_id=shift.id, kind=kind, amount=amount, reason=reason.strip(), at=at, actor_id=by
    )
    session.add(row)
    session.flush()
    drawer = ledger.account(session, "cash", till_id=shift.till_id)
    other = (
        ledger.account(session, "safe", outlet_id=shift.till.outlet_id)
        if kind == "drop"
        else ledger.account(session, "treasury")
    )
    debit, credit = (drawer, other) if kind == "in" else (other, drawer)
    ledger.post(
        session,
        debit,
        credit,
        amount,
        reason=kind,
        source=("cash_movement", row.id),
        posting=posting_of(shift, by=by, at=at),
    )
    return row


def pass_on(
    session: Session, shift: Shift, *, to: int, at: datetime, counted: int | None = None
) -> Handover | None:
    """Let `to` answer for the drawer from now on; None if that person does already.

    `counted` is what both found in the drawer, in rupiah; over or short is posted at once, so that
    it is the one's who passes it on. Every line and sale keeps who did it by itself.
    """
    if counted is not None:
        _check_amount(counted, field="counted_cash")
    locked = queries.lock_open_shift(session, shift.till_id)
    if locked is None or locked.id != shift.id:
        raise NoShift(_("Sif ini sudah ditutup."))
    giver = queries.has_drawer(session, shift)
    if giver == to:
        return None
    expected = None if counted is None else queries.drawer(session, shift.till_id)
    row = Handover(
        shift_id=shift.id, from_id=giver, to_id=to, at=at, counted=counted, expected=expected
    )
    session.add(row)
    session.flush()
    ledger.post(
        session,
        ledger.account(session, "cash", till_id=shift.till_id),
        ledger.account(session, "over_short"),
        row.difference,
        reason="over_short",
        source=("shift_handover", row.id),
        posting=posting_of(shift, by=giver, at=at),
    )
    return row


def count_and_close(
    session: Session,
    shift: Shift,
    *,
    counted: int | None,
    pieces: Mapping[int, int],
    report: dict[str, Any],
    by: int,
    at: datetime,
    kept_by: int | None = None,
) -> int:
    """Close a shift on a blind count and return over (+) or short (−) in rupiah.

    `pieces` maps a note or coin to how many lay there (may be empty when only the sum was
    counted). Over or short is its own entry; the counted cash goes into the outlet's safe.
    `kept_by`: the cash stays with that person, who answers for it until it is handed in.
    None for `counted`: nobody counted, what was expected goes into the safe and is marked so.
    """
    if not shift.is_open:
        raise NoShift(_("Sif ini sudah ditutup."))
    expected = queries.drawer(session, shift.till_id)
    shift.is_counted = counted is not None
    counted = expected if counted is None else counted
    check_count(counted, pieces)
    drawer = ledger.account(session, "cash", till_id=shift.till_id)
    safe = ledger.account(session, "safe", outlet_id=shift.till.outlet_id)
    posting = posting_of(shift, by=by, at=at)
    source = ("shift", shift.id)
    ledger.post(
        session,
        drawer,
        ledger.account(session, "over_short"),
        counted - expected,
        reason="over_short",
        source=source,
        posting=posting,
    )
    if kept_by is None:
        ledger.post(session, safe, drawer, counted, reason="banked", source=source, posting=posting)
    else:
        hand = ledger.account(session, "holder", user_id=kept_by)
        ledger.post(session, hand, drawer, counted, reason="kept", source=source, posting=posting)
    session.add_all(
        CashCount(shift_id=shift.id, denomination=note, pieces=n) for note, n in pieces.items() if n
    )
    session.flush()
    shift.counted_cash, shift.expected_cash = counted, expected
    shift.closed_at, shift.closed_by, shift.report = at, by, report
    shift.kept_by = kept_by
    session.flush()
    return counted - expected


def refuse_beyond_drawer(session: Session, shift: Shift, amount: int) -> None:
    """Refuse to hand out `amount` rupiah of cash that by the books do not lie in the drawer.

    The shift is locked, so nobody else takes of it meanwhile.
    """
    if amount > 0 and amount > queries.drawer(session, shift.till_id):
        raise Refused(
            _("Uang di laci tercatat kurang dari jumlah itu. Tambah dulu lewat Laci dan tutup, atau "
              "bayar dengan cara lain."), field="amount",
        )  # fmt: skip


def is_forgotten(shift: Shift, at: datetime) -> bool:
    """Say whether a shift is still open on another day than it was opened for."""
    return shift.is_open and local_date(at, shift.till.outlet.zone) > shift.business_date


def check_count(counted: int, pieces: Mapping[int, int]) -> None:
    """Refuse a counted sum that cannot be, or that the counted notes do not make."""
    _check_amount(counted, field="counted_cash")
    if pieces and sum(note * n for note, n in pieces.items()) != counted:
        raise Refused(_("Jumlah lembar dan total tidak sama. Hitung lagi."), field="counted_cash")


def posting_of(shift: Shift, *, by: int, at: datetime) -> Posting:
    """Return what every entry of this shift shares."""
    return Posting(shift.business_date, shift.till.outlet_id, by, at)


def _check_amount(amount: int, *, field: str) -> None:
    if not 0 <= amount <= MAX_CASH:
        raise Refused(
            _("Jumlah harus antara Rp0 dan %(most)s.", most=rupiah(MAX_CASH)), field=field
        )
