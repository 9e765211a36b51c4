"""The office's lists of returns to makers and of losses."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager

from catalogue.makers import queries as makers
from catalogue.makers.models import Maker
from catalogue.outlets import queries as places
from catalogue.outlets.models import Outlet
from catalogue.stock.departures import queries
from catalogue.stock.departures.models import Departure, DepartureLine
from catalogue.stock.departures.words import causes
from core.clock import local
from core.i18n import _
from core.lists import Column, Condition, Filter, Listing, by_id, one_of

Row = tuple[Departure, queries.Sum]
NOTHING = queries.Sum(0, 0, 0, 0)


def _pieces(column: Any) -> Any:
    return (
        select(func.coalesce(func.sum(column), 0))
        .where(DepartureLine.departure_id == Departure.id)
        .correlate(Departure)
        .scalar_subquery()
    )


PIECES = _pieces(DepartureLine.quantity)
OWED = _pieces(DepartureLine.owed)
WHEN = func.coalesce(Departure.done_at, Departure.created_at)
STATES = {
    "draft": (_("Masih dicatat"), Departure.state == "draft"),
    "done": (_("Ditandatangani"), Departure.state == "done"),
}
LOSS_STATES = STATES | {"seen": (_("Ternyata terjual"), queries.sold_after_all())}


def _fill(session: Session, rows: Sequence[Departure]) -> Sequence[Row]:
    sums = queries.sums_of(session, [row.id for row in rows])
    return [(row, sums.get(row.id, NOTHING)) for row in rows]


def _has(word: str) -> Condition:
    return func.lower(func.coalesce(Departure.number, "")).contains(word, autoescape=True)


def _has_maker(word: str) -> Condition:
    return _has(word) | Maker.name_key.contains(word, autoescape=True)


def _has_story(word: str) -> Condition:
    return _has(word) | func.lower(Departure.note).contains(word, autoescape=True)


def _outlets(session: Session) -> Sequence[tuple[int, str]]:
    return [(outlet.id, outlet.name) for outlet in places.active(session)]


def _place() -> Filter:
    return by_id("outlet", _("Tempat"), Departure.outlet_id, _outlets)


def _when(row: Row) -> Any:
    departure = row[0]
    return local(departure.done_at or departure.created_at, departure.outlet.zone)


NUMBER = Column(
    "number", _("Nomor"), lambda r: r[0].number, sort=func.coalesce(Departure.number, "")
)
AT = Column("at", _("Waktu"), _when, sort=WHEN, number=False)
OUTLET = Column("outlet", _("Tempat"), lambda r: r[0].outlet.name, sort=Outlet.name)
KINDS = Column("kinds", _("Macam"), lambda r: r[1].kinds, number=True)
PIECE = Column("pieces", _("Buah"), lambda r: r[1].pieces, sort=PIECES, number=True)

RETURNS = Listing(
    name="retur-ke-perajin",
    label=_("Retur ke perajin"),
    query=select(Departure)
    .join(Maker, Maker.id == Departure.maker_id)
    .join(Outlet, Outlet.id == Departure.outlet_id)
    .options(contains_eager(Departure.outlet), contains_eager(Departure.maker))
    .where(Departure.kind == "return", Departure.state != "cancelled"),
    key=Departure.id,
    columns=(
        NUMBER,
        Column("maker", _("Perajin"), lambda r: r[0].maker.name, sort=Maker.name_key),
        OUTLET,
        AT,
        Column("cause", _("Sebab"), lambda r: causes()[r[0].cause]),
        KINDS,
        PIECE,
    ),
    order="-at",
    fill=_fill,
    filters=(
        by_id("maker", _("Perajin"), lambda n: makers.owner_id() == n, makers.names),
        _place(),
        one_of("state", _("Keadaan"), STATES),
    ),
    has=_has_maker,
    hint=_("nomor atau perajin"),
)

LOSSES = Listing(
    name="kerusakan-dan-kehilangan",
    label=_("Kerusakan dan kehilangan"),
    query=select(Departure)
    .join(Outlet, Outlet.id == Departure.outlet_id)
    .options(contains_eager(Departure.outlet))
    .where(Departure.kind == "loss", Departure.state != "cancelled"),
    key=Departure.id,
    columns=(
        NUMBER,
        Column("story", _("Kejadian"), lambda r: r[0].note),
        OUTLET,
        AT,
        PIECE,
        Column("owed", _("Ganti rugi"), lambda r: r[1].owed, sort=OWED, number=True),
    ),
    order="-at",
    fill=_fill,
    filters=(_place(), one_of("state", _("Keadaan"), LOSS_STATES)),
    has=_has_story,
    hint=_("nomor atau kejadian"),
)
