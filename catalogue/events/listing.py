"""The office's lists: of events, and of those who signed up for one."""

from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager

from catalogue.events import words
from catalogue.events.models import Event, SignUp
from catalogue.outlets.models import Outlet
from core.i18n import _
from core.lists import Column, Listing, one_of

COMING = (
    select(func.coalesce(func.sum(SignUp.people), 0))
    .where(SignUp.event_id == Event.id, SignUp.withdrawn_at.is_(None))
    .scalar_subquery()
)


def events(today: date) -> Listing:
    """Return the list of events, those to come on top unless the address asks for others."""
    return Listing(
        name="acara",
        label=_("Acara"),
        query=select(Event, COMING.label("coming"))
        .join(Outlet, Outlet.id == Event.outlet_id)
        .options(contains_eager(Event.outlet)),
        key=Event.id,
        columns=(
            Column("day", _("Hari"), lambda r: r.Event.day, sort=Event.day),
            Column("clock", _("Jam"), lambda r: r.Event.begins, sort=Event.begins),
            Column("title", _("Acara"), lambda r: r.Event.title, sort=func.lower(Event.title)),
            Column("kind", _("Macam acara"), lambda r: words.kind_name(r.Event.kind), sort=Event.kind, spare=True),
            Column("outlet", _("Tempat"), lambda r: r.Event.outlet.name, sort=Outlet.name, spare=True),
            Column("coming", _("Mendaftar"), lambda r: r.coming, sort=COMING, number=True),
            Column("seats", _("Kursi"), lambda r: r.Event.seats, sort=func.coalesce(Event.seats, 0), number=True),
            Column("fee", _("Biaya"), lambda r: r.Event.fee, sort=Event.fee, number=True, on_page=False),
        ),
        order="day",
        filters=(
            one_of("state", _("Keadaan"), {
                "coming": (_("Akan datang"), (Event.last_day >= today) & Event.cancelled_at.is_(None)),
                "over": (_("Sudah lewat"), (Event.last_day < today) & Event.cancelled_at.is_(None)),
                "cancelled": (_("Tidak jadi diadakan"), Event.cancelled_at.is_not(None)),
            }, tabs=True),
        ),
        has=lambda word: or_(
            func.lower(Event.title).contains(word, autoescape=True),
            func.lower(Event.title_en).contains(word, autoescape=True),
        ),
        hint=_("nama acara"),
    )  # fmt: skip


def sign_ups(event: Event) -> Listing:
    """Return the list of those who signed up for an event, the earliest first."""
    return Listing(
        name=f"daftar-{event.slug}",
        label=_("Yang mendaftar"),
        query=select(SignUp).where(SignUp.event_id == event.id),
        key=SignUp.id,
        columns=(
            Column("at", _("Saat"), lambda s: s.created_at, sort=SignUp.created_at),
            Column("name", _("Nama"), lambda s: s.name, sort=func.lower(SignUp.name)),
            Column("phone", _("WhatsApp"), lambda s: s.phone),
            Column("people", _("Orang"), lambda s: s.people, sort=SignUp.people, number=True),
            Column("language", _("Bahasa"), lambda s: s.language, spare=True),
            Column("note", _("Catatan"), lambda s: s.note, spare=True),
        ),
        order="at",
        filters=(
            one_of("state", _("Keadaan"), {
                "withdrawn": (_("Batal datang"), SignUp.withdrawn_at.is_not(None)),
            }, usual=SignUp.withdrawn_at.is_(None), everything=_("Jadi datang")),
        ),
        has=lambda word: func.lower(SignUp.name).contains(word, autoescape=True),
        hint=_("nama"),
    )  # fmt: skip
