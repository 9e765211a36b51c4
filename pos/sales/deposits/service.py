"""Taking a deposit (uang muka) and giving it back; using one is a tender (`paying`)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from catalogue.outlets import showroom
from catalogue.outlets.letterhead import letterhead
from catalogue.outlets.models import Till
from core import counters, settings
from core.errors import Refused
from core.i18n import _, current_locale
from core.money import rupiah
from core.users import service as people
from core.users.models import User
from pos.ledger import service as ledger
from pos.ledger.models import Account
from pos.sales.deposits import queries
from pos.sales.deposits.models import Deposit, DepositReturn
from pos.sales.discounts import Approval
from pos.sales.receipts import tender_label
from pos.sales.refunds import NeedsManager
from pos.shifts import queries as shifts
from pos.shifts.models import Shift
from pos.shifts.service import NoShift, posting_of, refuse_beyond_drawer
from printers import documents, spool
from printers.models import Printer

MAX_AMOUNT = 1_000_000_000
GOES_TO = {"qris": "qris", "card": "card", "transfer": "bank"}
"""Where money that is not cash lies; a deposit by QRIS is taken only when it was seen."""
BACK = ("cash", "transfer")
"""How a deposit goes back."""


@dataclass(frozen=True)
class Left:
    """What a customer leaves: who, for what, how much and in which way."""

    customer: str
    amount: int
    way: str
    purpose: str = ""
    phone: str = ""
    reference: str = ""


def take(session: Session, till: Till, left: Left, *, by: User, at: datetime) -> Deposit:
    """Take a deposit at a till with an open shift, print its slip, and return it.

    Raises NoShift, Refused for no name or an amount that cannot be.
    """
    if not left.customer:
        raise Refused(_("Tulis nama pembelinya."), field="customer")
    if not 0 < left.amount <= MAX_AMOUNT:
        raise Refused(
            _("Jumlah harus antara Rp1 dan %(most)s.", most=rupiah(MAX_AMOUNT)), field="amount"
        )
    number = counters.next_number(session, "deposit")
    shift = _open_shift(session, till)
    row = Deposit(
        number=f"U{number:06d}", customer=left.customer, phone=left.phone, purpose=left.purpose,
        amount=left.amount, way=left.way, reference=left.reference, till_id=till.id, till=till,
        shift_id=shift.id, business_date=shift.business_date, at=at, actor_id=by.id, document={},
    )  # fmt: skip
    slip = _slip(session, row, row.amount, _title(row), by=by, at=at)
    row.document = documents.to_json(slip)
    session.add(row)
    session.flush()
    ledger.post(
        session,
        _account(session, row.way, till),
        ledger.account(session, "deposits"),
        row.amount,
        reason="taken",
        source=("deposit", row.id),
        posting=posting_of(shift, by=by.id, at=at),
    )
    _chain(session, row, row.id)
    people.record(session, "deposit.taken", kind="deposit", subject_id=row.id, by=by.id, at=at)
    _print(session, till, slip, row, by=by, at=at)
    return row


def give_back(
    session: Session,
    deposit: Deposit,
    till: Till,
    amount: int,
    *,
    way: str,
    reason: str,
    by: User,
    at: datetime,
    reference: str = "",
    approval: Approval | None = None,
) -> DepositReturn:
    """Give some or all of what is left of a deposit back; raises NoShift, Refused.

    In another way than it came only with a manager's approval, as with goods: NeedsManager.
    """
    if not reason:
        raise Refused(_("Tulis alasannya, supaya bisa dibaca lagi nanti."), field="reason")
    if way != deposit.way and approval is None:
        raise NeedsManager(
            _("%(amount)s tidak dibayar dengan cara ini, jadi perlu PIN pengurus.",
              amount=rupiah(amount)), field="approver_pin",
        )  # fmt: skip
    shift = _open_shift(session, till)
    deposit = queries.lock(session, deposit.id)
    check_left(session, deposit, amount)
    if way == "cash":
        refuse_beyond_drawer(session, shift, amount)
    row = DepositReturn(
        deposit_id=deposit.id, deposit=deposit, amount=amount, way=way, reference=reference,
        reason=reason, till_id=till.id, shift_id=shift.id, business_date=shift.business_date,
        at=at, actor_id=by.id, document={},
    )  # fmt: skip
    title = _("Uang muka kembali: %(customer)s", customer=deposit.customer)
    slip = _slip(session, row, -amount, title, by=by, at=at)
    row.document = documents.to_json(slip)
    session.add(row)
    session.flush()
    ledger.post(
        session,
        ledger.account(session, "deposits"),
        _account(session, way, till),
        amount,
        reason="given_back",
        source=("deposit_return", row.id),
        posting=posting_of(shift, by=by.id, at=at),
    )
    _chain(session, row, deposit.id)
    people.record(
        session, "deposit.given_back", kind="deposit", subject_id=deposit.id, by=by.id, at=at,
        detail={"reason": reason}
        | ({"approved_by": approval.manager.name} if approval is not None else {}),
    )  # fmt: skip
    _print(session, till, slip, row, by=by, at=at)
    return row


def check_left(session: Session, deposit: Deposit, amount: int) -> None:
    """Refuse an amount that is not left of a deposit."""
    left = queries.left_of(session, [deposit.id])[deposit.id]
    if not 0 < amount <= left:
        raise Refused(
            _("Dari uang muka %(number)s tinggal %(left)s.", number=deposit.number,
              left=rupiah(left)), field="amount",
        )  # fmt: skip


def _open_shift(session: Session, till: Till) -> Shift:
    shift = shifts.lock_open_shift(session, till.id)
    if shift is None:
        raise NoShift(_("Kasir belum buka. Buka kasir dulu."))
    return shift


def _account(session: Session, way: str, till: Till) -> Account:
    if way == "cash":
        return ledger.account(session, "cash", till_id=till.id)
    return ledger.account(session, GOES_TO[way])


def _title(row: Deposit) -> str:
    words = _("Uang muka: %(customer)s", customer=row.customer)
    return f"{words}, {row.purpose}" if row.purpose else words


def _slip(
    session: Session,
    row: Deposit | DepositReturn,
    amount: int,
    title: str,
    *,
    by: User,
    at: datetime,
) -> documents.Receipt:
    """Return the slip: a receipt of one line, negative where the money goes back."""
    number = row.number if isinstance(row, Deposit) else row.deposit.number
    till = row.till if isinstance(row, Deposit) else session.get_one(Till, row.till_id)
    return documents.Receipt(
        house=letterhead(session, on=row.business_date),
        language=current_locale(),
        demo=settings.get(session, showroom.DEMO, on=row.business_date),
        outlet=till.outlet.name,
        till=till.name,
        number=number,
        cashier=by.name,
        completed_at=at,
        zone=till.outlet.zone,
        lines=(
            documents.ReceiptLine(
                title=title, maker="", quantity=1 if amount > 0 else -1, unit_price=abs(amount),
                amount=amount,
            ),
        ),
        total=amount,
        tenders=(
            documents.ReceiptTender(
                label=tender_label(row.way), amount=amount, reference=row.reference
            ),
        ),
        footer=(_("Simpan kertas ini; nomornya dipakai waktu barang diambil."),),
    )  # fmt: skip


def _chain(session: Session, row: Deposit | DepositReturn, deposit_id: int) -> None:
    ledger.chain(
        session,
        ledger.OFFICE,
        {
            "event": row.__tablename__,
            "id": row.id,
            "deposit": deposit_id,
            "amount": row.amount,
            "way": row.way,
            "shift": row.shift_id,
            "by": row.actor_id,
            "at": row.at.isoformat(),
        },
        source=(row.__tablename__, row.id),
    )


def _print(
    session: Session,
    till: Till,
    slip: documents.Receipt,
    row: Deposit | DepositReturn,
    *,
    by: User,
    at: datetime,
) -> None:
    if till.receipt_printer_id is None:
        return
    printer = session.get_one(Printer, till.receipt_printer_id)
    source = {"source_kind": row.__tablename__, "source_id": row.id, "by": by.id, "at": at}
    if row.way == "cash":
        spool.open_drawer(session, printer, **source)  # type: ignore[arg-type]
    spool.enqueue(session, printer, slip, **source)  # type: ignore[arg-type]
