"""The office's list of food that expires: what to take off the shelf, give back or sell first."""

from flask import Blueprint, Response, request

from catalogue.outlets.here import today
from catalogue.stock.expiry.listing import expiring
from core import lists
from core.i18n import _
from core.menu import nav
from core.web import allow, db, list_file, page

blueprint = Blueprint("expiry", __name__)

nav(_("Rak dan label"), _("Kedaluwarsa"), "expiry.listed", order=133, roles=("manager",))


@blueprint.get("/manage/expiry")
@allow("manager")
def listed() -> Response:
    """List the lots that expired or soon will, with what to do."""
    listing = expiring(today())
    wanted = lists.asked(listing, request.args)
    if wanted.form:
        return list_file(listing, wanted)
    return page("expiry/list.html", shown=lists.shown(db(), listing, wanted))
