"""The office's lists of visits and of agencies."""

from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager

from catalogue.outlets import queries as places
from catalogue.outlets.models import Outlet
from catalogue.tours import queries, words
from catalogue.tours.models import Agency, Visit
from core.i18n import _
from core.lists import Column, Condition, Listing, by_id, days, one_of
from core.money import percent

NAME = func.coalesce(Agency.name, Visit.agency_name)


def _has(word: str) -> Condition:
    found: Any = func.lower(NAME).contains(word, autoescape=True)
    for column in (Visit.guide, Visit.country):
        found = or_(found, func.lower(column).contains(word, autoescape=True))
    return found  # type: ignore[no-any-return]


def visits(today: date) -> Listing:
    """Return the list of visits, those to come on top unless the address asks for others."""
    return Listing(
        name="rombongan",
        label=_("Rombongan"),
        query=select(Visit)
        .join(Outlet, Outlet.id == Visit.outlet_id)
        .outerjoin(Agency, Agency.id == Visit.agency_id)
        .options(contains_eager(Visit.outlet), contains_eager(Visit.agency)),
        key=Visit.id,
        columns=(
            Column("day", _("Hari"), lambda v: v.expected_on, sort=Visit.expected_on),
            Column("clock", _("Jam"), lambda v: v.expected_at, sort=Visit.expected_at),
            Column("name", _("Biro"), lambda v: v.name, sort=func.lower(NAME)),
            Column("guide", _("Pemandu"), lambda v: v.guide, sort=func.lower(Visit.guide)),
            Column("people", _("Tamu"), lambda v: v.people,
                   sort=func.coalesce(Visit.people, 0), number=True),
            Column("country", _("Asal"), lambda v: v.country, sort=Visit.country, spare=True),
            Column("outlet", _("Tempat"), lambda v: v.outlet.name, sort=Outlet.name, spare=True),
            Column("colour", _("Warna tanda"), lambda v: words.colour(v.colour), on_page=False),
            Column("came_by", _("Lewat"), lambda v: words.way(v.came_by), on_page=False),
            Column("state", _("Keadaan"), words.state, sort=Visit.state),
        ),
        order="day",
        filters=(
            one_of("state", _("Keadaan"), {
                "coming": (_("Akan datang"), Visit.state.in_(("announced", "confirmed", "here"))),
                "announced": (_("Menunggu jawaban"), Visit.state == "announced"),
                "today": (_("Hari ini"), (Visit.expected_on == today)
                          & (Visit.state != "cancelled")),
                "done": (_("Selesai"), Visit.state == "done"),
                "cancelled": (_("Tidak jadi datang"), Visit.state == "cancelled"),
            }, tabs=True),
            by_id("agency", _("Biro"), Visit.agency_id, queries.choices,
                  everything=_("Semua biro")),
            by_id("outlet", _("Tempat"), Visit.outlet_id, places.choices,
                  everything=_("Semua tempat")),
            *days(Visit.expected_on),
        ),
        has=_has,
        hint=_("biro, pemandu, atau asal"),
    )  # fmt: skip


AGENCIES = Listing(
    name="biro",
    label=_("Biro dan pemandu"),
    query=select(Agency),
    key=Agency.id,
    columns=(
        Column("name", _("Biro"), lambda a: a.name, sort=func.lower(Agency.name)),
        Column("contact", _("Narahubung"), lambda a: a.contact, sort=func.lower(Agency.contact)),
        Column("phone", _("WhatsApp"), lambda a: a.phone or ""),
        Column("fee", _("Uang pemandu (%)"), lambda a: percent(a.fee_bps), sort=Agency.fee_bps,
               number=True),
    ),
    order="name",
    filters=(
        one_of("state", _("Keadaan"), {
            "archived": (_("Diarsipkan"), Agency.archived_at.is_not(None)),
        }, usual=Agency.archived_at.is_(None), everything=_("Dipakai")),
    ),
    has=lambda word: or_(
        func.lower(Agency.name).contains(word, autoescape=True),
        func.lower(Agency.contact).contains(word, autoescape=True),
    ),
    hint=_("nama"),
)  # fmt: skip
