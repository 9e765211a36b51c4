"""Verbs about the goods of a bazar: open it, take goods there, bring them back.

Its money, and closing it, stand in `pos/reports/bazars`, which knows the sales.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from catalogue.outlets import queries as outlets
from catalogue.outlets import service as outlet_service
from catalogue.outlets.models import Outlet
from catalogue.products.queries import by_ids
from catalogue.stock import queries as stock
from catalogue.stock.bazars import queries
from catalogue.stock.bazars.models import Bazar
from catalogue.stock.departures import drafts
from catalogue.stock.departures.drafts import Piece
from catalogue.stock.departures.models import Departure
from catalogue.stock.transfers import arriving, losing
from catalogue.stock.transfers import queries as transfers
from catalogue.stock.transfers import service as moving
from catalogue.stock.transfers.models import Transfer
from core import counters
from core.errors import Refused
from core.i18n import _
from core.users import service as people
from core.users.models import User

LONGEST = timedelta(days=31)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a bazar is called, where it is, its business dates, and who carries the goods."""

    name: str
    place: str
    first_day: date
    last_day: date
    carrier: str


def open_bazar(
    session: Session,
    plan: Plan,
    *,
    origin: Outlet,
    outlet: Outlet | None,
    by: int,
    at: datetime,
) -> Bazar:
    """Begin a bazar at a stall without goods; without `outlet` a stall with one till is made.

    Everybody who works at the origin may sell at a new stall. Raises Refused for a stall that has
    goods, sales of these days, or another bazar.
    """
    _check(plan)
    if outlet is None:
        outlet = _new_stall(session, plan, origin, at=at)
    else:
        _check_stall(session, outlet, plan)
    bazar = Bazar(
        number=f"BZ{counters.next_number(session, 'bazar'):06d}", name=plan.name.strip(),
        origin_id=origin.id, origin=origin, outlet_id=outlet.id, outlet=outlet,
        first_day=plan.first_day, last_day=plan.last_day, carrier=plan.carrier.strip(),
        state="open", created_at=at, created_by=by,
    )  # fmt: skip
    session.add(bazar)
    session.flush()
    people.record(session, "bazar.opened", kind="bazar", subject_id=bazar.id, by=by, at=at)
    return bazar


def change_days(
    session: Session, bazar: Bazar, *, first_day: date, last_day: date, by: int, at: datetime
) -> None:
    """Set the business dates of an open bazar anew."""
    _require_open(bazar)
    _check_days(first_day, last_day)
    bazar.first_day, bazar.last_day = first_day, last_day
    session.flush()
    people.record(session, "bazar.changed", kind="bazar", subject_id=bazar.id, by=by, at=at)


def list_out(session: Session, bazar: Bazar, *, by: int, at: datetime) -> Transfer:
    """Return the list of goods to take there that is being written; a new one if there is none."""
    return _list(session, bazar, bazar.origin, bazar.outlet, by=by, at=at)


def list_back(session: Session, bazar: Bazar, *, by: int, at: datetime) -> Transfer:
    """Return the list of goods scanned back in at the origin; a new one if there is none.

    What was still on its way to the stall has arrived there by then: it comes back from there.
    """
    arrive(session, bazar, by=by, at=at)
    return _list(session, bazar, bazar.outlet, bazar.origin, by=by, at=at)


def _list(
    session: Session, bazar: Bazar, origin: Outlet, destination: Outlet, *, by: int, at: datetime
) -> Transfer:
    _require_open(bazar)
    for transfer in queries.transfers_of(session, bazar.id):
        if transfer.is_draft and transfer.origin_id == origin.id:
            return transfer
    return moving.start(
        session, origin, destination, carrier=bazar.carrier, bazar=bazar, by=by, at=at
    )


def arrive(session: Session, bazar: Bazar, *, by: int, at: datetime) -> int:
    """Take all that is on its way to the stall for arrived and return how many pieces that was."""
    _require_open(bazar)
    pieces = 0
    for underway in transfers.incoming(session, [bazar.outlet_id]):
        transfer = transfers.lock(session, underway.id)
        pieces += arriving.take_all(session, transfer, by=by, at=at)
    return pieces


def bring_back(session: Session, transfer: Transfer, *, by: int, at: datetime) -> int:
    """Take the goods scanned back in onto the origin's record; return how many pieces that was."""
    bazar = transfer.bazar
    if bazar is None or not transfer.comes_back:
        raise Refused(_("Daftar ini bukan daftar barang yang kembali dari bazar."))
    arrive(session, bazar, by=by, at=at)
    carrier = transfer.carrier or bazar.carrier
    # What comes home is in hand, whatever the stall's record says.
    moving.send(session, transfer, carrier=carrier, by=by, at=at, beyond=True)
    return arriving.take_all(session, transfer, by=by, at=at)


