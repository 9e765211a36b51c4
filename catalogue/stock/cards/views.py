"""The office's stock cards: one product's movements on a page, and as a file."""

from flask import Blueprint, request
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.outlets import queries as places
from catalogue.products import queries as products
from catalogue.products.models import Product
from catalogue.stock.cards import queries
from catalogue.stock.cards.queries import Row, Wanted
from catalogue.stock.words import movement_name
from core import forms, lists, sheets
from core.clock import local
from core.i18n import _
from core.web import allow, db, page, table_file

blueprint = Blueprint("cards", __name__)
blueprint.add_app_template_global(movement_name)

PAGE_SIZE = 50
COLUMNS = (
    _("Waktu"), _("Tempat"), _("Kejadian"), _("Dokumen"), _("Kedaluwarsa"), _("Gerak"), _("Sisa"),
    _("Oleh"),
)  # fmt: skip


@blueprint.get("/manage/products/<int:product_id>/card")
@allow("manager")
def show(product_id: int) -> WsgiResponse:
    """Show a product's stock card: who moved it, why, by which document, and what was left.

    `?as=csv` and `?as=xlsx` give every movement that is asked for as a file, oldest first.
    """
    product = products.require_product(db(), product_id)
    wanted, number = asked_for(), forms.page_number(request.args)
    form = forms.choice(request.args, "as", lists.FORMS)
    if form:
        return _file(product, wanted, form)
    first = (number - 1) * PAGE_SIZE
    rows, count = queries.card(db(), product_id, wanted, limit=PAGE_SIZE, offset=first)
    return page(
        "cards/show.html", product=product, wanted=wanted, rows=rows, count=count, number=number,
        first=first + 1, pages=-(-count // PAGE_SIZE), outlets=places.active(db()),
        shelves=queries.shelves(db(), product_id), agrees=queries.agrees(db(), product_id),
    )  # fmt: skip


def _file(product: Product, wanted: Wanted, form: str) -> WsgiResponse:
    rows, _count = queries.card(db(), product.id, wanted)
    cells = [_cells(row) for row in reversed(rows)]
    return table_file(f"kartu-stok-{product.code}", [_(label) for label in COLUMNS], cells, form)


def _cells(row: Row) -> list[sheets.Cell]:
    return [
        local(row.at, row.zone), row.outlet, movement_name(row.reason),
        row.paper.name if row.paper else "", row.expires_on, row.quantity, row.left, row.actor,
    ]  # fmt: skip


def asked_for() -> Wanted:
    """Return which movements the address asks for; what is no date or outlet is left out."""
    args = request.args
    return Wanted(
        outlet_id=forms.optional_id(args, "outlet"),
        first=forms.iso_day(forms.text(args, "from")),
        last=forms.iso_day(forms.text(args, "to")),
    )
