"""Where the house's money lies, and moving it between those places."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from catalogue.outlets import queries as outlets
from catalogue.outlets.models import Outlet
from core.clock import local_date
from core.errors import Refused
from core.i18n import _
from core.money import rupiah
from core.users import service as people
from pos.ledger import queries as balances
from pos.ledger import service as ledger
from pos.ledger.models import Account
from pos.ledger.service import Posting
from pos.ledger.words import KIND_NAMES
from pos.settlements import documents
from pos.settlements.models import MoneyTransfer, Payout
from pos.shifts import queries as shifts
from pos.shifts.models import Shift

MAX_AMOUNT = 10_000_000_000
PLACE_NAMES = {
    "outside": _("Dari luar catatan (saldo awal)"),
    **{kind: KIND_NAMES[kind] for kind in ("safe", "treasury", "bank", "qris")},
    "postage": _("Kurir (ongkos yang diteruskan)"),
}
"""What kinds of places are called; two of them are no account of money."""
TARGETS = ("safe", "treasury", "bank", "qris", "postage")


class TooLittle(Refused):
    """Kas bendahara would go below zero, and nobody said why it may."""


@dataclass(frozen=True)
class Place:
    """A place that money is moved from or to; a safe is an outlet's."""

    kind: str
    outlet_id: int | None = None

    @property
    def code(self) -> str:
        """The place as a form sends it: `bank`, `safe:3`."""
        return self.kind if self.outlet_id is None else f"{self.kind}:{self.outlet_id}"

    def name(self, session: Session) -> str:
        """Return what people call it."""
        of = self.outlet_id
        return place_name(self.kind, None if of is None else outlets.require_outlet(session, of))

    @property
    def account_code(self) -> str:
        """The code of its account in the ledger."""
        kind = "opening" if self.kind == "outside" else self.kind
        return balances.account_code(kind, outlet_id=self.outlet_id)


TREASURY = Place("treasury")
OUTSIDE = Place("outside")
COURIERS = Place("postage")
"""Where postage goes that customers paid; money never comes from there."""


def place_name(kind: str, outlet: Outlet | None) -> str:
    """Return what people call a place of money."""
    if outlet is not None:
        return _("Brankas %(outlet)s", outlet=outlet.name)
    return _(PLACE_NAMES[kind])


def places(session: Session) -> list[Place]:
    """Return every place that transfers go between, kas bendahara first.

    The safe of a place that is no longer in use is one of them while the books show money in it.
    """
    held = {
        account.outlet_id
        for account, amount in balances.accounts_of_kinds(session, ("safe",))
        if amount
    }
    safes = [
        Place("safe", outlet.id)
        for outlet in outlets.every(session)
        if outlet.archived_at is None or outlet.id in held
    ]
    return [TREASURY, *safes, Place("bank"), Place("qris")]


def movements_of(session: Session, outlet_id: int, *, since: datetime) -> Sequence[MoneyTransfer]:
    """Return what went into and out of an outlet's safe by hand since then, oldest first."""
    here = or_(MoneyTransfer.from_outlet_id == outlet_id, MoneyTransfer.to_outlet_id == outlet_id)
    found = select(MoneyTransfer).where(here, MoneyTransfer.moved_at >= since)
    return session.scalars(found.order_by(MoneyTransfer.id)).all()


def place_of(session: Session, code: str) -> Place:
    """Return the place that a form named; raises Refused for one that there is not."""
    found = next((p for p in [*places(session), OUTSIDE, COURIERS] if p.code == code), None)
    if found is None:
        raise Refused(_("Pilih tempat uangnya."))
    return found


def balance(session: Session, place: Place) -> int:
    """Return the rupiah that the books show at a place."""
    return balances.balance_of(session, place.account_code)


