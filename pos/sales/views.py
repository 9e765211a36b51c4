"""The till: scan, ticket, tenders, done. Each change answers with the ticket as it now stands."""

from datetime import date

from flask import Blueprint, Response, g, redirect, request
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.outlets.models import Till
from catalogue.visitors.baskets.queries import is_code
from core import forms
from core.errors import NotFound, Refused
from core.i18n import _
from core.money import parse_rupiah, rupiah
from core.web import (
    See,
    allow,
    database,
    db,
    now,
    page,
    refused_to,
    see,
    user_id,
)
from pos.sales import completing, paying, queries, searching, service
from pos.sales.baskets import service as filling
from pos.sales.baskets.errors import UnknownBasket
from pos.sales.deposits import queries as deposits
from pos.sales.deposits.models import Deposit
from pos.sales.errors import TotalChanged
from pos.sales.here import (
    counter,
    find_till,
    require_receipt_printer,
    require_till,
    seen_total,
)
from pos.sales.models import Sale
from pos.sales.offering import RECEIVED, offered
from pos.sales.practice.here import is_practising
from pos.sales.quotations import queries as quotations
from pos.sales.receipts import receipt_for
from pos.sales.tenders import Offer
from pos.sales.till_page import is_old, till_page
from pos.shifts import queries as shifts
from pos.shifts import service as shift_service
from printers import spool

blueprint = Blueprint("till", __name__)
staff = allow("cashier", "manager", login="till_door.enter", by=("password", "pin"))


@blueprint.get("/pos")
@staff
def show(
    pane: str | None = None, error: Refused | None = None, quotation: int | None = None
) -> Response | WsgiResponse:
    """Show the till: the open ticket and a pane to pay with, or the page to open the shift.

    `quotation` is the one that its pane opens.
    """
    till = find_till()
    if till is None and "manager" in g.user.roles:
        return redirect("/pos/enrol", code=303)
    till = till or require_till()
    if request.endpoint == "till.show" and is_practising(till):
        return redirect("/pos/practice", code=303)
    pane = pane or request.args.get("pane") or request.form.get("pane")
    return till_page(till, pane=pane, error=error, quotation=quotation)


@blueprint.post("/pos/shift")
@staff
@refused_to(lambda error: show(pane="open", error=error))
def open_shift() -> See:
    """Open the shift with the float that was counted into the drawer."""
    amount = _typed_rupiah("opening_float")
    shift_service.open_shift(
        db(), require_till(), opening_float=amount, by=user_id(), at=now(),
        from_hand=request.form.get("from_hand") == "1",
    )  # fmt: skip
    return see("till.show", notice=_("Kasir buka. Selamat bekerja."))


def scan_refused(error: Refused) -> Response | WsgiResponse:
    """Show the till with the red row of a scan; a code that no basket has is counted as a guess."""
    if isinstance(error, UnknownBasket):
        filling.note_guess(database(), require_till(), at=now())
    return show(error=error)


@blueprint.post("/pos/scan")
@staff
@refused_to(scan_refused)
def scan() -> See:
    """Put a scanned or typed code on the ticket: goods, or all of a visitor's basket.

    A number with letters in it may be that of a paper.
    """
    till, on = require_till(), business_date()
    code = request.form.get("code", "")
    if is_code(code):
        return _fill(till, code, on=on)
    paper = None if code.strip().isdigit() else _paper(till, code, on=on)
    if paper is not None:
        return paper
    sale = service.open_ticket(db(), till, by=user_id(), at=now())
    there = {line.id for line in sale.lines}
    line = service.scan(
        db(), sale, code, by=user_id(), at=now(), quantity=_whole("quantity", default=1)
    )
    twice = line.product.is_unique and line.id in there
    return see(
        "till.show",
        notice=_("%(title)s sudah ada di nota ini.", title=line.title) if twice else None,
    )


