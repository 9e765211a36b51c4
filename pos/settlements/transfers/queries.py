"""Reads of transfers: batches, rows that wait for the bank, who can be paid by transfer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker, MakerPrivate
from core.errors import NotFound
from core.i18n import _
from core.jobs import Job
from pos.settlements.models import Payout, Statement
from pos.settlements.transfers.models import TransferBatch, TransferRow, TransferSlip

SHOWN = 50
JOB = "transfer_answers"


@dataclass(frozen=True)
class Waiting:
    """A statement that can be paid, with the bank of its maker; `bank` empty where there is none.

    `until`: how long no transfer goes to an account that one person alone wrote down.
    """

    statement: Statement
    bank: str
    until: datetime | None = None


def open_rows(session: Session, maker_ids: Collection[int] | None = None) -> dict[int, TransferRow]:
    """Return the transfers that wait for the bank's answer, by maker."""
    query = select(TransferRow).where(TransferRow.state == "sent")
    if maker_ids is not None:
        query = query.where(TransferRow.maker_id.in_(maker_ids))
    return {row.maker_id: row for row in session.scalars(query)}


def waiting(session: Session, unpaid: Collection[Statement]) -> list[Waiting]:
    """Return which of the unpaid statements no transfer is under way for, with their makers' banks."""
    busy, known = open_rows(session), banks(session)
    return [Waiting(one, known.get(one.maker_id, "")) for one in unpaid if one.maker_id not in busy]


def banks(session: Session) -> dict[int, str]:
    """Return the bank of every maker whose account is known, by maker."""
    accounts = session.execute(
        select(MakerPrivate.maker_id, MakerPrivate.bank_name).where(
            MakerPrivate.bank_account.is_not(None), MakerPrivate.bank_account != ""
        )
    )
    return {maker_id: bank or _("bank tidak ditulis") for maker_id, bank in accounts}


def batches(session: Session) -> list[TransferBatch]:
    """Return the newest batches, newest first."""
    return list(
        session.scalars(select(TransferBatch).order_by(TransferBatch.id.desc()).limit(SHOWN))
    )


def require(session: Session, batch_id: int) -> TransferBatch:
    """Return the batch of that id, or raise NotFound."""
    found = session.get(TransferBatch, batch_id)
    if found is None:
        raise NotFound(_("Kiriman transfer ini tidak ada dalam daftar."))
    return found


def lock_row(session: Session, batch: TransferBatch, row_id: int) -> TransferRow:
    """Return a row of a batch, locked, or raise NotFound."""
    found = session.scalar(
        select(TransferRow)
        .where(TransferRow.id == row_id, TransferRow.batch_id == batch.id)
        .with_for_update(of=TransferRow)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound(_("Transfer ini tidak ada dalam daftar."))
    return found


def accounts_of(session: Session, batch: TransferBatch) -> dict[int, MakerPrivate]:
    """Return the bank accounts that a batch goes to, by maker."""
    ids = [row.maker_id for row in batch.rows]
    found = session.scalars(select(MakerPrivate).where(MakerPrivate.maker_id.in_(ids)))
    return {private.maker_id: private for private in found}


def accounts_since(session: Session, maker_ids: Collection[int]) -> dict[int, datetime | None]:
    """Return since when each of these makers has the account that is on record."""
    found = session.execute(
        select(MakerPrivate.maker_id, MakerPrivate.bank_changed_at).where(
            MakerPrivate.maker_id.in_(maker_ids)
        )
    )
    return {row.maker_id: row.bank_changed_at for row in found}


def changed_accounts(session: Session, batch: TransferBatch) -> list[Maker]:
    """Return whose account became another one, or none, after the batch was made; only open rows."""
    accounts = accounts_of(session, batch)
    found = []
    for row in batch.rows:
        private = accounts.get(row.maker_id)
        is_same = (
            private is not None
            and bool(private.bank_account)
            and private.bank_changed_at == row.account_since
        )
        if row.state == "sent" and not is_same:
            found.append(row.maker)
    return found


def failed() -> Select[TransferRow]:
    """Return the query of the transfers that failed and after which their makers had no money.

    Of each maker the newest alone: sent again, an older one is answered.
    """
    paid = exists(
        select(Payout.id)
        .where(
            Payout.maker_id == TransferRow.maker_id, Payout.reversed_at.is_(None),
            Payout.paid_at >= TransferRow.decided_at,
        )
        .correlate(TransferRow)
    )  # fmt: skip
    newest = select(func.max(TransferRow.id)).group_by(TransferRow.maker_id)
    return select(TransferRow).where(
        TransferRow.state == "failed", TransferRow.id.in_(newest), ~paid
    )


def failures(session: Session) -> dict[int, TransferRow]:
    """Return by maker the transfer that failed, of all who still wait for the money."""
    return {row.maker_id: row for row in session.scalars(failed())}


def failed_of(session: Session, maker_id: int) -> TransferRow | None:
    """Return the transfer to a maker that failed while she still waits for the money, or None."""
    return session.scalar(failed().where(TransferRow.maker_id == maker_id))


def last_answer(session: Session, batch: TransferBatch) -> Job | None:
    """Return the newest job that read the bank's answer to a batch, or None."""
    jobs = session.scalars(select(Job).where(Job.kind == JOB).order_by(Job.id.desc()).limit(SHOWN))
    return next((job for job in jobs if job.payload["batch"] == batch.id), None)


def still_unread(batch: TransferBatch, job: Job) -> list[tuple[int, str]]:
    """Return (line, reason) of what nobody understood in the bank's answer, unless decided by hand since."""
    decided = {
        row.statement.number
        for row in batch.rows
        if job.finished_at and row.decided_at and row.decided_at > job.finished_at
    }
    return [
        (line, reason)
        for line, reason in job.payload["unknown"]
        if not any(number in reason for number in decided)
    ]


def slips_of(session: Session, payout_id: int) -> list[TransferSlip]:
    """Return the bank's slips that were kept for a payout, oldest first."""
    return list(
        session.scalars(
            select(TransferSlip)
            .where(TransferSlip.payout_id == payout_id)
            .order_by(TransferSlip.id)
        )
    )


def require_slip(session: Session, payout_id: int, slip_id: int) -> TransferSlip:
    """Return a slip of a payout, or raise NotFound."""
    found = session.get(TransferSlip, slip_id)
    if found is None or found.payout_id != payout_id:
        raise NotFound(_("Foto ini tidak ada."))
    return found
