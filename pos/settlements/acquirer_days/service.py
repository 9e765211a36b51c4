"""Verbs of acquirers' days: match a credit with what it pays for, and take it back when it was wrong."""

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
from pos.sales.models import Tender
from pos.settlements import documents, treasury
from pos.settlements.acquirer_days import payments, queries
from pos.settlements.acquirer_days.models import AcquirerCredit, AcquirerCreditPart
from pos.settlements.acquirer_days.payments import Payment
from pos.settlements.acquirer_days.reading import expected_charge

CHARGES = {
    "qris": (
        settings.declare("qris.charge_bps", 30, "Biaya QRIS (per sepuluh ribu)", int),
        settings.declare("qris.charge_free", 500_000, "Bebas biaya sampai (rupiah)", int),
    ),
    "card": (
        settings.declare("card.charge_bps", 100, "Biaya kartu (per sepuluh ribu)", int),
        settings.declare("card.charge_free", 0, "Kartu bebas biaya sampai (rupiah)", int),
    ),
}
"""What the acquirer keeps, and up to how much nothing: a guess until the money comes. QRIS of a usaha
mikro 0,3 % above Rp500.000; cards by each shop's own contract."""
MAX_AMOUNT = 10_000_000_000


class Unexplained(Refused):
    """What came is not what the claims less the charges come to, and nobody said why.

    `fits` is what can be said of it: "charge" where no more came than was paid, "surplus" where
    more came than was expected.
    """

    def __init__(self, message: str, fits: Sequence[str]) -> None:
        super().__init__(message, field="explained")
        self.fits = tuple(fits)


class Unlikely(Refused):
    """The acquirer is said to have kept far more than it is expected to, and nobody was sure."""


@dataclass(frozen=True)
class Came:
    """What came into the bank: rupiah, what for, and why it differs.

    For tenders, deposits and surplus money; less what was taken back of the tenders `back_ids`.
    `explained`: "charge" (the acquirer kept it), "surplus" (money without a ticket), or ""; `is_sure`
    that it kept so much.
    """

    amount: int
    tender_ids: Sequence[int] = ()
    deposit_ids: Sequence[int] = ()
    back_ids: Sequence[int] = ()
    surplus_ids: Sequence[int] = ()
    explained: str = ""
    is_sure: bool = False
    note: str = ""


@dataclass(frozen=True)
class _Paid:
    """What a credit pays for, found and locked."""

    payments: Sequence[Payment]
    surplus: Sequence[SurplusMoney]

    @property
    def gross(self) -> int:
        """Rupiah before charges."""
        return sum(self._amounts)

    @property
    def charged(self) -> list[int]:
        """The rupiah on which an acquirer charges: of each payment that came in."""
        return [amount for amount in self._amounts if amount > 0]

    @property
    def _amounts(self) -> list[int]:
        return [one.amount for one in self.payments] + [one.amount for one in self.surplus]


def charges(session: Session, kind: str, *, on: date) -> tuple[int, int]:
    """Return what the acquirer of a tender is expected to keep: basis points, and free up to (rupiah)."""
    bps, free = CHARGES[kind]
    return settings.get(session, bps, on=on), settings.get(session, free, on=on)


def set_charges(
    session: Session, kind: str, *, bps: int, free_up_to: int, by: int, at: datetime
) -> None:
    """Say what the acquirer charges from today on; raises Refused for what no acquirer asks."""
    if not 0 <= bps <= 500:
        raise Refused(_("Biaya penyedia antara 0 dan 5%."), field="rate")
    today = local_date(at, documents.zone(session))
    for setting, value in zip(CHARGES[kind], (bps, free_up_to), strict=True):
        settings.put(session, setting, value, valid_from=today, by=by, at=at)


def expected(session: Session, kind: str, amounts: Sequence[int], *, on: date) -> int:
    """Return the rupiah that the acquirer is expected to keep of these payments."""
    bps, free = charges(session, kind, on=on)
    return expected_charge(amounts, bps=bps, free_up_to=free)


