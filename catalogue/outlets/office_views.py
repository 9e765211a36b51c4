"""The office's pages about the house: places with their tills, and the people who work there."""

from typing import Any

from flask import Blueprint, Response, g, request

from catalogue.outlets import people, queries, service
from catalogue.outlets.listing import OUTLETS, STAFF
from catalogue.outlets.models import Outlet
from core import forms, lists
from core.clock import ZONES
from core.errors import NotFound, Refused
from core.i18n import _
from core.menu import nav
from core.users import queries as users
from core.users.models import User
from core.users.service import check_new_password, check_new_pin
from core.web import See, allow, db, list_file, now, page, prepared, refused_to, see, user_id

blueprint = Blueprint("office", __name__)

nav(_("Lainnya"), _("Tempat dan kasir"), "office.outlets", order=310, roles=("manager",))
nav(_("Lainnya"), _("Orang"), "office.staff", order=320, roles=("manager",))


@blueprint.get("/manage/outlets")
@allow("manager")
def outlets(error: Any = None) -> Response:
    """List the places with their tills; as a file where the address asks for one."""
    wanted = lists.asked(OUTLETS, request.args)
    if wanted.form:
        return list_file(OUTLETS, wanted)
    return page(
        "outlets/list.html", shown=lists.shown(db(), OUTLETS, wanted), form=request.form,
        error=error, zones=[(zone, zone) for zone in ZONES],
    )  # fmt: skip


@blueprint.post("/manage/outlets")
@allow("manager")
@refused_to(outlets)
def open_outlet() -> See:
    """Open a place, with its first till where a series was given."""
    form = request.form
    outlet = service.open_outlet(
        db(), forms.text(form, "code"), forms.name(form), at=now(),
        zone=forms.choice(form, "zone", ZONES, default="WIB"), address=forms.name(form, "address"),
    )  # fmt: skip
    _set_up_till(outlet, _("Kasir 1"), outlet.code[:5])
    return see("office.outlet", outlet_id=outlet.id, notice=_("%(name)s dibuka.", name=outlet.name))


@blueprint.get("/manage/outlets/<int:outlet_id>")
@allow("manager")
def outlet(outlet_id: int, error: Any = None) -> Response:
    """Show a place: its name, its tills, who works there."""
    found = queries.require_outlet(db(), outlet_id)
    works_at = people.outlets_by_user(db())
    return page(
        "outlets/show.html", outlet=found, form=request.form, error=error,
        zones=[(zone, zone) for zone in ZONES],
        tills=[till for till in found.tills if till.archived_at is None],
        staff=[u for u in people.staff_of_house(db()) if outlet_id in works_at.get(u.id, ())],
    )  # fmt: skip


@blueprint.post("/manage/outlets/<int:outlet_id>")
@allow("manager")
@refused_to(outlet)
def change_outlet(outlet_id: int) -> See:
    """Change a place's name and address; the code stays."""
    service.describe(
        db(), queries.require_outlet(db(), outlet_id), name=forms.name(request.form),
        address=forms.name(request.form, "address"), by=user_id(), at=now(),
    )  # fmt: skip
    return see("office.outlet", outlet_id=outlet_id, notice=_("Perubahan tersimpan."))


@blueprint.post("/manage/outlets/<int:outlet_id>/tills")
@allow("manager")
@refused_to(outlet)
def add_till(outlet_id: int) -> See:
    """Set up another till at a place."""
    found = queries.require_outlet(db(), outlet_id)
    name = forms.required(
        request.form,
        "till_name",
        _("Isi nama kasirnya, misalnya Kasir 2."),
        most=forms.NAME,
    )
    _set_up_till(found, name, forms.text(request.form, "series"))
    return see("office.outlet", outlet_id=outlet_id, notice=_("%(name)s dibuat.", name=name))


@blueprint.get("/manage/users")
@allow("manager")
def staff() -> Response:
    """List the people who work for the house; as a file where the address asks for one."""
    wanted = lists.asked(STAFF, request.args)
    if wanted.form:
        return list_file(STAFF, wanted)
    return page("outlets/people.html", shown=lists.shown(db(), STAFF, wanted))


