"""Counting on a phone or at the till: scan, type, and answer for what was not found. All of it blind."""

from typing import Any

from flask import Blueprint, Response, request

from catalogue.products import queries as products
from catalogue.stock import queries as stock
from catalogue.stock import scanned
from catalogue.stock.counts import counting, marks, queries
from catalogue.stock.counts.models import StockCount
from catalogue.stock.goods import queries as goods_reads
from catalogue.stock.transfers.arrival_views import my_outlets
from core import forms
from core.errors import Forbidden
from core.i18n import _
from core.ids import normalise_code
from core.security import SCANNING
from core.web import See, allow, db, now, page, refused_to, see, user_id

blueprint = Blueprint("counting", __name__)
staff = allow("cashier", "manager", login="till_door.enter", by=("password", "pin"))

SHOWN = 40


@blueprint.get("/pos/counts")
@staff
def listed() -> Response:
    """List what can be counted now where this person works."""
    return page("counts/open.html", rows=queries.open_counts(db(), my_outlets()))


@blueprint.get("/pos/counts/<int:count_id>")
@staff
def show(count_id: int, error: Any = None) -> Response:
    """Show what was counted last, and what is to be counted anew; never what is expected."""
    count = _mine(queries.require(db(), count_id))
    words = forms.text(request.form, "q") or forms.text(request.args, "q")
    words = "" if normalise_code(words) else words  # a code that was scanned is no search
    counted, pieces, again = marks.progress(db(), count.id)
    _found, left = queries.missing(db(), count, limit=1)
    matches = goods_reads.found(db(), words, maker_id=count.maker_id, limit=12) if words else []
    answer = page(
        "counts/count.html", "list", count=count, words=words, matches=matches, error=error,
        tallies=marks.tallies(db(), count.id, limit=SHOWN + again), counted=counted,
        pieces=pieces, again=again, left=left, form=request.form,
        which=error if isinstance(error, counting.WhichLot) else None,
    )  # fmt: skip
    answer.headers["Content-Security-Policy"] = SCANNING
    return answer


@blueprint.post("/pos/counts/<int:count_id>/scan")
@staff
@refused_to(show)
def scan(count_id: int) -> See:
    """Count one piece that was scanned; words search."""
    count = _mine(queries.lock(db(), count_id))
    product = scanned.product_in(db(), request.form)
    if product is None:
        return see("counting.show", count_id=count_id, q=forms.text(request.form, "q"))
    line = counting.scan(
        db(), count, product, lot_id=forms.optional_id(request.form, "lot"),
        expires_on=forms.day(request.form, "expires_on"), by=user_id(), at=now(),
    )  # fmt: skip
    return see("counting.show", count_id=count_id, notice=line.product.title)


@blueprint.post("/pos/counts/<int:count_id>/lines")
@staff
@refused_to(show)
def put(count_id: int) -> See:
    """Keep the numbers that were typed; a line whose number stayed is left alone."""
    count = _mine(queries.lock(db(), count_id))
    counting.finish_lines(db(), count, by=user_id(), at=now())  # the number on the page holds
    changed = 0
    for name, typed in request.form.items():
        if not name.startswith("pieces-") or not typed.strip():
            continue
        number = forms.optional_id({"id": name.removeprefix("pieces-")}, "id") or 0
        if typed.strip() == request.form.get(f"was-{number}", ""):
            continue
        line = queries.require_line(db(), count, number)
        counting.put(db(), count, line, forms.number(request.form, name), by=user_id(), at=now())
        changed += 1
    return see("counting.show", count_id=count_id, notice=_("%(n)s angka disimpan.", n=changed))


@blueprint.get("/pos/counts/<int:count_id>/missing")
@staff
def missing(count_id: int, error: Any = None) -> Response:
    """Ask about goods on record that nobody has counted; not how many there should be."""
    count = _mine(queries.require(db(), count_id))
    found, left = queries.missing(db(), count, limit=counting.AT_ONCE)
    return page("counts/missing.html", count=count, rows=found, left=left, error=error)


@blueprint.post("/pos/counts/<int:count_id>/missing")
@staff
@refused_to(missing)
def none_left(count_id: int) -> See:
    """Take the answer that there are none of the ticked goods."""
    count = _mine(queries.lock(db(), count_id))
    pairs = [forms.ids(typed.split("-")) for typed in request.form.getlist("none")]
    pairs = [pair for pair in pairs if len(pair) == 2][: counting.AT_ONCE]
    goods = products.by_ids(db(), [pair[0] for pair in pairs])
    lots = {lot.id: lot for lot in stock.lots(db(), set(goods)).values()}
    wanted = [(goods[p], lots.get(lot)) for p, lot in pairs if p in goods]
    counting.none_left(db(), count, wanted, by=user_id(), at=now())
    _found, left = queries.missing(db(), count, limit=1)
    where = "counting.missing" if left else "counting.show"
    return see(where, count_id=count_id, notice=_("%(n)s barang dicatat tidak ada.", n=len(wanted)))


def _mine(count: StockCount) -> StockCount:
    if count.outlet_id not in my_outlets():
        raise Forbidden(_("Hitungan ini di tempat lain."))
    return count
