"""What becomes of a claim: seen, looked for in vain, accepted by a manager, paid after all.

Card money is no claim, for the machine has agreed; but it too may fail to come, or be taken back.

A claim holds the makers' shares of its sale. `completing.confirm` and `accept` let them go; money
that comes later, or in another way, is an event of its own.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from catalogue.makers import owners
from core.clock import local_date
from core.errors import Conflict, Refused
from core.i18n import _
from core.users import service as people
from pos.ledger import service as ledger
from pos.ledger.models import Account
from pos.ledger.service import Posting
from pos.sales.claims import queries
from pos.sales.claims.models import ClaimLook, LateMoney
from pos.sales.completing import book_confirmation
from pos.sales.models import Tender
from pos.sales.posting import TENDER_ACCOUNTS
from pos.shifts.models import Shift


def note_missing(session: Session, tender: Tender, *, by: int, at: datetime) -> ClaimLook:
    """Record that somebody looked and the money was not there; the claim stays on the list."""
    _require_claim(tender)
    look = ClaimLook(tender_id=tender.id, at=at, actor_id=by)
    session.add(look)
    session.flush()
    return look


def accept(session: Session, tender: Tender, *, by: int, at: datetime, reason: str) -> None:
    """Let the house bear money that did not come, or that a card's bank took back.

    The makers' shares are not held for it. `by` is a manager. The money moves to an account of its
    own until it comes, or for good.
    """
    if tender.kind != "card":
        _require_claim(tender)
    elif tender.sale.state != "completed" or tender.amount < 0 or tender.confirmation:
        raise Conflict(_("Bayaran kartu ini sudah ditanggung galeri."))
    if not reason.strip():
        raise Refused(_("Tulis alasannya, supaya bisa dibaca lagi nanti."), field="reason")
    theirs = [line.maker_id for line in tender.sale.lines]
    owners.refuse_own(
        session, theirs, _("Risiko barang sendiri ditanggung atas kata pengurus lain."), by=by
    )
    posting = _posting(tender, by=by, at=at)
    book_confirmation(session, tender, "accepted", posting=posting)
    ledger.post(
        session,
        ledger.account(session, f"{tender.kind}_missing"),
        ledger.account(session, TENDER_ACCOUNTS[tender.kind]),
        tender.amount,
        reason="accepted",
        source=("tender", tender.id),
        posting=posting,
    )
    people.record(
        session, "sale.claim_accepted", kind="sale", subject_id=tender.sale_id, by=by, at=at,
        detail={"reason": reason.strip()[:120]},
    )  # fmt: skip
    session.flush()


def receive(
    session: Session,
    tender: Tender,
    *,
    way: str,
    by: int,
    at: datetime,
    shift: Shift | None = None,
    reference: str = "",
) -> LateMoney:
    """Book money that came late by its own way, or in cash or by transfer instead.

    Cash goes into the drawer of `shift`. Raises Conflict for what is confirmed or was booked.
    """
    seen = tender.confirmation
    if queries.late_of(session, tender.id) is not None or (seen and seen.kind != "accepted"):
        raise Conflict(_("Pembayaran ini sudah dikonfirmasi."))
    posting = _posting(tender, by=by, at=at, shift=shift)
    waits = f"{tender.kind}_missing" if seen else "qris_claimed"
    if way not in (tender.kind, "cash", "transfer"):
        raise Refused(_("Pilih bagaimana uangnya datang."), field="way")
    if seen is None:
        if way == "qris":
            raise Refused(_("Pastikan uangnya di daftar, bukan sebagai uang terlambat."))
        _require_claim(tender)
        book_confirmation(session, tender, "replaced", posting=posting)
    row = LateMoney(
        tender_id=tender.id, tender=tender, way=way, reference=reference,
        shift_id=shift.id if shift and way == "cash" else None,
        business_date=posting.business_date, at=at, actor_id=by,
    )  # fmt: skip
    session.add(row)
    session.flush()
    ledger.post(
        session,
        _account(session, way, shift),
        ledger.account(session, waits),
        tender.amount,
        reason="late",
        source=("late_money", row.id),
        posting=posting,
    )
    ledger.chain(
        session,
        ledger.OFFICE,
        {
            "event": "late_money", "id": row.id, "tender": tender.id, "amount": tender.amount,
            "way": way, "shift": row.shift_id, "by": by, "at": at.isoformat(),
        },
        source=("late_money", row.id),
    )  # fmt: skip
    return row


def _require_claim(tender: Tender) -> None:
    if tender.sale.state != "completed" or not tender.is_claimed:
        raise Conflict(_("Pembayaran ini sudah dikonfirmasi."))


def _posting(tender: Tender, *, by: int, at: datetime, shift: Shift | None = None) -> Posting:
    outlet = shift.till.outlet if shift else tender.sale.till.outlet
    day = shift.business_date if shift else local_date(at, outlet.zone)
    return Posting(day, outlet.id, by, at)


def _account(session: Session, way: str, shift: Shift | None) -> Account:
    if way == "cash":
        assert shift is not None, "cash goes into an open drawer"
        return ledger.account(session, "cash", till_id=shift.till_id)
    return ledger.account(session, {"qris": "qris", "card": "card", "transfer": "bank"}[way])
