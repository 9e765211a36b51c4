"""The office's page of which printer each till uses."""

from flask import Blueprint, Response, request

from catalogue.outlets import queries, service
from core import forms
from core.errors import Refused
from core.i18n import _
from core.web import See, allow, db, now, page, refused_to, see, user_id
from printers import queries as printers

blueprint = Blueprint("till_printers", __name__)


@blueprint.get("/manage/printers/tills")
@allow("manager")
def show(error: Refused | None = None) -> Response:
    """Show the tills with their printers."""
    return page(
        "outlets/printing.html", error=error, tills=queries.active_tills(db()),
        printers=[("", _("tidak ada"))] + [(p.id, p.name) for p in printers.printers(db())],
    )  # fmt: skip


@blueprint.post("/manage/printers/tills/<int:till_id>")
@allow("manager")
@refused_to(lambda till_id, error: show(error=error))
def choose(till_id: int) -> See:
    """Say which printers a till uses, and whether its receipts come out by themselves."""
    till = queries.require_till(db(), till_id)
    service.choose_printers(
        db(), till, receipt=_chosen("receipt"), label=_chosen("label"),
        prints_itself=request.form.get("prints_itself") == "1", by=user_id(), at=now(),
    )  # fmt: skip
    return see("till_printers.show", notice=_("Printer %(name)s tersimpan.", name=till.name))


def _chosen(name: str) -> int | None:
    number = forms.optional_id(request.form, name)
    return printers.require_printer(db(), number).id if number is not None else None
