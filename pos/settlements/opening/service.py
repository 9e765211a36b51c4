"""Verbs of opening balances: post those of a sheet as a job, post one, take one back."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from catalogue.makers import owners
from catalogue.outlets import queries as outlets
from core import jobs
from core.clock import local_date
from core.errors import Conflict, NotFound, Refused
from core.i18n import _
from core.jobs import Job
from core.users import service as people
from pos.ledger import service as ledger
from pos.ledger.models import Account
from pos.ledger.service import Posting
from pos.settlements import documents
from pos.settlements.opening import queries
from pos.settlements.opening.models import OpeningBalance
from pos.settlements.opening.planning import Balance, PlannedRow, refusal

KIND = "opening_balances"
ROWS_PER_STEP = 10
EARLIEST = date(2000, 1, 1)


class TooLate(Conflict):
    """The first run was posted: what is missing for a maker goes the way of adjustments."""


class AlreadyThere(Conflict):
    """The account has an opening balance; there is one for each, once."""


def check_day(session: Session, on: date | None, *, at: datetime) -> date:
    """Return the day of the balances; refuse none, the future, and what cannot be meant."""
    today = local_date(at, documents.zone(session))
    if on is None:
        raise Refused(_("Pilih per tanggal berapa saldo ini."), field="on")
    if not EARLIEST <= on <= today:
        raise Refused(_("Saldo awal adalah keadaan hari ini atau sebelumnya."), field="on")
    return on


def start(
    session: Session,
    rows: Iterable[PlannedRow],
    *,
    on: date,
    name: str,
    by: int,
    at: datetime,
) -> Job:
    """Enqueue the posting of a plan's new rows; the worker writes a few at a time.

    The job keeps accounts and amounts only, no name of a person. Raises Refused without rows.
    """
    wanted = [
        [row.raw.number, row.balance.account, row.balance.owed, row.balance.advance,
         row.balance.cash]
        for row in rows
    ]  # fmt: skip
    if not wanted:
        raise Refused(_("Tidak ada saldo baru yang bisa dicatat dari lembar ini."))
    payload = {"on": on.isoformat(), "name": name, "rows": wanted}
    job = jobs.enqueue(session, KIND, payload, by=by, at=at, total=len(wanted))
    people.record(session, "opening.started", kind="job", subject_id=job.id, by=by, at=at)
    return job


@jobs.step(KIND)
def advance(session: Session, job: Job, at: datetime) -> bool:
    """Post the next ten balances at most; True when every one is posted or was there."""
    on = date.fromisoformat(job.payload["on"])
    place = int(job.cursor or 0)
    told: dict[str, Any] = job.result or {"posted": 0, "there": 0, "refused": []}
    told = {**told, "refused": list(told["refused"])}
    for number, *wanted in job.payload["rows"][place : place + ROWS_PER_STEP]:
        balance = Balance(*wanted)
        before = queries.standing(session, balance.account)
        if before is None:
            try:
                post(session, balance, on=on, by=job.created_by or 0, at=at)
                told["posted"] += 1
            except Refused as refused:  # before anything was written
                told["refused"].append({"number": number, "reason": refused.message})
        elif balance.is_said_by(before, on):
            told["there"] += 1
        else:
            told["refused"].append({"number": number, "reason": refusal(session, before)})
        place += 1
    job.cursor, job.progress, job.result = place, place, told
    session.flush()
    return place >= job.total


def require_job(session: Session, job_id: int) -> Job:
    """Return the job that posts a sheet, or raise NotFound."""
    job = session.get(Job, job_id)
    if job is None or job.kind != KIND:
        raise NotFound(_("Pencatatan ini tidak ada dalam daftar."))
    return job


def post(session: Session, balance: Balance, *, on: date, by: int, at: datetime) -> OpeningBalance:
    """Write one opening balance and its entries; raises AlreadyThere if the account has one, and
    TooLate for a maker's once a run was posted.

    What lay in a closed drawer is the safe's, as at the end of every shift: the next shift takes
    its float from there.
    """
    before = queries.standing(session, balance.account)
    if before is not None:
        raise AlreadyThere(refusal(session, before))
    kind, _colon, number = balance.account.partition(":")
    if kind == "maker":
        _refuse_late(session)
    outlet_id = int(number) if kind == "safe" else None
    if kind == "drawer":
        outlet_id = outlets.require_till(session, int(number)).outlet_id
    row = OpeningBalance(
        account=balance.account,
        maker_id=int(number) if kind == "maker" else None,
        outlet_id=outlet_id,
        owed=balance.owed,
        advance=balance.advance,
        cash=balance.cash,
        business_date=on,
        posted_at=at,
        posted_by=by,
    )
    _refuse_own(session, row, by=by)
    session.add(row)
    session.flush()
    _post_entries(session, row, Posting(on, outlet_id, by, at), back=False)
    _chain(session, row, "opening_balance", row.posted_at)
    people.record(
        session, "opening.posted", kind="opening_balance", subject_id=row.id, by=by, at=at
    )
    return row


def take_back(session: Session, row: OpeningBalance, *, reason: str, by: int, at: datetime) -> None:
    """Take an opening balance back by counter-entries of today; then it can be written anew.

    Raises AlreadyThere if it was taken back before, Refused without a reason, TooLate for a maker's
    once a run was posted.
    """
    _refuse_own(session, row, by=by)
    if row.maker_id is not None:
        _refuse_late(session)
    session.refresh(row, with_for_update={"of": OpeningBalance})
    if row.is_reversed:
        raise AlreadyThere(_("Saldo awal ini sudah dibatalkan."))
    if not reason.strip():
        raise Refused(_("Tulis mengapa saldo awal ini dibatalkan."), field="reason")
    today = local_date(at, documents.zone(session))
    row.reversed_at, row.reversed_by, row.reversed_on = at, by, today
    row.reversal_reason = reason.strip()[:200]
    session.flush()
    _post_entries(session, row, Posting(today, row.outlet_id, by, at), back=True)
    _chain(session, row, "opening_reversal", at)
    people.record(
        session, "opening.taken_back", kind="opening_balance", subject_id=row.id, by=by, at=at,
        detail={"reason": row.reversal_reason},
    )  # fmt: skip


def _post_entries(session: Session, row: OpeningBalance, posting: Posting, *, back: bool) -> None:
    opening, theirs = ledger.account(session, "opening"), _account(session, row)
    moved = (
        ("owed", opening, theirs, row.owed),
        ("advance", theirs, opening, row.advance),
        ("cash", theirs, opening, row.cash),
    )
    for reason, debit, credit, amount in moved:
        ledger.post(
            session,
            credit if back else debit,
            debit if back else credit,
            amount,
            reason=f"{reason}_back" if back else reason,
            source=("opening_balance", row.id),
            posting=posting,
        )
    session.flush()


def _account(session: Session, row: OpeningBalance) -> Account:
    if row.maker_id is not None:
        return ledger.account(session, "payable", maker_id=row.maker_id)
    if row.outlet_id is not None:
        return ledger.account(session, "safe", outlet_id=row.outlet_id)
    return ledger.account(session, row.kind)


def _refuse_late(session: Session) -> None:
    if queries.has_begun(session):
        raise TooLate(
            _("Saldo awal perajin ditulis sebelum perhitungan pertama. Sekarang usulkan sebagai"
              " penyesuaian; pengurus lain menyetujuinya.")
        )  # fmt: skip


def _refuse_own(session: Session, row: OpeningBalance, *, by: int) -> None:
    sentence = _("Saldo awal diri sendiri dicatat oleh orang lain.")
    owners.refuse_own(session, [row.maker_id], sentence, by=by)


def _chain(session: Session, row: OpeningBalance, event: str, at: datetime) -> None:
    ledger.chain(
        session,
        ledger.OFFICE,
        {
            "event": event,
            "id": row.id,
            "account": row.account,
            "outlet": row.outlet_id,
            "owed": row.owed,
            "advance": row.advance,
            "cash": row.cash,
            "on": row.business_date.isoformat(),
            "at": at.isoformat(),
        },
        source=(event, row.id),
    )
