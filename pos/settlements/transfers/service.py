"""Verbs of transfers: send a batch, take the bank's answer row by row, keep the bank's slip."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from catalogue.makers import owners, private
from core import jobs, settings
from core.clock import local_date
from core.errors import Conflict, Refused
from core.i18n import _
from core.jobs import Job
from core.scans import Scan
from core.users import service as people
from core.users.models import User
from pos.settlements import documents, payable, posting, queries
from pos.settlements import service as settling
from pos.settlements.maker_records import merging
from pos.settlements.models import Payout, Statement
from pos.settlements.transfers import queries as transfers
from pos.settlements.transfers.layout import GENERIC, OWN_ACCOUNT, bank_code, read_layout, written
from pos.settlements.transfers.models import TransferBatch, TransferRow, TransferSlip
from pos.settlements.transfers.reading import Answers, Wanted

LAYOUT = settings.declare("transfer.layout", GENERIC, "Susunan kolom berkas transfer", str)
MOST_ROWS = 200
"""A batch is one transaction, so it has at most so many rows; a showroom with more sends two."""
AT_ONCE = 5
KIND = "transfer_batch"


class AccountChanged(Refused):
    """An account is another one than when the batch was made."""


def set_layout(session: Session, text: str, *, by: int, at: datetime) -> None:
    """Set the column map of files from today on; raises Refused for a line that says nothing."""
    read_layout(text)
    if OWN_ACCOUNT in text:
        raise Refused(
            _("Ganti %(word)s dengan nomor rekening galeri.", word=OWN_ACCOUNT), field="layout"
        )
    today = local_date(at, documents.zone(session))
    settings.put(session, LAYOUT, text.strip(), valid_from=today, by=by, at=at)


def send(
    session: Session, statements: Sequence[Statement], *, by: User, at: datetime
) -> TransferBatch:
    """Put these statements into a batch for the bank, each at its closing balance.

    Raises Refused where one cannot be paid, has no bank account, one that waits, or is one's own;
    nothing is sent then.
    """
    if not 0 < len(statements) <= MOST_ROWS:
        raise Refused(
            _("Pilih siapa yang ditransfer, paling banyak %(n)s.", n=MOST_ROWS), field="statement"
        )
    ids = [one.maker_id for one in statements]
    posting.lock_makers(session, ids)
    if merging.is_moving(session, ids):
        raise Refused(_("Salah satunya sedang digabung. Tunggu sampai selesai."), field="statement")
    waiting = {one.statement.id for one in transfers.waiting(session, statements) if one.bank}
    for one in statements:
        if one.id not in waiting:
            raise Refused(
                _("%(name)s belum punya rekening, atau transfernya sudah jalan.",
                  name=one.maker.name), field="statement",
            )  # fmt: skip
    payable.refuse_waiting_account(session, ids, at=at)
    since = transfers.accounts_since(session, ids)
    amounts = payable.check_payable(session, statements, "transfer", by=by)
    batch = TransferBatch(
        layout=settings.get(session, LAYOUT, on=local_date(at, documents.zone(session))),
        created_at=at, sender=by, created_by=by.id,
        rows=[
            TransferRow(
                statement=one, maker=one.maker, statement_id=one.id, maker_id=one.maker_id,
                amount=amount, state="sent", account_since=since[one.maker_id],
            )
            for one, amount in zip(statements, amounts, strict=True)
        ],
    )  # fmt: skip
    session.add(batch)
    session.flush()
    people.record(session, "transfer.sent", kind=KIND, subject_id=batch.id, by=by.id, at=at)
    return batch


def file_of(
    session: Session, batch: TransferBatch, *, by: int, at: datetime, is_sure: bool = False
) -> list[list[str]]:
    """Return the cells of a batch's file; who fetched the bank accounts is written down.

    Raises Conflict where the bank has answered for every row, AccountChanged where an account is
    another one than when the batch was made and nobody is sure (`is_sure`) that no file went out,
    AccountWaits where one person alone wrote it down.
    """
    sent = [row for row in batch.rows if row.state == "sent"]  # the others the bank has decided
    if not sent:
        raise Conflict(_("Semua transfer di sini sudah dijawab bank. Tidak ada lagi yang dikirim."))
    payable.refuse_waiting_account(session, [row.maker_id for row in sent], at=at)
    changed = transfers.changed_accounts(session, batch)
    accounts = transfers.accounts_of(session, batch)
    if any(not (one := accounts.get(m.id)) or not one.bank_account for m in changed):
        raise Refused(
            _("Ada yang rekeningnya sudah dihapus. Isi lagi, atau catat transfernya gagal.")
        )
    if changed and not is_sure:
        raise AccountChanged(
            _("Rekening %(names)s berganti sesudah kiriman ini dibuat. Kalau berkas yang lama sudah"
              " dikirim ke bank, jangan kirim lagi.", names=", ".join(one.name for one in changed)),
            field="sure",
        )  # fmt: skip
    rows = []
    for row in sent:
        account = accounts[row.maker_id]
        bank = account.bank_name or ""
        rows.append({
            "rekening": account.bank_account or "",
            "nama": " ".join((account.bank_holder or row.maker.name).split())[:40],
            "bank": bank, "kode_bank": bank_code(bank),
            "layanan_mandiri": "IBU" if "mandiri" in bank.casefold() else "BAU",
            "jumlah": str(row.amount), "nomor": row.statement.number, "perajin": row.maker.code,
            "berita": f"Hasil titip {row.statement.number}",
        })  # fmt: skip
    today = local_date(batch.created_at, documents.zone(session))
    head = {
        "tanggal": today.strftime("%Y%m%d"), "tanggal_iso": today.isoformat(),
        "banyak": str(len(rows)), "total": str(sum(row.amount for row in sent)),
    }  # fmt: skip
    people.record(session, "transfer.fetched", kind=KIND, subject_id=batch.id, by=by, at=at)
    return written(read_layout(batch.layout), head, rows)


def wanted(session: Session, batch: TransferBatch) -> dict[str, Wanted]:
    """Return the rows that wait for the bank's answer, by statement number, with what it was told."""
    accounts = transfers.accounts_of(session, batch)
    found = {}
    for row in batch.rows:
        if row.state == "sent":
            account = accounts.get(row.maker_id)
            names = (account.bank_holder, account.bank_name) if account else ()
            told = tuple(name for name in (row.maker.name, *names) if name)
            found[row.statement.number] = Wanted(row.id, row.amount, told)
    return found


