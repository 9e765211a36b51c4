"""A shift while it runs: the X report, the drawer without a sale, and passing it to the next."""

from typing import Any

from flask import Blueprint, Response, g, redirect, request
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.outlets import queries as outlets
from core.errors import NotFound, Refused
from core.i18n import _
from core.users import service as people
from core.users.models import User
from core.web import (
    See,
    allow,
    db,
    download,
    keyless,
    now,
    page,
    prepared,
    refused_to,
    see,
    user_id,
)
from pos.sales import closing, door, shift_reports
from pos.sales import queries as tickets
from pos.sales.closing_views import open_shift, typed_count, typed_pieces
from pos.sales.here import require_receipt_printer, require_till
from pos.sales.service import refuse_cash_part
from pos.shifts import queries as shifts
from pos.shifts import service
from pos.shifts.models import Shift
from printers import spool
from printers.documents import ShiftReport, from_json
from printers.pdf import pdf_bytes

blueprint = Blueprint("running_shift", __name__)
staff = allow("cashier", "manager", login="till_door.enter", by=("password", "pin"))


@blueprint.app_template_global()
def shift_is_forgotten(shift: Shift) -> bool:
    """Say whether the till's shift is one that should have been closed on another day."""
    return service.is_forgotten(shift, now())


@blueprint.get("/pos/x")
@staff
def x(error: Refused | None = None) -> Response | WsgiResponse:
    """Show the figures so far; what the drawer should hold is not told, nor to be reckoned."""
    till = require_till()
    shift = shifts.open_shift(db(), till.id)
    if shift is None:
        return redirect("/pos", code=303)
    report = _so_far(shift)
    return page("sales/x.html", till=till, shift=shift, report=report, error=error)


@blueprint.get("/pos/x.pdf")
@staff
def x_pdf() -> WsgiResponse:
    """Give the figures so far on A4."""
    return pdf_of(_so_far(open_shift()))


@blueprint.post("/pos/x")
@staff
@refused_to(x)
def print_x() -> See:
    """Print the figures so far on the till's printer."""
    shift = open_shift()
    spool.enqueue(
        db(), require_receipt_printer(require_till()), _so_far(shift), source_kind="shift_x",
        source_id=shift.id, by=user_id(), at=now(),
    )  # fmt: skip
    return see("running_shift.x", notice=_("Rekap sementara masuk antrean cetak."))


@blueprint.post("/pos/drawer")
@staff
@refused_to(x)
def open_drawer() -> See:
    """Open the drawer without a sale; it stands on the report."""
    shift = open_shift()
    job = spool.open_drawer(
        db(),
        require_receipt_printer(require_till()),
        source_kind="shift",
        source_id=shift.id,
        by=user_id(),
        at=now(),
    )
    if job is None:
        raise Refused(_("Printer kasir ini tidak menggerakkan laci. Buka dengan kuncinya."))
    people.record(db(), "drawer.opened", kind="shift", subject_id=shift.id, by=user_id(), at=now())
    return see("running_shift.x", notice=_("Laci dibuka, dan tercatat di rekap."))


@blueprint.get("/pos/handover")
@staff
def handover(error: Any = None) -> Response | WsgiResponse:
    """Ask who goes on at this till, and, if they like, what both count in the drawer."""
    till = require_till()
    shift = shifts.open_shift(db(), till.id)
    if shift is None or g.device is None:
        return redirect("/pos/enter", code=303)
    holder = shifts.has_drawer(db(), shift)
    staff_here = [x for x in outlets.staff_with_pin(db(), till.outlet_id) if x.id != holder]
    return page(
        "sales/handover.html", till=till, shift=shift, staff=staff_here, form=request.form,
        holder=db().get_one(User, holder), denominations=closing.DENOMINATIONS, error=error,
    )  # fmt: skip


@blueprint.post("/pos/handover")
@staff
@keyless
@prepared(door.check_pin)
@refused_to(handover)
def take_over() -> WsgiResponse:
    """Let the next person go on at this till by PIN; the ticket stands, the shift stays open."""
    open_shift()
    counted = None
    if request.form.get("counted_cash", "").strip():
        counted = typed_count()
        service.check_count(counted, typed_pieces())
        ticket = tickets.current(db(), require_till().id)
        if ticket is not None:
            refuse_cash_part(ticket)
    return door.let_in(counted)


@blueprint.get("/pos/closed/<int:shift_id>.pdf")
@staff
def z_pdf(shift_id: int) -> WsgiResponse:
    """Give the Z report of a shift of this till on A4."""
    return pdf_of(from_json(_closed(shift_id).report or {}))


@blueprint.post("/pos/closed/<int:shift_id>/print")
@staff
def print_z(shift_id: int) -> See:
    """Print the Z report again, marked SALINAN."""
    shift = _closed(shift_id)
    spool.enqueue_again(
        db(), require_receipt_printer(require_till()), from_json(shift.report or {}),
        source_kind="shift", source_id=shift.id, by=user_id(), at=now(),
    )  # fmt: skip
    return see("closing.closed", shift_id=shift.id, notice=_("Rekap harian masuk antrean cetak."))


def pdf_of(report: Any) -> WsgiResponse:
    """Return a shift report as a PDF to look at."""
    assert isinstance(report, ShiftReport)
    name = f"{report.letter}-{report.number}.pdf"
    return download(pdf_bytes(report), name=name, mimetype="application/pdf", inline=True)


def _so_far(shift: Shift) -> ShiftReport:
    """Return the figures so far: who is no manager will count the drawer, so blindly."""
    blind = "manager" not in g.user.roles
    return shift_reports.x_report(db(), shift, at=now(), blind=blind)


def _closed(shift_id: int) -> Shift:
    shift = shifts.require_shift(db(), shift_id)
    if shift.till_id != require_till().id or shift.is_open:
        raise NotFound(_("Sif ini tidak ada dalam daftar."))
    return shift
