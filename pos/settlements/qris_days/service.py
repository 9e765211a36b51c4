"""Verbs of QRIS days: match a credit with its claims, and take it back when it was wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from core import settings
from core.clock import local_date
from core.errors import Conflict, Refused
from core.i18n import _
from core.money import rupiah
from core.users import service as people
from pos.ledger import service as ledger
from pos.ledger.service import Posting
from pos.sales import completing
from pos.sales.claims import service as claims
from pos.sales.claims import surplus
from pos.sales.claims.models import SurplusMoney, SurplusReturn
from pos.settlements import documents, treasury
from pos.settlements.qris_days import queries
from pos.settlements.qris_days.models import QrisCredit, QrisCreditPart
from pos.settlements.qris_days.reading import expected_charge

CHARGE_BPS = settings.declare("qris.charge_bps", 30, "Biaya QRIS (per sepuluh ribu)", int)
CHARGE_FREE = settings.declare("qris.charge_free", 500_000, "Bebas biaya sampai (rupiah)", int)
"""What the acquirer keeps, a guess until the money comes: usaha mikro 0,3 % above Rp500.000."""
MAX_AMOUNT = 10_000_000_000
SOURCE = "qris_credit"


class Unexplained(Refused):
    """What came is not what the claims less the charges come to, and nobody said why.

    `fits` is what can be said of it: "charge" where no more came than was paid, "surplus" where
    more came than was expected.
    """

    def __init__(self, message: str, fits: Sequence[str]) -> None:
        super().__init__(message, field="explained")
        self.fits = tuple(fits)


@dataclass(frozen=True)
class Came:
    """What came into the bank: rupiah, for which claims and surplus money, and why it differs.

    `explained`: "charge" (the acquirer kept it), "surplus" (money without a ticket), or "".
    """

    amount: int
    tender_ids: Sequence[int]
    surplus_ids: Sequence[int] = ()
    explained: str = ""
    note: str = ""


def set_charges(session: Session, *, bps: int, free_up_to: int, by: int, at: datetime) -> None:
    """Say what the acquirer charges from today on; raises Refused for what no acquirer asks."""
    if not 0 <= bps <= 500:
        raise Refused(_("Biaya QRIS antara 0 dan 5%."), field="rate")
    today = local_date(at, documents.zone(session))
    for setting, value in ((CHARGE_BPS, bps), (CHARGE_FREE, free_up_to)):
        settings.put(session, setting, value, valid_from=today, by=by, at=at)


def expected(session: Session, amounts: Sequence[int], *, on: date) -> int:
    """Return the rupiah that the acquirer is expected to keep of these payments."""
    return expected_charge(
        amounts,
        bps=settings.get(session, CHARGE_BPS, on=on),
        free_up_to=settings.get(session, CHARGE_FREE, on=on),
    )


def match(session: Session, day: date, came: Came, *, by: int, at: datetime) -> QrisCredit:
    """Book what the acquirer paid for some claims: into the bank, and what it kept as charges.

    Claims that waited are confirmed by it, what the house had taken upon itself has come late. Raises
    Unexplained where a difference has no home, Conflict for a claim that is matched or paid otherwise.
    """
    if not 0 < came.amount <= MAX_AMOUNT:
        raise Refused(
            _("Jumlah harus antara Rp1 dan %(most)s.", most=rupiah(MAX_AMOUNT)), field="amount"
        )
    found = queries.lock_claims(session, came.tender_ids)
    extra = queries.lock_surplus(session, came.surplus_ids)
    if not found and not extra and came.explained != "surplus":
        raise Refused(_("Centang bayaran mana yang dibayar uang ini."), field="claims")
    for claim in found:
        _see(session, claim, by=by, at=at)
    charge, more = _explain(session, day, came, found, extra, by=by, at=at)
    extra += [more] if more else []
    gross = sum(c.tender.amount for c in found) + sum(one.amount for one in extra)
    row = QrisCredit(
        day=day, gross=gross, charge=charge, amount=came.amount, note=came.note.strip()[:300],
        business_date=local_date(at, documents.zone(session)), at=at, actor_id=by,
        parts=[QrisCreditPart(tender=c.tender) for c in found]
        + [QrisCreditPart(surplus=one) for one in extra],
    )  # fmt: skip
    session.add(row)
    session.flush()
    _post(session, row, back=False, posting=Posting(row.business_date, None, by, at))
    _chain(session, row, SOURCE, at=at, by=by)
    people.record(session, "qris.matched", kind=SOURCE, subject_id=row.id, by=by, at=at)
    return row


def take_back(session: Session, row: QrisCredit, *, reason: str, by: int, at: datetime) -> None:
    """Take a wrong credit back by counter-entries; its claims can be matched again.

    What it confirmed stays confirmed; surplus money that was only its difference is undone with it.
    Raises Conflict the second time, and where that surplus was given back; Refused without a reason.
    """
    session.refresh(row, ["reversed_at"], with_for_update={"of": QrisCredit})
    if row.reversed_at is not None:
        raise Conflict(_("Uang masuk ini sudah dibatalkan."))
    if not reason.strip():
        raise Refused(_("Tulis alasannya, supaya bisa dibaca lagi nanti."), field="reason")
    today = local_date(at, documents.zone(session))
    for part in row.parts:
        part.is_released = True
    if row.difference is not None:
        words = _("Batal bersama uang masuknya")
        surplus.give_back(session, row.difference, source="qris", words=words, by=by, at=at)
    row.reversed_at, row.reversed_by, row.reversed_on = at, by, today
    row.reversal_reason = reason.strip()[:200]
    session.flush()
    _post(session, row, back=True, posting=Posting(today, None, by, at))
    _chain(session, row, f"{SOURCE}_back", at=at, by=by)
    people.record(
        session, "qris.taken_back", kind=SOURCE, subject_id=row.id, by=by, at=at,
        detail={"reason": row.reversal_reason},
    )  # fmt: skip


def give_back(
    session: Session,
    row: SurplusMoney,
    *,
    source: str,
    words: str,
    by: int,
    at: datetime,
    below: str = "",
) -> SurplusReturn:
    """Give surplus money back to its owner; raises what `surplus.give_back` and `treasury.take` raise.

    Refused from the acquirer's account where a credit brought the money into the bank.
    """
    queries.lock_surplus(session, [row.id])
    if source == "qris" and queries.came_with(session, row) is not None:
        raise Refused(
            _("Uang ini sudah cair ke rekening bank. Kembalikan dari rekening bank atau kas"
              " bendahara."), field="source",
        )  # fmt: skip
    is_below = source == "treasury" and treasury.take(session, row.amount, below=below)
    back = surplus.give_back(session, row, source=source, words=words, by=by, at=at)
    if is_below:
        people.record(
            session, "surplus.back_below", kind="surplus", subject_id=row.id, by=by, at=at,
            detail={"reason": below.strip()[:120]},
        )  # fmt: skip
    return back


def _see(session: Session, claim: queries.DayClaim, *, by: int, at: datetime) -> None:
    """Let the money of a claim stand on the acquirer's account, from wherever it waited."""
    if claim.state in ("matched", "otherwise"):
        raise Conflict(
            _("Nota %(number)s sudah dicocokkan atau dibayar dengan cara lain.",
              number=claim.tender.sale.number)
        )  # fmt: skip
    if claim.state == "waiting":
        completing.confirm(session, claim.tender, by=by, at=at)
    elif claim.state == "missing":
        claims.receive(session, claim.tender, way="qris", by=by, at=at)


