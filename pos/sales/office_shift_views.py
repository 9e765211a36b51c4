"""The office's pages of shifts: every one there was, its report on screen, paper and PDF."""

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as WsgiResponse

from core import lists
from core.errors import Refused
from core.i18n import _
from core.menu import nav
from core.users import service as people
from core.users.models import User
from core.web import See, allow, db, list_file, now, page, refused_to, see, user_id
from pos.sales import closing, shift_reports
from pos.sales import queries as tickets
from pos.sales.closing_views import typed_count
from pos.sales.shift_listing import SHIFTS
from pos.sales.shift_views import pdf_of
from pos.shifts import queries, service
from pos.shifts.models import Shift
from printers import spool
from printers.documents import ShiftReport, from_json
from printers.models import Printer

blueprint = Blueprint("shifts", __name__)

nav(_("Penjualan"), _("Sif kasir"), "shifts.listed", order=215, roles=("manager",))


@blueprint.get("/manage/shifts")
@allow("manager")
def listed() -> Response | WsgiResponse:
    """List the shifts, newest first; as a file where the address asks for one."""
    wanted = lists.asked(SHIFTS, request.args)
    if wanted.form:
        return list_file(SHIFTS, wanted)
    return page("sales/shifts.html", shown=lists.shown(db(), SHIFTS, wanted))


@blueprint.get("/manage/shifts/<int:shift_id>")
@allow("manager")
def show(shift_id: int, error: Refused | None = None) -> Response:
    """Show a shift: its Z report as it was stored, or the figures so far."""
    shift = queries.require_shift(db(), shift_id)
    return page(
        "sales/shift.html", shift=shift, report=_report(shift), error=error, form=request.form,
        is_forgotten=service.is_forgotten(shift, now()), holder=_holder(shift),
        ticket=tickets.current(db(), shift.till_id) if shift.is_open else None,
    )  # fmt: skip


@blueprint.post("/manage/shifts/<int:shift_id>/close")
@allow("manager")
@refused_to(show)
def close(shift_id: int) -> See:
    """Close a shift that nobody closed at its till, on a count or without one."""
    shift = queries.require_shift(db(), shift_id)
    counted = None if request.form.get("uncounted") == "1" else typed_count()
    closing.close_shift(
        db(), shift, counted=counted, pieces={}, by=g.user, at=now(), sets_aside=True
    )
    people.record(
        db(), "shift.closed_by_office", kind="shift", subject_id=shift.id, by=user_id(), at=now()
    )
    return see("shifts.show", shift_id=shift.id, notice=_("Sif ditutup. Kasir bisa buka lagi."))


@blueprint.get("/manage/shifts/<int:shift_id>.pdf")
@allow("manager")
def pdf(shift_id: int) -> WsgiResponse:
    """Give the report of a shift on A4."""
    return pdf_of(_report(queries.require_shift(db(), shift_id)))


@blueprint.post("/manage/shifts/<int:shift_id>/print")
@allow("manager")
def print_again(shift_id: int) -> See:
    """Print a Z report again on its till's printer, marked SALINAN."""
    shift = queries.require_shift(db(), shift_id)
    number = shift.till.receipt_printer_id
    if shift.is_open or number is None:
        raise Refused(_("Kasir ini belum punya printer struk, atau sifnya belum ditutup."))
    spool.enqueue_again(
        db(), db().get_one(Printer, number), _report(shift), source_kind="shift",
        source_id=shift.id, by=user_id(), at=now(),
    )  # fmt: skip
    return see("shifts.show", shift_id=shift.id, notice=_("Rekap harian masuk antrean cetak."))


def _holder(shift: Shift) -> User:
    return db().get_one(User, queries.has_drawer(db(), shift))


def _report(shift: Shift) -> ShiftReport:
    if shift.is_open:
        return shift_reports.x_report(db(), shift, at=now())
    report = from_json(shift.report or {})
    assert isinstance(report, ShiftReport)
    return report
