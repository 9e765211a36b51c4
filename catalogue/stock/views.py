"""The office's deliveries: who brought what, written down, checked, received."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.makers import queries as makers
from catalogue.makers.listing import MAKERS
from catalogue.outlets import queries as places
from catalogue.products import contracts
from catalogue.products import queries as products
from catalogue.products.views import TECHNIQUES, facts_from, today, units
from catalogue.stock import checking, drafts, queries, service
from catalogue.stock.corrections import queries as corrections
from catalogue.stock.drafts import Entry
from catalogue.stock.goods import queries as goods
from catalogue.stock.listing import CONSIGNMENTS
from catalogue.stock.models import Consignment, ConsignmentLine
from catalogue.stock.tags import paper, papers
from catalogue.stock.tags import service as tags
from core import forms, lists
from core.clock import local_date
from core.errors import NotFound, Refused
from core.i18n import _
from core.ids import normalise_code
from core.users.queries import names_of
from core.web import (
    See,
    allow,
    db,
    download,
    list_file,
    nav,
    now,
    page,
    public_address,
    refused_to,
    see,
    user_id,
)
from printers.models import Printer
from printers.pdf import consignment_papers, pdf_bytes
from printers.queries import jobs_of, require_printer

blueprint = Blueprint("stock", __name__)

nav(_("Barang"), _("Titipan masuk"), "stock.listed", order=120, roles=("manager",))


@blueprint.get("/manage/consignments")
@allow("manager")
def listed() -> Response:
    """List the deliveries, newest first, drafts among them; as a file where the address asks."""
    wanted = lists.asked(CONSIGNMENTS, request.args)
    if wanted.form:
        return list_file(CONSIGNMENTS, wanted)
    return page("stock/list.html", shown=lists.shown(db(), CONSIGNMENTS, wanted))


@blueprint.get("/manage/consignments/new")
@allow("manager")
def new(error: Any = None) -> Response:
    """Ask who brought goods, and where."""
    words = forms.text(request.args, "q")
    found, count = lists.first(db(), MAKERS, words, limit=12)
    return page(
        "stock/new.html", words=words, makers=found, count=count, outlets=places.active(db()),
        form=request.form or request.args, error=error,
    )  # fmt: skip


@blueprint.post("/manage/consignments/new")
@allow("manager")
@refused_to(new)
def begin() -> See:
    """Start writing a delivery down."""
    maker_id = forms.optional_id(request.form, "maker")
    if maker_id is None:
        raise Refused(_("Pilih perajinnya dulu."), field="maker")
    outlet_id = forms.optional_id(request.form, "outlet")
    outlet = places.require_outlet(db(), outlet_id) if outlet_id else places.require_main(db())
    consignment = service.draft(
        db(), makers.require_maker(db(), maker_id), outlet, by=user_id(), at=now(),
        note=forms.text(request.form, "note"),
    )  # fmt: skip
    return see("stock.show", consignment_id=consignment.id)


@blueprint.get("/manage/consignments/<int:consignment_id>")
@allow("manager")
def show(consignment_id: int, error: Any = None) -> Response:
    """Show a delivery: a draft to be written on, or what was received with its papers."""
    consignment = queries.require_consignment(db(), consignment_id)
    if consignment.state != "draft":
        return _received(consignment, error)
    words = forms.text(request.form, "q") or forms.text(request.args, "q")
    maker_id = consignment.maker_id
    contract = contracts.of_maker_in_force(db(), maker_id, on=today())
    matches = goods.found(db(), words, maker_id=maker_id, limit=12) if words else []
    changes = drafts.price_changes(db(), consignment.lines)
    return page(
        "stock/draft.html", consignment=consignment, words=words, matches=matches,
        prices=products.current_prices(db(), [p.id for p in matches]),
        known=len(products.of_maker(db(), maker_id)), contract=contract,
        before={line.id: price for line, price in changes}, form=request.form, error=error,
        warnings=checking.warnings(db(), consignment.lines, on=today_at(consignment)),
        terms=papers.terms_of(db(), maker_id, on=today()), units=units(), techniques=TECHNIQUES,
    )  # fmt: skip


@blueprint.post("/manage/consignments/<int:consignment_id>/scan")
@allow("manager")
@refused_to(show)
def scan(consignment_id: int) -> See:
    """Put the scanned or chosen goods on the draft; other words search the maker's goods."""
    consignment = queries.require_consignment(db(), consignment_id)
    typed = forms.required(request.form, "q", _("Pindai label atau tulis nama barangnya."))
    code = normalise_code(typed)
    if code is None and typed.isdigit() and len(typed) >= 8:
        raise Refused(
            _("Kode %(code)s salah baca atau salah ketik. Pindai sekali lagi.", code=typed),
            field="q",
        )
    if code is None:
        return see("stock.show", consignment_id=consignment_id, q=typed)
    product = products.by_code(db(), code)
    if product is None:
        raise NotFoundHere(_("Kode %(code)s belum dikenal. Isi sebagai barang baru.", code=code))
    line = drafts.scan(db(), consignment, product)
    return see(
        "stock.show", consignment_id=consignment_id,
        notice=_("%(title)s: %(n)s buah.", title=product.title, n=line.quantity),
    )  # fmt: skip


