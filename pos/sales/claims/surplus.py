"""Money of an acquirer without a ticket: noted when it is seen, given back when its owner is known."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.outlets import queries as outlets
from core.errors import Conflict, NotFound, Refused
from core.i18n import _
from core.money import rupiah
from core.users import service as people
from pos.ledger import service as ledger
from pos.ledger.service import Posting
from pos.sales.claims.models import SurplusMoney, SurplusReturn

MAX_AMOUNT = 1_000_000_000
SOURCES = ("bank", "treasury")
"""Where surplus money is given back from, besides the account of the acquirer that has it."""


def waiting(session: Session) -> list[SurplusMoney]:
    """Return the surplus money that was not given back yet, oldest first."""
    return list(
        session.scalars(
            select(SurplusMoney)
            .outerjoin(SurplusReturn, SurplusReturn.surplus_id == SurplusMoney.id)
            .where(SurplusReturn.id.is_(None))
            .order_by(SurplusMoney.id)
        )
    )


def require(session: Session, surplus_id: int) -> SurplusMoney:
    """Return the surplus money of that id, or raise NotFound."""
    found = session.get(SurplusMoney, surplus_id)
    if found is None:
        raise NotFound(_("Uang lebih ini tidak ada dalam daftar."))
    return found


def note(
    session: Session, amount: int, words: str, *, by: int, at: datetime, kind: str = "qris"
) -> SurplusMoney:
    """Note money that an acquirer has or paid out and that belongs to no ticket."""
    if not 0 < amount <= MAX_AMOUNT:
        raise Refused(
            _("Jumlah harus antara Rp1 dan %(most)s.", most=rupiah(MAX_AMOUNT)), field="amount"
        )
    if not words:
        raise Refused(_("Tulis dari siapa atau kapan uangnya masuk."), field="note")
    day = outlets.house_date(session, at)
    row = SurplusMoney(kind=kind, amount=amount, note=words, business_date=day, at=at, actor_id=by)
    session.add(row)
    session.flush()
    ledger.post(
        session,
        ledger.account(session, kind),
        ledger.account(session, f"{kind}_surplus"),
        amount,
        reason="surplus",
        source=("surplus_money", row.id),
        posting=Posting(day, None, by, at),
    )
    _chain(session, row, amount)
    people.record(session, "surplus.noted", kind="surplus", subject_id=row.id, by=by, at=at)
    return row


def give_back(
    session: Session, row: SurplusMoney, *, source: str, words: str, by: int, at: datetime
) -> SurplusReturn:
    """Give surplus money back to its owner, from its acquirer or one of SOURCES.

    Raises Conflict the second time.
    """
    if source not in (row.kind, *SOURCES):
        raise Refused(_("Pilih tempat uangnya."), field="source")
    if not words:
        raise Refused(_("Tulis kepada siapa uangnya kembali."), field="words")
    if session.scalar(select(SurplusReturn.id).where(SurplusReturn.surplus_id == row.id)):
        raise Conflict(_("Uang lebih ini sudah dikembalikan."))
    day = outlets.house_date(session, at)
    back = SurplusReturn(
        surplus_id=row.id, surplus=row, source=source, note=words, business_date=day, at=at,
        actor_id=by,
    )  # fmt: skip
    session.add(back)
    session.flush()
    ledger.post(
        session,
        ledger.account(session, f"{row.kind}_surplus"),
        ledger.account(session, source),
        row.amount,
        reason="surplus_back",
        source=("surplus_return", back.id),
        posting=Posting(day, None, by, at),
    )
    _chain(session, back, row.amount)
    people.record(session, "surplus.given_back", kind="surplus", subject_id=row.id, by=by, at=at)
    return back


def _chain(session: Session, row: SurplusMoney | SurplusReturn, amount: int) -> None:
    ledger.chain(
        session,
        ledger.OFFICE,
        {"event": row.__tablename__, "id": row.id, "amount": amount, "by": row.actor_id,
         "at": row.at.isoformat(),
         **({"surplus": row.surplus_id} if isinstance(row, SurplusReturn) else {}),
         **({"kind": row.kind} if isinstance(row, SurplusMoney) and row.kind != "qris" else {})},
        source=(row.__tablename__, row.id),
    )  # fmt: skip
