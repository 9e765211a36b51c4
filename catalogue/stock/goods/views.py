"""The office's goods: the list, one product with its card, and the list as a file."""

import csv
import io
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.outlets import queries as places
from catalogue.outlets.here import today
from catalogue.products import certificate_queries, codes, contracts, photos, service, sizes
from catalogue.products import queries as products
from catalogue.products.models import Product
from catalogue.stock import purchases, shelves
from catalogue.stock import queries as stock
from catalogue.stock.cards import queries as cards
from catalogue.stock.goods import queries
from catalogue.stock.goods.listing import goods
from catalogue.stock.transfers import queries as transfers
from core import forms, lists
from core.i18n import _
from core.menu import nav
from core.sheets import tame
from core.users.queries import names_of
from core.web import See, allow, db, download, list_file, now, page, refused_to, see, user_id
from printers import words

blueprint = Blueprint("goods", __name__)
blueprint.add_app_template_filter(words.day, "day")

PAGE_SIZE = 50
NEWEST = 8
"""How many movements a product's own page shows; the rest stand on its card."""

nav(
    _("Barang"),
    _("Barang"),
    "goods.listed",
    order=100,
    roles=("manager",),
    also=("/manage/prices", "/manage/photos"),
)


@blueprint.get("/manage/products")
@allow("manager")
def listed() -> Response:
    """List the goods, narrowed and sorted by the address; as a file where it asks for one."""
    outlets = places.active(db())
    outlet_id = forms.optional_id(request.args, "outlet")
    listing = goods(outlets, today=today(), outlet_id=outlet_id)
    wanted = lists.asked(listing, request.args)
    if wanted.form:
        return list_file(listing, wanted)
    shown = lists.shown(db(), listing, wanted)
    return page(
        "goods/list.html", shown=shown, outlets=outlets, today=today(),
        counts=queries.counts(db(), today=today()),
        photos=photos.first_of(db(), [row.id for row in shown.rows]),
        on_the_way=transfers.in_transit(db(), [row.id for row in shown.rows]),
    )  # fmt: skip


@blueprint.get("/manage/products.csv")
@allow("manager")
def as_csv() -> WsgiResponse:
    """Give all goods in use by outlet as a file: plain integers, one row for each place."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("code", "maker_code", "title", "kind", "price", "outlet", "on_hand"))
    for row in queries.sales_rows(db()):
        writer.writerow(tame(value) for value in row)
    return download(out.getvalue(), name="products.csv", mimetype="text/csv; charset=utf-8")


@blueprint.get("/manage/products/<int:product_id>")
@allow("manager")
def show(product_id: int, error: Any = None) -> Response:
    """Show one product: what it is, price and terms with their past, stock and its card."""
    product = products.require_product(db(), product_id)
    card, moves = cards.card(db(), product_id, cards.Wanted(), limit=NEWEST)
    prices = products.price_history(db(), product_id)
    contract = contracts.in_force(db(), product, on=today())
    lots = {
        outlet.id: stock.lots_on_hand(db(), product_id, outlet.id) for outlet in places.active(db())
    }
    return page(
        "goods/show.html", product=product, prices=prices,
        on_the_way=transfers.in_transit(db(), [product_id]).get(product_id, []), card=card, moves=moves,
        certificates=certificate_queries.of_product(db(), product),
        contract=contract, why=level_of(contract), outlets=places.active(db()),
        is_over=contract is not None and contracts.is_over(contract, on=today()),
        on_hand=stock.on_hand_of(db(), [product_id]).get(product_id, {}), lots=lots,
        people=names_of(db(), {p.set_by for p in prices}),
        today=today(),
        photos=photos.of_product(db(), product_id), shelves=shelves.of_product(db(), product_id),
        shelf_names=shelves.names(db()), **sizes_of(product), purchases=purchases.of_product(db(), product_id),
        has_own_code=codes.has_own_code(db(), product, on=today()), error=error,
    )  # fmt: skip


@blueprint.post("/manage/products/<int:product_id>/price")
@allow("manager")
@refused_to(show)
def change_price(product_id: int) -> See:
    """Set a new price from now on; under net terms the net price stays unless it is given."""
    product = products.require_product(db(), product_id)
    before = products.current_price(db(), product_id)
    price = forms.money(request.form, "price")
    net = forms.optional_money(request.form, "net_price")
    net = before.net_price if net is None else net
    service.change_price(db(), product, price, net_price=net, by=user_id(), at=now())
    return see(
        "goods.show", product_id=product_id, notice=_("Harga baru berlaku. Cetak ulang labelnya.")
    )


@blueprint.post("/manage/products/<int:product_id>/shelves")
@allow("manager")
@refused_to(show)
def put_on_shelf(product_id: int) -> See:
    """Write down on which shelf a product stands at each place."""
    product = products.require_product(db(), product_id)
    given = {
        outlet.id: forms.text(request.form, f"shelf-{outlet.id}") for outlet in places.active(db())
    }
    shelves.put(db(), product, given, by=user_id(), at=now())
    return see("goods.show", product_id=product_id, notice=_("Rak tersimpan."))


def sizes_of(product: Product) -> dict[str, Any]:
    """Return what a product's page shows of its other sizes."""
    found = sizes.of(db(), product)
    numbers = [one.id for one in found]
    return {
        "sizes": found, "alike": sizes.alike(db(), product), "own_size": sizes.own_size(product),
        "size_prices": products.current_prices(db(), numbers),
        "size_stock": stock.on_hand_of(db(), numbers),
    }  # fmt: skip


def level_of(contract: Any) -> str:
    """Say in a few words from which level the terms of a product come."""
    if contract is None:
        return ""
    if contract.product_id is not None:
        return _("perjanjian khusus barang ini")
    if contract.category_id is not None:
        return _("perjanjian untuk kelompok barangnya")
    if contract.maker_id is not None:
        return _("perjanjian dengan perajinnya")
    return _("ketentuan biasa ruang pamer")
