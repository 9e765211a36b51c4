"""Inviting a phone to be a till: a link for minutes that one phone spends.

A phone never shares a till: it needs its own ticket and its own numbers. It becomes a till that
no browser works for, or a new one with a series of its own.
"""

from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from catalogue.outlets import queries, service
from catalogue.outlets.models import Outlet, Till, TillDevice, TillInvite
from core.errors import NotFound, Refused
from core.i18n import _
from core.users import service as people
from core.users.models import Device, User

LIFE = timedelta(minutes=10)
"""How long a link may be spent after it was shown."""


class InviteGone(NotFound):
    """The link was spent, or its minutes are over."""


def free_tills(session: Session, outlet: Outlet, *, but: Till) -> list[Till]:
    """Return the tills of an outlet that no enrolled browser works for, newest first, without `but`."""
    return list(
        session.scalars(
            select(Till)
            .where(
                Till.outlet_id == outlet.id,
                Till.archived_at.is_(None),
                Till.id != but.id,
                Till.id.not_in(_taken()),
            )
            .order_by(Till.id.desc())
        )
    )


def invite(
    session: Session, counter: Till, till: Till | None, *, by: int, at: datetime
) -> TillInvite:
    """Invite a phone to be `till`, a free one beside the counter; None makes a new till.

    Its paper comes out where the counter's does. Raises Refused for a till that is not free.
    """
    if till is None:
        till = _phone_till(session, counter)
    elif till not in free_tills(session, counter.outlet, but=counter):
        raise Refused(_("Kasir itu sudah dipakai perangkat lain. Pilih yang lain."), field="till")
    row = TillInvite(till_id=till.id, till=till, invited_by=by, at=at, expires_at=at + LIFE)
    session.add(row)
    session.flush()
    people.record(session, "till.invited", kind="outlet", subject_id=till.outlet_id, by=by, at=at,
                  detail={"till": till.name})  # fmt: skip
    return row


def require(session: Session, invite_id: int, *, at: datetime) -> TillInvite:
    """Return an invite that can still be spent, or raise InviteGone."""
    row = session.get(TillInvite, invite_id)
    over = row is None or row.accepted_at is not None or at >= row.expires_at
    # Two links may have led to one till, and two phones on one ticket are none.
    if row is None or over or session.scalar(_taken().where(TillDevice.till_id == row.till_id)):
        raise InviteGone(
            _("Kode ini sudah dipakai atau sudah lewat waktunya. Minta kode baru di meja kasir.")
        )
    return row


def accept(
    session: Session, row: TillInvite, device: Device | None, *, at: datetime
) -> tuple[Device, str | None]:
    """Spend an invite: the phone (`device` where it was enrolled before) works for the till.

    Returns the device, and the token for its cookie where it is new. Raises InviteGone.
    """
    # Two phones at once queue at the till, and the second finds the link spent.
    session.refresh(row.till, with_for_update={"of": Till})
    session.refresh(row)
    row, token = require(session, row.id, at=at), None
    if device is None:
        name = f"{row.till.outlet.name}, {row.till.name}"
        by = session.get_one(User, row.invited_by)
        device, token = people.enrol_device(session, name, by=by, at=at)
    service.assign_device(session, device, row.till)
    row.accepted_at, row.device_id = at, device.id
    session.flush()
    return device, token


def _taken() -> Select[int]:
    return (
        select(TillDevice.till_id)
        .join(Device, Device.id == TillDevice.device_id)
        .where(Device.revoked_at.is_(None))
    )


def _phone_till(session: Session, counter: Till) -> Till:
    outlet = counter.outlet
    series = {till.series for till in queries.all_tills(session)}
    number = next(n for n in range(1, 1000) if _series(outlet, n) not in series)
    till = service.set_up_till(
        session, outlet, _("HP %(n)s", n=number), series=_series(outlet, number)
    )
    till.receipt_printer_id = counter.receipt_printer_id
    session.flush()
    return till


def _series(outlet: Outlet, number: int) -> str:
    room = 5 - len(f"H{number}")
    return f"{outlet.code[:room]}H{number}"