@blueprint.get("/manage/users/new")
@allow("manager")
def new_person(error: Any = None) -> Response:
    """Ask who is new, in which roles, at which places."""
    return page(
        "outlets/person.html", person=None, form=request.form, outlets=queries.active(db()),
        roles=request.form.getlist("role"), error=error, secrets=set(),
        places=_chosen_ids() if request.form else {o.id for o in queries.active(db())},
    )  # fmt: skip


def hash_secrets(**_arguments: Any) -> dict[str, str | None]:
    """Hash a new password and PIN before the write transaction begins; empty means none."""
    password, pin = request.form.get("password", ""), forms.text(request.form, "pin")
    return {
        "password": check_new_password(password) if password else None,
        "pin": check_new_pin(pin) if pin else None,
    }


@blueprint.post("/manage/users/new")
@allow("manager")
@prepared(hash_secrets)
@refused_to(new_person)
def hire() -> See:
    """Let a new person in."""
    form = request.form
    user = people.hire(
        db(), forms.name(form), login=forms.name(form, "login"),
        roles=form.getlist("role"), outlets=_chosen_outlets(), by=user_id(), at=now(), **g.prepared,
    )  # fmt: skip
    return see("office.staff", notice=_("%(name)s bisa masuk sekarang.", name=user.name))


@blueprint.get("/manage/users/<int:person_id>")
@allow("manager")
def person(person_id: int, error: Any = None) -> Response:
    """Show a person's roles, places and secrets, to be changed."""
    user = require_staff(person_id)
    asked = "name" in request.form
    form = request.form if asked else {"name": user.name}
    return page(
        "outlets/person.html", person=user, form=form, outlets=queries.active(db()), error=error,
        roles=request.form.getlist("role") if asked else list(user.roles),
        places=_chosen_ids() if asked else queries.outlets_of_user(db(), person_id),
        secrets=people.secrets_of(db(), [person_id]).get(person_id, set()),
    )  # fmt: skip


@blueprint.post("/manage/users/<int:person_id>")
@allow("manager")
@refused_to(person)
def change_person(person_id: int) -> See:
    """Change a person's name, roles and places."""
    people.change(
        db(), require_staff(person_id), name=forms.name(request.form),
        roles=request.form.getlist("role"), outlets=_chosen_outlets(), by=user_id(), at=now(),
    )  # fmt: skip
    return see("office.staff", notice=_("Perubahan tersimpan."))


@blueprint.post("/manage/users/<int:person_id>/secrets")
@allow("manager")
@prepared(hash_secrets)
@refused_to(person)
def change_secrets(person_id: int) -> See:
    """Set a new password or PIN."""
    if not any(g.prepared.values()):
        raise Refused(_("Isi kata sandi atau PIN yang baru."), field="password")
    user = require_staff(person_id)
    people.change_secrets(db(), user, by=user_id(), at=now(), **g.prepared)
    return see(
        "office.person", person_id=person_id,
        notice=_("Sandi atau PIN %(name)s sudah diganti.", name=user.name),
    )  # fmt: skip


@blueprint.post("/manage/users/<int:person_id>/archive")
@allow("manager")
@refused_to(person)
def let_go(person_id: int) -> See:
    """End a person's access."""
    user = require_staff(person_id)
    people.let_go(db(), user, by=user_id(), at=now())
    return see("office.staff", notice=_("Akses %(name)s ditutup.", name=user.name))


def require_staff(person_id: int) -> User:
    """Return a person who works for the house, or raise NotFound; makers are not changed here."""
    user = users.require_user(db(), person_id)
    if not user.roles & set(people.STAFF_ROLES):
        raise NotFound(_("Orang ini tidak ada dalam daftar."))
    return user


def _set_up_till(outlet: Outlet, name: str, series: str) -> None:
    series = series.strip().upper()
    if any(till.series == series for till in queries.all_tills(db())):
        raise Refused(_("Seri itu sudah dipakai kasir lain."), field="series")
    service.set_up_till(db(), outlet, name, series=series)


def _chosen_ids() -> set[int]:
    return set(forms.ids(request.form.getlist("outlet")))


def _chosen_outlets() -> list[Outlet]:
    return [queries.require_outlet(db(), number) for number in sorted(_chosen_ids())]
