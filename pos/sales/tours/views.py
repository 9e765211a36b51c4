"""Tours at the till: a badge's touch, a sale given to another group, and *rombongan selesai*."""

from datetime import date

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.outlets.models import Till
from catalogue.tours import queries as visits
from catalogue.tours import service as tours
from catalogue.tours.models import Visit
from core import forms
from core.errors import NotFound, Refused
from core.i18n import _
from core.money import rupiah
from core.users.models import User
from core.web import See, db, now, page, prepared, refused_to, see, user_id
from pos.sales import approval
from pos.sales import queries as tickets
from pos.sales.here import require_till
from pos.sales.models import Sale
from pos.sales.tours import queries, service
from pos.sales.tours.models import GuideFee
from pos.sales.tours.panes import refuse_elsewhere
from pos.sales.tours.queries import Served
from pos.sales.views import done, show, staff
from pos.shifts import queries as shifts
from pos.shifts.service import NoShift
from printers import queries as printers
from printers import spool
from printers.documents import from_json
from printers.models import Printer

blueprint = Blueprint("tours", __name__)


def beside(till: Till, sale: Sale | None, on: date) -> Served:
    """Return the visits whose badges stand beside a ticket; a template asks for them."""
    return queries.served(db(), till, sale, on=on, at=now())


def of_sale(till: Till, sale: Sale) -> Served:
    """Return the visits that a sale just completed may be given to; none once its day is over."""
    shift = shifts.open_shift(db(), till.id)
    if shift is None or sale.business_date != shift.business_date:
        return Served((), None)
    there = visits.at_hand(db(), till.outlet_id, shift.business_date)
    return Served(there, queries.visit_of_sale(db(), sale.id))


blueprint.add_app_template_global(beside, "visits_beside")
blueprint.add_app_template_global(of_sale, "visits_of_sale")


# -- whose a ticket is ------------------------------------------------------------------------------


@blueprint.post("/pos/visits/serve")
@staff
@refused_to(show)
def serve() -> See:
    """Let the ticket and those that follow belong to the visit that was touched, or to none."""
    number = forms.optional_id(request.form, "visit")
    visit = visits.require_visit(db(), number) if number else None
    _serve(require_till(), visit)
    return see("till.show", notice=None if visit else _("Nota ini bukan dari rombongan."))


@blueprint.post("/pos/visits/arrive")
@staff
@refused_to(lambda error: show(pane="visits", error=error))
def arrive() -> See:
    """Take in a group that stands at the door without having been announced."""
    till, form = require_till(), request.form
    number = forms.optional_id(form, "agency")
    if number is None:
        raise Refused(_("Pilih bironya. Yang baru dicatat dulu oleh pengurus."), field="agency")
    agency = visits.require_agency(db(), number)
    told = tours.News(
        agency_name=agency.name, guide=forms.name(form, "guide"), expected_on=_today(till),
        people=forms.number(form, "people") if forms.text(form, "people") else None,
    )  # fmt: skip
    visit = tours.announce(
        db(), till.outlet, told, came_by="walk_in", today=told.expected_on, by=user_id(), at=now()
    )
    tours.confirm(db(), visit, agency=agency, fee_bps=agency.fee_bps, by=user_id(), at=now())
    _serve(till, visit)
    return see("till.show")


@blueprint.post("/pos/sales/<int:sale_id>/visit")
@staff
@refused_to(done)
def move_sale(sale_id: int) -> See:
    """Say that a sale of today belongs to another visit, or to none."""
    till = require_till()
    sale = tickets.require(db(), sale_id)
    if sale.till.outlet_id != till.outlet_id or sale.state != "completed":
        raise NotFound(_("Nota ini tidak ada."))
    number = forms.optional_id(request.form, "visit")
    visit = visits.require_visit(db(), number) if number else None
    service.move_sale(db(), sale, visit, on=_today(till), by=user_id(), at=now())
    said = visit.name if visit else _("bukan rombongan")
    return see(
        "till.done", sale_id=sale.id, notice=_("Nota %(number)s: %(name)s.", number=sale.number,
                                               name=said),
    )  # fmt: skip


