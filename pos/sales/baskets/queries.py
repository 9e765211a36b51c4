"""Reads about baskets at the till: what of a basket came onto the ticket, and why the rest did not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from catalogue.outlets.models import Outlet
from catalogue.products.models import Product
from catalogue.stock import queries as stock
from catalogue.visitors.baskets.models import Basket, BasketItem
from core.i18n import _
from pos.sales.baskets.models import MadeToOrder, TicketBasket
from pos.sales.deposits.queries import left_of
from pos.sales.models import Sale, SaleLine


@dataclass(frozen=True)
class Paid:
    """What of a basket is paid: the receipts' numbers, and the products."""

    numbers: list[str]
    products: set[int]


@dataclass(frozen=True)
class Told:
    """An item of a basket beside the ticket: the pieces that came onto it, and what else there is to say."""

    item: BasketItem
    put: int
    why: str = ""
    order: MadeToOrder | None = None


def basket_of(session: Session, sale: Sale) -> Basket | None:
    """Return the basket that a ticket was filled from last, or None."""
    return session.scalar(
        select(Basket)
        .join(TicketBasket, TicketBasket.basket_id == Basket.id)
        .where(TicketBasket.sale_id == sale.id)
        .order_by(TicketBasket.at.desc(), Basket.id.desc())
        .limit(1)
    )


def on_tickets(session: Session, basket: Basket) -> set[int]:
    """Return the products of a basket that stand on a ticket filled from it, paid or not."""
    rows = _came(basket).where(Sale.state.in_(("open", "held", "completed")))
    return {row.product_id for row in session.execute(rows)}


def paid(session: Session, basket: Basket) -> Paid:
    """Return what of a basket stands on receipts."""
    rows = session.execute(_came(basket).where(Sale.state == "completed")).all()
    return Paid(
        sorted({row.number for row in rows if row.number}), {row.product_id for row in rows}
    )


def is_awaited_elsewhere(
    session: Session, basket: Basket, known: Collection[int], outlet_id: int
) -> bool:
    """Say whether something of a basket lies at another outlet; `known` stands on a ticket of it."""
    missing = {
        item.product_id
        for item in basket.items
        if not item.is_order and item.product_id not in known and item.product.archived_at is None
    }
    there = stock.on_hand_of(session, missing).values()
    return any(
        pieces > 0 and number != outlet_id for places in there for number, pieces in places.items()
    )


def told(session: Session, basket: Basket, sale: Sale, *, on: date, at: datetime) -> list[Told]:
    """Return what of a basket stands on a ticket, what is not there and why, orders last."""
    on_ticket = {line.product_id: line.quantity for line in sale.lines if line.kind == "sale"}
    known = on_tickets(session, basket)
    ordered = orders_of(session, [item.id for item in basket.items])
    found = []
    for item in sorted(basket.items, key=lambda item: (item.is_order, item.id)):
        if item.is_order:
            found.append(Told(item, 0, order=ordered.get(item.id)))
            continue
        put = on_ticket.get(item.product_id, 0)
        if not put and item.product_id in known:
            why = _("sudah di nota lain")
        elif put >= item.quantity:
            why = ""
        else:
            why = why_not(session, item, sale, put=put, on=on, at=at)
        found.append(Told(item, put, why))
    return found


def why_not(
    session: Session, item: BasketItem, sale: Sale, *, put: int, on: date, at: datetime
) -> str:
    """Return the sentence that says why an item, or some of it, is not on a ticket."""
    product, outlet_id = item.product, sale.till.outlet_id
    if product.archived_at is not None:
        return _("tidak dijual lagi")
    if product.is_unique:
        if stock.is_sold(session, product.id):
            return _("sudah terjual")
        held = stock.live_reservation(session, product.id)
        if held is not None and held.expires_at > at and held.source_id != sale.id:
            return _("sedang dipegang pembeli lain")
    here = stock.fresh_at(session, [product.id], outlet_id, on=on)[product.id]
    if here < item.quantity:
        if put:
            return _("tinggal %(n)s di sini", n=here)
        there = _elsewhere(session, product, outlet_id)
        return _("ada di %(place)s", place=there) if there else _("tidak ada lagi di sini")
    return _("tidak di nota")


def orders_of(session: Session, item_ids: Collection[int]) -> dict[int, MadeToOrder]:
    """Return the orders that were taken for items of baskets, by item."""
    rows = session.scalars(select(MadeToOrder).where(MadeToOrder.basket_item.in_(item_ids)))
    return {row.basket_item: row for row in rows}


def open_orders(session: Session, maker_ids: Collection[int] | Select[int]) -> list[MadeToOrder]:
    """Return what was ordered of makers and is not delivered, by the day it was promised for.

    It is open while something of its deposit is left: that is used when the goods are paid.
    """
    rows = session.scalars(
        select(MadeToOrder)
        .join(Product, Product.id == MadeToOrder.product_id)
        .where(Product.maker_id.in_(maker_ids))
        .order_by(MadeToOrder.promised_on, MadeToOrder.id)
    ).all()
    left = left_of(session, [row.deposit_id for row in rows])
    return [row for row in rows if left[row.deposit_id] > 0]


def _came(basket: Basket) -> Select[*tuple[int, str | None]]:
    """Return the statement for a basket's products on the tickets filled from it."""
    wanted = [item.product_id for item in basket.items if not item.is_order]
    return (
        select(SaleLine.product_id, Sale.number)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .join(TicketBasket, TicketBasket.sale_id == Sale.id)
        .where(
            TicketBasket.basket_id == basket.id,
            SaleLine.kind == "sale",
            SaleLine.product_id.in_(wanted),
        )
    )


def _elsewhere(session: Session, product: Product, outlet_id: int) -> str:
    there = stock.on_hand_of(session, [product.id]).get(product.id, {})
    places = [number for number, pieces in there.items() if pieces > 0 and number != outlet_id]
    return session.get_one(Outlet, places[0]).name if places else ""
