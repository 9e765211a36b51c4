"""The practice till: the same steps, in another colour, and paper that says LATIHAN."""

from flask import Blueprint, Response, g, redirect, request
from werkzeug.wrappers import Response as WsgiResponse

from core.errors import Refused
from core.i18n import _
from core.money import parse_rupiah
from core.web import See, allow, db, now, page, refused_to, see, user_id
from pos.sales.here import require_till
from pos.sales.models import Sale
from pos.sales.offering import RECEIVED, WAYS, offered
from pos.sales.paying import cash_rounding
from pos.sales.practice import service, ticket
from pos.sales.practice.here import practice_at
from pos.sales.practice.models import Practice
from pos.sales.tenders import quick_notes
from pos.sales.till_page import till_page
from printers import spool
from printers.documents import Receipt
from printers.models import Printer

blueprint = Blueprint("practice", __name__)
staff = allow("cashier", "manager", login="till_door.enter", by=("password", "pin"))

OPEN, SCAN, PAY, DONE = range(1, 5)


@blueprint.post("/pos/practice")
@staff
def begin() -> See:
    """Make this till a practice till."""
    service.begin(db(), require_till(), web_session_id=g.web_session.id, at=now())
    return see("practice.show")


@blueprint.get("/pos/practice")
@staff
def show(error: Refused | None = None) -> Response | WsgiResponse:
    """Show the practice till and which of the four steps comes next."""
    practice = practice_at(require_till())
    if practice is None and error is not None:  # it ended meanwhile, say so at the real till
        return till_page(require_till(), error=error)
    if practice is None:
        return redirect("/pos", code=303)
    till, sale = require_till(), _sale(practice)
    pane = request.args.get("pane") or request.form.get("pane", "")
    pane = pane if pane in WAYS and sale.lines else ""
    assert sale.business_date is not None
    due = sale.net_total
    if pane == "cash":
        due += cash_rounding(db(), due, on=sale.business_date)
    scanned = request.endpoint == "practice.scan"
    return page(
        "sales/practice/till.html", "content", "side",
        error=None if scanned else error, scan_error=error if scanned else None,
        status=error.status if error else 200, till=till, sale=sale, pane=pane, due=due,
        notes=quick_notes(due), step=_step(practice, sale, pane), form=request.form,
        paid=practice.note["paid"],
    )  # fmt: skip


@blueprint.post("/pos/practice/open")
@staff
@refused_to(show)
def open_till() -> See:
    """Open the practice shift."""
    service.open_till(db(), _here(), _rupiah("opening_float"))
    return see("practice.show")


@blueprint.post("/pos/practice/scan")
@staff
@refused_to(show)
def scan() -> See:
    """Put a real thing on the practice ticket."""
    service.scan(db(), _here(), request.form.get("code", ""))
    return see("practice.show")


@blueprint.post("/pos/practice/lines/<int:product_id>")
@staff
@refused_to(lambda product_id, error: show(error=error))
def set_quantity(product_id: int) -> See:
    """Change how many of a thing stand on the practice ticket, 0 takes it off."""
    text = request.form.get("quantity", "").strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise Refused(_("Jumlah harus angka bulat, paling banyak empat angka."), field="quantity")
    service.set_quantity(db(), _here(), product_id, int(text))
    return see("practice.show")


@blueprint.post("/pos/practice/complete")
@staff
@refused_to(show)
def complete() -> See:
    """Pay the practice ticket; its paper says LATIHAN."""
    practice, till = _here(), require_till()
    offer = offered(request.form, request.form.get("pane", ""), amount=RECEIVED)
    service.complete(db(), practice, offer, till=till, by=user_id(), at=now())
    if till.receipt_printer_id is not None:
        spool.enqueue(
            db(), db().get_one(Printer, till.receipt_printer_id), _receipt(practice),
            source_kind="practice", source_id=practice.id, by=user_id(), at=now(),
        )  # fmt: skip
    return see("practice.show")


@blueprint.get("/pos/practice/receipt")
@staff
def receipt() -> Response | WsgiResponse:
    """Show the practice receipt as a browser prints it."""
    practice = practice_at(require_till())
    if practice is None or not practice.note["paid"]:
        return redirect("/pos", code=303)
    width = 58 if request.args.get("width") == "58" else 80
    return page(
        "printers/receipt.html", receipt=_receipt(practice), width=width, back="/pos/practice"
    )


@blueprint.post("/pos/practice/next")
@staff
def go_on() -> See:
    """Begin the next practice ticket."""
    service.go_on(db(), _here())
    return see("practice.show")


@blueprint.post("/pos/practice/leave")
@staff
def leave() -> See:
    """Make the till a till again."""
    practice = practice_at(require_till())
    if practice is not None:
        service.leave(db(), practice)
    return see("till.show", notice=_("Latihan selesai. Ini kasir yang sungguhan lagi."))


def _step(practice: Practice, sale: Sale, pane: str) -> int:
    if practice.note["float"] is None:
        return OPEN
    if practice.note["paid"]:
        return DONE
    return PAY if pane or sale.lines else SCAN


def _sale(practice: Practice) -> Sale:
    return ticket.compose(db(), practice, till=require_till(), by=user_id(), at=now())


def _receipt(practice: Practice) -> Receipt:
    return ticket.paper(db(), practice, till=require_till(), cashier=g.user, at=now())


def _here() -> Practice:
    practice = practice_at(require_till())
    if practice is None:
        raise Refused(_("Latihannya sudah selesai. Buka kasir lagi."))
    return practice


def _rupiah(name: str) -> int:
    amount = parse_rupiah(request.form.get(name, ""))
    if amount is None:
        raise Refused(_("Tulis jumlah dengan angka saja, misalnya 150.000."), field=name)
    return amount
