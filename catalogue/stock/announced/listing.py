"""The office's list of announced deliveries."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from catalogue.makers.models import Maker
from catalogue.outlets import queries as places
from catalogue.outlets.models import Outlet
from catalogue.stock.announced import words
from catalogue.stock.announced.models import Announcement
from core.i18n import _
from core.lists import Column, Condition, Listing, by_id, one_of

SOMEDAY = date(9999, 12, 31)


def announcements(today: date) -> Listing:
    """Return the list of announcements, those waited for unless the address asks for others."""
    waited = Announcement.closed_at.is_(None)
    return Listing(
        name="kabar-kiriman",
        label=_("Kabar kiriman"),
        query=select(Announcement)
        .join(Maker, Maker.id == Announcement.maker_id)
        .join(Outlet, Outlet.id == Announcement.outlet_id)
        .options(
            contains_eager(Announcement.maker), contains_eager(Announcement.outlet),
            selectinload(Announcement.lines),
        ),
        key=Announcement.id,
        columns=(
            Column("day", _("Ditunggu"), lambda a: a.expected_on,
                   sort=func.coalesce(Announcement.expected_on, SOMEDAY)),
            Column("maker", _("Perajin"), lambda a: a.maker.name, sort=Maker.name_key),
            Column("outlet", _("Tempat"), lambda a: a.outlet.name, sort=Outlet.name),
            Column("pieces", _("Buah"), lambda a: sum(line.quantity for line in a.lines),
                   number=True),
            Column("came_by", _("Lewat"), lambda a: words.way(a.came_by)),
            Column("state", _("Keadaan"), words.state, sort=Announcement.state),
        ),
        order="day",
        filters=(
            one_of("wait", _("Keadaan"), {
                "yes": (_("Masih ditunggu"), waited),
                "late": (_("Terlambat"), waited & (Announcement.expected_on < today)),
                "received": (_("Sudah diterima"), Announcement.state == "received"),
                "partly": (_("Sebagian datang"), Announcement.state == "partly"),
                "cancelled": (_("Batal"), Announcement.state == "cancelled"),
            }),
            by_id("outlet", _("Tempat"), Announcement.outlet_id, _outlets,
                  everything=_("Semua tempat")),
        ),
        has=_has,
        hint=_("nama perajin"),
    )  # fmt: skip


def _has(word: str) -> Condition:
    return or_(Maker.name_key.contains(word, autoescape=True), func.lower(Maker.code) == word)


def _outlets(session: Session) -> Sequence[tuple[Any, str]]:
    return [(outlet.id, outlet.name) for outlet in places.active(session)]
