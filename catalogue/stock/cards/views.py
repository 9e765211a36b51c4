"""The office's stock cards: one product's movements on a page, and as a file."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.outlets import queries as places
from catalogue.products import queries as products
from catalogue.stock.cards import queries
from catalogue.stock.cards.queries import Row, Wanted
from catalogue.stock.words import movement_name
from core import forms
from core.clock import local
from core.web import allow, db, download, page

blueprint = Blueprint("cards", __name__)
blueprint.add_app_template_global(movement_name)

PAGE_SIZE = 50
COLUMNS = ("at", "outlet", "event", "document", "best_before", "pieces", "on_hand", "by")


@blueprint.get("/manage/products/<int:product_id>/card")
@allow("manager")
def show(product_id: int) -> Response:
    """Show a product's stock card: who moved it, why, by which document, and what was left."""
    product = products.require_product(db(), product_id)
    wanted, number = asked_for(), forms.page_number(request.args)
    first = (number - 1) * PAGE_SIZE
    rows, count = queries.card(db(), product_id, wanted, limit=PAGE_SIZE, offset=first)
    return page(
        "cards/show.html", product=product, wanted=wanted, rows=rows, count=count, number=number,
        first=first + 1, pages=-(-count // PAGE_SIZE), outlets=places.active(db()),
        shelves=queries.shelves(db(), product_id), agrees=queries.agrees(db(), product_id),
    )  # fmt: skip


@blueprint.get("/manage/products/<int:product_id>/card.csv")
@allow("manager")
def as_csv(product_id: int) -> WsgiResponse:
    """Give the movements that the address asks for as a file, oldest first."""
    product = products.require_product(db(), product_id)
    rows, _count = queries.card(db(), product_id, asked_for())
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_cells(reversed(rows)))
    return download(
        out.getvalue(), name=f"kartu-stok-{product.code}.csv", mimetype="text/csv; charset=utf-8"
    )


def _cells(rows: Iterator[Row]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        yield (
            local(row.at, row.zone).isoformat(timespec="seconds"), row.outlet,
            movement_name(row.reason), row.paper.name if row.paper else "",
            row.expires_on or "", row.quantity, row.left, row.actor,
        )  # fmt: skip


def asked_for() -> Wanted:
    """Return which movements the address asks for; what is no date or outlet is left out."""
    args = request.args
    return Wanted(
        outlet_id=forms.optional_id(args, "outlet"),
        first=forms.iso_day(forms.text(args, "from")),
        last=forms.iso_day(forms.text(args, "to")),
    )