def match(
    session: Session, kind: str, day: date, came: Came, *, by: int, at: datetime
) -> AcquirerCredit:
    """Book what the acquirer paid for some payments: into the bank, and what it kept as charges.

    Claims that waited are confirmed by it, what the house had taken upon itself has come late. Raises
    Unexplained where a difference has no home, Unlikely where it is far too much for a charge,
    Conflict for what is matched or paid otherwise.
    """
    if not 0 < came.amount <= MAX_AMOUNT:
        raise Refused(
            _("Jumlah harus antara Rp1 dan %(most)s.", most=rupiah(MAX_AMOUNT)), field="amount"
        )
    found = payments.lock_payments(session, kind, came.tender_ids, came.deposit_ids)
    found += payments.lock_taken_back(session, kind, came.back_ids)
    paid = _Paid(found, payments.lock_surplus(session, kind, came.surplus_ids))
    if not paid.payments and not paid.surplus and came.explained != "surplus":
        raise Refused(_("Centang bayaran mana yang dibayar uang ini."), field="claims")
    for one in found:
        _see(session, one, by=by, at=at)
    charge, more = _explain(session, kind, day, came, paid)
    if more:
        words = _("Ikut masuk pada %(day)s", day=day.strftime("%d.%m.%Y"))
        noted = surplus.note(session, more, words, kind=kind, by=by, at=at)
        paid = _Paid(found, [*paid.surplus, noted])
    row = AcquirerCredit(
        kind=kind, day=day, gross=paid.gross, charge=charge, amount=came.amount,
        note=came.note.strip()[:300], business_date=local_date(at, documents.zone(session)),
        at=at, actor_id=by, parts=_parts(paid),
    )  # fmt: skip
    session.add(row)
    session.flush()
    _post(session, row, back=False, posting=Posting(row.business_date, None, by, at))
    _chain(session, row, row.source, at=at, by=by)
    people.record(session, "qris.matched", kind="qris_credit", subject_id=row.id, by=by, at=at)
    return row