# -- rombongan selesai --------------------------------------------------------------------------------


@blueprint.post("/pos/visits/<int:visit_id>/finish")
@staff
@prepared(lambda visit_id: approval.check())
@refused_to(lambda visit_id, error: show(pane="visit-end", error=error))
def finish(visit_id: int) -> See:
    """End a visit, pay the guide's fee and print the slip to sign."""
    till = require_till()
    visit = visits.require_visit(db(), visit_id)
    refuse_elsewhere(visit, till)
    source = forms.choice(request.form, "source", ("drawer", "treasury"), "drawer")
    payer: User = g.user
    if source == "treasury" and "manager" not in payer.roles:
        word = approval.given()
        if word is None:
            raise Refused(
                _("Kas bendahara dibayarkan pengurus: pilih nama dan ketik PIN-nya."),
                field="approver_pin",
            )
        payer = word.manager
    fee = service.finish(
        db(), visit, source, seen=forms.number(request.form, "seen"), by=payer, at=now(), till=till
    )
    said = _("Rombongan %(name)s selesai. Uang pemandu %(amount)s dibayar.", name=visit.name,
             amount=rupiah(fee.amount))  # fmt: skip
    if till.receipt_printer_id is not None:
        print_slip(fee, printers.require_printer(db(), till.receipt_printer_id))
    return see("tours.ended", visit_id=visit_id, notice=said)


@blueprint.get("/pos/visits/<int:visit_id>")
@staff
def ended(visit_id: int) -> Response | WsgiResponse:  # noqa: ARG001  # the pane reads the address
    """Show what is handed to the guide, and the slip."""
    return show(pane="visit-end")


@blueprint.get("/pos/visits/<int:visit_id>/slip")
@staff
def slip(visit_id: int) -> Response:
    """Show the guide's slip as the browser prints it, 80 or 58 mm wide."""
    fee = _fee_here(visit_id)
    width = 58 if request.args.get("width") == "58" else 80
    return page("printers/guide_slip.html", slip=from_json(fee.document), width=width, back="/pos")


@blueprint.post("/pos/visits/<int:visit_id>/slip")
@staff
@refused_to(lambda visit_id, error: show(pane="visit-end", error=error))
def print_again(visit_id: int) -> See:
    """Print the guide's slip once more, marked SALINAN."""
    till = require_till()
    fee = _fee_here(visit_id)
    if till.receipt_printer_id is None:
        raise Refused(_("Kasir ini belum punya printer struk."))
    print_slip(fee, printers.require_printer(db(), till.receipt_printer_id))
    return see("tours.ended", visit_id=visit_id, notice=_("Bukti masuk antrean cetak."))


def _fee_here(visit_id: int) -> GuideFee:
    refuse_elsewhere(visits.require_visit(db(), visit_id), require_till())
    return queries.require_fee(db(), visit_id)


def print_slip(fee: GuideFee, printer: Printer) -> None:
    """Queue the slip to sign, a repeat marked SALINAN; the drawer opens where it pays."""
    if fee.movement_id is not None and not printers.jobs_of(db(), service.SOURCE, fee.id):
        spool.open_drawer(
            db(), printer, source_kind=service.SOURCE, source_id=fee.id, by=user_id(), at=now()
        )
    spool.enqueue_again(
        db(), printer, from_json(fee.document), source_kind=service.SOURCE, source_id=fee.id,
        by=user_id(), at=now(),
    )  # fmt: skip


def _serve(till: Till, visit: Visit | None) -> None:
    ticket = tickets.lock_current(db(), till.id)
    service.serve(db(), till, visit, ticket=ticket, on=_today(till), by=user_id(), at=now())


def _today(till: Till) -> date:
    shift = shifts.open_shift(db(), till.id)
    if shift is None:
        raise NoShift(_("Kasir belum buka. Buka kasir dulu, notanya tetap ada."))
    return shift.business_date
