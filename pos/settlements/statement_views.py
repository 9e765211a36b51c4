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
from printers.documents import Document, from_json

blueprint = Blueprint("statement_papers", __name__)


@blueprint.post("/manage/statements/<number>/print")
@allow("manager")
@refused_to(statement)
def print_on_roll(number: str) -> See:
    """Queue a statement, as it was posted, at a receipt printer; after the first time it is a copy."""
    found = queries.require_statement(db(), number)
    said = queue_on_roll(from_json(found.document), ("statement", found.id), number=found.number)
    return see("settlements.statement", number=found.number, notice=said)


def queue_on_roll(paper: Document, source: tuple[str, int], *, number: str) -> str:
    """Queue a paper at the receipt printer that the form names, and return the words that say so.

    `source` is what it is about. After the first time it is a copy. Raises Refused without a printer.
    """
    chosen = forms.optional_id(request.form, "printer")
    if chosen is None:
        raise Refused(_("Pilih printernya."), field="printer")
    printer = printers.require_printer(db(), chosen)
    kind, source_id = source
    spool.enqueue_again(
        db(), printer, paper, source_kind=kind, source_id=source_id, by=user_id(), at=now()
    )
    return _("%(number)s masuk antrean %(printer)s.", number=number, printer=printer.name)
