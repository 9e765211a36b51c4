"""Verbs of settling: start a run, take it up again, pay a maker, take a payout back."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from core import counters, jobs, settings
from core.clock import local_date
from core.errors import Conflict, Refused
from core.i18n import _
from core.users import service as people
from core.users.models import User
from pos.ledger import service as ledger
from pos.ledger.models import Account
from pos.ledger.service import Posting
from pos.settlements import documents, payable, posting, queries, treasury
from pos.settlements.due import Terms
from pos.settlements.fees import queries as fees
from pos.settlements.models import Payout, SettlementRun, Statement
from pos.shifts import queries as shifts
from pos.shifts.models import Shift
from printers.documents import to_json

HOLD_DAYS = settings.declare("settlement.hold_days", 0, "Masa tahan (hari)", int)
MINIMUM = settings.declare("settlement.minimum", 0, "Paling sedikit dihitung (rupiah)", int)

MAX_HOLD = 365
METHODS = {"drawer": "cash", "treasury": "cash", "bank": "transfer"}
"""Where the money of a payout comes from, and so how it is paid."""


class RunInProgress(Conflict):
    """Another run is being posted."""


# -- runs ------------------------------------------------------------------------------------------


def check_terms(cutoff: date, *, hold_days: int, minimum: int) -> None:
    """Refuse what no run can mean."""
    if not 0 <= hold_days <= MAX_HOLD:
        raise Refused(_("Masa tahan antara 0 dan %(n)s hari.", n=MAX_HOLD), field="hold_days")
    if minimum < 0:
        raise Refused(_("Jumlah paling sedikit tidak boleh minus."), field="minimum")
    if not date(2000, 1, 1) <= cutoff <= date(2999, 12, 31):
        raise Refused(_("Tanggal ini tidak masuk akal."), field="cutoff")


def start_run(
    session: Session, terms: Terms, *, total: int, by: int, at: datetime
) -> SettlementRun:
    """Begin posting a run; the worker does it maker by maker. Raises RunInProgress, Refused.

    `total` is how many makers there are to settle (`due.how_many`), counted before the write lock.
    """
    check_terms(terms.cutoff, hold_days=terms.hold_days, minimum=terms.minimum)
    if queries.posting_run(session) is not None:
        raise RunInProgress(_("Perhitungan lain sedang berjalan. Tunggu sampai selesai."))
    if total == 0:
        raise Refused(_("Belum ada yang bisa dihitung sampai tanggal itu."))
    run = SettlementRun(
        number=f"H{counters.next_number(session, 'settlement_run'):04d}",
        cutoff=terms.cutoff,
        hold_days=terms.hold_days,
        minimum=terms.minimum,
        state="posting",
        created_at=at,
        created_by=by,
        only=list(terms.only) if terms.only is not None else None,
    )
    session.add(run)
    session.flush()
    _enqueue(session, run, by=by, at=at, total=total)
    people.record(
        session, "settlement.started", kind="settlement_run", subject_id=run.id, by=by, at=at
    )
    return run


def resume_run(session: Session, run: SettlementRun, *, by: int, at: datetime) -> None:
    """Go on with a run whose job failed, behind the last maker that it finished."""
    if run.state == "posted":
        return
    assert run.job is not None
    if not run.job.is_finished:
        raise RunInProgress(_("Perhitungan ini masih berjalan."))
    before = run.job
    _enqueue(session, run, by=by, at=at, total=before.total)
    assert run.job is not None
    run.job.cursor, run.job.progress = before.cursor, before.progress
    session.flush()
    people.record(
        session, "settlement.resumed", kind="settlement_run", subject_id=run.id, by=by, at=at
    )


def _enqueue(session: Session, run: SettlementRun, *, by: int, at: datetime, total: int) -> None:
    run.job = jobs.enqueue(session, posting.KIND, {"run": run.id}, by=by, at=at, total=total)
    session.flush()


# -- payouts ---------------------------------------------------------------------------------------


def pay(
    session: Session,
    statement: Statement,
    source: str,
    *,
    by: User,
    at: datetime,
    till_id: int | None = None,
    below: str = "",
    transfer_row: int | None = None,
) -> Payout:
    """Pay a maker's latest statement from `drawer` (of `till_id`), `treasury` or `bank`.

    Raises Superseded, AlreadyPaid, NothingToPay, Forbidden for one's own statement, Refused where
    the drawer has no open shift, TooLittle where kas bendahara would go below zero, unless `below`
    says why it may, Outdated where an advance was given since, and AccountWaits. A statement whose
    transfer waits for the bank is paid by that transfer alone (`transfer_row`), else InTransfer. Of
    a drawer or the bank the books may show too little (`treasury.shortfall_after` warns).
    """
    payable.refuse_own(session, [statement.maker_id], by=by)
    posting.lock_maker(session, statement.maker_id)
    shift = _locked_shift(session, till_id) if source == "drawer" else None
    amount = payable.checked_amount(session, statement, METHODS[source], transfer_row=transfer_row)
    if source == "bank" and transfer_row is None:
        payable.refuse_waiting_account(session, [statement.maker_id], at=at)
    is_below = source == "treasury" and treasury.take(session, amount, below=below)
    day = shift.business_date if shift else local_date(at, documents.zone(session))
    payout = Payout(
        number=f"K{counters.next_number(session, 'payout'):06d}",
        statement_id=statement.id,
        statement=statement,
        maker_id=statement.maker_id,
        maker=statement.maker,
        method=METHODS[source],
        source=source,
        shift_id=shift.id if shift else None,
        amount=amount,
        fee=fees.transfer_fee(session, statement.maker_id, on=day) if source == "bank" else 0,
        business_date=day,
        paid_at=at,
        paid_by=by.id,
        payer=by,
    )
    payout.document = to_json(documents.slip(session, payout, payer=by.name))
    session.add(payout)
    session.flush()
    ledger.post(
        session,
        _maker_account(session, payout),
        _source_account(session, payout, shift),
        amount,
        reason="payout",
        source=("payout", payout.id),
        posting=Posting(day, shift.till.outlet_id if shift else None, by.id, at),
    )
    _post_fee(session, payout, "fee", Posting(day, None, by.id, at))
    _chain(session, payout, "payout", at=at)
    people.record(session, "payout.paid", kind="payout", subject_id=payout.id, by=by.id, at=at)
    if is_below:
        treasury.record_below(
            session, "payout.paid_below", ("payout", payout.id), below, by=by.id, at=at
        )
    return payout


def reverse(session: Session, payout: Payout, *, reason: str, by: User, at: datetime) -> None:
    """Take a payout back: the money returns and the statement can be paid again.

    It returns to where it came from; a drawer whose shift is closed has no cash any more, so
    then kas bendahara takes it. Raises AlreadyPaid if it was reversed before, Refused without a
    reason.
    """
    payable.refuse_own(session, [payout.maker_id], by=by)
    posting.lock_maker(session, payout.maker_id)
    session.refresh(payout)
    if payout.is_reversed:
        raise payable.AlreadyPaid(_("Pembayaran ini sudah dibatalkan."))
    if not reason.strip():
        raise Refused(_("Tulis mengapa pembayaran dibatalkan."), field="reason")
    shift = session.get(Shift, payout.shift_id) if payout.shift_id else None
    if shift is not None:
        shift = shifts.lock_open_shift(session, shift.till_id)
        shift = shift if shift is not None and shift.id == payout.shift_id else None
    payout.reversed_at, payout.reversed_by = at, by.id
    payout.reversal_reason = reason.strip()[:200]
    session.flush()
    day = shift.business_date if shift else local_date(at, documents.zone(session))
    ledger.post(
        session,
        _source_account(session, payout, shift),
        _maker_account(session, payout),
        payout.amount,
        reason="reversal",
        source=("payout", payout.id),
        posting=Posting(day, shift.till.outlet_id if shift else None, by.id, at),
    )
    _post_fee(session, payout, "fee_back", Posting(day, None, by.id, at))
    people.record(
        session,
        "payout.reversed",
        kind="payout",
        subject_id=payout.id,
        by=by.id,
        at=at,
        detail={"reason": payout.reversal_reason},
    )
    _chain(session, payout, "reversal", at=at)


def _locked_shift(session: Session, till_id: int | None) -> Shift:
    shift = shifts.lock_open_shift(session, till_id) if till_id is not None else None
    if shift is None:
        raise Refused(
            _("Kasir itu belum buka, jadi lacinya tidak bisa dipakai membayar."), field="source"
        )
    return shift


def _post_fee(session: Session, payout: Payout, reason: str, posting: Posting) -> None:
    """Charge what the transfer costs the maker, or give it back: the house's bank charges recovered."""
    if payout.fee:
        ledger.post(
            session,
            _maker_account(session, payout),
            ledger.account(session, "charges"),
            payout.fee if reason == "fee" else -payout.fee,
            reason=reason,
            source=("payout", payout.id),
            posting=posting,
        )


def _maker_account(session: Session, payout: Payout) -> Account:
    return ledger.account(session, "payable", maker_id=payout.maker_id)


def _source_account(session: Session, payout: Payout, shift: Shift | None) -> Account:
    if payout.source == "bank":
        return ledger.account(session, "bank")
    if shift is not None:
        return ledger.account(session, "cash", till_id=shift.till_id)
    return ledger.account(session, "treasury")


def _chain(session: Session, payout: Payout, event: str, *, at: datetime) -> None:
    ledger.chain(
        session,
        ledger.OFFICE,
        {
            "event": event,
            "id": payout.id,
            "number": payout.number,
            "statement": payout.statement_id,
            "maker": payout.maker_id,
            "method": payout.method,
            "source": payout.source,
            "shift": payout.shift_id,
            "amount": payout.amount,
            "by": payout.paid_by if event == "payout" else payout.reversed_by,
            "at": at.isoformat(),
            **({"fee": payout.fee} if payout.fee else {}),
        },
        source=("payout" if event == "payout" else "payout_reversal", payout.id),
    )
