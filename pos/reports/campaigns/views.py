"""The office's page of campaigns: begin one, end one, and read what was sold in it."""

from datetime import date

from flask import Blueprint, Response, request

from catalogue.outlets.here import today
from core import forms, lists
from core.errors import Refused
from core.i18n import _
from core.menu import nav
from core.web import See, allow, db, list_file, now, page, refused_to, see, user_id
from pos.reports.campaigns import listing
from pos.sales.campaigns import queries, service

blueprint = Blueprint("campaigns", __name__)

nav(_("Laporan galeri"), _("Program potongan"), "campaigns.listed", order=340, roles=("manager",))


@blueprint.get("/manage/campaigns")
@allow("manager")
def listed(error: Refused | None = None) -> Response:
    """List the campaigns with what was sold in them; as a file where the address asks for one."""
    on = today()
    found = listing.campaigns(today=on)
    wanted = lists.asked(found, request.args)
    if wanted.form and error is None:
        return list_file(found, wanted)
    return page(
        "campaigns/list.html", shown=lists.shown(db(), found, wanted), on=on, form=request.form,
        error=error,
    )  # fmt: skip


@blueprint.post("/manage/campaigns")
@allow("manager")
@refused_to(listed)
def begin() -> See:
    """Begin a campaign, so that the till offers it with a discount."""
    starts_on = _day("starts_on")
    if starts_on is None:
        raise Refused(_("Pilih tanggalnya dari kalender."), field="starts_on")
    row = service.begin(
        db(), forms.text(request.form, "name"), starts_on=starts_on, ends_on=_day("ends_on"),
        by=user_id(), at=now(),
    )  # fmt: skip
    return see(
        "campaigns.listed",
        notice=_("%(name)s dicatat. Kasir bisa memilihnya waktu memberi potongan.", name=row.name),
    )


@blueprint.post("/manage/campaigns/<int:campaign_id>/end")
@allow("manager")
@refused_to(lambda campaign_id, error: listed(error))
def end(campaign_id: int) -> See:
    """Let a campaign end today."""
    row = queries.require(db(), campaign_id)
    service.end(db(), row, max(today(), row.starts_on), by=user_id(), at=now())
    return see("campaigns.listed", notice=_("%(name)s berakhir hari ini.", name=row.name))


def _day(name: str) -> date | None:
    typed = forms.text(request.form, name)
    found = forms.iso_day(typed)
    if typed and found is None:
        raise Refused(_("Pilih tanggalnya dari kalender."), field=name)
    return found
