"""A product's past prices, the codes that it is scanned by, and what the house bought of it."""

from flask import Blueprint, Response, request

from catalogue.outlets import queries as places
from catalogue.products import codes
from catalogue.products import queries as products
from catalogue.stock import purchases
from catalogue.stock.goods.views import show
from catalogue.stock.tags import reprint
from core import forms
from core.errors import Refused
from core.i18n import _
from core.users.queries import names_of
from core.web import See, allow, db, now, page, refused_to, see, user_id

blueprint = Blueprint("goods_prices", __name__)


@blueprint.get("/manage/products/<int:product_id>/prices")
@allow("manager")
def history(product_id: int) -> Response:
    """Show every price that a product had: from when, by whom, and what it changed by."""
    product = products.require_product(db(), product_id)
    prices = products.price_history(db(), product_id)
    return page(
        "goods/prices.html", product=product, prices=prices,
        rows=list(zip(prices, [*prices[1:], None], strict=True)),
        people=names_of(db(), {price.set_by for price in prices}),
        due=next((one for one in reprint.due(db()) if one.product_id == product_id), None),
        offered=reprint.offered_price(db(), product_id),
    )  # fmt: skip


@blueprint.post("/manage/products/<int:product_id>/codes")
@allow("manager")
@refused_to(show)
def add_code(product_id: int) -> See:
    """Let a product be scanned by its maker's GTIN too, or give it a code of the house."""
    product = products.require_product(db(), product_id)
    if "own" in request.form:
        code = codes.give_own_code(db(), product, by=user_id(), at=now())
    else:
        typed = forms.code(request.form, "code")
        if typed is None:
            raise Refused(_("Pindai atau ketik barcode pabriknya."), field="code")
        codes.take_gtin(db(), product, typed, by=user_id(), at=now())
        code = typed
    return see(
        "goods.show", product_id=product_id, notice=_("Kode %(code)s ditambahkan.", code=code)
    )


@blueprint.post("/manage/products/<int:product_id>/purchases")
@allow("manager")
@refused_to(show)
def buy(product_id: int) -> See:
    """Take pieces that the house bought outright into stock, with what they cost."""
    product = products.require_product(db(), product_id)
    outlet_id = forms.optional_id(request.form, "outlet")
    outlet = places.require_outlet(db(), outlet_id) if outlet_id else places.require_main(db())
    bought = purchases.buy(
        db(), product, outlet, quantity=forms.number(request.form, "quantity"),
        unit_cost=forms.money(request.form, "unit_cost"),
        supplier=forms.text(request.form, "supplier"),
        expires_on=forms.day(request.form, "expires_on"), by=user_id(), at=now(),
    )  # fmt: skip
    notice = _("%(n)s buah masuk ke %(place)s.", n=bought.quantity, place=outlet.name)
    return see("goods.show", product_id=product_id, notice=notice)
