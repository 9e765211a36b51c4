"""Tables of quotations. One that was given out never changes; another replaces it."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.partners.models import Enquiry
from catalogue.products.models import Product
from core.db import Base, Json, Pk, Ref, Rupiah, UtcTime, append_only, one_of, short
from core.i18n import LOCALES
from core.users.models import User


class Quotation(Base):
    """What a firm was offered, with the letter as it was given out: its document and its PDF.

    `replaces_id` is the one it stands for now; each is replaced once at most. Whether it was
    accepted stands on the enquiry, and what was sold by it on `Sale.quotation_id`.
    """

    __tablename__ = "quotation"
    __table_args__ = (
        one_of("language", *LOCALES),
        CheckConstraint("valid_until >= issued_on", name="days_in_order"),
        CheckConstraint("total > 0", name="total_positive"),
        CheckConstraint("replaces_id IS NULL OR replaces_id < id", name="replaces_an_older"),
    )

    id: Mapped[Pk]
    number: Mapped[str] = mapped_column(short(12), unique=True)
    enquiry_id: Mapped[Ref] = mapped_column(ForeignKey(Enquiry.id), index=True)
    replaces_id: Mapped[Ref | None] = mapped_column(ForeignKey("quotation.id"), unique=True)
    language: Mapped[str] = mapped_column(short(2))
    issued_on: Mapped[date]
    valid_until: Mapped[date]
    total: Mapped[Rupiah]
    note: Mapped[str] = mapped_column(default="")
    terms: Mapped[str] = mapped_column(default="")
    document: Mapped[Json] = mapped_column(deferred=True)
    pdf: Mapped[str] = mapped_column(short(64))
    issued_at: Mapped[UtcTime]
    issued_by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))

    enquiry: Mapped[Enquiry] = relationship(lazy="joined")
    issuer: Mapped[User] = relationship(lazy="select")
    lines: Mapped[list["QuotationLine"]] = relationship(
        back_populates="quotation", order_by="QuotationLine.position", lazy="selectin"
    )


class QuotationLine(Base):
    """Some pieces of one product: `unit_list` is the list price when it was quoted, `unit_price`
    what one piece is sold for, which the tier for that many says.

    `days`: made to order within so many. `by_house`: the house bears the discount, whatever the
    agreement says.
    """

    __tablename__ = "quotation_line"
    __table_args__ = (
        UniqueConstraint("quotation_id", "product_id"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("unit_price BETWEEN 1 AND unit_list", name="price_range"),
        CheckConstraint("days IS NULL OR days > 0", name="days_positive"),
    )

    id: Mapped[Pk]
    quotation_id: Mapped[Ref] = mapped_column(ForeignKey("quotation.id"))
    position: Mapped[int]
    product_id: Mapped[Ref] = mapped_column(ForeignKey("product.id"), index=True)
    title: Mapped[str]
    code: Mapped[str] = mapped_column(short(13))
    quantity: Mapped[int]
    unit_list: Mapped[Rupiah]
    unit_price: Mapped[Rupiah]
    days: Mapped[int | None]
    by_house: Mapped[bool] = mapped_column(default=False)

    quotation: Mapped[Quotation] = relationship(back_populates="lines")
    product: Mapped[Product] = relationship(lazy="joined")
    tiers: Mapped[list["QuotationTier"]] = relationship(
        order_by="QuotationTier.pieces", lazy="selectin"
    )

    @property
    def amount(self) -> int:
        """Rupiah for all pieces."""
        return self.unit_price * self.quantity


class QuotationTier(Base):
    """The price of one piece from so many pieces on."""

    __tablename__ = "quotation_tier"
    __table_args__ = (
        CheckConstraint("pieces > 0", name="pieces_positive"),
        CheckConstraint("price > 0", name="price_positive"),
    )

    line_id: Mapped[Ref] = mapped_column(ForeignKey("quotation_line.id"), primary_key=True)
    pieces: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    price: Mapped[Rupiah]


class QuotationDeposit(Base):
    """A deposit that a firm left for a quotation."""

    __tablename__ = "quotation_deposit"

    deposit_id: Mapped[Ref] = mapped_column(ForeignKey("deposit.id"), primary_key=True)
    quotation_id: Mapped[Ref] = mapped_column(ForeignKey("quotation.id"), index=True)


append_only(QuotationDeposit)
append_only(Quotation)
append_only(QuotationLine)
append_only(QuotationTier)