def move(
    session: Session,
    source: Place,
    target: Place,
    amount: int,
    *,
    reason: str,
    by: int,
    at: datetime,
    below: str = "",
) -> MoneyTransfer:
    """Move `amount` rupiah from one place to another; raises Refused for what cannot be.

    Raises TooLittle where kas bendahara would go below zero, unless `below` says why it may. At
    other places books that show too little refuse nothing: money in hand beats the record.
    """
    if source == COURIERS:
        raise Refused(_("Uang tidak bisa dipindah dari sana."), field="from")
    if source == target:
        raise Refused(_("Pilih dua tempat yang berbeda."), field="to")
    if target.kind not in TARGETS:
        raise Refused(_("Uang tidak bisa dipindah ke sana."), field="to")
    if not 0 < amount <= MAX_AMOUNT:
        raise Refused(
            _("Jumlah harus antara Rp1 dan %(most)s.", most=rupiah(MAX_AMOUNT)), field="amount"
        )
    if not reason.strip():
        raise Refused(_("Tulis untuk apa uangnya dipindah."), field="reason")
    is_below = source == TREASURY and take(session, amount, below=below)
    day = local_date(at, documents.zone(session))
    row = MoneyTransfer(
        from_kind=source.kind,
        from_outlet_id=source.outlet_id,
        to_kind=target.kind,
        to_outlet_id=target.outlet_id,
        amount=amount,
        reason=reason.strip()[:200],
        business_date=day,
        moved_at=at,
        moved_by=by,
    )
    session.add(row)
    session.flush()
    ledger.post(
        session,
        ledger.account(session, _account_kind(target), outlet_id=target.outlet_id),
        ledger.account(session, _account_kind(source), outlet_id=source.outlet_id),
        amount,
        reason="transfer",
        source=("money_transfer", row.id),
        posting=Posting(day, target.outlet_id or source.outlet_id, by, at),
    )
    _chain(session, row)
    people.record(session, "money.moved", kind="money_transfer", subject_id=row.id, by=by, at=at)
    if is_below:
        record_below(session, "money.moved_below", ("money_transfer", row.id), below, by=by, at=at)
    return row


def take(session: Session, amount: int, *, below: str) -> bool:
    """Let `amount` rupiah leave kas bendahara, whose account is locked until the transaction ends.

    It does not go below zero: raises TooLittle unless `below`, the word of a manager, says why.
    True where it does by that word.
    """
    account = ledger.account(session, "treasury")
    session.execute(
        select(Account.id).where(Account.id == account.id).with_for_update(key_share=True)
    )  # entries to the account may go on being written
    there = balances.balance(session, account)
    if there >= amount:
        return False
    if not below.strip():
        raise TooLittle(
            _("Menurut catatan di kas bendahara ada %(there)s, kurang %(lacks)s. Catat dulu uang"
              " yang diambil dari bank atau brankas. Uangnya memang ada di tangan? Tulis alasannya.",
              there=rupiah(there), lacks=rupiah(amount - there)), field="below",
        )  # fmt: skip
    return True


def record_below(
    session: Session, action: str, subject: tuple[str, int], below: str, *, by: int, at: datetime
) -> None:
    """Write down the word by which kas bendahara went below zero; `action` says what was done."""
    kind, subject_id = subject
    people.record(
        session, action, kind=kind, subject_id=subject_id, by=by, at=at,
        detail={"reason": below.strip()[:120]},
    )  # fmt: skip


def shortfall(session: Session, place: Place) -> str | None:
    """Return a plain warning if the books show less than nothing at a place, else None."""
    if place == OUTSIDE:
        return None
    return _warning(place.name(session), balance(session, place))


def shortfall_after(session: Session, payout: Payout) -> str | None:
    """Return a plain warning if the books show less than nothing where a payout came from."""
    if payout.source != "drawer":
        return shortfall(session, Place(payout.source))
    assert payout.shift_id is not None
    till = shifts.require_shift(session, payout.shift_id).till
    return _warning(_("laci %(till)s", till=till.name), shifts.drawer(session, till.id))


def _warning(name: str, left: int) -> str | None:
    if left >= 0:
        return None
    return _(
        "Menurut catatan, %(place)s kini kurang %(amount)s. Hitung uangnya, lalu catat pindahan"
        " yang belum ditulis.",
        place=name,
        amount=rupiah(-left),
    )


def open_drawers(session: Session) -> list[tuple[Shift, int]]:
    """Return the tills whose drawer can pay now: the open shift and the cash on record."""
    found = []
    for till in outlets.active_tills(session):
        shift = shifts.open_shift(session, till.id)
        if shift is not None:
            found.append((shift, shifts.drawer(session, till.id)))
    return found


def _account_kind(place: Place) -> str:
    return "opening" if place == OUTSIDE else place.kind


def _chain(session: Session, row: MoneyTransfer) -> None:
    ledger.chain(
        session,
        ledger.OFFICE,
        {
            "event": "money_transfer",
            "id": row.id,
            "from": [row.from_kind, row.from_outlet_id],
            "to": [row.to_kind, row.to_outlet_id],
            "amount": row.amount,
            "by": row.moved_by,
            "at": row.moved_at.isoformat(),
        },
        source=("money_transfer", row.id),
    )
