"""The office's pages about groups: who comes when, the answer to it, and who brings them."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from catalogue.outlets import queries as places
from catalogue.outlets import showroom
from catalogue.outlets.here import today
from catalogue.outlets.models import Outlet
from catalogue.tours import queries, service, words
from catalogue.tours.listing import AGENCIES, visits
from catalogue.tours.models import COLOURS, WAYS, Agency, Visit
from catalogue.tours.service import News
from core import forms, lists, settings, whatsapp
from core.errors import Refused
from core.i18n import _
from core.menu import nav
from core.web import (
    See,
    allow,
    db,
    list_file,
    now,
    page,
    public_address,
    refused_to,
    see,
    user_id,
)

blueprint = Blueprint("visits", __name__)
blueprint.add_app_template_global(words.state, "visit_state")
blueprint.add_app_template_global(words.way, "visit_way")
blueprint.add_app_template_global(words.colour, "badge_colour")
blueprint.add_app_template_filter(words.long_day, "weekday")

nav(_("Penjualan"), _("Rombongan"), "visits.listed", order=212, roles=("manager",))


@blueprint.get("/manage/visits")
@allow("manager")
def listed() -> ResponseReturnValue:
    """List the visits, those to come on top; as a file where the address asks for one."""
    listing = visits(today())
    wanted = lists.asked(listing, {"state": "coming", **request.args.to_dict()})
    if wanted.form:
        return list_file(listing, wanted)
    return page(
        "tours/list.html", shown=lists.shown(db(), listing, wanted), today=today(),
        waiting=queries.waiting(db()),
    )  # fmt: skip


@blueprint.get("/manage/visits/new")
@allow("manager")
def new(error: Any = None) -> Response:
    """Ask who comes when; what could be read of a pasted message stands in the form."""
    form = told() if request.form else {"expected_on": today().isoformat()}
    return page("tours/new.html", form=form, error=error, **_choices())


@blueprint.post("/manage/visits/new")
@allow("manager")
@refused_to(new)
def announce() -> See:
    """Write a visit down that was announced by telephone, or by a message that is pasted whole."""
    form = told()
    came_by = forms.choice(form, "came_by", WAYS, default="whatsapp")
    visit = service.announce(
        db(), outlet_of_form(), news_of(form), came_by=came_by, today=today(), by=user_id(),
        at=now(),
    )  # fmt: skip
    return see("visits.show", visit_id=visit.id)


@blueprint.get("/manage/visits/<int:visit_id>")
@allow("manager")
def show(visit_id: int, error: Any = None) -> Response:
    """Show a visit: what was said of it, and the one button that answers."""
    visit = queries.require_visit(db(), visit_id)
    return page(
        "tours/show.html", visit=visit, error=error, form=request.form,
        colours=[(name, words.colour(name)) for name in COLOURS],
        whatsapp=_answer(visit) if visit.is_at_hand else None, **_choices(visit.agency_id),
    )  # fmt: skip


@blueprint.post("/manage/visits/<int:visit_id>")
@allow("manager")
@refused_to(show)
def change(visit_id: int) -> See:
    """Correct what was said of a visit."""
    visit = queries.lock_visit(db(), visit_id)
    colour = forms.choice(request.form, "colour", COLOURS, default=visit.colour)
    service.change(
        db(), visit, news_of(request.form), colour=colour, today=today(), by=user_id(), at=now()
    )
    return see("visits.show", visit_id=visit_id, notice=_("Perubahan tersimpan."))


@blueprint.post("/manage/visits/<int:visit_id>/confirm")
@allow("manager")
@refused_to(show)
def confirm(visit_id: int) -> See:
    """Await a visit: one touch where its agency is known, else with the fee of a new one."""
    visit = queries.lock_visit(db(), visit_id)
    agency = _agency_of_form(visit)
    fee_bps = forms.bps(request.form, "fee")
    service.confirm(
        db(), visit, agency=agency, fee_bps=agency.fee_bps if fee_bps is None else fee_bps,
        by=user_id(), at=now(),
    )  # fmt: skip
    return see(
        "visits.show", visit_id=visit_id,
        notice=_("Rombongan %(name)s dikonfirmasi. Kabari pemandunya.", name=visit.name),
    )  # fmt: skip


@blueprint.post("/manage/visits/<int:visit_id>/cancel")
@allow("manager")
@refused_to(show)
def cancel(visit_id: int) -> See:
    """Await a visit no more."""
    visit = queries.lock_visit(db(), visit_id)
    service.cancel(db(), visit, by=user_id(), at=now())
    return see("visits.show", visit_id=visit_id, notice=_("Rombongan tidak ditunggu lagi."))


# -- agencies --------------------------------------------------------------------------------------


@blueprint.get("/manage/visits/agencies")
@allow("manager")
def agencies(error: Any = None) -> ResponseReturnValue:
    """List who brings groups, and take a new one in; as a file where the address asks for one."""
    wanted = lists.asked(AGENCIES, request.args)
    if wanted.form:
        return list_file(AGENCIES, wanted)
    return page(
        "tours/agencies.html", shown=lists.shown(db(), AGENCIES, wanted), form=request.form,
        error=error,
    )  # fmt: skip


@blueprint.post("/manage/visits/agencies")
@allow("manager")
@refused_to(agencies)
def add_agency() -> See:
    """Take in an agency or a guide who works alone."""
    form = request.form
    agency = service.add_agency(
        db(), forms.name(form), fee_bps=_fee(), contact=forms.name(form, "contact"),
        phone=forms.phone(form, "phone"), by=user_id(), at=now(),
    )  # fmt: skip
    return see("visits.agencies", notice=_("%(name)s dicatat.", name=agency.name))


@blueprint.get("/manage/visits/agencies/<int:agency_id>")
@allow("manager")
def agency(agency_id: int, error: Any = None) -> Response:
    """Show an agency, to be corrected."""
    found = queries.require_agency(db(), agency_id)
    return page("tours/agency.html", agency=found, form=request.form, error=error)


@blueprint.post("/manage/visits/agencies/<int:agency_id>")
@allow("manager")
@refused_to(agency)
def change_agency(agency_id: int) -> See:
    """Correct an agency; visits that were confirmed keep their fee."""
    form = request.form
    service.change_agency(
        db(), queries.require_agency(db(), agency_id), forms.name(form), fee_bps=_fee(),
        contact=forms.name(form, "contact"), phone=forms.phone(form, "phone"), by=user_id(),
        at=now(),
    )  # fmt: skip
    return see("visits.agency", agency_id=agency_id, notice=_("Perubahan tersimpan."))


@blueprint.post("/manage/visits/agencies/<int:agency_id>/archive")
@allow("manager")
@refused_to(agency)
def archive_agency(agency_id: int) -> See:
    """Offer an agency no more, or again where it was archived."""
    found = queries.require_agency(db(), agency_id)
    verb = service.bring_agency_back if found.archived_at else service.archive_agency
    verb(db(), found, by=user_id(), at=now())
    return see("visits.agency", agency_id=agency_id, notice=_("Perubahan tersimpan."))


# -- what forms say --------------------------------------------------------------------------------


def told() -> forms.Form:
    """Return the form; where a message was pasted, with what could be read of it."""
    message = forms.text(request.form, "text")
    read = words.read_news(message, today=today()) if message else {}
    return {**request.form.to_dict(), **read}


def news_of(form: forms.Form) -> News:
    """Return what a form says of a visit."""
    day = forms.day(form, "expected_on")
    if day is None:
        raise Refused(_("Pilih tanggal kedatangannya."), field="expected_on")
    return News(
        agency_name=forms.name(form, "agency_name"), expected_on=day, expected_at=_clock(form),
        guide=forms.name(form, "guide"), phone=forms.phone(form, "phone"),
        people=forms.number(form, "people") if forms.text(form, "people") else None,
        country=forms.name(form, "country"),
        language=forms.choice(form, "language", ("id", "en"), default="id"),
        note=forms.text(form, "note", most=200),
    )  # fmt: skip


def outlet_of_form() -> Outlet:
    """Return the place that a form names among those in use, the main one where it names none."""
    number = forms.optional_id(request.form, "outlet")
    there = {outlet.id: outlet for outlet in places.active(db())}
    return there.get(number or 0) or places.require_main(db())


def _clock(form: forms.Form) -> str:
    typed = forms.text(form, "expected_at", most=20)
    found = words.CLOCK.fullmatch(typed.strip())
    if typed and found is None:
        raise Refused(_("Tulis jam datangnya, misalnya 10:30."), field="expected_at")
    return f"{int(found[1]):02d}:{found[2] or '00'}" if found else ""


def _fee() -> int:
    fee = forms.bps(request.form, "fee")
    if fee is None:
        raise Refused(_("Isi uang pemandunya dalam persen, misalnya 10."), field="fee")
    return fee


def _agency_of_form(visit: Visit) -> Agency:
    """Return the agency that was chosen; a new one is taken in with the fee that was written."""
    number = forms.optional_id(request.form, "agency")
    if number is not None:
        return queries.require_agency(db(), number)
    return service.add_agency(
        db(), visit.agency_name, fee_bps=_fee(), contact=visit.guide, phone=visit.phone,
        by=user_id(), at=now(),
    )  # fmt: skip


def _answer(visit: Visit) -> str | None:
    """Return the address that opens WhatsApp with the answer to the guide."""
    house = settings.get(db(), showroom.NAME, on=today())
    base = public_address()
    where = f"{base}{url_for('announcing.told', token=visit.token)}" if base else None
    phone = visit.phone or (visit.agency.phone if visit.agency else None)
    return whatsapp.link(phone, words.answer(visit, house, where))


def _choices(agency_id: int | None = None) -> dict[str, Any]:
    return {
        "outlets": places.choices(db()),
        "agencies": queries.choices(db()),
        "guides": queries.guides_of(db(), agency_id),
        "ways": [(way, words.way(way)) for way in ("whatsapp", "phone")],
    }
