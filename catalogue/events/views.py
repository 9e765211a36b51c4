"""The office's pages about events: what is on when, and who signed up."""

from typing import Any

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from catalogue.events import queries, service, words
from catalogue.events.listing import events, sign_ups
from catalogue.events.models import KINDS
from catalogue.events.service import Plan
from catalogue.outlets import queries as places
from catalogue.outlets.here import today
from catalogue.outlets.models import Outlet
from core import forms, lists
from core.errors import Refused
from core.i18n import _
from core.menu import nav
from core.web import See, allow, db, list_file, now, page, refused_to, see, user_id

blueprint = Blueprint("events", __name__)
blueprint.add_app_template_global(words.kind_name, "event_kind")
blueprint.add_app_template_global(words.title, "event_title")
blueprint.add_app_template_global(words.story, "event_story")
blueprint.add_app_template_global(words.when, "event_when")
blueprint.add_app_template_filter(words.month, "month_alone")
blueprint.add_app_template_global(words.is_original, "event_is_original")

nav(_("Lainnya"), _("Acara"), "events.listed", order=305, roles=("manager",))


@blueprint.get("/manage/events")
@allow("manager")
def listed() -> ResponseReturnValue:
    """List the events, those to come on top; as a file where the address asks for one."""
    listing = events(today())
    wanted = lists.asked(listing, {"state": "coming", **request.args.to_dict()})
    if wanted.form:
        return list_file(listing, wanted)
    return page("events/list.html", shown=lists.shown(db(), listing, wanted), today=today())


@blueprint.get("/manage/events/new")
@allow("manager")
def new(error: Any = None) -> Response:
    """Ask what happens when and where."""
    form = request.form or {"kind": "class", "day": today().isoformat(), "takes_names": "1"}
    return page("events/new.html", form=form, error=error, **_choices())


@blueprint.post("/manage/events/new")
@allow("manager")
@refused_to(new)
def announce() -> See:
    """Write an event down."""
    event = service.announce(db(), _outlet(), _plan(), by=user_id(), at=now())
    return see("events.show", event_id=event.id, notice=_("Acara tersimpan dan tampil di katalog."))


@blueprint.get("/manage/events/<int:event_id>")
@allow("manager")
def show(event_id: int, error: Any = None) -> ResponseReturnValue:
    """Show an event with those who signed up; the list as a file where the address asks for one."""
    event = queries.require_event(db(), event_id)
    listing = sign_ups(event)
    wanted = lists.asked(listing, request.args)
    if wanted.form:
        return list_file(listing, wanted)
    return page(
        "events/show.html", event=event, form=request.form, error=error, today=today(),
        shown=lists.shown(db(), listing, wanted), coming=queries.coming(db(), event_id),
        **_choices(),
    )  # fmt: skip


@blueprint.post("/manage/events/<int:event_id>")
@allow("manager")
@refused_to(show)
def change(event_id: int) -> See:
    """Change what is said of an event."""
    event = queries.require_event(db(), event_id)
    service.change(db(), event, _outlet(), _plan(), by=user_id(), at=now())
    return see("events.show", event_id=event_id, notice=_("Perubahan tersimpan."))


@blueprint.post("/manage/events/<int:event_id>/cancel")
@allow("manager")
@refused_to(show)
def cancel(event_id: int) -> See:
    """Call an event off."""
    service.cancel(db(), queries.require_event(db(), event_id), by=user_id(), at=now())
    return see(
        "events.show", event_id=event_id, notice=_("Acara dibatalkan. Kabari yang sudah mendaftar.")
    )


@blueprint.post("/manage/events/<int:event_id>/guests/<int:sign_up_id>/withdraw")
@allow("manager")
@refused_to(lambda event_id, sign_up_id, error: show(event_id, error))
def strike(event_id: int, sign_up_id: int) -> See:
    """Give the seats of somebody back who said by telephone that they do not come."""
    event = queries.require_event(db(), event_id)
    found = queries.require_sign_up(db(), event, sign_up_id)
    service.withdraw(db(), found, by=user_id(), at=now())
    return see("events.show", event_id=event_id, notice=_("Kursinya kembali tersedia."))


def _choices() -> dict[str, Any]:
    return {
        "outlets": places.choices(db()),
        "kinds": [(kind, words.kind_name(kind)) for kind in KINDS],
    }


def _outlet() -> Outlet:
    """Return the place that the form names, the main one where it names none."""
    number = forms.optional_id(request.form, "outlet")
    return places.require_outlet(db(), number) if number else places.require_main(db())


def _plan() -> Plan:
    form = request.form
    day = forms.day(form, "day")
    if day is None:
        raise Refused(_("Pilih harinya."), field="day")
    return Plan(
        kind=forms.choice(form, "kind", KINDS),
        title=forms.name(form, "title"),
        title_en=forms.name(form, "title_en"),
        story=forms.text(form, "story", most=2000),
        story_en=forms.text(form, "story_en", most=2000),
        day=day,
        last_day=forms.day(form, "last_day") or day,
        begins=forms.text(form, "begins", most=5),
        ends=forms.text(form, "ends", most=5),
        takes_names=form.get("takes_names") == "1",
        seats=forms.number(form, "seats") if forms.text(form, "seats") else None,
        fee=forms.optional_money(form, "fee") or 0,
    )
