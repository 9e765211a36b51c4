"""The office's list of sentra, and in which regency each lies."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy import func, or_, select

from catalogue.makers import queries, service
from catalogue.makers.models import Maker, Sentra
from core import forms, lists
from core.i18n import _
from core.lists import Column, Listing
from core.menu import nav
from core.web import See, allow, db, list_file, now, page, refused_to, see, user_id

blueprint = Blueprint("sentra_places", __name__)

nav(_("Barang"), _("Sentra"), "sentra_places.listed", order=135, roles=("manager",))

MEMBERS = (
    select(func.count(Maker.id))
    .where(Maker.sentra_id == Sentra.id, Maker.archived_at.is_(None))
    .scalar_subquery()
)
SENTRA = Listing(
    name="sentra",
    label=_("Sentra"),
    query=select(Sentra, MEMBERS.label("members")),
    key=Sentra.id,
    columns=(
        Column("name", _("Sentra"), lambda r: r.Sentra.name, sort=Sentra.name_key),
        Column("members", _("Perajin"), lambda r: r.members, sort=MEMBERS, number=True),
        Column("regency", _("Kabupaten atau kota"), lambda r: r.Sentra.regency, sort=func.lower(Sentra.regency)),
    ),
    order="name",
    has=lambda word: or_(
        Sentra.name_key.contains(word, autoescape=True),
        func.lower(Sentra.regency).contains(word, autoescape=True),
    ),
    hint=_("nama sentra atau kabupaten"),
)  # fmt: skip


@blueprint.get("/manage/sentra")
@allow("manager")
def listed(error: Any = None, **_sentra: int) -> ResponseReturnValue:
    """List the sentra with their regency; as a file where the address asks for one."""
    wanted = lists.asked(SENTRA, request.args)
    if wanted.form:
        return list_file(SENTRA, wanted)
    return page(
        "makers/sentra.html", shown=lists.shown(db(), SENTRA, wanted), error=error,
        known=queries.regencies(db()),
    )  # fmt: skip


@blueprint.post("/manage/sentra/<int:sentra_id>")
@allow("manager")
@refused_to(listed)
def place(sentra_id: int) -> See:
    """Say in which regency or city a sentra lies."""
    found = queries.require_sentra(db(), sentra_id)
    regency = forms.name(request.form, "regency")
    service.place_sentra(db(), found, regency, by=user_id(), at=now())
    return see("sentra_places.listed", notice=_("%(name)s tersimpan.", name=found.name))
