"""The office's pages of transfers: write a list, send it, see what arrived, decide the rest."""

from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.outlets import queries as places
from catalogue.outlets.here import today
from catalogue.outlets.models import Outlet
from catalogue.products import queries as products
from catalogue.stock import queries as stock
from catalogue.stock import scanned
from catalogue.stock.bazars import service as bazars
from catalogue.stock.goods import queries as goods
from catalogue.stock.signing import queries as signing
from catalogue.stock.transfers import arriving, losing, papers, queries, service
from catalogue.stock.transfers.listing import TRANSFERS
from catalogue.stock.transfers.models import Transfer, TransferLine
from core import forms, lists
from core.errors import NotFound, Refused
from core.i18n import _
from core.menu import nav
from core.security import SCANNING
from core.users.queries import names_of
from core.web import See, allow, db, download, list_file, now, page, refused_to, see, user_id
from printers.models import Printer
from printers.pdf import pdf_bytes
from printers.queries import jobs_of, require_printer

blueprint = Blueprint("transfers", __name__)
blueprint.add_app_template_global(queries.names_of_outcomes, "outcome_names")

nav(_("Masuk dan keluar"), _("Pindah barang"), "transfers.listed", order=124, roles=("manager",))


@blueprint.get("/manage/transfers")
@allow("manager")
def listed() -> Response:
    """List the transfers, newest first; as a file where the address asks for one."""
    wanted = lists.asked(TRANSFERS, request.args)
    if wanted.form:
        return list_file(TRANSFERS, wanted)
    return page(
        "transfers/list.html", shown=lists.shown(db(), TRANSFERS, wanted),
        counts=queries.counts(db()),
    )  # fmt: skip


@blueprint.get("/manage/transfers/new")
@allow("manager")
def new(error: Any = None) -> Response:
    """Ask from where to where."""
    busy = queries.stalls_of_bazars(db())
    outlets = [outlet for outlet in places.active(db()) if outlet.id not in busy]
    return page(
        "transfers/new.html", outlets=outlets, form=request.form or request.args, error=error
    )


@blueprint.post("/manage/transfers/new")
@allow("manager")
@refused_to(new)
def begin() -> See:
    """Start a list of goods to move."""
    form = request.form
    transfer = service.start(
        db(), _outlet("origin"), _outlet("destination"), note=forms.text(form, "note"),
        by=user_id(), at=now(),
    )  # fmt: skip
    return see("transfers.show", transfer_id=transfer.id)


@blueprint.get("/manage/transfers/<int:transfer_id>")
@allow("manager")
def show(transfer_id: int, error: Any = None) -> Response:
    """Show a list to write on, or where the goods of a list that was sent are."""
    transfer = queries.require(db(), transfer_id)
    if transfer.is_draft:
        return _draft(transfer, error)
    if transfer.sent_at is None:
        return page("transfers/cancelled.html", transfer=transfer)
    outcomes = queries.outcomes_of(db(), transfer_id)
    return page(
        "transfers/sent.html", transfer=transfer, loss=losing.open_record(db(), transfer), error=error, form=request.form,
        rows=queries.standings(db(), transfer), outcomes=outcomes,
        jobs=jobs_of(db(), "transfer", transfer_id), printer=printer_at(transfer.origin),
        sums=queries.sums_of(db(), [transfer_id])[transfer_id],
        signatures=signing.panel(
            db(), (papers.SOURCE, transfer.id), papers.places(db(), transfer)
        ),
        people=names_of(db(), [transfer.sent_by, *(one.actor_id for one in outcomes)]),
    )  # fmt: skip


