"""The papers of a delivery that was received: the acknowledgement, alone or with its tags."""

from flask import Blueprint, request
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.stock import queries
from catalogue.stock.models import Consignment
from catalogue.stock.tags import paper, papers, service
from core import forms
from core.clock import local_date
from core.errors import NotFound
from core.i18n import _
from core.web import See, allow, db, download, now, public_address, see, user_id
from printers.pdf import consignment_papers, pdf_bytes
from printers.queries import require_printer

blueprint = Blueprint("papers", __name__)


@blueprint.get("/manage/consignments/<int:consignment_id>/note.pdf")
@allow("manager")
def note_pdf(consignment_id: int) -> WsgiResponse:
    """Give the acknowledgement as PDF."""
    consignment = require_received(consignment_id)
    return download(
        pdf_bytes(papers.note(db(), consignment)), name=f"tanda-terima-{consignment.number}.pdf",
        mimetype="application/pdf", inline=True,
    )  # fmt: skip


@blueprint.get("/manage/consignments/<int:consignment_id>/papers.pdf")
@allow("manager")
def papers_pdf(consignment_id: int) -> WsgiResponse:
    """Give both copies of the acknowledgement and a tag for each piece, as one PDF."""
    consignment = require_received(consignment_id)
    on = local_date(now(), consignment.outlet.zone)
    sheet = paper.read(db(), request.args, on=on)
    wanted = service.wanted_of(consignment)
    service.check_count(wanted)
    labels = papers.labels(db(), wanted, stock=sheet.sheet, public_url=public_address(), on=on)
    made = consignment_papers(
        papers.note(db(), consignment), labels, sheet=sheet.sheet, start=sheet.start,
        offset_mm=sheet.offset_mm,
    )  # fmt: skip
    return download(
        made, name=f"titipan-{consignment.number}.pdf", mimetype="application/pdf", inline=True
    )


@blueprint.post("/manage/consignments/<int:consignment_id>/papers")
@allow("manager")
def make_papers(consignment_id: int) -> See:
    """Write down that the tags of a delivery are printed, and lead to its papers."""
    consignment = require_received(consignment_id)
    wanted = service.wanted_of(consignment)
    service.check_count(wanted)
    paper.read(db(), request.form, on=local_date(now(), consignment.outlet.zone))
    service.note_tags_of(db(), consignment, wanted, by=user_id(), at=now())
    asked = {name: request.form[name] for name in ("sheet", "start") if name in request.form}
    return see("papers.papers_pdf", consignment_id=consignment_id, **asked)


@blueprint.post("/manage/consignments/<int:consignment_id>/note")
@allow("manager")
def print_note(consignment_id: int) -> See:
    """Print the acknowledgement again."""
    printer = require_printer(db(), forms.optional_id(request.form, "printer") or 0)
    consignment = require_received(consignment_id)
    service.print_note(db(), consignment, printer, by=user_id(), at=now())
    return see(
        "stock.show", consignment_id=consignment_id,
        notice=_("Tanda terima dikirim ke %(name)s.", name=printer.name),
    )  # fmt: skip


def require_received(consignment_id: int) -> Consignment:
    """Return a delivery that was received, or raise NotFound."""
    consignment = queries.require_consignment(db(), consignment_id)
    if consignment.state != "received":
        raise NotFound(_("Titipan ini belum diterima, jadi belum ada tanda terimanya."))
    return consignment
