"""The office's list of what groups brought: takings, returns and the guide's fee of each visit."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, contains_eager

from catalogue.tours import queries as visits
from catalogue.tours import words
from catalogue.tours.models import Agency, Visit
from core.i18n import _
from core.lists import Column, Condition, Listing, by_id, days, one_of
from core.money import percent
from pos.sales.tours import queries
from pos.sales.tours.models import GuideFee
from pos.sales.tours.queries import Brought


class Row(NamedTuple):
    """A visit, its fee where it was paid, and what it brought as the fee or the sales say it."""

    visit: Visit
    fee: GuideFee | None
    brought: Brought


def _filled(session: Session, rows: Sequence[Any]) -> Sequence[Row]:
    open_ones = [visit.id for visit, fee in rows if fee is None]
    so_far = queries.bases(session, open_ones) if open_ones else {}
    return [
        Row(visit, fee, Brought(fee.sold, fee.returned) if fee else so_far[visit.id])
        for visit, fee in rows
    ]


def _has(word: str) -> Condition:
    found: Any = func.lower(Agency.name).contains(word, autoescape=True)
    number = func.lower(func.coalesce(GuideFee.number, ""))
    return or_(found, func.lower(Visit.guide).contains(word, autoescape=True), number == word)


def _fee(row: Row, name: str) -> int | None:
    return None if row.fee is None else int(getattr(row.fee, name))


TAKINGS = Listing(
    name="hasil-rombongan",
    label=_("Hasil rombongan"),
    query=select(Visit, GuideFee)
    .join(Agency, Agency.id == Visit.agency_id)
    .outerjoin(GuideFee, GuideFee.visit_id == Visit.id)
    .options(contains_eager(Visit.agency))
    .where(Visit.state.in_(("here", "done"))),
    key=Visit.id,
    columns=(
        Column("day", _("Hari"), lambda r: r.visit.expected_on, sort=Visit.expected_on),
        Column("name", _("Biro"), lambda r: r.visit.name, sort=func.lower(Agency.name)),
        Column("guide", _("Pemandu"), lambda r: r.visit.guide, sort=func.lower(Visit.guide)),
        Column("people", _("Tamu"), lambda r: r.visit.people,
               sort=func.coalesce(Visit.people, 0), number=True),
        Column("outlet", _("Tempat"), lambda r: r.visit.outlet.name, on_page=False),
        Column("sold", _("Belanja"), lambda r: r.brought.sold,
               sort=func.coalesce(GuideFee.sold, 0), number=True),
        Column("returned", _("Retur"), lambda r: r.brought.returned,
               sort=func.coalesce(GuideFee.returned, 0), number=True, spare=True),
        Column("base", _("Belanja bersih"), lambda r: r.brought.base, number=True, on_page=False),
        Column("rate", _("Uang pemandu (%)"), lambda r: percent(r.visit.fee_bps or 0),
               number=True, on_page=False),
        Column("carried", _("Dari kunjungan lalu"), lambda r: _fee(r, "carried"), number=True,
               on_page=False),
        Column("paid", _("Uang pemandu dibayar"), lambda r: _fee(r, "amount"),
               sort=func.coalesce(GuideFee.amount, 0), number=True),
        Column("number", _("Bukti"), lambda r: r.fee.number if r.fee else "",
               sort=func.coalesce(GuideFee.number, "")),
        Column("state", _("Keadaan"), lambda r: words.state(r.visit), on_page=False),
    ),
    order="-day",
    fill=_filled,
    sums=(GuideFee.sold, GuideFee.returned, GuideFee.amount),
    filters=(
        one_of("state", _("Keadaan"), {
            "here": (_("Sedang di sini"), Visit.state == "here"),
            "done": (_("Selesai"), Visit.state == "done"),
        }, tabs=True),
        by_id("agency", _("Biro"), Visit.agency_id, visits.choices, everything=_("Semua biro")),
        *days(Visit.expected_on),
    ),
    has=_has,
    hint=_("biro, pemandu, atau nomor bukti"),
)  # fmt: skip
