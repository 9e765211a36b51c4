"""Verbs about counted visitors: one more, and not that one."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from catalogue.outlets.models import Outlet
from catalogue.tours.footfall import queries
from catalogue.tours.footfall.models import KINDS, Footfall
from core.errors import Conflict, Refused
from core.i18n import _
from core.users import service as users

UNDO_WITHIN = timedelta(minutes=1)
MOST = 5_000


def count(
    session: Session, outlet: Outlet, kind: str, *, on: date, by: int, at: datetime, people: int = 1
) -> Footfall:
    """Count `people` visitors of one of KINDS who came to an outlet on a day.

    Raises Refused for a kind or a number that cannot be.
    """
    if kind not in KINDS:
        raise Refused(_("Pilih lokal atau mancanegara."), field="kind")
    if not 1 <= people <= MOST:
        raise Refused(_("Jumlah pengunjung dari 1 sampai %(most)s.", most=MOST), field="people")
    if on > at.date() + timedelta(days=1):
        raise Refused(_("Tanggalnya belum datang."), field="on")
    row = Footfall(
        outlet_id=outlet.id, business_date=on, kind=kind, people=people, at=at, by=by
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def undo(session: Session, row: Footfall, *, by: int, at: datetime, late: bool = False) -> None:
    """Take a counted visitor back, within a minute; `late`: whenever, and it is recorded.

    Raises Conflict where it is too late or was done before.
    """
    row = queries.lock(session, row.id)
    if row.undone_at is not None:
        raise Conflict(_("Hitungan ini sudah diurungkan."))
    if at - row.at > UNDO_WITHIN and not late:
        raise Conflict(
            _("Sudah lewat semenit. Pengurus bisa membatalkannya di halaman Pengunjung.")
        )
    row.undone_at, row.undone_by = at, by
    session.flush()
    if late:
        users.record(
            session, "footfall.undone", kind="outlet", subject_id=row.outlet_id, by=by, at=at,
            detail={"kind": row.kind, "people": row.people, "on": row.business_date.isoformat()},
        )  # fmt: skip
