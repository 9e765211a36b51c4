"""The office's deliveries: who brought what, written down, checked, received."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, request

from catalogue.makers import queries as makers
from catalogue.makers.listing import MAKERS
from catalogue.outlets import queries as places
from catalogue.outlets.here import today
from catalogue.products import contracts
from catalogue.products import queries as products
from catalogue.products.views import TECHNIQUES, facts_from, units
from catalogue.stock import checking, drafts, queries, scanned, service
from catalogue.stock.announced import queries as announced
from catalogue.stock.announced.models import AnnouncementLine
from catalogue.stock.announced.queries import Comparison
from catalogue.stock.corrections import queries as corrections
from catalogue.stock.drafts import Entry
from catalogue.stock.goods import queries as goods
from catalogue.stock.listing import CONSIGNMENTS
from catalogue.stock.models import Consignment, ConsignmentLine
from catalogue.stock.signing import queries as signing
from catalogue.stock.tags import paper, papers
from catalogue.stock.tags import service as tags
from core import forms, lists
from core.clock import local_date
from core.errors import NotFound, Refused
from core.i18n import _
from core.menu import nav
from core.users.queries import names_of
from core.web import (
    See,
    allow,
    db,
    list_file,
    now,
    page,
    public_address,
    refused_to,
    see,
    user_id,
)
from printers.models import Printer
from printers.queries import jobs_of

blueprint = Blueprint("stock", __name__)

nav(
    _("Masuk dan keluar"),
    _("Titipan masuk"),
    "stock.listed",
    order=120,
    roles=("manager",),
    also=("/manage/announcements", "/manage/corrections"),
)


@blueprint.get("/manage/consignments")
@allow("manager")
def listed() -> Response:
    """List the deliveries, newest first, drafts among them; as a file where the address asks."""
    wanted = lists.asked(CONSIGNMENTS, request.args)
    if wanted.form:
        return list_file(CONSIGNMENTS, wanted)
    return page(
        "stock/list.html",
        shown=lists.shown(db(), CONSIGNMENTS, wanted),
        waiting=announced.waited_for(db()),
    )


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
    comparison = announced.compared(db(), consignment)
    return page(
        "stock/draft.html", consignment=consignment, words=words, matches=matches,
        prices=products.current_prices(db(), [p.id for p in matches]), bringing="new" in request.args,
        known=len(products.of_maker(db(), maker_id)), contract=contract,
        before={line.id: price for line, price in changes}, form=request.form, error=error,
        warnings=checking.warnings(db(), consignment.lines, on=today_at(consignment)),
        comparison=comparison, announced_new=announced_new(comparison),
        terms=papers.terms_of(db(), maker_id, on=today()), units=units(), techniques=TECHNIQUES,
    )  # fmt: skip


@blueprint.post("/manage/consignments/<int:consignment_id>/scan")
@allow("manager")
@refused_to(show)
def scan(consignment_id: int) -> See:
    """Put the scanned or chosen goods on the draft; other words search the maker's goods."""
    consignment = queries.require_consignment(db(), consignment_id)
    is_kept = keep_lines(consignment)
    typed = scanned.typed_in(request.form)
    if not typed and forms.text(request.form, "title"):  # Enter, among the fields of new goods
        return _bring(consignment)
    if not typed and is_kept:
        return see("stock.show", consignment_id=consignment_id, notice=_("Daftar tersimpan."))
    code = scanned.code_of(typed)
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
    consignment = queries.require_consignment(db(), consignment_id)
    keep_lines(consignment)
    return _bring(consignment)


def _bring(consignment: Consignment) -> See:
    form = request.form
    lines = drafts.bring_new(
        db(), consignment, facts_from(form),
        Entry(
            quantity=forms.number(form, "quantity", default=1), price=forms.money(form, "price"),
            net_price=forms.optional_money(form, "net_price"),
            expires_on=forms.day(form, "expires_on"),
        ),
        kind=forms.choice(form, "kind", ("counted", "unique"), default="counted"),
        code=forms.code(form, "code"), by=user_id(), at=now(),
        announced_line=announced_line(consignment),
    )  # fmt: skip
    return see(
        "stock.show", consignment_id=consignment.id, new="1",
        notice=_("%(title)s ditambahkan.", title=lines[0].product.title),
    )  # fmt: skip


@blueprint.post("/manage/consignments/<int:consignment_id>/lines")
@allow("manager")
@refused_to(show)
def correct(consignment_id: int) -> See:
    """Keep what was corrected on the lines, and go on to the check if that was asked."""
    consignment = queries.require_consignment(db(), consignment_id)
    keep_lines(consignment)
    if "check" in request.form:
        return see("stock.check", consignment_id=consignment_id)
    wanted = forms.optional_id(request.form, "fill")
    if wanted is not None:
        return see(
            "stock.show", consignment_id=consignment_id, announced=wanted, _anchor="barang-baru"
        )
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
        comparison=announced.compared(db(), consignment),
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


class NotFoundHere(NotFound):
    """A code that no product carries; the form comes back with the sentence at its field."""

    status = 422

    def __init__(self, message: str) -> None:
        super().__init__(message, field="q")


def keep_lines(consignment: Consignment) -> bool:
    """Keep what was typed in the list of a draft; return whether the form had any of it."""
    removed = forms.optional_id(request.form, "remove")
    is_kept = False
    for line in list(consignment.lines):
        if line.id == removed:
            service.remove_line(db(), line)
        elif f"quantity-{line.id}" in request.form:
            drafts.correct(db(), line, entry_of(line), today=today_at(consignment))
            is_kept = True
    return is_kept


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


def announced_new(comparison: Comparison | None) -> dict[str, Any]:
    """Return the form of new goods as the announced line that the address names would fill it."""
    number = forms.optional_id(request.args, "announced")
    for row in comparison.expected if comparison else ():
        if row.line.id == number and row.line.product is None and row.missing > 0:
            line = row.line
            return {
                "announced": line.id, "title": line.title, "quantity": row.missing,
                "price": line.price, "net_price": line.net_price,
            }  # fmt: skip
    return {}


def announced_line(consignment: Consignment) -> AnnouncementLine | None:
    """Return the announced line that new goods belong to, as the form names it, or None."""
    number = forms.optional_id(request.form, "announced")
    if number is None or consignment.announcement_id is None:
        return None
    announcement = announced.require_announcement(db(), consignment.announcement_id)
    return next((line for line in announcement.lines if line.id == number), None)


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


def _received(consignment: Consignment, error: Any = None) -> Response:
    note_on, labels_on = printers_at(consignment)
    return page(
        "stock/received.html", consignment=consignment, note_on=note_on, labels_on=labels_on,
        comparison=announced.compared(db(), consignment),
        corrections=corrections.of_consignment(db(), consignment.id),
        standings=corrections.standings(db(), consignment.id),
        jobs=jobs_of(db(), "consignment", consignment.id), sheets=paper.sheet_names(),
        people=names_of(db(), [consignment.received_by, consignment.created_by]),
        terms=papers.terms_of(db(), consignment.maker_id, on=today()), error=error,
        form=request.form, signatures=signing.panel(
            db(), (papers.SOURCE, consignment.id), papers.places(db(), consignment)
        ),
    )  # fmt: skip