def _draft(transfer: Transfer, error: Any) -> Response:
    words = forms.text(request.form, "q") or forms.text(request.args, "q")
    ids = {line.product_id for line in transfer.lines}
    matches = goods.found(db(), words, maker_id=None, limit=12) if words else []
    lots = stock.all_lots_on_hand(db(), ids, transfer.origin_id)
    answer = page(
        "transfers/draft.html", "list", transfer=transfer, words=words, error=error,
        matches=[m for m in matches if m.kind != "service"], form=request.form if error else {}, lots=lots,
        here=stock.on_hand_of(db(), ids), printer=printer_at(transfer.origin), today=today(),
        prices=products.current_prices(db(), [m.id for m in matches]),
        beyond=queries.beyond_record(db(), transfer),
    )  # fmt: skip
    answer.headers["Content-Security-Policy"] = SCANNING
    return answer


@blueprint.post("/manage/transfers/<int:transfer_id>/scan")
@allow("manager")
@refused_to(show)
def scan(transfer_id: int) -> See:
    """Put the scanned goods on the list; other words search the goods."""
    transfer = queries.lock(db(), transfer_id)
    if _keep_lines(transfer) and not scanned.typed_in(request.form):
        return see("transfers.show", transfer_id=transfer_id, notice=_("Daftar tersimpan."))
    product = scanned.product_in(db(), request.form)
    if product is None:
        return see("transfers.show", transfer_id=transfer_id, q=scanned.typed_in(request.form))
    line = service.scan(db(), transfer, product, at=now())
    return see(
        "transfers.show", transfer_id=transfer_id,
        notice=_("%(title)s: %(n)s buah.", title=product.title, n=line.quantity),
    )  # fmt: skip


@blueprint.post("/manage/transfers/<int:transfer_id>/lines")
@allow("manager")
@refused_to(show)
def correct(transfer_id: int) -> See:
    """Keep what was corrected on the lines."""
    transfer = queries.lock(db(), transfer_id)
    _keep_lines(transfer)
    return see("transfers.show", transfer_id=transfer_id, notice=_("Daftar tersimpan."))


@blueprint.post("/manage/transfers/<int:transfer_id>/send")
@allow("manager")
@refused_to(show)
def send(transfer_id: int) -> See:
    """Let the goods leave, and print the packing list if that was asked."""
    transfer = queries.lock(db(), transfer_id)
    _keep_lines(transfer)
    carrier = forms.text(request.form, "carrier")
    service.send(
        db(), transfer, carrier=carrier, by=user_id(), at=now(), beyond="beyond" in request.form
    )
    printer = printer_at(transfer.origin)
    if printer is not None and "print" in request.form:
        papers.print_list(db(), transfer, printer, by=user_id(), at=now())
    notice = _("%(number)s berangkat. Mintalah %(carrier)s menandatangani daftarnya.",
               number=transfer.number, carrier=carrier)  # fmt: skip
    return see("transfers.show", transfer_id=transfer_id, notice=notice)


@blueprint.post("/manage/transfers/<int:transfer_id>/back")
@allow("manager")
@refused_to(show)
def bring_back(transfer_id: int) -> See:
    """Take the goods that came back from a bazar onto the origin's record."""
    transfer = queries.lock(db(), transfer_id)
    _keep_lines(transfer)
    pieces = bazars.bring_back(db(), transfer, by=user_id(), at=now())
    return see(
        "transfers.show", transfer_id=transfer_id,
        notice=_("%(n)s barang kembali di %(place)s.", n=pieces, place=transfer.destination.name),
    )  # fmt: skip


@blueprint.post("/manage/transfers/<int:transfer_id>/cancel")
@allow("manager")
def cancel(transfer_id: int) -> See:
    """Give a list up."""
    service.cancel(db(), queries.lock(db(), transfer_id), by=user_id(), at=now())
    return see("transfers.listed", notice=_("Daftarnya dibuang."))


