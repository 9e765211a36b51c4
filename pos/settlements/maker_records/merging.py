"""Merging two makers who are one: goods move in steps, then balance and record in one.

Lines that were sold, statements and deliveries keep the maker they name. What is open on an
account that was merged stands on the next statement of the maker who stays (`due.py` asks for it
there), with every receipt and every hold as it was.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from catalogue.makers import joining, owners
from catalogue.makers.models import Maker
from catalogue.products import moving
from catalogue.products.models import Certificate
from catalogue.stock.announced.models import Announcement
from catalogue.stock.counts.models import StockCount
from catalogue.stock.departures.models import Departure
from catalogue.stock.models import Consignment
from core import jobs
from core.clock import local_date
from core.errors import Conflict, Refused
from core.i18n import _
from core.jobs import Job
from core.users import service as people
from pos.ledger import queries as balances
from pos.ledger import service as ledger
from pos.ledger.service import Posting
from pos.settlements import documents, posting
from pos.settlements import queries as settlements
from pos.settlements.maker_records.models import MakerMerge
from pos.settlements.transfers import queries as transfers

KIND = "maker_merge"
GOODS_PER_STEP = 20

MOVES = {
    "product.maker_id", "consignment.maker_id", "departure.maker_id", "announcement.maker_id",
    "stock_count.maker_id", "certificate.maker_id", "maker_private.maker_id",
    "maker_user.maker_id", "maker_doubt.maker_id", "maker_doubt.other_id", "maker.merged_into_id",
}  # fmt: skip
"""References to a maker that a merge turns to the one who stays (of papers, drafts only)."""
STAYS = {
    "maker_link.maker_id", "notice.maker_id", "notice_choice.maker_id", "proposal.maker_id",
    "account.maker_id", "contract.maker_id", "sale_line.maker_id", "statement.maker_id",
    "statement_entry.maker_id", "skipped_maker.maker_id", "payout.maker_id",
    "opening_balance.maker_id", "departure_line.maker_id", "maker_merge.from_id", "maker_merge.into_id",
    "maker_owner.maker_id", "tender.maker_id", "adjustment.maker_id", "fee_rate.maker_id", "monthly_fee.maker_id",
    "transfer_row.maker_id", "pay_means.maker_id",
}  # fmt: skip
"""References that say what was, and stay; a test holds every reference to one of the two."""


class InProgress(Conflict):
    """One of the two is being merged at this moment."""


@dataclass(frozen=True)
class Balance:
    """What of a maker's account stands on the last statement, and what on none; rupiah."""

    stated: int
    unstated: int

    @property
    def total(self) -> int:
        """What the house owes on this account."""
        return self.stated + self.unstated


def check(session: Session, from_: Maker, into: Maker, *, by: int) -> None:
    """Refuse a pair that cannot be merged; raises Refused, Conflict, InProgress or Forbidden."""
    if from_.id == into.id:
        raise Refused(_("Pilih dua perajin yang berbeda."), field="other")
    for maker in (from_, into):
        if maker.merged_into_id is not None:
            raise Conflict(_("%(name)s sudah digabung ke perajin lain.", name=maker.name))
        if maker.erased_at is not None:
            raise Conflict(_("Data %(name)s sudah dihapus.", name=maker.name))
    if into.archived_at is not None:
        raise Refused(
            _("%(name)s diarsipkan. Aktifkan lagi dulu, atau pilih yang satunya.", name=into.name)
        )
    owners.refuse_own(
        session, (from_.id, into.id),
        _("Penggabungan yang menyangkut diri sendiri dilakukan orang lain."), by=by,
    )  # fmt: skip
    if transfers.open_rows(session, [from_.id, into.id]):
        raise InProgress(_("Transfer salah satunya menunggu jawaban bank. Catat dulu jawabannya."))
    if is_moving(session, [from_.id, into.id]):
        raise InProgress(_("Salah satunya sedang digabung. Tunggu sampai selesai."))


def start(
    session: Session, from_: Maker, into: Maker, *, keeps_terms: bool, by: int, at: datetime
) -> MakerMerge:
    """Begin to merge `from_` into `into`; the worker moves goods a few at a time, then the rest."""
    pair = [from_.id, into.id]
    session.execute(select(Maker.id).where(Maker.id.in_(pair)).order_by(Maker.id).with_for_update())
    session.refresh(from_)
    session.refresh(into)
    check(session, from_, into, by=by)
    merge = MakerMerge(
        from_id=from_.id, from_maker=from_, into_id=into.id, into_maker=into,
        keeps_terms=keeps_terms, started_at=at, started_by=by, goods=0, state="moving",
    )  # fmt: skip
    session.add(merge)
    session.flush()
    _enqueue(session, merge, by=by, at=at)
    people.record(
        session, "maker.merge_started", kind="maker", subject_id=into.id, by=by, at=at,
        detail={"code": from_.code},
    )  # fmt: skip
    return merge


