"""The office's list of transfers."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, contains_eager

from catalogue.outlets import queries as places
from catalogue.outlets.models import Outlet
from catalogue.stock.bazars.models import Bazar
from catalogue.stock.transfers import queries
from catalogue.stock.transfers.models import Transfer, TransferLine
from catalogue.stock.transfers.queries import ON_ITS_WAY, Sums
from core.clock import local
from core.i18n import _
from core.lists import Column, Condition, Filter, Listing, by_id, one_of

Row = tuple[Transfer, Sums]
Origin, Destination = aliased(Outlet), aliased(Outlet)
WHEN = func.coalesce(Transfer.sent_at, Transfer.created_at)
PIECES = (
    select(func.coalesce(func.sum(TransferLine.quantity), 0))
    .where(TransferLine.transfer_id == Transfer.id)
    .correlate(Transfer)
    .scalar_subquery()
)
STATES = {
    "way": (_("Di perjalanan"), Transfer.state.in_(ON_ITS_WAY)),
    "draft": (_("Masih dicatat"), Transfer.state == "draft"),
    "closed": (_("Semua jelas"), Transfer.state == "closed"),
}
NAMES = {"sent": _("Di perjalanan"), "received": _("Belum jelas"), "closed": _("Semua jelas")}


def _fill(session: Session, rows: Sequence[Transfer]) -> Sequence[Row]:
    sums = queries.sums_of(session, [row.id for row in rows])
    return [(row, sums.get(row.id, Sums())) for row in rows]


def _has(word: str) -> Condition:
    return (
        func.lower(func.coalesce(Transfer.number, "")).contains(word, autoescape=True)
        | func.lower(Transfer.carrier).contains(word, autoescape=True)
        | func.lower(func.coalesce(Bazar.name, "")).contains(word, autoescape=True)
    )


def _outlets(session: Session) -> Sequence[tuple[int, str]]:
    return [(outlet.id, outlet.name) for outlet in places.active(session)]


def _place(key: str, label: str, column: Any) -> Filter:
    return by_id(key, label, column, _outlets)


def _when(row: Row) -> Any:
    transfer = row[0]
    return local(transfer.sent_at or transfer.created_at, transfer.origin.zone)


TRANSFERS = Listing(
    name="pindahan-barang",
    label=_("Pindah barang"),
    query=select(Transfer)
    .join(Origin, Origin.id == Transfer.origin_id)
    .join(Destination, Destination.id == Transfer.destination_id)
    .outerjoin(Bazar, Bazar.id == Transfer.bazar_id)
    .options(
        contains_eager(Transfer.origin.of_type(Origin)),
        contains_eager(Transfer.destination.of_type(Destination)),
    )
    .where(Transfer.state != "cancelled"),
    key=Transfer.id,
    columns=(
        Column(
            "number", _("Nomor"), lambda r: r[0].number, sort=func.coalesce(Transfer.number, "")
        ),
        Column("origin", _("Dari"), lambda r: r[0].origin.name, sort=Origin.name),
        Column("destination", _("Ke"), lambda r: r[0].destination.name, sort=Destination.name),
        Column(
            "carrier", _("Yang membawa"), lambda r: r[0].carrier, sort=Transfer.carrier, spare=True
        ),
        Column("at", _("Waktu"), _when, sort=WHEN),
        Column("kinds", _("Macam"), lambda r: r[1].kinds, number=True, spare=True),
        Column("pieces", _("Buah"), lambda r: r[1].pieces, sort=PIECES, number=True),
        Column("transit", _("Di perjalanan"), lambda r: r[1].underway(r[0].state), number=True),
        Column("state", _("Keadaan"), lambda r: _(NAMES.get(r[0].state, _("Masih dicatat")))),
    ),
    order="-at",
    fill=_fill,
    filters=(
        one_of("state", _("Keadaan"), STATES, tabs=True),
        _place("origin", _("Dari"), Transfer.origin_id),
        _place("destination", _("Ke"), Transfer.destination_id),
    ),
    has=_has,
    hint=_("nomor, pembawa, atau bazar"),
)
