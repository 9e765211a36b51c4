"""The list of shifts for the office: who had which till, and how the count ended."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from catalogue.outlets import queries as outlets
from catalogue.outlets.models import Outlet, Till
from core.clock import local
from core.i18n import _
from core.lists import Column, Listing, by_id, days, one_of
from core.users.models import User
from pos.shifts.models import Shift

DIFFERENCE = func.coalesce(Shift.counted_cash - Shift.expected_cash, 0)


def _when(moment: Any, shift: Shift) -> Any:
    return local(moment, shift.till.outlet.zone) if moment else None


SHIFTS = Listing(
    name="sif",
    label=_("Sif kasir"),
    query=select(Shift)
    .join(Till, Till.id == Shift.till_id)
    .join(Outlet, Outlet.id == Till.outlet_id)
    .join(User, User.id == Shift.opened_by)
    .options(
        contains_eager(Shift.till).contains_eager(Till.outlet), contains_eager(Shift.cashier)
    ),
    key=Shift.id,
    columns=(
        Column("number", _("Sif"), lambda s: f"{s.till.series}-{s.id}", sort=Shift.id),
        Column("date", _("Tanggal buku"), lambda s: s.business_date, sort=Shift.business_date),
        Column("till", _("Kasir"), lambda s: f"{s.till.outlet.name}, {s.till.name}",
               sort=Outlet.name),
        Column("by", _("Dibuka oleh"), lambda s: s.cashier.name, sort=User.name),
        Column("opened", _("Buka"), lambda s: _when(s.opened_at, s), sort=Shift.opened_at),
        Column("closed", _("Tutup"), lambda s: _when(s.closed_at, s), on_page=False),
        Column("counted", _("Dihitung"), lambda s: s.counted_cash if s.is_counted else None,
               sort=func.coalesce(Shift.counted_cash, 0), number=True),
        Column("difference", _("Selisih"),
               lambda s: s.counted_cash - s.expected_cash if s.is_counted and not s.is_open
               else None, sort=DIFFERENCE, number=True),
    ),
    order="-number",
    filters=(
        one_of("state", _("Keadaan"), {
            "open": (_("Masih buka"), Shift.closed_at.is_(None)),
            "closed": (_("Sudah tutup"), Shift.closed_at.is_not(None)),
            "off": (_("Ada selisih"), DIFFERENCE != 0),
            "uncounted": (_("Tidak dihitung"), Shift.is_counted.is_(False)),
        }, tabs=True),
        by_id("outlet", _("Tempat"), Till.outlet_id, outlets.choices, everything=_("Semua tempat")),
        *days(Shift.business_date),
    ),
)  # fmt: skip