def report_missing(
    session: Session, bazar: Bazar, *, note: str, found_by: str, by: int, at: datetime
) -> Departure:
    """Write every missing piece on the record of a loss and return it, still to be signed.

    A record of this stall that nobody signed yet is returned as it is. Raises Refused where
    nothing is missing, or without a word about what happened.
    """
    _require_open(bazar)
    unsigned = losing.unsigned_at(session, bazar.outlet_id)
    if unsigned is not None:
        return unsigned
    arrive(session, bazar, by=by, at=at)
    missing = [row.product for row in queries.goods_of(session, bazar) if row.missing > 0]
    if not missing:
        raise Refused(_("Tidak ada barang yang belum jelas."))
    there = stock.all_lots_on_hand(session, [p.id for p in missing], bazar.outlet_id)
    record = losing.start(session, bazar.outlet, note=note, found_by=found_by, by=by, at=at)
    pieces = [
        Piece(product, count, lot.id if lot else None, "lost")
        for product in missing
        for lot, count in there.get(product.id, [])
    ]
    drafts.add(session, record, pieces, at=at)
    return record


def cancel(session: Session, bazar: Bazar, *, by: int, at: datetime) -> None:
    """Give up a bazar from which nothing was sent; raise Refused once goods left."""
    _require_open(bazar)
    drafts = queries.transfers_of(session, bazar.id)
    if any(not transfer.is_draft for transfer in drafts) or queries.goods_of(session, bazar):
        raise Refused(_("Barangnya sudah dibawa. Selesaikan bazar ini dengan hitungannya."))
    for transfer in drafts:
        moving.cancel(session, transfer, by=by, at=at)
    bazar.state = "cancelled"
    session.flush()
    people.record(session, "bazar.cancelled", kind="bazar", subject_id=bazar.id, by=by, at=at)


def _check(plan: Plan) -> None:
    if not plan.name.strip():
        raise Refused(_("Isi nama bazarnya."), field="name")
    if not plan.carrier.strip():
        raise Refused(_("Tulis nama yang membawa; ia menandatangani daftar bawaan."),
                      field="carrier")  # fmt: skip
    _check_days(plan.first_day, plan.last_day)


def _check_days(first: date, last: date) -> None:
    if last < first:
        raise Refused(_("Hari terakhir tidak boleh sebelum hari pertama."), field="last_day")
    if last - first > LONGEST:
        raise Refused(_("Satu bazar paling lama %(n)s hari.", n=LONGEST.days), field="last_day")


def _new_stall(session: Session, plan: Plan, origin: Outlet, *, at: datetime) -> Outlet:
    outlet = outlet_service.open_outlet(
        session, _free_code(session), plan.name, at=at, zone=origin.zone, address=plan.place
    )
    outlet_service.set_up_till(session, outlet, _("Kasir bazar"), series=outlet.code)
    for user_id in sorted(outlets.people_at(session, origin.id)):
        outlet_service.staff(session, session.get_one(User, user_id), outlet)
    return outlet


def _free_code(session: Session) -> str:
    """Return the first of B1, B2, … that no outlet has and no till numbers its tickets by."""
    taken = {till.series for till in outlets.all_tills(session)}
    number = 1
    while f"B{number}" in taken or outlets.by_code(session, f"B{number}") is not None:
        number += 1
    return f"B{number}"


def _check_stall(session: Session, outlet: Outlet, plan: Plan) -> None:
    if outlet.id not in {free.id for free in queries.free_outlets(session)}:
        raise Refused(
            _("%(name)s masih menyimpan barang atau sedang dipakai. Pilih lapak lain, atau buat "
              "yang baru.", name=outlet.name),
            field="outlet",
        )  # fmt: skip
    last = queries.last_day_sold(session, outlet.id)
    if last is not None and last >= plan.first_day:
        raise Refused(
            _("%(name)s sudah berjualan pada hari itu. Buat lapak baru untuk bazar ini.",
              name=outlet.name),
            field="outlet",
        )  # fmt: skip


def _require_open(bazar: Bazar) -> None:
    if bazar.state != "open":
        raise Refused(_("Bazar ini sudah selesai."))


def take_along(
    session: Session, bazar: Bazar, pieces: Mapping[int, int], *, by: int, at: datetime
) -> int:
    """Move pieces (by product) that went along without being scanned; return how many.

    A list of their own, sent and received at once.
    """
    _require_open(bazar)
    products = by_ids(session, list(pieces))
    if not products:
        raise Refused(_("Tidak ada barang yang laku lebih dari yang dibawa."))
    transfer = moving.start(
        session, bazar.origin, bazar.outlet, carrier=bazar.carrier, bazar=bazar, by=by, at=at,
        note=_("Ikut terbawa tanpa dipindai"),
    )  # fmt: skip
    for product_id, product in sorted(products.items()):
        line = moving.scan(session, transfer, product, at=at, quantity=pieces[product_id])
        # They were sold without a lot, for the stall had none on record.
        moving.correct(session, transfer, line, quantity=pieces[product_id], lot_id=None)
    moving.send(session, transfer, carrier=bazar.carrier, by=by, at=at, beyond=True)
    count = arriving.take_all(session, transfer, by=by, at=at)
    people.record(
        session, "bazar.completed", kind="bazar", subject_id=bazar.id, by=by, at=at,
        detail={"n": count},
    )  # fmt: skip
    return count
