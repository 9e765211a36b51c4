"""What the panes of baskets need to know: what came of one, and what an order asks."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask import request

from catalogue.products.queries import current_price
from catalogue.visitors.baskets.models import Basket, BasketItem
from core import forms
from core.errors import NotFound
from core.i18n import _
from core.web import db, now
from pos.sales.baskets import queries
from pos.sales.models import Sale
from pos.sales.offering import WAYS

if TYPE_CHECKING:
    from pos.sales.panes import Asked

USUAL_DAYS = 14
"""So long an order takes where the product does not say."""


def filled(asked: "Asked") -> dict[str, Any]:
    """Return what came of the basket that the ticket was filled from."""
    basket = queries.basket_of(db(), asked.sale) if asked.sale else None
    if basket is None or asked.sale is None:
        return {"basket": None, "told": []}
    return {"basket": basket, "told": queries.told(db(), basket, asked.sale, on=asked.on, at=now())}


def ordering(asked: "Asked") -> dict[str, Any]:
    """Return what taking the deposit for goods to be made asks."""
    number = (request.view_args or {}).get("item_id") or forms.optional_id(request.args, "item")
    try:
        basket, item = item_here(asked.sale, number or 0)
    except NotFound:  # the ticket was completed meanwhile: the pane says so
        return {"basket": None, "item": None}
    price = current_price(db(), item.product_id).price
    days = item.product.days_to_make or USUAL_DAYS
    by_day = asked.on + timedelta(days=days)
    return {"basket": basket, "item": item, "price": price, "ways": WAYS, "by_day": by_day}


def item_here(sale: Sale | None, item_id: int) -> tuple[Basket, BasketItem]:
    """Return an item to be made of the basket that this ticket was filled from; raise NotFound."""
    basket = queries.basket_of(db(), sale) if sale else None
    items = basket.items if basket else []
    found = next((i for i in items if i.id == item_id and i.is_order), None)
    if basket is None or found is None:
        raise NotFound(_("Pesanan ini tidak ada di keranjang nota ini."))
    return basket, found
