"""Tables of baskets at the till: which ticket was filled from which, and what is made to order."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.products.models import Product
from catalogue.visitors.baskets.models import Basket
from core.db import Base, Pk, Ref, Rupiah, UtcTime, append_only
from pos.sales.deposits.models import Deposit


class TicketBasket(Base):
    """A ticket that was filled from a basket."""

    __tablename__ = "ticket_basket"
    __table_args__ = (Index("ix_ticket_basket_basket", "basket_id"),)

    sale_id: Mapped[Ref] = mapped_column(ForeignKey("sale.id"), primary_key=True)
    basket_id: Mapped[Ref] = mapped_column(ForeignKey("basket.id"), primary_key=True)
    at: Mapped[UtcTime]
    by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))

    basket: Mapped[Basket] = relationship(lazy="joined")


append_only(TicketBasket)


class MadeToOrder(Base):
    """Goods that a customer ordered and left a deposit for; they are open while any of it is left.

    `unit_price` is the list price on that day; `basket_item` is what the order came from.
    """

    __tablename__ = "made_to_order"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        Index("ix_made_to_order_product", "product_id"),
    )

    id: Mapped[Pk]
    product_id: Mapped[Ref] = mapped_column(ForeignKey("product.id"))
    quantity: Mapped[int]
    unit_price: Mapped[Rupiah]
    note: Mapped[str] = mapped_column(default="")
    promised_on: Mapped[date]
    deposit_id: Mapped[Ref] = mapped_column(ForeignKey("deposit.id"), unique=True)
    basket_item: Mapped[Ref] = mapped_column(unique=True)
    at: Mapped[UtcTime]
    by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))

    product: Mapped[Product] = relationship(lazy="joined")
    deposit: Mapped[Deposit] = relationship(lazy="joined")


append_only(MadeToOrder)
