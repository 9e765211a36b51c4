"""Cash that people carry for the house: who has how much, and handing it in with a signed slip."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session

from catalogue.outlets import queries as outlets
from catalogue.outlets import showroom
from catalogue.outlets.letterhead import letterhead
from catalogue.outlets.models import Outlet, Till
from core import settings
from core.clock import local_date
from core.errors import Forbidden, NotFound, Refused
from core.i18n import _, current_locale
from core.money import rupiah
from core.users import service as people
from core.users.models import User
from pos.ledger import service as ledger
from pos.ledger.models import Account, Entry
from pos.ledger.service import Posting
from pos.shifts import queries
from pos.shifts.models import CashDelivery, Shift
from pos.shifts.service import MAX_CASH
from printers.documents import Fact, Record, Signer


@dataclass(frozen=True)
class Carried:
    """So many rupiah of the house are with this person."""

    user_id: int
    name: str
    amount: int


@dataclass(frozen=True)
class Receipt:
    """What was received of carried cash: rupiah, whereto (None: the treasurer), by whom.

    `settles`: what is missing or too much is let go as over or short.
    """

    amount: int
    outlet: Outlet | None
    receiver: str
    settles: bool = False


def carried(session: Session) -> list[Carried]:
    """Return who carries money of the house, by name; whoever handed all in is left out."""
    signed = case((Entry.debit_id == Account.id, Entry.amount), else_=-Entry.amount)
    rows = session.execute(
        select(User.id, User.name, func.sum(signed))
        .join(Account, Account.user_id == User.id)
        .join(Entry, or_(Entry.debit_id == Account.id, Entry.credit_id == Account.id))
        .where(Account.kind == "holder")
        .group_by(User.id, User.name)
        .having(func.sum(signed) != 0)
        .order_by(User.name)
    )
    return [Carried(user_id, name, int(amount)) for user_id, name, amount in rows]


def at(session: Session, outlet_id: int) -> list[Carried]:
    """Return who carries money and kept the cash of a shift at this outlet."""
    people_there = set(session.scalars(_kept_at(outlet_id)))
    return [one for one in carried(session) if one.user_id in people_there]


def handed_in(session: Session, outlet_id: int, *, since: datetime) -> Sequence[CashDelivery]:
    """Return what people who kept the cash of a shift at this outlet handed in since then."""
    found = (
        select(CashDelivery)
        .where(CashDelivery.holder_id.in_(_kept_at(outlet_id)), CashDelivery.at >= since)
        .order_by(CashDelivery.id)
    )
    return session.scalars(found).all()


def hand_in(
    session: Session, holder: User, received: Receipt, *, by: int, at: datetime
) -> CashDelivery:
    """Take carried cash from a person into a safe or to the treasurer.

    Raises Refused for more than the person carries, unless that settles it, and Forbidden to a person
    who would let go of what is missing of the own.
    """
    account = ledger.account(session, "holder", user_id=holder.id)
    owed = queries.lock_in_hand(session, holder.id)
    if not 0 <= received.amount <= MAX_CASH:
        raise Refused(_("Tulis jumlah yang diterima."), field="amount")
    if not received.receiver.strip():
        raise Refused(_("Tulis nama yang menerima."), field="receiver")
    difference = received.amount - owed if received.settles else 0
    if owed <= 0 or received.amount > owed + max(0, difference):
        raise Refused(
            _("Menurut catatan %(name)s membawa %(amount)s.", name=holder.name,
              amount=rupiah(owed)), field="amount",
        )  # fmt: skip
    if difference < 0 and by == holder.id:
        raise Forbidden(_("Kekurangan uang yang Anda bawa sendiri ditutup pengurus lain."))
    if received.amount == 0 and not difference:
        raise Refused(_("Tulis jumlah yang diterima."), field="amount")
    outlet = received.outlet
    day = local_date(at, (outlet or outlets.require_main(session)).zone)
    row = CashDelivery(
        holder_id=holder.id, holder=holder, to_kind="safe" if outlet else "treasury",
        to_outlet_id=outlet.id if outlet else None, outlet=outlet, amount=received.amount,
        difference=difference, receiver=received.receiver.strip()[:80], business_date=day, at=at,
        actor_id=by,
    )  # fmt: skip
    session.add(row)
    session.flush()
    place = ledger.account(session, row.to_kind, outlet_id=row.to_outlet_id)
    source, posting = ("cash_delivery", row.id), Posting(day, row.to_outlet_id, by, at)
    ledger.post(
        session, place, account, row.amount, reason="handed_in", source=source, posting=posting
    )
    ledger.post(
        session, account, ledger.account(session, "over_short"), difference, reason="over_short",
        source=source, posting=posting,
    )  # fmt: skip
    _seal(session, row)
    people.record(session, "cash.handed_in", kind="cash_delivery", subject_id=row.id, by=by, at=at)
    return row


def last_of(session: Session, holder_id: int, at: datetime | None) -> CashDelivery | None:
    """Return what a person handed in at that very moment, or None."""
    return session.scalar(
        select(CashDelivery).where(CashDelivery.holder_id == holder_id, CashDelivery.at == at)
    )


def require_delivery(session: Session, delivery_id: int) -> CashDelivery:
    """Return a delivery of carried cash, or raise NotFound."""
    row = session.get(CashDelivery, delivery_id)
    if row is None:
        raise NotFound(_("Setoran ini tidak ada dalam daftar."))
    return row


def slip(session: Session, row: CashDelivery) -> Record:
    """Return the paper that both sides sign; two copies, one for each."""
    place = _("Brankas %(outlet)s", outlet=row.outlet.name) if row.outlet else _("Kas bendahara")
    facts = [
        Fact(label=_("Yang menyerahkan"), value=row.holder.name),
        Fact(label=_("Yang menerima"), value=row.receiver),
        Fact(label=_("Jumlah"), value=rupiah(row.amount)),
        Fact(label=_("Masuk ke"), value=place),
    ]
    if row.difference:
        facts.append(Fact(label=_("Selisih yang ditutup"), value=rupiah(row.difference)))
    return Record(
        house=letterhead(session, on=row.business_date), language=current_locale(),
        demo=settings.get(session, showroom.DEMO, on=row.business_date),
        title=_("Serah terima uang"), number=f"ST-{row.id:05d}", made_at=row.at,
        zone=row.outlet.zone if row.outlet else outlets.require_main(session).zone,
        facts=tuple(facts),
        opening=_("Uang tunai di bawah ini sudah dihitung dan diserahkan."), lines=(),
        signers=(
            Signer(role=_("Yang menyerahkan"), name=row.holder.name),
            Signer(role=_("Yang menerima"), name=row.receiver),
        ),
        copies=(_("Lembar yang menyerahkan"), _("Lembar yang menerima")),
    )  # fmt: skip


def _seal(session: Session, row: CashDelivery) -> None:
    content = {
        "event": "cash_delivery",
        "id": row.id,
        "holder": row.holder_id,
        "to": [row.to_kind, row.to_outlet_id],
        "amount": row.amount,
        "difference": row.difference,
        "by": row.actor_id,
        "at": row.at.isoformat(),
    }
    ledger.chain(session, ledger.OFFICE, content, source=("cash_delivery", row.id))


def _kept_at(outlet_id: int) -> Select[int | None]:
    return (
        select(Shift.kept_by)
        .join(Till, Till.id == Shift.till_id)
        .where(Till.outlet_id == outlet_id, Shift.kept_by.is_not(None))
    )
