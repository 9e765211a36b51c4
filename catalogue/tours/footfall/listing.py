"""The list of counted visitors, day by day and place by place."""

from sqlalchemy import func, select

from catalogue.outlets import queries as outlets
from catalogue.outlets.models import Outlet
from catalogue.tours.footfall import queries
from core.i18n import _
from core.lists import Column, Listing, by_id, days

_DAY = queries.by_day().c

VISITORS = Listing(
    name="pengunjung",
    label=_("Pengunjung"),
    query=select(
        _DAY.on, Outlet.name.label("outlet"), _DAY.local, _DAY.foreign_, _DAY.people
    ).join(Outlet, Outlet.id == _DAY.outlet_id),
    key=(_DAY.on, _DAY.outlet_id),
    columns=(
        Column("on", _("Hari"), lambda r: r.on, sort=_DAY.on),
        Column("outlet", _("Tempat"), lambda r: r.outlet, sort=func.lower(Outlet.name)),
        Column("local", _("Lokal"), lambda r: int(r.local), sort=_DAY.local, number=True),
        Column("foreign", _("Mancanegara"), lambda r: int(r.foreign_), sort=_DAY.foreign_,
               number=True),
        Column("people", _("Jumlah"), lambda r: int(r.people), sort=_DAY.people, number=True),
    ),
    order="-on",
    filters=(
        by_id("outlet", _("Tempat"), _DAY.outlet_id, outlets.choices, everything=_("Semua tempat")),
        *days(_DAY.on),
    ),
    sums=(_DAY.local, _DAY.foreign_, _DAY.people),
)  # fmt: skip