def resume(session: Session, merge: MakerMerge, *, by: int, at: datetime) -> None:
    """Go on with a merge whose job failed, behind the last goods that it moved."""
    if merge.state == "done":
        return
    if merge.job is not None and not merge.job.is_finished:
        raise InProgress(_("Penggabungan ini masih berjalan."))
    _enqueue(session, merge, by=by, at=at)
    people.record(
        session, "maker.merge_resumed", kind="maker", subject_id=merge.into_id, by=by, at=at
    )


@jobs.step(KIND)
def advance(session: Session, job: Job, at: datetime) -> bool:
    """Move the next twenty products, or, when none is left, balance and record; True when done."""
    merge = session.get_one(MakerMerge, job.payload["merge"], with_for_update={"of": MakerMerge})
    if merge.state == "done":
        return True
    moved = moving.move_goods(
        session, merge.from_maker, merge.into_maker, limit=GOODS_PER_STEP,
        keeps_terms=merge.keeps_terms, on=_today(session, at), by=merge.started_by, at=at,
    )  # fmt: skip
    if moved:
        merge.goods += moved
        job.progress = min(job.progress + moved, job.total)
        session.flush()
        return False
    _finish(session, merge, at=at)
    job.progress = job.total
    return True


def balance_of(session: Session, maker_id: int) -> Balance:
    """Return what stands on a maker's own account, by whether a statement shows it."""
    latest = settlements.latest_statement(session, maker_id)
    stated = latest.closing if latest is not None else 0
    return Balance(stated, balances.owed_to(session, maker_id) - stated)


def _finish(session: Session, merge: MakerMerge, *, at: datetime) -> None:
    from_, into = merge.from_maker, merge.into_maker
    posting.lock_makers(session, [from_.id, into.id])
    if transfers.open_rows(session, [from_.id, into.id]):  # sent while the goods moved
        raise InProgress(_("Transfer salah satunya menunggu jawaban bank. Catat dulu jawabannya."))
    moved, today = balance_of(session, from_.id), _today(session, at)
    merge.stated, merge.unstated = moved.stated, moved.unstated
    merge.state, merge.done_at, merge.business_date = "done", at, today
    session.flush()
    _post(session, merge, Posting(today, None, merge.started_by, at))
    _move_papers(session, from_, into)
    joining.take_over(session, from_, into, by=merge.started_by, at=at)
    ledger.chain(
        session,
        ledger.OFFICE,
        {
            "event": "maker_merge",
            "id": merge.id,
            "from": from_.id,
            "into": into.id,
            "stated": moved.stated,
            "unstated": moved.unstated,
            "on": today.isoformat(),
            "at": at.isoformat(),
        },
        source=("maker_merge", merge.id),
    )


def _post(session: Session, merge: MakerMerge, common: Posting) -> None:
    """Two entries: what was on a statement stands on one again, what was on none goes along."""
    old = ledger.account(session, "payable", maker_id=merge.from_id)
    new = ledger.account(session, "payable", maker_id=merge.into_id)
    for reason, amount in (("stated", merge.stated), ("unstated", merge.unstated)):
        ledger.post(
            session, old, new, amount or 0, reason=reason, source=("maker_merge", merge.id),
            posting=common,
        )  # fmt: skip
    session.flush()


def _move_papers(session: Session, from_: Maker, into: Maker) -> None:
    """Drafts of papers and licences follow; a licence that both have stays where it is."""
    papers: tuple[tuple[Any, str], ...] = (
        (Announcement, "received"), (Consignment, "received"), (Departure, "done"),
        (StockCount, "posted"),
    )  # fmt: skip
    for paper, final in papers:
        session.execute(
            update(paper)
            .where(paper.maker_id == from_.id, paper.state.not_in((final, "cancelled")))
            .values(maker_id=into.id)
        )
    held = {
        (kind, number)
        for kind, number in session.execute(
            select(Certificate.kind, Certificate.number).where(Certificate.maker_id == into.id)
        )
    }
    for one in session.scalars(select(Certificate).where(Certificate.maker_id == from_.id)):
        if (one.kind, one.number) not in held:
            one.maker_id = into.id
    session.flush()


def is_moving(session: Session, maker_ids: Collection[int]) -> bool:
    """Say whether one of these makers is being merged at this moment."""
    query = select(MakerMerge.id).where(
        MakerMerge.state == "moving",
        or_(MakerMerge.from_id.in_(maker_ids), MakerMerge.into_id.in_(maker_ids)),
    )
    return session.scalar(query.limit(1)) is not None


def _enqueue(session: Session, merge: MakerMerge, *, by: int, at: datetime) -> None:
    total = moving.count_goods(session, merge.from_id)
    merge.job = jobs.enqueue(session, KIND, {"merge": merge.id}, by=by, at=at, total=total)
    session.flush()


def _today(session: Session, at: datetime) -> date:
    return local_date(at, documents.zone(session))
