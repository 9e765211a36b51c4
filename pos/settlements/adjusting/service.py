"""Verbs of adjustments: propose, approve, decline. Nothing is on the ledger before a second person agrees."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from catalogue.makers import owners
from catalogue.makers import queries as makers
from catalogue.makers.models import Maker
from catalogue.outlets import showroom
from core import counters, settings
from core.clock import local_date
from core.errors import Conflict, Forbidden, Refused
from core.i18n import _, use_locale
from core.money import rupiah
from core.users import hands
from core.users import queries as user_queries
from core.users import service as people
from core.users.models import User
from pos.ledger import service as ledger
from pos.ledger.service import Posting
from pos.settlements import documents, posting, treasury
from pos.settlements.adjusting.models import GAINS, HANDED, KINDS, SOURCES, Adjustment
from pos.settlements.adjusting.words import INTO, KIND_NAMES, OUT_OF, SOURCE
from printers import documents as papers
from printers.documents import to_json
from printers.words import day as day_words

MAX_AMOUNT = 1_000_000_000
LONGEST_REASON = 80
"""Letters; the reason stands on the statement."""
HOUSE_ACCOUNTS = {
    "compensation": "loss",
    "fee": "maker_fees",
    "more": "adjustments",
    "less": "adjustments",
}
"""The house's side of each kind; of what changes hands it is where the money comes from or goes."""
REASONS = {"more": "adjustment", "less": "adjustment"}
"""What the ledger calls a kind that it does not call by its own name."""


class AlreadyDecided(Conflict):
    """Somebody agreed or said no before."""


@dataclass(frozen=True)
class Wish:
    """What is proposed: `kind` of KINDS, positive rupiah, why, and the money's place if any."""

    kind: str
    amount: int
    reason: str
    source: str | None = None


def propose(session: Session, maker: Maker, wish: Wish, *, by: User, at: datetime) -> Adjustment:
    """Write down what somebody proposes for a maker's account; the ledger knows nothing of it yet.

    Raises Refused for what cannot be, Forbidden for one's own account.
    """
    _refuse_own(session, maker.id, by=by)
    _refuse_gone(session, maker)
    _check(wish)
    row = Adjustment(
        number=f"P{counters.next_number(session, 'adjustment'):05d}",
        maker_id=maker.id,
        maker=maker,
        kind=wish.kind,
        amount=wish.amount,
        reason=wish.reason.strip(),
        source=wish.source if wish.kind in HANDED else None,
        proposed_at=at,
        proposed_by=by.id,
        proposer=by,
        state="proposed",
    )
    session.add(row)
    session.flush()
    people.record(session, "adjustment.proposed", kind=SOURCE, subject_id=row.id, by=by.id, at=at)
    return row


def approve(session: Session, row: Adjustment, *, by: User, at: datetime, below: str = "") -> None:
    """Agree to what another proposed, and post it; it stands on the maker's next statement.

    Raises Forbidden for who proposed it and for the maker's own person, AlreadyDecided, and TooLittle
    where kas bendahara would go below zero, unless `below` says why it may.
    """
    posting.lock_maker(session, row.maker_id)
    _lock_open(session, row)
    _refuse_own(session, row.maker_id, by=by)
    if by.id == row.proposed_by:
        raise Forbidden(_("Yang mengusulkan tidak menyetujui. Minta pengurus lain membukanya."))
    fresh = why_not_two(session, row.proposer, by, at=at)
    if fresh:
        raise Forbidden(fresh)
    _refuse_gone(session, row.maker)
    leaves = row.source == "treasury" and row.effect < 0
    is_below = leaves and treasury.take(session, row.amount, below=below)
    today = local_date(at, documents.zone(session))
    row.state, row.decided_at, row.decided_by, row.decider = "approved", at, by.id, by
    row.business_date = today
    with session.no_autoflush:  # the paper reads the house's name while the row is half written
        row.document = to_json(slip(session, row, by=by.name)) if row.is_handed else None
    session.flush()
    house = ledger.account(session, row.source or HOUSE_ACCOUNTS[row.kind])
    theirs = ledger.account(session, "payable", maker_id=row.maker_id)
    ledger.post(
        session,
        house,
        theirs,
        row.effect,
        reason=REASONS.get(row.kind, row.kind),
        source=(SOURCE, row.id),
        posting=Posting(today, None, by.id, at),
    )
    ledger.chain(session, ledger.OFFICE, sealed(row), source=(SOURCE, row.id))
    people.record(session, "adjustment.approved", kind=SOURCE, subject_id=row.id, by=by.id, at=at)
    if is_below:
        treasury.record_below(
            session, "adjustment.approved_below", (SOURCE, row.id), below, by=by.id, at=at
        )


