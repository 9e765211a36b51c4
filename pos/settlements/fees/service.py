"""Verbs of fees: say what is charged from when on, and charge a month once it is over."""

from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from catalogue.makers import owners
from catalogue.makers.models import Maker
from core import jobs
from core.clock import ZONES, local_date
from core.errors import Refused
from core.i18n import _
from core.jobs import Job
from core.money import rupiah
from core.users import service as people
from core.users.models import User
from pos.ledger import service as ledger
from pos.ledger.service import Posting
from pos.settlements import documents
from pos.settlements.fees import queries
from pos.settlements.fees.models import FeeRate, MonthlyFee
from pos.settlements.fees.words import SOURCE

KIND = "monthly_fees"
MAX_AMOUNT = 10_000_000
MAKERS_PER_STEP = 20
"""Makers that one step charges: each writes a row, an entry and a link of the chain."""


def set_rate(
    session: Session,
    kind: str,
    amount: int,
    *,
    starts_on: date,
    by: User,
    at: datetime,
    maker: Maker | None = None,
) -> FeeRate:
    """Say what is charged from `starts_on` on, of all or (monthly) of one maker; 0 is nothing.

    Raises Refused for what cannot be, and for a date that is over: what was charged stays.
    """
    today = local_date(at, documents.zone(session))
    if not 0 <= amount <= MAX_AMOUNT:
        most = rupiah(MAX_AMOUNT)
        raise Refused(_("Jumlah harus antara Rp0 dan %(most)s.", most=most), field="amount")
    if starts_on < today:
        raise Refused(_("Biaya berlaku mulai hari ini atau sesudahnya."), field="starts_on")
    if maker is not None:
        sentence = _("Biaya untuk diri sendiri ditentukan pengurus lain.")
        owners.refuse_own(session, [maker.id], sentence, by=by.id)
    row = FeeRate(
        kind=kind, maker_id=maker.id if maker else None, amount=amount, starts_on=starts_on,
        made_at=at, made_by=by.id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    people.record(session, "fee.set", kind="fee_rate", subject_id=row.id, by=by.id, at=at)
    return row


def begin_month(session: Session, on: date, at: datetime) -> None:
    """On the first of a month have the month before charged; due once every business date."""
    if on.day != 1:
        return
    last = on - timedelta(days=1)
    if any(row.amount for row in queries.rates(session, "monthly", on=last).values()):
        month = last.replace(day=1)
        jobs.enqueue(session, KIND, {"month": month.isoformat()}, by=None, at=at)


@jobs.step(KIND)
def charge(session: Session, job: Job, at: datetime) -> bool:
    """Charge the next makers for a month, each once; True when every one was.

    The rate is that of the month's last day. Who joined within the month is not charged for it.
    """
    month = date.fromisoformat(job.payload["month"])
    zone = documents.zone(session)
    found = queries.to_charge(
        session, month, datetime.combine(month, time(), ZONES[zone]),
        after=int(job.cursor or 0), limit=MAKERS_PER_STEP,
    )  # fmt: skip
    asked = queries.rates(session, "monthly", on=last_day(month))
    for maker in found:
        amount = queries.amount_of(asked, maker.id)
        if amount:
            _charge(session, maker, month, amount, on=local_date(at, zone), at=at)
        job.cursor = maker.id
    job.progress += len(found)
    session.flush()
    return len(found) < MAKERS_PER_STEP


def _charge(
    session: Session, maker: Maker, month: date, amount: int, *, on: date, at: datetime
) -> None:
    row = MonthlyFee(maker_id=maker.id, month=month, amount=amount, business_date=on, posted_at=at)
    session.add(row)
    session.flush()
    ledger.post(
        session,
        ledger.account(session, "payable", maker_id=maker.id),
        ledger.account(session, "maker_fees"),
        amount,
        reason="fee",
        source=(SOURCE, row.id),
        posting=Posting(on, None, None, at),
    )
    ledger.chain(session, ledger.OFFICE, sealed(row), source=(SOURCE, row.id))


def sealed(row: MonthlyFee) -> dict[str, object]:
    """Return what the hash of a monthly fee covers."""
    return {
        "event": "monthly_fee",
        "id": row.id,
        "maker": row.maker_id,
        "month": row.month.isoformat(),
        "amount": row.amount,
        "on": row.business_date.isoformat(),
    }


def last_day(month: date) -> date:
    """Return the last day of the month that begins on `month`."""
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
