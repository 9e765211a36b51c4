"""Receiving at the other place, on a phone too: scan what came, say so, and it is on hand."""

from typing import Any

from flask import Blueprint, Response, g, request

from catalogue.outlets import queries as places
from catalogue.stock import scanned
from catalogue.stock.transfers import arriving, queries
from catalogue.stock.transfers.models import Transfer
from core import forms
from core.errors import Forbidden, Refused
from core.i18n import _
from core.security import SCANNING
from core.web import See, allow, db, now, page, refused_to, see, user_id

blueprint = Blueprint("arrivals", __name__)
staff = allow("cashier", "manager", login="till_door.enter", by=("password", "pin"))


@blueprint.get("/pos/transfers")
@staff
def listed() -> Response:
    """List what is on its way to the places where this person works."""
    rows = queries.incoming(db(), my_outlets())
    return page(
        "transfers/incoming.html", rows=rows, sums=queries.sums_of(db(), [row.id for row in rows])
    )


@blueprint.get("/pos/transfers/<int:transfer_id>")
@staff
def show(transfer_id: int, error: Any = None) -> Response:
    """Show what should arrive, and what was scanned so far."""
    transfer = _mine(queries.require(db(), transfer_id))
    rows = queries.standings(db(), transfer)
    answer = page(
        "transfers/arrival.html", "list", transfer=transfer, rows=rows, form=request.form if error else {},
        error=error, scanned=sum(row.line.scanned for row in rows),
        left=sum(row.left_to_scan for row in rows),
    )  # fmt: skip
    answer.headers["Content-Security-Policy"] = SCANNING
    return answer


@blueprint.post("/pos/transfers/<int:transfer_id>/scan")
@staff
@refused_to(show)
def scan(transfer_id: int) -> See:
    """Count one piece that arrived."""
    transfer = _mine(queries.lock(db(), transfer_id))
    typed = _typed(transfer)
    if typed:
        arriving.count(db(), transfer, typed)
    if typed and not scanned.typed_in(request.form):
        return see("arrivals.show", transfer_id=transfer_id, notice=_("Daftar tersimpan."))
    product = scanned.product_in(db(), request.form)
    if product is None:
        raise Refused(_("Pindai label barangnya, atau ketik ke-13 angkanya."), field="q")
    arriving.scan(db(), transfer, product)
    return see("arrivals.show", transfer_id=transfer_id, notice=product.title)


@blueprint.post("/pos/transfers/<int:transfer_id>/receive")
@staff
@refused_to(show)
def receive(transfer_id: int) -> See:
    """Book what was counted; a changed count replaces the scanned one, `all` is all of it."""
    transfer = _mine(queries.lock(db(), transfer_id))
    if "all" in request.form:
        pieces = arriving.take_all(db(), transfer, by=user_id(), at=now())
    else:
        arriving.count(db(), transfer, _typed(transfer))
        pieces = arriving.take_in(db(), transfer, by=user_id(), at=now())
    return see(
        "arrivals.show", transfer_id=transfer_id,
        notice=_("%(n)s barang diterima di %(place)s.", n=pieces, place=transfer.destination.name),
    )  # fmt: skip


def _typed(transfer: Transfer) -> dict[int, int]:
    """Return the counts that were changed by hand; another phone may have gone on scanning."""
    form = request.form
    return {
        line.id: forms.number(form, f"scanned-{line.id}", default=0)
        for line in transfer.lines
        if f"scanned-{line.id}" in form and form[f"scanned-{line.id}"] != form.get(f"was-{line.id}")
    }


def my_outlets() -> set[int]:
    """Return the ids of the places this person may receive at: a manager everywhere."""
    if "manager" in g.user.roles:
        return {outlet.id for outlet in places.active(db())}
    return places.outlets_of_user(db(), user_id())


def _mine(transfer: Transfer) -> Transfer:
    if transfer.destination_id not in my_outlets():
        raise Forbidden(_("Kiriman ini untuk tempat lain."))
    return transfer
