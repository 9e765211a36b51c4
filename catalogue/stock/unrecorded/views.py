"""The office's list of goods that sold before anybody recorded them."""

from typing import Any

from flask import Blueprint, Response, request

from catalogue.makers import queries as makers
from catalogue.outlets import queries as places
from catalogue.stock.unrecorded import queries, service
from core import forms
from core.errors import Refused
from core.i18n import _
from core.web import See, allow, db, nav, now, page, refused_to, see, user_id

blueprint = Blueprint("unrecorded", __name__)

nav(_("Masuk dan keluar"), _("Belum terdaftar"), "unrecorded.listed", order=121, roles=("manager",))


@blueprint.get("/manage/unrecorded")
@allow("manager")
def listed(error: Any = None) -> Response:
    """List what the tills noted and no consignment has yet, by maker and place."""
    return page("unrecorded/list.html", groups=queries.groups(db()), error=error)


@blueprint.post("/manage/unrecorded")
@allow("manager")
@refused_to(listed)
def write_down() -> See:
    """Draft the consignment of what waits of one maker at one place."""
    maker_id = forms.optional_id(request.form, "maker")
    outlet_id = forms.optional_id(request.form, "outlet")
    if maker_id is None or outlet_id is None:
        raise Refused(_("Pilih perajinnya dulu."), field="maker")
    consignment = service.write_down(
        db(), makers.require_maker(db(), maker_id), places.require_outlet(db(), outlet_id),
        by=user_id(), at=now(),
    )  # fmt: skip
    return see(
        "stock.show", consignment_id=consignment.id,
        notice=_("Periksa jumlah dan harganya bersama perajin, lalu terima."),
    )  # fmt: skip
