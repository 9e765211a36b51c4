"""The office's lists of deliveries, and of the sheets that came in."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Text, case, func, or_, select, type_coerce
from sqlalchemy.orm import Session, contains_eager

from catalogue.makers import listing as makers
from catalogue.makers import queries as maker_queries
from catalogue.makers.models import Maker, Sentra
from catalogue.outlets import queries as places
from catalogue.outlets.models import Outlet
from catalogue.stock import import_jobs
from catalogue.stock.models import Consignment, ConsignmentLine
from core.clock import local
from core.i18n import _
from core.jobs import Job
from core.lists import Column, Condition, Listing, by_id, one_of

WHEN = func.coalesce(Consignment.received_at, Consignment.created_at)
STATES = {"draft": _("Masih dicatat"), "received": _("Diterima")}


class Delivery(NamedTuple):
    """A row of the list: the delivery with its kinds, pieces and value at list price (rupiah)."""

    consignment: Consignment
    kinds: int
    pieces: int
    value: int


def _of_lines(what: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a sum over the lines of a delivery."""
    return (
        select(func.coalesce(what, 0))
        .where(ConsignmentLine.consignment_id == Consignment.id)
        .correlate(Consignment)
        .scalar_subquery()
    )


KINDS = _of_lines(func.count(ConsignmentLine.id))
PIECES = _of_lines(func.sum(ConsignmentLine.quantity))
VALUE = _of_lines(func.sum(ConsignmentLine.quantity * ConsignmentLine.price))


def _has(word: str) -> Condition:
    return or_(
        makers.has(word),
        func.lower(func.coalesce(Consignment.number, "")).contains(word, autoescape=True),
        func.lower(Consignment.note).contains(word, autoescape=True),
    )


def _filled(_session: Session, rows: Sequence[Any]) -> Sequence[Delivery]:
    return [Delivery(row[0], int(row[1]), int(row[2]), int(row[3])) for row in rows]


def _when(row: Delivery) -> Any:
    consignment = row.consignment
    return local(consignment.received_at or consignment.created_at, consignment.outlet.zone)


CONSIGNMENTS = Listing(
    name="titipan",
    label=_("Titipan masuk"),
    query=select(Consignment, KINDS, PIECES, VALUE)
    .join(Maker, Maker.id == Consignment.maker_id)
    .join(Sentra, Sentra.id == Maker.sentra_id)
    .join(Outlet, Outlet.id == Consignment.outlet_id)
    .options(
        contains_eager(Consignment.maker).contains_eager(Maker.sentra),
        contains_eager(Consignment.outlet),
    )
    .where(Consignment.state != "cancelled"),
    key=Consignment.id,
    columns=(
        Column(
            "number", _("Nomor"), lambda r: r.consignment.number,
            sort=func.coalesce(Consignment.number, ""),
        ),
        Column("code", _("Kode perajin"), lambda r: r.consignment.maker.code, on_page=False),
        Column("maker", _("Perajin"), lambda r: r.consignment.maker.name, sort=Maker.name_key),
        Column("outlet", _("Tempat"), lambda r: r.consignment.outlet.name, sort=Outlet.name),
        Column("when", _("Waktu"), _when, sort=WHEN),
        Column("kinds", _("Macam"), lambda r: r.kinds, sort=KINDS, number=True),
        Column("pieces", _("Buah"), lambda r: r.pieces, sort=PIECES, number=True),
        Column("value", _("Nilai jual"), lambda r: r.value, sort=VALUE, number=True),
        Column(
            "state", _("Keadaan"), lambda r: _(STATES[r.consignment.state]),
            sort=case((Consignment.state == "draft", 0), else_=1),
        ),
        Column("note", _("Catatan"), lambda r: r.consignment.note, on_page=False),
    ),
    order="-when",
    filters=(
        by_id("maker", _("Perajin"), lambda n: maker_queries.owner_id() == n, maker_queries.names),
        by_id("outlet", _("Tempat"), Consignment.outlet_id, places.choices),
        one_of("state", _("Keadaan"), {
            state: (name, Consignment.state == state) for state, name in STATES.items()
        }),
    ),
    has=_has,
    hint=_("nomor, catatan, atau perajin"),
    known=makers.known,
    fill=_filled,
)  # fmt: skip


SHEET_STATES = {
    "failed": _("Gagal"),
    "running": _("Berjalan"),
    "tried": _("Percobaan"),
    "done": _("Selesai"),
}


def sheet_state(job: Job) -> str:
    """Return how a sheet did: one of SHEET_STATES."""
    if not job.is_finished:
        return "running"
    if job.state == "failed":
        return "failed"
    return "tried" if job.payload["trial"] else "done"


def _result(key: str) -> Any:
    return lambda job: job.result[key] if job.result else None


def _named(word: str) -> Condition:
    return func.lower(type_coerce(Job.payload, Text)).contains(word, autoescape=True)


SHEETS = Listing(
    name="impor",
    label=_("Impor lembar"),
    query=select(Job).where(Job.kind == import_jobs.KIND),
    key=Job.id,
    columns=(
        Column("name", _("Berkas"), lambda job: job.payload["name"]),
        Column("when", _("Waktu"), lambda job: job.created_at, sort=Job.created_at),
        Column("state", _("Keadaan"), lambda job: _(SHEET_STATES[sheet_state(job)])),
        Column("accepted", _("Diterima"), _result("accepted"), number=True),
        Column("already_there", _("Sudah ada"), _result("already_there"), number=True),
        Column("refused", _("Ditolak"), _result("refused"), number=True),
    ),
    order="-when",
    filters=(
        one_of("state", _("Keadaan"), {
            "failed": (SHEET_STATES["failed"], Job.state == "failed"),
            "running": (SHEET_STATES["running"], Job.state.in_(("waiting", "running"))),
            "done": (SHEET_STATES["done"], Job.state == "done"),
        }),
    ),
    has=_named,
    hint=_("nama berkas"),
    per_page=20,
)  # fmt: skip
