"""Printing a statement on a receipt printer: the office's, or a till's for a maker without a phone."""

from flask import Blueprint, request

from core import forms
from core.errors import Refused
from core.i18n import _
from core.web import See, allow, db, now, refused_to, see, user_id
from pos.settlements import queries
from pos.settlements.views import statement
from printers import queries as printers
from printers import spool
from printers.documents import from_json

blueprint = Blueprint("statement_papers", __name__)


@blueprint.post("/manage/statements/<number>/print")
@allow("manager")
@refused_to(statement)
def print_on_roll(number: str) -> See:
    """Queue a statement, as it was posted, at a receipt printer; after the first time it is a copy."""
    found = queries.require_statement(db(), number)
    chosen = forms.optional_id(request.form, "printer")
    if chosen is None:
        raise Refused(_("Pilih printernya."), field="printer")
    printer = printers.require_printer(db(), chosen)
    spool.enqueue_again(
        db(), printer, from_json(found.document), source_kind="statement", source_id=found.id,
        by=user_id(), at=now(),
    )  # fmt: skip
    return see(
        "settlements.statement", number=found.number,
        notice=_("%(number)s masuk antrean %(printer)s.", number=found.number, printer=printer.name),
    )  # fmt: skip
