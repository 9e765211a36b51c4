"""The first page of an empty house: name the showroom, its place, and the first manager."""

from datetime import timedelta
from typing import Any, cast

from flask import Blueprint, Response, current_app, g, redirect, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.makers.models import Maker
from catalogue.outlets import first, showroom
from catalogue.outlets import service as outlets
from catalogue.outlets.models import Outlet
from catalogue.products import contracts
from catalogue.products.terms import Terms
from core import cookies, forms, settings
from core.clock import ZONES, local_date
from core.dispatch import TitipFlask
from core.errors import Refused
from core.i18n import _
from core.users import queries as users
from core.users import service as people
from core.users.models import User
from core.web import db, keyless, now, page, prepared, public, refused_to

blueprint = Blueprint("setup", __name__)

PUBLIC_DOORS = ("/", "/en/", "/en")
DOORS = (*PUBLIC_DOORS, "/login", "/manage", "/pos")
BEFORE = timedelta(days=1)
"""What is set up today holds from yesterday on, whichever of the three zones is asked."""


def lead_new_house() -> WsgiResponse | None:
    """Lead the doors of a house where nobody can sign in yet to the set-up page."""
    app = cast(TitipFlask, current_app)
    if request.path not in DOORS or request.method != "GET" or app.house.has_people:
        return None
    with app.house.database.reader() as session:
        if users.anyone(session):
            app.house.has_people = True  # it never becomes empty again
            return None
        is_shown = request.path in PUBLIC_DOORS and _has_goods(session)
    return None if is_shown else redirect("/setup")


@blueprint.get("/setup")
@public
def setup(error: Any = None) -> Response | WsgiResponse:
    """Show the form while there is nobody, the way to sign in afterwards."""
    if users.anyone(db()):
        return redirect("/login")
    return page(
        "setup.html", form=request.form, zones=[(zone, zone) for zone in ZONES], error=error
    )


def hash_password() -> str:
    """Hash the password before the write transaction begins."""
    forms.required(request.form, "showroom", _("Isi nama ruang pamernya."))
    forms.required(request.form, "outlet", _("Isi nama tempatnya."))
    forms.bps(request.form, "commission")
    forms.required(request.form, "name", _("Isi nama orangnya."))
    return people.check_new_password(request.form.get("password", ""))


@blueprint.post("/setup")
@public
@keyless
@prepared(hash_password)
@refused_to(setup)
def open_house() -> WsgiResponse:
    """Create the showroom, its first place and till, and the first manager; sign the person in."""
    if users.anyone(db()):
        raise Refused(_("Ruang pamer ini sudah disiapkan. Silakan masuk."))
    manager = people.create_user(
        db(), forms.text(request.form, "name"), login=forms.text(request.form, "login"),
        roles=("manager",), at=now(), by=None,
    )  # fmt: skip
    people.set_secret(db(), manager, "password", g.prepared, at=now())
    _name_showroom(manager)
    outlets.staff(db(), manager, _first_place())
    _agree_default(manager)
    token = people.open_session(db(), manager, kind="password", device=None, at=now())
    response = redirect("/manage", code=303)
    cookies.put(response, cookies.SESSION, token, days=1)
    return response


def _name_showroom(manager: User) -> None:
    today = local_date(now(), "WIB")
    for name, setting in (
        ("showroom", showroom.NAME), ("address", showroom.ADDRESS), ("phone", showroom.PHONE),
    ):  # fmt: skip
        settings.put(
            db(), setting, forms.text(request.form, name), valid_from=today - BEFORE,
            by=manager.id, at=now(),
        )  # fmt: skip


def _first_place() -> Outlet:
    outlet = first.first_outlet(db(), now())
    outlet.name = forms.text(request.form, "outlet")
    outlet.zone = forms.choice(request.form, "zone", ZONES, default="WIB")
    outlet.address = forms.text(request.form, "address")
    return outlet


def _agree_default(manager: User) -> None:
    rate = forms.bps(request.form, "commission")
    if rate is not None:
        contracts.agree(
            db(), Terms("percent", commission_bps=rate),
            starts_on=local_date(now(), "WIB") - BEFORE, by=manager.id, at=now(),
        )  # fmt: skip


def _has_goods(session: Session) -> bool:
    return session.query(Maker.id).limit(1).scalar() is not None