@blueprint.post("/manage/consignments/<int:consignment_id>/new-goods")
@allow("manager")
@refused_to(show)
def bring_new(consignment_id: int) -> See:
    """Put goods on the draft that are not on the list yet."""
    form = request.form
    lines = drafts.bring_new(
        db(), queries.require_consignment(db(), consignment_id), facts_from(form),
        Entry(
            quantity=forms.number(form, "quantity", default=1), price=forms.money(form, "price"),
            net_price=forms.optional_money(form, "net_price"),
            expires_on=forms.day(form, "expires_on"),
        ),
        kind=forms.choice(form, "kind", ("counted", "unique"), default="counted"),
        code=forms.code(form, "code"), by=user_id(), at=now(),
    )  # fmt: skip
    return see(
        "stock.show", consignment_id=consignment_id,
        notice=_("%(title)s ditambahkan.", title=lines[0].product.title),
    )  # fmt: skip


@blueprint.post("/manage/consignments/<int:consignment_id>/lines")
@allow("manager")
@refused_to(show)
def correct(consignment_id: int) -> See:
    """Keep what was corrected on the lines, and go on to the check if that was asked."""
    consignment = queries.require_consignment(db(), consignment_id)
    removed = forms.optional_id(request.form, "remove")
    for line in list(consignment.lines):
        if line.id == removed:
            service.remove_line(db(), line)
        elif f"quantity-{line.id}" in request.form:
            drafts.correct(db(), line, entry_of(line), today=today_at(consignment))
    if "check" in request.form:
        return see("stock.check", consignment_id=consignment_id)
    return see("stock.show", consignment_id=consignment_id, notice=_("Daftar tersimpan."))


@blueprint.get("/manage/consignments/<int:consignment_id>/check")
@allow("manager")
def check(consignment_id: int, error: Any = None) -> Response:
    """Show what receiving will do: pieces, value, new prices, papers."""
    consignment = queries.require_consignment(db(), consignment_id)
    if consignment.state != "draft":
        return _received(consignment, error)
    note_on, labels_on = printers_at(consignment)
    return page(
        "stock/check.html", consignment=consignment, note_on=note_on, labels_on=labels_on,
        changes=drafts.price_changes(db(), consignment.lines), form=request.form, error=error,
        warnings=checking.warnings(db(), consignment.lines, on=today_at(consignment)),
        terms=papers.terms_of(db(), consignment.maker_id, on=today()),
    )  # fmt: skip


@blueprint.post("/manage/consignments/<int:consignment_id>/receive")
@allow("manager")
@refused_to(check)
def receive(consignment_id: int) -> See:
    """Take the goods in and print what was asked for."""
    consignment = queries.require_consignment(db(), consignment_id)
    note_on, labels_on = printers_at(consignment)
    tags.receive(
        db(), consignment, note_on=note_on if "note" in request.form else None,
        labels_on=labels_on if "labels" in request.form else None,
        public_url=public_address(), by=user_id(), at=now(),
    )  # fmt: skip
    return see(
        "stock.show", consignment_id=consignment_id,
        notice=_("Titipan %(number)s diterima.", number=consignment.number),
    )  # fmt: skip