def _paper(till: Till, code: str, *, on: date) -> See | None:
    """Do what a paper of ours is scanned for: a receipt, a letter, a slip; None where it is none."""
    sold = queries.by_receipt(db(), code)
    if sold is not None:  # the barcode at the foot of a receipt, or its QR
        ours = sold.till.outlet_id == till.outlet_id
        return (
            see("till.done", sale_id=sold.id, old=1)
            if ours
            else see("returns.show", sale_id=sold.id)
        )
    quoted = quotations.by_number(db(), code)
    if quoted is not None:
        return see("till.show", pane="quotations", quotation=quoted.id)
    slip = deposits.by_slip(db(), code)
    return None if slip is None else _pay_from(till, slip, on=on)


def _fill(till: Till, code: str, *, on: date) -> See:
    basket = filling.require_basket(db(), till, code, at=now())
    sale = service.open_ticket(db(), till, by=user_id(), at=now())
    filling.fill(db(), sale, basket, on=on, by=user_id(), at=now())
    return see("till.show", pane="basket")


def _pay_from(till: Till, slip: Deposit, *, on: date) -> See:
    """Let a deposit pay the ticket, as much as is left; before there is one, say what is left."""
    ticket = queries.lock_current(db(), till.id)
    if ticket is not None and ticket.net_total > 0:
        paying.add_part(db(), ticket, Offer("deposit", deposit_id=slip.id), on=on, at=now())
        return see("till.show", pane="split")
    left = deposits.left_of(db(), [slip.id])[slip.id]
    return see(
        "till.show",
        notice=_(
            "Uang muka %(number)s, %(name)s: masih %(left)s. Pindai dulu barangnya, lalu bukti ini lagi.",
            number=slip.number, name=slip.customer, left=rupiah(left),
        )
        if left
        else _("Uang muka %(number)s sudah habis dipakai atau dikembalikan.", number=slip.number),
    )  # fmt: skip


@blueprint.post("/pos/lines/<int:line_id>/quantity")
@staff
@refused_to(lambda line_id, error: show(error=error))
def set_quantity(line_id: int) -> See:
    """Change a line's quantity."""
    sale = locked_ticket()
    service.set_quantity(db(), sale, service.line_of(sale, line_id), _whole("quantity"))
    return see("till.show")


@blueprint.post("/pos/lines/<int:line_id>/charge")
@staff
@refused_to(lambda line_id, error: show(error=error))
def charge(line_id: int) -> See:
    """Say what the courier asks this time."""
    sale = locked_ticket()
    line = service.line_of(sale, line_id)
    service.charge(db(), sale, line, forms.money(request.form, "charge"))
    return see("till.show")


@blueprint.post("/pos/lines/<int:line_id>/remove")
@staff
@refused_to(lambda line_id, error: show(error=error))
def remove_line(line_id: int) -> See:
    """Take a line off the ticket."""
    sale = locked_ticket()
    service.remove_line(db(), sale, service.line_of(sale, line_id), at=now())
    return see("till.show")


@blueprint.post("/pos/hold")
@staff
@refused_to(lambda error: show(pane="hold", error=error))
def hold() -> See:
    """Set the ticket aside for another customer's turn."""
    service.hold(db(), locked_ticket(), forms.clean(request.form.get("name", "")), at=now())
    return see("till.show", notice=_("Nota ditahan."))


@blueprint.post("/pos/held/<int:sale_id>/recall")
@staff
@refused_to(lambda sale_id, error: show(error=error))
def recall(sale_id: int) -> See:
    """Take up a held ticket at this till."""
    sale = queries.lock(db(), sale_id)
    service.recall(db(), sale, require_till(), by=user_id())
    return see("till.show")


@blueprint.post("/pos/void")
@staff
@refused_to(show)
def void() -> See:
    """Cancel the open ticket."""
    service.void(db(), locked_ticket(), at=now())
    return see("till.show", notice=_("Nota dibatalkan."))


def not_completed(error: Refused) -> Response | WsgiResponse:
    """Show the pane again; exact cash of another total than was seen is the same key again."""
    exact = request.form.get("pane") == "cash" and RECEIVED not in request.form
    return show(pane="start" if exact and isinstance(error, TotalChanged) else None, error=error)