@blueprint.post("/manage/transfers/<int:transfer_id>/decide")
@allow("manager")
@refused_to(show)
def decide(transfer_id: int) -> See:
    """Decide what became of pieces that did not arrive."""
    transfer = queries.lock(db(), transfer_id)
    line = queries.line_of(transfer, forms.optional_id(request.form, "line") or 0)
    kind = forms.choice(request.form, "kind", ("returned", "corrected", "lost"))
    if not kind:
        raise Refused(_("Pilih apa yang terjadi dengan barang ini."), field=f"kind-{line.id}")
    quantity = forms.number(request.form, f"quantity-{line.id}")
    note = forms.text(request.form, f"note-{line.id}")
    if kind == "lost":
        record = losing.lose(db(), transfer, line, quantity, note=note, by=user_id(), at=now())
        return see(
            "records.show", area="losses", departure_id=record.id,
            notice=_("Periksa dan tanda tangani berita acaranya; baru sesudah itu stoknya turun."),
        )  # fmt: skip
    arriving.decide(db(), transfer, line, kind, quantity, note=note, by=user_id(), at=now())
    return see("transfers.show", transfer_id=transfer_id, notice=_("Tercatat."))


@blueprint.get("/manage/transfers/<int:transfer_id>/list.pdf")
@allow("manager")
def list_pdf(transfer_id: int) -> WsgiResponse:
    """Give the packing list as PDF."""
    transfer = require_sent(transfer_id)
    return download(
        pdf_bytes(papers.packing_list(db(), transfer)),
        name=f"daftar-bawaan-{transfer.number}.pdf", mimetype="application/pdf", inline=True,
    )  # fmt: skip


@blueprint.post("/manage/transfers/<int:transfer_id>/print")
@allow("manager")
def print_list(transfer_id: int) -> See:
    """Print the packing list again."""
    printer = require_printer(db(), forms.optional_id(request.form, "printer") or 0)
    papers.print_list(db(), require_sent(transfer_id), printer, by=user_id(), at=now())
    return see(
        "transfers.show", transfer_id=transfer_id,
        notice=_("Daftar bawaan dikirim ke %(name)s.", name=printer.name),
    )  # fmt: skip


def printer_at(outlet: Outlet) -> Printer | None:
    """Return the receipt printer of an outlet's first till, or None."""
    tills = [till for till in outlet.tills if till.archived_at is None]
    number = tills[0].receipt_printer_id if tills else None
    return db().get(Printer, number) if number is not None else None


def require_sent(transfer_id: int) -> Transfer:
    """Return a transfer that was sent, or raise NotFound."""
    transfer = queries.require(db(), transfer_id)
    if transfer.sent_at is None:
        raise NotFound(_("Barangnya belum dikirim, jadi belum ada daftar bawaannya."))
    return transfer


def _keep_lines(transfer: Transfer) -> bool:
    """Keep what was changed on the page; return whether the form had the list.

    Another phone may have gone on scanning meanwhile.
    """
    if transfer.is_draft and "carrier" in request.form:
        service.name_carrier(db(), transfer, forms.name(request.form, "carrier"))
    removed = forms.optional_id(request.form, "remove")
    for line in list(transfer.lines):
        if line.id == removed:
            service.remove_line(db(), transfer, line, at=now())
            continue
        quantity, lot_id = _typed(line)
        if (quantity, lot_id) != (line.quantity, line.lot_id):
            service.correct(db(), transfer, line, quantity=quantity, lot_id=lot_id)
    return any(f"quantity-{line.id}" in request.form for line in transfer.lines)


def _typed(line: TransferLine) -> tuple[int, int | None]:
    """Return the pieces and the lot of a line, as they were changed by hand."""
    form, name, lot = request.form, f"quantity-{line.id}", f"lot-{line.id}"
    is_changed = name in form and form[name] != form.get(f"was-{line.id}")
    return (
        forms.number(form, name) if is_changed else line.quantity,
        forms.optional_id(form, lot) if lot in form else line.lot_id,
    )


def _outlet(name: str) -> Outlet:
    outlet_id = forms.optional_id(request.form, name)
    if outlet_id is None:
        raise Refused(_("Pilih tempatnya dulu."), field=name)
    return places.require_outlet(db(), outlet_id)
