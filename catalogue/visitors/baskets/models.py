"""Tables of baskets: what a visitor gathered, without an account."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.products.models import Product
from catalogue.tours.models import Visit
from core.db import Base, Pk, Ref, UtcTime, one_of, short
from core.i18n import LOCALES


class Basket(Base):
    """A visitor's basket; whoever knows its `token` may open it, until `expires_at`.

    `code` is what is typed at the till, while `code_until` lasts; an old one is taken off the row
    that bears it when it is given out again; `language` is the one in which it was asked for, and
    the receipt's. `taken_at`: a till filled a ticket from it. `sender`
    is the fingerprint of the address it came from, kept to refuse floods.
    """

    __tablename__ = "basket"
    __table_args__ = (
        one_of("language", *LOCALES),
        CheckConstraint("(code IS NULL) = (code_until IS NULL)", name="code_ends"),
        Index(
            "uq_basket_code",
            "code",
            unique=True,
            sqlite_where=text("code IS NOT NULL"),
            postgresql_where=text("code IS NOT NULL"),
        ),
        Index("ix_basket_sender", "sender", "created_at"),
        Index("ix_basket_created", "created_at"),
        Index("ix_basket_visit", "visit_id"),
    )

    id: Mapped[Pk]
    token: Mapped[str] = mapped_column(short(36), unique=True)
    name: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(short(2), default="id")
    visit_id: Mapped[Ref | None] = mapped_column(ForeignKey("visit.id"))
    code: Mapped[str | None] = mapped_column(short(6))
    code_until: Mapped[UtcTime | None]
    codes_given: Mapped[int] = mapped_column(default=0)
    sender: Mapped[str | None] = mapped_column(short(64))
    created_at: Mapped[UtcTime]
    expires_at: Mapped[UtcTime]
    taken_at: Mapped[UtcTime | None]

    visit: Mapped[Visit | None] = relationship(lazy="joined")
    items: Mapped[list["BasketItem"]] = relationship(
        back_populates="basket", order_by="BasketItem.id", lazy="selectin"
    )

    def shows_code(self, at: datetime) -> bool:
        """True while its code may be typed at a till."""
        return self.code_until is not None and self.code_until > at


class BasketItem(Base):
    """Some pieces of one product in a basket; `is_order`: to be made, not to be taken along."""

    __tablename__ = "basket_item"
    __table_args__ = (
        UniqueConstraint("basket_id", "product_id", "is_order"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        {"sqlite_autoincrement": True},  # an order names its item: no other may get that number
    )

    id: Mapped[Pk]
    basket_id: Mapped[Ref] = mapped_column(ForeignKey("basket.id"))
    product_id: Mapped[Ref] = mapped_column(ForeignKey("product.id"))
    quantity: Mapped[int]
    is_order: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")
    added_at: Mapped[UtcTime]

    basket: Mapped[Basket] = relationship(back_populates="items")
    product: Mapped[Product] = relationship(lazy="joined")