@blueprint.post("/pos/complete")
@staff
@refused_to(not_completed)
def complete() -> See:
    """Complete the ticket: the pane it came from says how what is left is paid."""
    pane = request.form.get("pane", "")
    offers = [] if pane == "split" else [offered(request.form, pane, amount=RECEIVED)]
    ticket = _there(queries.to_complete(db(), require_till().id))
    sale = completing.complete(
        db(),
        ticket,
        offers,
        counter=counter(),
        at=now(),
        confirmed=request.form.get("confirmed") == "1",
        seen=seen_total(),
    )
    return see("till.done", sale_id=sale.id)


@blueprint.get("/pos/done/<int:sale_id>")
@staff
def done(sale_id: int, error: Refused | None = None, old: int = 0) -> Response:
    """Show the change and what can still be done with the sale just completed.

    `old`: its receipt was scanned or typed, so nobody waits for change.
    """
    till = require_till()
    sale = queries.require(db(), sale_id)
    # Any till of the outlet may look: a claim is often confirmed at the one next to it.
    if sale.till.outlet_id != till.outlet_id or sale.state != "completed":
        raise NotFound(_("Nota ini tidak ada."))
    looked_up = bool(old or request.args.get("old")) or is_old(sale)
    return till_page(till, done=sale, error=error, looked_up=looked_up)


@blueprint.post("/pos/tenders/<int:tender_id>/confirm")
@staff
def confirm(tender_id: int) -> See:
    """Confirm a QRIS claim that was seen in the acquirer's app; `shown` is the sale on the screen."""
    tender = queries.require_tender(db(), tender_id)
    if tender.sale.till.outlet_id != require_till().outlet_id:
        raise NotFound(_("Nota ini tidak ada."))
    completing.confirm(db(), tender, by=user_id(), at=now())
    shown = forms.optional_id(request.form, "shown") or tender.sale_id
    return see("till.done", sale_id=shown, notice=_("Uang QRIS sudah dipastikan."))


@blueprint.post("/pos/sales/<int:sale_id>/print")
@staff
@refused_to(done)
def print_again(sale_id: int) -> See:
    """Print the receipt; once more it is marked SALINAN. `language` is the buyer's."""
    till = require_till()
    sale = queries.require(db(), sale_id)
    if sale.till.outlet_id != till.outlet_id or sale.state != "completed":
        raise NotFound(_("Nota ini tidak ada."))
    printer = require_receipt_printer(till)
    document = receipt_for(db(), sale, request.form.get("language"))
    job = spool.enqueue_again(
        db(), printer, document, source_kind="sale", source_id=sale.id, by=user_id(), at=now()
    )
    queued = (
        _("Salinan struk masuk antrean cetak.") if job.copy else _("Struk masuk antrean cetak.")
    )
    return see("till.done", sale_id=sale.id, notice=queued)


@blueprint.get("/pos/search")
@staff
def search() -> Response:
    """Find goods by name, maker or part of a code, for those that lost their tag."""
    till = require_till()
    words = request.args.get("q", "")[:80]
    found = searching.find(db(), words, outlet_id=till.outlet_id) if words.strip() else []
    return page("sales/search.html", "results", till=till, words=words, found=found)


def locked_ticket() -> Sale:
    """Return the till's ticket to change it: nobody else changes it meanwhile."""
    return _there(queries.lock_current(db(), require_till().id))


def business_date() -> date:
    """Return the date of the till's open shift; raises NoShift."""
    shift = shifts.open_shift(db(), require_till().id)
    if shift is None:
        raise shift_service.NoShift(_("Kasir belum buka. Buka kasir dulu, notanya tetap ada."))
    return shift.business_date


def _there(sale: Sale | None) -> Sale:
    if sale is None:
        raise Refused(_("Nota masih kosong. Pindai dulu barangnya."))
    return sale


def _typed_rupiah(name: str) -> int:
    amount = parse_rupiah(request.form.get(name, ""))
    if amount is None:
        raise Refused(_("Tulis jumlah dengan angka saja, misalnya 150.000."), field=name)
    return amount


def _whole(name: str, *, default: int | None = None) -> int:
    text = request.form.get(name, "").strip()
    if not text and default is not None:
        return default
    # Four digits at most: a code scanned into a quantity must not become one.
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise Refused(_("Jumlah harus angka bulat, paling banyak empat angka."), field=name)
    return int(text)
