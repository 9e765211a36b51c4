"""The office's corrections: what a received consignment should have said, and the paper of it."""

from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.outlets import queries as places
from catalogue.stock.corrections import papers, queries, service
from catalogue.stock.corrections.models import Correction
from catalogue.stock.corrections.queries import Standing
from catalogue.stock.corrections.service import Right
from catalogue.stock.models import ConsignmentLine
from catalogue.stock.queries import require_consignment
from core import forms
from core.errors import NotFound
from core.i18n import _
from core.users.queries import names_of
from core.web import See, allow, db, download, now, page, refused_to, see, user_id
from printers import spool
from printers.models import Printer
from printers.pdf import pdf_bytes
from printers.queries import jobs_of, require_printer

blueprint = Blueprint("corrections", __name__)

SOURCE = "correction"
"""What a printed correction comes from, in the printers' queue."""


@blueprint.get("/manage/consignments/<int:consignment_id>/correction")
@allow("manager")
def new(consignment_id: int, error: Any = None) -> Response:
    """Show every line of a received consignment as it stands, to be written as it should be."""
    consignment = require_consignment(db(), consignment_id)
    if consignment.state != "received":
        raise NotFound(_("Titipan ini belum diterima; ubah saja catatannya."))
    return page(
        "corrections/new.html", consignment=consignment, form=request.form, error=error,
        standings=queries.standings(db(), consignment_id),
        printer=places.receipt_printer_at(db(), consignment.outlet),
        asks=isinstance(error, service.BelowZero) or "is_sure" in request.form,
    )  # fmt: skip


@blueprint.post("/manage/consignments/<int:consignment_id>/correction")
@allow("manager")
@refused_to(new)
def correct(consignment_id: int) -> See:
    """Write the difference as a correction and move stock."""
    consignment = require_consignment(db(), consignment_id)
    standings = queries.standings(db(), consignment_id)
    rights = {
        line.id: right_of(line, standings[line.id])
        for line in consignment.lines
        if f"quantity-{line.id}" in request.form
    }
    correction = service.correct(
        db(), consignment, rights, reason=forms.text(request.form, "reason"),
        is_sure="is_sure" in request.form, by=user_id(), at=now(),
    )  # fmt: skip
    printer = places.receipt_printer_at(db(), consignment.outlet)
    if printer is not None and "print" in request.form:
        print_on(correction, printer)
    return see(
        "corrections.show", correction_id=correction.id,
        notice=_("Koreksi %(number)s tercatat.", number=correction.number),
    )  # fmt: skip


@blueprint.get("/manage/corrections/<int:correction_id>")
@allow("manager")
def show(correction_id: int, error: Any = None) -> Response:
    """Show a correction: what stood, what stands, who and why."""
    correction = queries.require_correction(db(), correction_id)
    return page(
        "corrections/show.html", correction=correction, error=error,
        changes=queries.changes(db(), correction), people=names_of(db(), [correction.created_by]),
        printer=places.receipt_printer_at(db(), correction.consignment.outlet),
        jobs=jobs_of(db(), SOURCE, correction_id),
    )  # fmt: skip


@blueprint.get("/manage/corrections/<int:correction_id>/record.pdf")
@allow("manager")
def record_pdf(correction_id: int) -> WsgiResponse:
    """Give both copies of the correction's paper as PDF."""
    correction = queries.require_correction(db(), correction_id)
    return download(
        pdf_bytes(papers.written(db(), correction)), name=f"koreksi-{correction.number}.pdf",
        mimetype="application/pdf", inline=True,
    )  # fmt: skip


@blueprint.post("/manage/corrections/<int:correction_id>/record")
@allow("manager")
@refused_to(show)
def print_record(correction_id: int) -> See:
    """Print the correction's paper; after the first time it is a copy."""
    correction = queries.require_correction(db(), correction_id)
    printer = require_printer(db(), forms.optional_id(request.form, "printer") or 0)
    print_on(correction, printer)
    return see(
        "corrections.show", correction_id=correction_id,
        notice=_("Koreksi dikirim ke %(name)s.", name=printer.name),
    )  # fmt: skip


def print_on(correction: Correction, printer: Printer) -> None:
    """Queue the correction's paper."""
    spool.enqueue_again(
        db(), printer, papers.written(db(), correction), source_kind=SOURCE,
        source_id=correction.id, by=user_id(), at=now(),
    )  # fmt: skip


def right_of(line: ConsignmentLine, standing: Standing) -> Right:
    """Return how the form says that a line should be."""
    form, number = request.form, line.id
    net = f"net_price-{number}"
    return Right(
        quantity=forms.number(form, f"quantity-{number}"),
        price=forms.money(form, f"price-{number}"),
        net_price=forms.optional_money(form, net) if net in form else standing.net_price,
        expires_on=forms.day(form, f"expires_on-{number}"),
    )
