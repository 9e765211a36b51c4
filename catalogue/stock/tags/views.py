"""Printing price tags: choose goods and how many, then a sheet of A4 or a label printer."""

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.outlets.here import today
from catalogue.products import queries as products
from catalogue.stock import queries as stock
from catalogue.stock.goods import queries as goods
from catalogue.stock.tags import paper, service
from catalogue.stock.tags.papers import Wanted, labels
from core import forms, settings
from core.errors import Refused
from core.i18n import _
from core.ids import normalise_code
from core.menu import nav
from core.web import (
    See,
    allow,
    db,
    download,
    now,
    page,
    public_address,
    refused_to,
    see,
    user_id,
)
from printers.labels import DOTS_PER_MM, STOCKS
from printers.queries import printers, require_printer
from printers.sheets import outline_pdf, sheet_pdf

blueprint = Blueprint("tags", __name__)

nav(_("Rak dan label"), _("Cetak label"), "tags.choose", order=130, roles=("manager",))


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
        printers=label_printers(), sheets=paper.sheet_names(), form=given, error=error,
        offset=[paper.written(n) for n in settings.get(db(), paper.OFFSET, on=today())],
        has_address=public_address() is not None,
    )  # fmt: skip


@blueprint.get("/manage/labels.pdf")
@allow("manager")
def sheet() -> WsgiResponse:
    """Give the tags as PDF for A4 sheets."""
    wanted = asked_for(request.args)
    service.check_count(wanted)
    on = paper.read(db(), request.args, on=today())
    document = labels(db(), wanted, stock=on.sheet, public_url=public_address(), on=today())
    made = sheet_pdf(document, on.sheet, start=on.start, offset_mm=on.offset_mm)
    return download(made, name=f"label-{on.sheet}.pdf", mimetype="application/pdf", inline=True)


@blueprint.get("/manage/labels/outline.pdf")
@allow("manager")
def outline() -> WsgiResponse:
    """Give the edges of every place on a sheet, to measure how far a printer draws askew."""
    on = paper.read(db(), request.args, on=today())
    made = outline_pdf(on.sheet, offset_mm=on.offset_mm)
    return download(made, name=f"uji-{on.sheet}.pdf", mimetype="application/pdf", inline=True)


@blueprint.post("/manage/labels/offset")
@allow("manager")
@refused_to(choose)
def remember() -> See:
    """Keep the offset of the office's printer."""
    on = paper.read(db(), request.form, on=today())
    paper.remember(db(), on, on=today(), by=user_id(), at=now())
    chosen = {
        name: request.form.getlist(name)
        for name in request.form
        if name in ("product", "sheet", "start") or name.startswith(("count-", "ends-"))
    }
    return see("tags.choose", notice=_("Geseran diingat untuk semua lembar label."), **chosen)


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


def label_printers() -> list[tuple[int, str]]:
    """Return the printers that can print tags with what is in them, label printers first."""
    found = [
        printer
        for printer in printers(db())
        if printer.language != "escpos"
        or STOCKS[printer.stock].roll_mm * DOTS_PER_MM <= printer.profile.dots
    ]
    found.sort(key=lambda printer: printer.language == "escpos")
    return [
        (printer.id, _("%(name)s, label %(size)s mm", name=printer.name, size=printer.stock))
        for printer in found
    ]


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
