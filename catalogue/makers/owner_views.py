"""The office's page: who of the house is a maker too, and so decides nothing in her favour."""

from typing import Any

from flask import Blueprint, Response, request

from catalogue.makers import owners, queries
from catalogue.outlets import people
from core import forms
from core.errors import Refused
from core.i18n import _
from core.web import See, allow, db, now, page, refused_to, see, user_id

blueprint = Blueprint("maker_owners", __name__)


@blueprint.get("/manage/makers/<int:maker_id>/owners")
@allow("manager")
def listed(maker_id: int, error: Any = None, **_row: int) -> Response:
    """Show who stands behind a maker, and let one be added."""
    maker = queries.require_maker(db(), maker_id)
    return page(
        "makers/owners.html", maker=maker, rows=owners.owners_of(db(), maker), me=user_id(),
        staff=people.staff_of_house(db()), form=request.form, error=error,
    )  # fmt: skip


@blueprint.post("/manage/makers/<int:maker_id>/owners")
@allow("manager")
@refused_to(listed)
def add(maker_id: int) -> See:
    """Write down that a person of the house stands behind a maker."""
    maker = queries.require_maker(db(), maker_id)
    chosen = forms.ids([forms.text(request.form, "person")])
    person = next((one for one in people.staff_of_house(db()) if one.id in chosen), None)
    if person is None:
        raise Refused(_("Pilih orangnya."), field="person")
    owners.say(db(), maker, person, by=user_id(), at=now())
    return see(
        "maker_owners.listed", maker_id=maker_id,
        notice=_("Dicatat: uang %(maker)s diputuskan selain oleh %(name)s.",
                 maker=maker.name, name=person.name),
    )  # fmt: skip


@blueprint.post("/manage/makers/<int:maker_id>/owners/<int:row_id>/end")
@allow("manager")
@refused_to(listed)
def end(maker_id: int, row_id: int) -> See:
    """Take it back; the person concerned cannot."""
    maker = queries.require_maker(db(), maker_id)
    owners.end(db(), owners.require_owner(db(), maker, row_id), by=user_id(), at=now())
    return see("maker_owners.listed", maker_id=maker_id, notice=_("Catatan itu dicabut."))
