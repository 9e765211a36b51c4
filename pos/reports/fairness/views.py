"""The page that shows whether every maker is treated alike."""

from flask import Blueprint, Response, request

from catalogue.outlets.here import today
from core import lists
from core.i18n import _
from core.menu import nav
from core.web import allow, db, list_file, page
from pos.reports.fairness import listing
from pos.reports.here import asked_span

blueprint = Blueprint("fairness", __name__)

nav(_("Laporan galeri"), _("Pemerataan"), "fairness.listed", order=310, roles=("manager",))


@blueprint.get("/manage/fairness")
@allow("manager")
def listed() -> Response:
    """List every maker with shelf, sales and days; as a file where the address asks for one."""
    span, error = asked_span()
    found = listing.makers(span, today=today())
    wanted = lists.asked(found, request.args)
    if wanted.form and error is None:
        return list_file(found, wanted)
    return page(
        "fairness/list.html", shown=lists.shown(db(), found, wanted), span=span, error=error
    )
