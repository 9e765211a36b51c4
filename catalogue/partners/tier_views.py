"""The office's page of one product's prices for firms."""

from typing import Any

from flask import Blueprint, Response, request

from catalogue.partners import tiers
from catalogue.products import queries as products
from core import forms
from core.i18n import _
from core.web import See, allow, db, now, page, refused_to, see, user_id

blueprint = Blueprint("firm_prices", __name__)


@blueprint.get("/manage/products/<int:product_id>/firm-prices")
@allow("manager")
def show(product_id: int, error: Any = None) -> Response:
    """Show what a product costs firms, by how many."""
    product = products.require_product(db(), product_id)
    kept = tiers.of_products(db(), [product_id]).get(product_id, [])
    return page(
        "partners/firm_prices.html", product=product, kept=kept, form=request.form, error=error,
        price=products.current_price(db(), product_id).price, most=tiers.MOST,
    )  # fmt: skip


@blueprint.post("/manage/products/<int:product_id>/firm-prices")
@allow("manager")
@refused_to(show)
def keep(product_id: int) -> See:
    """Keep what was typed; an empty row is left out."""
    typed = [
        (forms.number(request.form, f"from-{n}", default=0), price)
        for n in range(1, tiers.MOST + 1)
        if (price := forms.optional_money(request.form, f"price-{n}")) is not None
    ]
    tiers.put(db(), products.require_product(db(), product_id), typed, by=user_id(), at=now())
    return see("firm_prices.show", product_id=product_id, notice=_("Harga untuk kantor tersimpan."))
