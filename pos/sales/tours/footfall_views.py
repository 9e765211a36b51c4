"""Two big buttons that count who comes in, at the till and in the office, and the list of days."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, request

from catalogue.outlets import queries as outlets
from catalogue.outlets.models import Outlet
from catalogue.tours.footfall import queries, service
from catalogue.tours.footfall.listing import VISITORS
from core import forms, lists
from core.clock import local_date
from core.errors import NotFound, Refused
from core.i18n import _
from core.menu import nav
from core.web import See, allow, db, list_file, now, page, refused_to, see, user_id
from pos.sales.here import require_till
from pos.sales.views import staff

blueprint = Blueprint("footfall", __name__)

nav(_("Laporan galeri"), _("Pengunjung"), "footfall.listed", order=330, roles=("manager",))

SAID = {
    "local": _("Satu pengunjung lokal dihitung."),
    "foreign": _("Satu pengunjung mancanegara dihitung."),
}


def _counter(outlet: Outlet) -> dict[str, Any]:
    on = local_date(now(), outlet.zone)
    last = queries.undoable(db(), outlet.id, at=now(), within=service.UNDO_WITHIN)
    return {"outlet": outlet, "today": queries.of_day(db(), outlet.id, on), "last": last}


@blueprint.get("/pos/visitors")
@staff
def at_till(error: Refused | None = None) -> Response:
    """Show the two buttons at the till, and how many came today."""
    till = require_till()
    return page("footfall/till.html", till=till, error=error, **_counter(till.outlet))


@blueprint.post("/pos/visitors")
@staff
@refused_to(at_till)
def count_at_till() -> See:
    """Count one visitor at the till's outlet."""
    return see("footfall.at_till", notice=_one_more(require_till().outlet))


@blueprint.post("/pos/visitors/<int:footfall_id>/undo")
@staff
@refused_to(lambda footfall_id, error: at_till(error))
def undo_at_till(footfall_id: int) -> See:
    """Take back what was counted here within the last minute."""
    row = queries.require(db(), footfall_id)
    if row.outlet_id != require_till().outlet_id:
        raise NotFound(_("Hitungan ini tidak ada."))
    service.undo(db(), row, by=user_id(), at=now())
    return see("footfall.at_till", notice=_("Hitungan terakhir diurungkan."))


@blueprint.get("/manage/visitors")
@allow("manager")
def listed(error: Refused | None = None) -> Response:
    """List the days with their visitors, the two buttons above; as a file where asked for one."""
    wanted = lists.asked(VISITORS, request.args)
    if wanted.form and error is None:
        return list_file(VISITORS, wanted)
    main, places = outlets.require_main(db()), outlets.choices(db())
    return page(
        "footfall/office.html", shown=lists.shown(db(), VISITORS, wanted), error=error,
        form=request.form, outlets=places, many=queries.newest(db()),
        names=dict(places), on=local_date(now(), main.zone), **_counter(main),
    )  # fmt: skip


@blueprint.post("/manage/visitors")
@allow("manager")
@refused_to(listed)
def count_in_office() -> See:
    """Count one visitor at the main outlet, or as many as the guest book says."""
    form = request.form
    if not forms.text(form, "people"):
        return see("footfall.listed", notice=_one_more(outlets.require_main(db())))
    outlet = outlets.require_outlet(db(), forms.optional_id(form, "place") or 0)
    on = _day(forms.text(form, "on"))
    row = service.count(
        db(), outlet, forms.text(form, "kind"), on=on, people=forms.number(form, "people"),
        by=user_id(), at=now(),
    )  # fmt: skip
    return see("footfall.listed", notice=_("%(n)s pengunjung dicatat.", n=row.people))


@blueprint.post("/manage/visitors/<int:footfall_id>/undo")
@allow("manager")
@refused_to(lambda footfall_id, error: listed(error))
def undo_in_office(footfall_id: int) -> See:
    """Take back what was counted, whenever it was."""
    row = queries.require(db(), footfall_id)
    late = now() - row.at > service.UNDO_WITHIN
    service.undo(db(), row, by=user_id(), at=now(), late=late)
    return see("footfall.listed", notice=_("Hitungan itu diurungkan."))


def _one_more(outlet: Outlet) -> str:
    row = service.count(
        db(), outlet, forms.text(request.form, "kind"), on=local_date(now(), outlet.zone),
        by=user_id(), at=now(),
    )  # fmt: skip
    return _(SAID[row.kind])


def _day(typed: str) -> date:
    found = forms.iso_day(typed)
    if found is None:
        raise Refused(_("Pilih tanggalnya dari kalender."), field="on")
    return found