def decline(session: Session, row: Adjustment, *, answer: str, by: User, at: datetime) -> None:
    """Say no, with the reason; who proposed it may take it back this way. Raises AlreadyDecided."""
    _lock_open(session, row)
    if not answer.strip():
        raise Refused(_("Tulis mengapa tidak jadi."), field="answer")
    row.state, row.decided_at, row.decided_by, row.decider = "declined", at, by.id, by
    row.answer = answer.strip()[:200]
    session.flush()
    people.record(
        session, "adjustment.declined", kind=SOURCE, subject_id=row.id, by=by.id, at=at,
        detail={"reason": row.answer},
    )  # fmt: skip


def sealed(row: Adjustment) -> dict[str, object]:
    """Return what the hash of an approved adjustment covers."""
    assert row.business_date is not None
    return {
        "event": "adjustment",
        "id": row.id,
        "number": row.number,
        "maker": row.maker_id,
        "kind": row.kind,
        "amount": row.amount,
        "source": row.source,
        "proposed_by": row.proposed_by,
        "decided_by": row.decided_by,
        "on": row.business_date.isoformat(),
    }


def slip(session: Session, row: Adjustment, *, by: str) -> papers.PayoutSlip:
    """Return the kuitansi that is signed where money changes hands."""
    assert row.business_date is not None and row.decided_at is not None
    with use_locale("id"):
        return papers.PayoutSlip(
            house=documents.letterhead(session, on=row.business_date),
            demo=settings.get(session, showroom.DEMO, on=row.business_date),
            number=row.number,
            maker=row.maker.name,
            maker_code=row.maker.code,
            amount=row.amount,
            purpose=f"{_(KIND_NAMES[row.kind])}: {row.reason}",
            method=_((INTO if row.kind in GAINS else OUT_OF)[row.source or ""]),
            paid_at=row.decided_at,
            zone=documents.zone(session),
            paid_by="",  # who agrees need not be who hands the money over: that one signs
            approved_by=by,
            place=documents.place(session),
            from_maker=row.kind in GAINS,
        )


def _check(wish: Wish) -> None:
    if wish.kind not in KINDS:
        raise Refused(_("Pilih apa yang diusulkan."), field="kind")
    if not 0 < wish.amount <= MAX_AMOUNT:
        raise Refused(
            _("Jumlah harus antara Rp1 dan %(most)s.", most=rupiah(MAX_AMOUNT)), field="amount"
        )
    if not wish.reason.strip():
        raise Refused(_("Tulis alasannya; perajin membacanya di laporan."), field="reason")
    if len(wish.reason.strip()) > LONGEST_REASON:
        raise Refused(_("Paling banyak %(n)s huruf.", n=LONGEST_REASON), field="reason")
    if wish.kind in HANDED and wish.source not in SOURCES:
        raise Refused(_("Pilih dari mana uangnya, atau ke mana."), field="source")


def _lock_open(session: Session, row: Adjustment) -> None:
    session.refresh(row, with_for_update={"of": Adjustment})
    if row.state != "proposed":
        # Asked apart: what is joined to a row that was waited for is from before the wait.
        name = user_queries.names_of(session, [row.decided_by]).get(row.decided_by or 0, "")
        raise AlreadyDecided(_("Sudah diputuskan oleh %(name)s.", name=name))


def why_not_two(session: Session, *two: User, at: datetime) -> str:
    """Say whose access is too new to count as one of two people and until when; else nothing.

    Two accounts are not two people while one of them was just made or opened by another.
    """
    for one in two:
        if hands.is_fresh(session, one, at=at):
            assert one.let_in_at is not None
            day = local_date(one.let_in_at + hands.REST, documents.zone(session))
            return _("Akses %(name)s baru dibuat atau diganti orang lain, jadi belum dihitung sebagai"
                     " orang kedua. Bisa lagi sesudah %(day)s.", name=one.name, day=day_words(day))  # fmt: skip
    return ""


def _refuse_own(session: Session, maker_id: int, *, by: User) -> None:
    sentence = _("Saldo diri sendiri diurus oleh pengurus lain.")
    owners.refuse_own(session, [maker_id], sentence, by=by.id)


def _refuse_gone(session: Session, maker: Maker) -> None:
    into = makers.merged_into(session, maker.id)
    if into is not None:
        raise Refused(
            _("Perajin ini digabung ke %(name)s. Usulkan untuk %(name)s.", name=into.name),
            field="maker",
        )
