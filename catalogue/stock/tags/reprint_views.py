"""The list of price tags that say an old price, and printing them anew."""

from typing import Any

from flask import Blueprint, Response, request

from catalogue.outlets.here import today
from catalogue.stock.tags import paper, reprint, service
from catalogue.stock.tags.listing import reprints
from catalogue.stock.tags.views import asked_for, label_printers
from core import forms, lists
from core.errors import Refused
from core.i18n import _
from core.web import See, allow, db, list_file, now, page, public_address, refused_to, see, user_id
from printers.queries import require_printer

blueprint = Blueprint("reprints", __name__)


@blueprint.get("/manage/labels/reprint")
@allow("manager")
def listed(error: Refused | None = None) -> Response:
    """Show the goods whose tags say another price than the list, with how many hang there."""
    due = reprint.due(db())
    listing = reprints(due)
    wanted = lists.asked(listing, request.args)
    if wanted.form:
        return list_file(listing, wanted)
    shown = lists.shown(db(), listing, wanted)
    return page(
        "tags/reprint.html", shown=shown, pieces=sum(one.pieces for one in due),
        ticked=sum(row.due.pieces for row in shown.rows), printers=label_printers(),
        sheets=paper.sheet_names(), most=service.MAX_TAGS, form=request.form, error=error,
    )  # fmt: skip


@blueprint.post("/manage/labels/reprint")
@allow("manager")
@refused_to(listed)
def send() -> See:
    """Print the ticked tags on a label printer; they leave the list."""
    printer = require_printer(db(), forms.optional_id(request.form, "printer") or 0)
    service.print_labels(
        db(), asked_for(request.form), printer, public_url=public_address(), by=user_id(),
        at=now(), source=("labels", None),
    )  # fmt: skip
    notice = _("Label dikirim ke %(name)s. Ganti label lamanya.", name=printer.name)
    return see("reprints.listed", notice=notice)


@blueprint.post("/manage/labels/sheet")
@allow("manager")
@refused_to(listed)
def make_sheet() -> See:
    """Write down that these tags are printed, and lead to their sheet."""
    wanted = asked_for(request.form)
    service.check_count(wanted)
    paper.read(db(), request.form, on=today())
    reprint.note(db(), wanted, is_of_delivery=False, by=user_id(), at=now())
    asked: dict[str, Any] = {
        name: request.form.getlist(name)
        for name in request.form
        if name in ("product", "sheet", "start", "right", "down")
        or name.startswith(("count-", "ends-"))
    }
    return see("tags.sheet", **asked)
