"""Tables of enquiries: what a firm or an office asks a price for."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.products.models import Product
from core.db import Base, Pk, Ref, Rupiah, UtcTime, guard, one_of, short
from core.i18n import LOCALES

STATES = ("new", "answered", "quoted", "accepted", "declined", "lapsed")
"""Baru, dibalas, ditawarkan, diterima, ditolak, lewat."""


class Enquiry(Base):
    """What a firm asks for; `token` opens its own page.

    `moved_at` is when it came to its state, `moved_by` who did that (None: the firm, or time).
    `contact`, `phone`, `email` and `note` are a person's: they are emptied at `forgotten_at`, the
    firm's name stays. `sender` is the fingerprint of the address that sent the form.
    """

    __tablename__ = "enquiry"
    __table_args__ = (
        one_of("state", *STATES),
        one_of("language", *LOCALES),
        CheckConstraint("firm <> ''", name="has_firm"),
        CheckConstraint(
            "forgotten_at IS NULL OR (contact = '' AND phone = '' AND email = '' AND note = '' "
            "AND sender IS NULL)",
            name="forgotten_is_empty",
        ),
        Index("ix_enquiry_state", "state", "moved_at"),
        Index("ix_enquiry_sender", "sender", "created_at"),
    )

    id: Mapped[Pk]
    number: Mapped[str] = mapped_column(short(12), unique=True)
    token: Mapped[str] = mapped_column(short(32), unique=True)
    state: Mapped[str] = mapped_column(short(8), default="new")
    firm: Mapped[str]
    contact: Mapped[str]
    phone: Mapped[str] = mapped_column(short(16))
    email: Mapped[str] = mapped_column(default="")
    wanted_by: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(short(2))
    sender: Mapped[str | None] = mapped_column(short(64))
    created_at: Mapped[UtcTime]
    created_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    moved_at: Mapped[UtcTime]
    moved_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    forgotten_at: Mapped[UtcTime | None]

    items: Mapped[list["EnquiryItem"]] = relationship(
        back_populates="enquiry", order_by="EnquiryItem.id", lazy="selectin"
    )


guard(Enquiry, "no_delete", on="delete", message="enquiries are closed, not deleted")


class EnquiryItem(Base):
    """How many pieces of one product a firm asks for."""

    __tablename__ = "enquiry_item"
    __table_args__ = (
        UniqueConstraint("enquiry_id", "product_id"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
    )

    id: Mapped[Pk]
    enquiry_id: Mapped[Ref] = mapped_column(ForeignKey("enquiry.id"))
    product_id: Mapped[Ref] = mapped_column(ForeignKey("product.id"), index=True)
    quantity: Mapped[int]

    enquiry: Mapped[Enquiry] = relationship(back_populates="items")
    product: Mapped[Product] = relationship(lazy="joined")


class PriceTier(Base):
    """What one piece of a product costs a firm from so many pieces on, as catalogue and form say it."""

    __tablename__ = "price_tier"
    __table_args__ = (
        CheckConstraint("pieces > 1", name="pieces_some"),
        CheckConstraint("price > 0", name="price_positive"),
    )

    product_id: Mapped[Ref] = mapped_column(ForeignKey("product.id"), primary_key=True)
    pieces: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    price: Mapped[Rupiah]
