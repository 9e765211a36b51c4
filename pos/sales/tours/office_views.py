"""The office's pages about what groups brought: of one visit, and of all as a list."""

from typing import Any

from flask import Blueprint, Response, g, request
from flask.typing import ResponseReturnValue

from catalogue.outlets import queries as places
from catalogue.tours import queries as visits
from core import forms, lists
from core.errors import Refused
from core.i18n import _
from core.money import rupiah
from core.users.queries import names_of
from core.web import See, allow, db, list_file, now, page, refused_to, see
from pos.sales.tours import queries, service
from pos.sales.tours.listing import TAKINGS
from pos.sales.tours.papers import source_label
from pos.sales.tours.views import print_slip

blueprint = Blueprint("takings", __name__)
blueprint.add_app_template_global(source_label, "fee_source")


@blueprint.get("/manage/visits/takings")
@allow("manager")
def listed() -> ResponseReturnValue:
    """List what groups brought, newest first; as a file where the address asks for one."""
    wanted = lists.asked(TAKINGS, request.args)
    if wanted.form:
        return list_file(TAKINGS, wanted)
    return page("tours/takings_list.html", shown=lists.shown(db(), TAKINGS, wanted))


@blueprint.get("/manage/visits/<int:visit_id>/takings")
@allow("manager")
def show(visit_id: int, error: Any = None) -> Response:
    """Show what a group bought and brought back, and the guide's fee."""
    visit = visits.require_visit(db(), visit_id)
    fee = queries.fee_of(db(), visit_id)
    return page(
        "tours/takings.html", visit=visit, fee=fee, error=error, form=request.form,
        sales=queries.sales_of(db(), visit_id), now=queries.brought(db(), visit_id),
        reckoning=service.reckon(db(), visit) if visit.is_at_hand else None,
        people=names_of(db(), [fee.paid_by] if fee else []),
    )  # fmt: skip


@blueprint.post("/manage/visits/<int:visit_id>/finish")
@allow("manager")
@refused_to(show)
def finish(visit_id: int) -> See:
    """End a visit and pay the guide from kas bendahara; the slip comes out at its outlet."""
    visit = visits.require_visit(db(), visit_id)
    fee = service.finish(
        db(), visit, "treasury", seen=forms.number(request.form, "seen"), by=g.user, at=now()
    )
    printer = places.receipt_printer_at(db(), visit.outlet)
    if printer is not None and fee.amount:
        print_slip(fee, printer)
    return see(
        "takings.show", visit_id=visit_id,
        notice=_("Rombongan %(name)s selesai. Uang pemandu %(amount)s dibayar.", name=visit.name,
                 amount=rupiah(fee.amount)),
    )  # fmt: skip


@blueprint.post("/manage/visits/<int:visit_id>/slip")
@allow("manager")
@refused_to(show)
def print_again(visit_id: int) -> See:
    """Print the guide's slip once more, marked SALINAN."""
    fee = queries.require_fee(db(), visit_id)
    printer = places.receipt_printer_at(db(), fee.visit.outlet)
    if printer is None:
        raise Refused(_("Tempat itu belum punya printer struk."))
    print_slip(fee, printer)
    return see("takings.show", visit_id=visit_id, notice=_("Bukti masuk antrean cetak."))