def paid(session: Session, batch: TransferBatch, row_id: int, *, by: User, at: datetime) -> Payout:
    """Note that the bank paid a row; it is a payout like any other. Raises Conflict the second time."""
    row = _waiting(session, batch, row_id)
    payout = settling.pay(session, row.statement, "bank", by=by, at=at, transfer_row=row.id)
    row.state, row.payout_id, row.payout = "paid", payout.id, payout
    row.decided_at, row.decided_by = at, by.id
    session.flush()
    return payout


def failed(
    session: Session, batch: TransferBatch, row_id: int, *, reason: str, by: int, at: datetime
) -> None:
    """Note that the bank did not pay a row; its statement can be paid again.

    Raises Forbidden to whoever it is for: it would be paid once more.
    """
    row = _waiting(session, batch, row_id)
    sentence = _("Transfer untuk diri sendiri dicatat pengurus lain.")
    owners.refuse_own(session, [row.maker_id], sentence, by=by)
    if not reason.strip():
        raise Refused(_("Tulis mengapa transfernya gagal."), field="reason")
    row.failure, row.state = reason.strip()[:120], "failed"
    row.decided_at, row.decided_by = at, by
    session.flush()


def take_answers(
    session: Session, batch: TransferBatch, answers: Answers, *, by: int, at: datetime
) -> Job:
    """Begin to book what the bank said; the worker does a few rows at a time."""
    if not answers.answers and not answers.unknown:
        raise Refused(_("Berkas ini kosong."), field="file")
    people.record(session, "transfer.answered", kind=KIND, subject_id=batch.id, by=by, at=at)
    payload = {
        "batch": batch.id,
        "rows": [[one.row_id, one.is_paid, one.reason] for one in answers.answers],
        "unknown": [list(line) for line in answers.unknown],
    }
    return jobs.enqueue(session, transfers.JOB, payload, by=by, at=at, total=len(answers.answers))


@jobs.step(transfers.JOB)
def advance(session: Session, job: Job, at: datetime) -> bool:
    """Book five answers at most; True when every one is booked or refused."""
    batch = transfers.require(session, job.payload["batch"])
    by = session.get_one(User, job.created_by)
    place = int(job.cursor or 0)
    told: dict[str, Any] = dict(job.result or {"paid": 0, "failed": 0, "refused": []})
    for row_id, is_paid, reason in job.payload["rows"][place : place + AT_ONCE]:
        try:
            with session.begin_nested():
                if is_paid:
                    paid(session, batch, row_id, by=by, at=at)
                else:
                    failed(session, batch, row_id, reason=reason or "-", by=by.id, at=at)
            told["paid" if is_paid else "failed"] += 1
        except Refused as refused:
            told["refused"] = [*told["refused"], [row_id, refused.message]]
        place += 1
    job.cursor, job.progress, job.result = place, place, told
    session.flush()
    return place >= job.total


def keep_slip(
    session: Session, payout: Payout, scan: Scan, *, by: int, at: datetime
) -> TransferSlip:
    """Keep the bank's slip of a transfer; raises Refused for a payout in cash."""
    if payout.method != "transfer":
        raise Refused(_("Ini dibayar tunai, tidak ada bukti transfernya."), field="scan")
    row = TransferSlip(
        payout_id=payout.id, scan=scan.name, scan_type=scan.mimetype, at=at, actor_id=by
    )
    session.add(row)
    session.flush()
    people.record(session, "payout.slip_kept", kind="payout", subject_id=payout.id, by=by, at=at)
    return row


def _waiting(session: Session, batch: TransferBatch, row_id: int) -> TransferRow:
    found = transfers.lock_row(session, batch, row_id)
    if found.state != "sent":
        raise Conflict(_("Transfer ini sudah dicatat."))
    return found


def unpaid(session: Session, *, at: datetime) -> list[transfers.Waiting]:
    """Return who can be paid by transfer now, and whose bank account is not known or waits.

    Whom the run settles that is being posted is not among them.
    """
    unpaid, run = queries.unpaid_statements(session), queries.counting_run(session)
    waiting = transfers.waiting(session, queries.not_counted(unpaid, run))
    until = private.waits_until(session, [one.statement.maker_id for one in waiting], at=at)
    return [replace(one, until=until.get(one.statement.maker_id)) for one in waiting]