def take_back(session: Session, row: AcquirerCredit, *, reason: str, by: int, at: datetime) -> None:
    """Take a wrong credit back by counter-entries; what it paid for can be matched again.

    What it confirmed stays confirmed; surplus money that was only its difference is undone with it.
    Raises Conflict the second time, where that surplus was given back, and where another credit was
    made smaller by money that this one had paid; Refused without a reason.
    """
    session.refresh(row, ["reversed_at"], with_for_update={"of": AcquirerCredit})
    if row.reversed_at is not None:
        raise Conflict(_("Uang masuk ini sudah dibatalkan."))
    if queries.is_kept_back(session, row):
        raise Conflict(_("Uangnya sudah dipotong dari uang masuk lain. Batalkan yang itu dulu."))
    if not reason.strip():
        raise Refused(_("Tulis alasannya, supaya bisa dibaca lagi nanti."), field="reason")
    today = local_date(at, documents.zone(session))
    for part in row.parts:
        part.is_released = True
    if row.difference is not None:
        words = _("Batal bersama uang masuknya")
        surplus.give_back(session, row.difference, source=row.kind, words=words, by=by, at=at)
    row.reversed_at, row.reversed_by, row.reversed_on = at, by, today
    row.reversal_reason = reason.strip()[:200]
    session.flush()
    _post(session, row, back=True, posting=Posting(today, None, by, at))
    _chain(session, row, f"{row.source}_back", at=at, by=by)
    people.record(
        session, "qris.taken_back", kind="qris_credit", subject_id=row.id, by=by, at=at,
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
    payments.lock_surplus(session, row.kind, [row.id])
    if source == row.kind and queries.came_with(session, row) is not None:
        raise Refused(
            _("Uang ini sudah cair ke rekening bank. Kembalikan dari rekening bank atau kas"
              " bendahara."), field="source",
        )  # fmt: skip
    is_below = source == "treasury" and treasury.take(session, row.amount, below=below)
    back = surplus.give_back(session, row, source=source, words=words, by=by, at=at)
    if is_below:
        treasury.record_below(
            session, "surplus.back_below", ("surplus", row.id), below, by=by, at=at
        )
    return back


def _see(session: Session, payment: Payment, *, by: int, at: datetime) -> None:
    """Let the money of a payment stand on the acquirer's account, from wherever it waited."""
    if payment.state in ("matched", "otherwise"):
        raise Conflict(
            _("Nota %(number)s sudah dicocokkan atau dibayar dengan cara lain.",
              number=payment.number)
        )  # fmt: skip
    if not isinstance(payment.thing, Tender):
        return
    if payment.state == "waiting":
        completing.confirm(session, payment.thing, by=by, at=at)
    elif payment.state == "missing":
        claims.receive(session, payment.thing, way=payment.thing.kind, by=by, at=at)


def _parts(paid: _Paid) -> list[AcquirerCreditPart]:
    """What a credit pays for, as it is kept."""
    return [
        *(
            AcquirerCreditPart(tender=one.thing, is_back=one.is_back)
            if isinstance(one.thing, Tender)
            else AcquirerCreditPart(deposit=one.thing)
            for one in paid.payments
        ),
        *(AcquirerCreditPart(surplus=one) for one in paid.surplus),
    ]


def _explain(session: Session, kind: str, day: date, came: Came, paid: _Paid) -> tuple[int, int]:
    """Return the charges, and the surplus money that came along; every rupiah has a home."""
    charge = expected(session, kind, paid.charged, on=day)
    difference = came.amount - (paid.gross - charge)
    if difference == 0:
        return charge, 0
    fits = [
        *(["charge"] if paid.gross >= came.amount else []),
        *(["surplus"] if difference > 0 else []),
    ]
    if came.explained == "charge" and "charge" in fits:
        _question(paid.gross - came.amount, charge, gross=paid.gross, is_sure=came.is_sure)
        return paid.gross - came.amount, 0
    if came.explained == "surplus" and "surplus" in fits:
        return charge, difference
    reckoned = rupiah(paid.gross - charge)
    words = (
        _("Masuk %(amount)s lebih banyak dari perkiraan %(reckoned)s. Uang tanpa nota? Pilih uang lebih."
          " Atau ada bayaran yang belum dicentang.", amount=rupiah(difference), reckoned=reckoned)
        if difference > 0
        else _("Masuk %(amount)s lebih sedikit dari perkiraan %(reckoned)s. Biaya penyedia? Pilih biaya."
               " Atau ada bayaran yang belum masuk: hapus centangnya.",
               amount=rupiah(-difference), reckoned=reckoned)
    )  # fmt: skip
    raise Unexplained(words, fits)


def _question(kept: int, expected: int, *, gross: int, is_sure: bool) -> None:
    """Raise Unlikely for more than twice the charge that is expected and more than 1 % of the money."""
    if kept > 2 * expected and kept * 100 > gross and not is_sure:
        raise Unlikely(
            _("Biaya %(kept)s terlalu besar: perkiraannya %(expected)s. Ada bayaran yang belum masuk? Hapus"
              " centangnya. Kalau memang dipotong sebesar itu, katakan di bawah.",
              kept=rupiah(kept), expected=rupiah(expected)), field="sure",
        )  # fmt: skip


def _post(session: Session, row: AcquirerCredit, *, back: bool, posting: Posting) -> None:
    bank, theirs = ledger.account(session, "bank"), ledger.account(session, row.kind)
    kept = ledger.account(session, "charges")
    sign, end = (-1, "_back") if back else (1, "")
    source = (row.source, row.id)
    ledger.post(session, bank, theirs, sign * row.amount, reason=f"paid_out{end}", source=source,
                posting=posting)  # fmt: skip
    ledger.post(session, kept, theirs, sign * row.charge, reason=f"charge{end}", source=source,
                posting=posting)  # fmt: skip


def _chain(session: Session, row: AcquirerCredit, event: str, *, at: datetime, by: int) -> None:
    tenders = [part for part in row.parts if part.tender_id is not None]
    content = {
        "event": event, "id": row.id, "day": row.day.isoformat(), "gross": row.gross,
        "charge": row.charge, "amount": row.amount, "by": by, "at": at.isoformat(),
        "tenders": sorted(part.tender_id for part in tenders if not part.is_back and part.tender_id),
        "surplus": sorted(part.surplus_id for part in row.parts if part.surplus_id),
    }  # fmt: skip
    more = {
        "deposits": sorted(part.deposit_id for part in row.parts if part.deposit_id),
        "backs": sorted(part.tender_id for part in tenders if part.is_back and part.tender_id),
    }
    content |= {name: ids for name, ids in more.items() if ids}  # older ones had neither
    ledger.chain(session, ledger.OFFICE, content, source=(event, row.id))