def _explain(
    session: Session,
    day: date,
    came: Came,
    found: Sequence[queries.DayClaim],
    extra: Sequence[SurplusMoney],
    *,
    by: int,
    at: datetime,
) -> tuple[int, SurplusMoney | None]:
    """Return the charges, and the surplus money that came along; every rupiah has a home."""
    paid = [c.tender.amount for c in found if c.tender.amount > 0]
    paid += [one.amount for one in extra]
    gross = sum(c.tender.amount for c in found) + sum(one.amount for one in extra)
    charge = expected(session, paid, on=day)
    difference = came.amount - (gross - charge)
    if difference == 0:
        return charge, None
    fits = [*(["charge"] if gross >= came.amount else []), *(["surplus"] if difference > 0 else [])]
    if came.explained == "charge" and "charge" in fits:
        return gross - came.amount, None
    if came.explained == "surplus" and "surplus" in fits:
        words = _("Ikut masuk dengan QRIS %(day)s", day=day.strftime("%d.%m.%Y"))
        return charge, surplus.note(session, difference, words, by=by, at=at)
    words = (
        _("Masuk %(amount)s lebih banyak dari yang dicentang. Uang tanpa nota? Pilih uang lebih. Atau ada"
          " bayaran yang belum dicentang.", amount=rupiah(difference))
        if difference > 0
        else _("Masuk %(amount)s lebih sedikit dari yang dicentang. Biaya penyedia? Pilih biaya. Atau ada"
               " bayaran yang belum masuk: hapus centangnya.", amount=rupiah(-difference))
    )  # fmt: skip
    raise Unexplained(words, fits)


def _post(session: Session, row: QrisCredit, *, back: bool, posting: Posting) -> None:
    bank, qris = ledger.account(session, "bank"), ledger.account(session, "qris")
    charges = ledger.account(session, "charges")
    sign, end = (-1, "_back") if back else (1, "")
    source = (SOURCE, row.id)
    ledger.post(session, bank, qris, sign * row.amount, reason=f"paid_out{end}", source=source,
                posting=posting)  # fmt: skip
    ledger.post(session, charges, qris, sign * row.charge, reason=f"charge{end}", source=source,
                posting=posting)  # fmt: skip


def _chain(session: Session, row: QrisCredit, event: str, *, at: datetime, by: int) -> None:
    content = {
        "event": event, "id": row.id, "day": row.day.isoformat(), "gross": row.gross,
        "charge": row.charge, "amount": row.amount, "by": by, "at": at.isoformat(),
        "tenders": sorted(part.tender_id for part in row.parts if part.tender_id),
        "surplus": sorted(part.surplus_id for part in row.parts if part.surplus_id),
    }  # fmt: skip
    ledger.chain(session, ledger.OFFICE, content, source=(event, row.id))
