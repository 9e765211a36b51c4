"""Printing price tags: choose goods and how many, then a sheet of A4 or a label printer."""

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.products import queries as products
from catalogue.products.views import today
from catalogue.stock import queries as stock
from catalogue.stock.goods import queries as goods
from catalogue.stock.tags import service
from catalogue.stock.tags.papers import Wanted, labels
from core import forms
from core.errors import Refused
from core.i18n import _
from core.ids import normalise_code
from core.web import (
    See,
    allow,
    db,
    download,
    nav,
    now,
    page,
    public_address,
    refused_to,
    see,
    user_id,
)
from printers.queries import printers, require_printer
from printers.sheets import SHEETS, sheet_pdf

blueprint = Blueprint("tags", __name__)

nav(_("Barang"), _("Cetak label"), "tags.choose", order=130, roles=("manager",))


@blueprint.get("/manage/labels")
@allow("manager")
def choose(error: Refused | None = None) -> Response:
    """Show the chosen goods with how many tags each, and the papers to print on."""
    given = request.form or request.args
    try:
        wanted = asked_for(given)
    except Refused as refusal:
        wanted, error = [], error or refusal
    words = forms.text(given, "q")
    code = normalise_code(words)
    matches = goods.found(db(), code or words, maker_id=None, limit=12) if words else []
    if code and len(matches) == 1:
        wanted, matches, words = add_one(wanted, matches[0].id), [], ""
    return page(
        "tags/choose.html", wanted=wanted, words=words,
        matches=[m for m in matches if m.id not in {w.product.id for w in wanted}],
        prices=products.current_prices(db(), [w.product.id for w in wanted]),
        printers=[p for p in printers(db()) if p.language in ("zpl", "tspl")],
        sheets=SHEETS, form=given, error=error, has_address=public_address() is not None,
    )  # fmt: skip


@blueprint.get("/manage/labels.pdf")
@allow("manager")
def sheet() -> WsgiResponse:
    """Give the tags as PDF for A4 sheets."""
    wanted = asked_for(request.args)
    service.check_count(wanted)
    name = forms.choice(request.args, "sheet", SHEETS, default="a4-24")
    start = min(max(forms.number(request.args, "start", default=1), 1), SHEETS[name].places)
    document = labels(db(), wanted, stock=name, public_url=public_address(), on=today())
    return download(
        sheet_pdf(document, name, start=start), name=f"label-{name}.pdf",
        mimetype="application/pdf", inline=True,
    )  # fmt: skip


@blueprint.post("/manage/labels")
@allow("manager")
@refused_to(choose)
def send() -> See:
    """Send the tags to a label printer."""
    printer = require_printer(db(), forms.optional_id(request.form, "printer") or 0)
    consignment_id = forms.optional_id(request.form, "consignment")
    job = service.print_labels(
        db(), asked_for(request.form), printer, public_url=public_address(), by=user_id(),
        at=now(),
        source=("consignment", consignment_id) if consignment_id else ("labels", None),
    )  # fmt: skip
    return see(
        "tags.choose",
        notice=_("Label dikirim ke %(name)s (cetakan %(n)s).", name=printer.name, n=job.id),
    )


def asked_for(form: MultiDict[str, str]) -> list[Wanted]:
    """Return the goods that a form or an address names, with how many tags each."""
    consignment_id = forms.optional_id(form, "consignment")
    numbers = forms.ids(form.getlist("product"))
    if consignment_id is not None and not numbers:
        return service.wanted_of(stock.require_consignment(db(), consignment_id))
    found = products.by_ids(db(), numbers)
    wanted = []
    for number in dict.fromkeys(numbers):
        if number in found:
            count = forms.number(form, f"count-{number}", default=1)
            ends = forms.day(form, f"ends-{number}")
            wanted.append(Wanted(found[number], count, ends))
    return [item for item in wanted if item.count > 0]


def add_one(wanted: list[Wanted], product_id: int) -> list[Wanted]:
    """Return the list with one more tag of a product."""
    if any(item.product.id == product_id for item in wanted):
        return [
            Wanted(i.product, i.count + (i.product.id == product_id), i.best_before) for i in wanted
        ]
    return [*wanted, Wanted(products.require_product(db(), product_id), 1)]