@blueprint.post("/manage/consignments/<int:consignment_id>/cancel")
@allow("manager")
def cancel(consignment_id: int) -> See:
    """Give a draft up."""
    consignment = queries.require_consignment(db(), consignment_id)
    drafts.cancel(db(), consignment, by=user_id(), at=now())
    return see("stock.listed", notice=_("Catatan titipan dibuang."))


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
    on = today_at(consignment)
    sheet = paper.read(db(), request.args, on=on)
    wanted = tags.wanted_of(consignment)
    tags.check_count(wanted)
    labels = papers.labels(db(), wanted, stock=sheet.sheet, public_url=public_address(), on=on)
    made = consignment_papers(
        papers.note(db(), consignment), labels, sheet=sheet.sheet, start=sheet.start,
        offset_mm=sheet.offset_mm,
    )  # fmt: skip
    return download(
        made, name=f"titipan-{consignment.number}.pdf", mimetype="application/pdf", inline=True
    )


@blueprint.post("/manage/consignments/<int:consignment_id>/note")
@allow("manager")
def print_note(consignment_id: int) -> See:
    """Print the acknowledgement again."""
    printer = require_printer(db(), forms.optional_id(request.form, "printer") or 0)
    consignment = require_received(consignment_id)
    tags.print_note(db(), consignment, printer, by=user_id(), at=now())
    return see(
        "stock.show", consignment_id=consignment_id,
        notice=_("Tanda terima dikirim ke %(name)s.", name=printer.name),
    )  # fmt: skip


class NotFoundHere(NotFound):
    """A code that no product carries; the form comes back with the sentence at its field."""

    status = 422

    def __init__(self, message: str) -> None:
        super().__init__(message, field="q")


def entry_of(line: ConsignmentLine) -> Entry:
    """Return what the form says of one line."""
    form, number = request.form, line.id
    net = f"net_price-{number}"
    return Entry(
        quantity=forms.number(form, f"quantity-{number}"),
        price=forms.money(form, f"price-{number}"),
        net_price=forms.optional_money(form, net) if net in form else line.net_price,
        expires_on=forms.day(form, f"expires_on-{number}"),
    )


def today_at(consignment: Consignment) -> date:
    """Return the date at the place of a delivery."""
    return local_date(now(), consignment.outlet.zone)


def printers_at(consignment: Consignment) -> tuple[Printer | None, Printer | None]:
    """Return the printers of the place's first till: for the acknowledgement and for tags."""
    tills = [till for till in consignment.outlet.tills if till.archived_at is None]
    numbers = (tills[0].receipt_printer_id, tills[0].label_printer_id) if tills else (None, None)
    note_on, labels_on = (
        db().get(Printer, number) if number is not None else None for number in numbers
    )
    return note_on, labels_on


def require_received(consignment_id: int) -> Consignment:
    """Return a delivery that was received, or raise NotFound."""
    consignment = queries.require_consignment(db(), consignment_id)
    if consignment.state != "received":
        raise NotFound(_("Titipan ini belum diterima, jadi belum ada tanda terimanya."))
    return consignment


def _received(consignment: Consignment, error: Any = None) -> Response:
    note_on, labels_on = printers_at(consignment)
    return page(
        "stock/received.html", consignment=consignment, note_on=note_on, labels_on=labels_on,
        corrections=corrections.of_consignment(db(), consignment.id),
        standings=corrections.standings(db(), consignment.id),
        jobs=jobs_of(db(), "consignment", consignment.id), sheets=paper.sheet_names(),
        people=names_of(db(), [consignment.received_by, consignment.created_by]),
        terms=papers.terms_of(db(), consignment.maker_id, on=today()), error=error,
    )  # fmt: skip
