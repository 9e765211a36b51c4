"""The office's corrections: what a received consignment should have said, and the paper of it."""

from typing import Any

from flask import Blueprint, Response, request

from catalogue.stock.corrections import queries, service
from catalogue.stock.corrections.queries import Standing
from catalogue.stock.corrections.service import Right
from catalogue.stock.models import ConsignmentLine
from catalogue.stock.queries import require_consignment
from core import forms
from core.errors import NotFound
from core.i18n import _
from core.users.queries import names_of
from core.web import See, allow, db, now, page, refused_to, see, user_id

blueprint = Blueprint("corrections", __name__)


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
    return see(
        "corrections.show", correction_id=correction.id,
        notice=_("Koreksi %(number)s tercatat.", number=correction.number),
    )  # fmt: skip


@blueprint.get("/manage/corrections/<int:correction_id>")
@allow("manager")
def show(correction_id: int) -> Response:
    """Show a correction: what stood, what stands, who and why."""
    correction = queries.require_correction(db(), correction_id)
    return page(
        "corrections/show.html", correction=correction,
        changes=queries.changes(db(), correction), people=names_of(db(), [correction.created_by]),
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
