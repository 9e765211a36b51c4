"""Tables of announced deliveries: who will bring what, where and when, as far as it was said."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.makers.models import Maker
from catalogue.outlets.models import Outlet
from catalogue.products.models import Product
from core.db import Base, Pk, Ref, Rupiah, UtcTime, guard, one_of, short

WAYS = ("whatsapp", "phone", "visit", "maker")
"""How it was announced; `maker` is her own page."""


class Announcement(Base):
    """A delivery that a maker announces (kabar kiriman).

    open: nothing came yet; partly: some of it did; received: all of it did; cancelled: nothing
    will. Closed while partly, the rest will not come.
    """

    __tablename__ = "announcement"
    __table_args__ = (
        one_of("state", "open", "partly", "received", "cancelled"),
        one_of("came_by", *WAYS),
        CheckConstraint(
            "(state IN ('open', 'partly')) OR closed_at IS NOT NULL", name="closed_has_time"
        ),
        Index("ix_announcement_maker", "maker_id", "id"),
    )

    id: Mapped[Pk]
    maker_id: Mapped[Ref] = mapped_column(ForeignKey("maker.id"))
    outlet_id: Mapped[Ref] = mapped_column(ForeignKey("outlet.id"))
    state: Mapped[str] = mapped_column(short(9), default="open")
    came_by: Mapped[str] = mapped_column(short(8))
    expected_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[UtcTime]
    created_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    closed_at: Mapped[UtcTime | None]
    closed_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))

    maker: Mapped[Maker] = relationship(lazy="joined")
    outlet: Mapped[Outlet] = relationship(lazy="joined")
    lines: Mapped[list["AnnouncementLine"]] = relationship(
        back_populates="announcement", order_by="AnnouncementLine.id"
    )

    @property
    def is_waited_for(self) -> bool:
        """True while something of it may still come."""
        return self.closed_at is None


guard(Announcement, "no_delete", on="delete", message="announcements are cancelled, not deleted")


class AnnouncementLine(Base):
    """Some pieces that will come; goods that are new to the house have only a title yet.

    Prices in rupiah for one, as the maker proposes them.
    """

    __tablename__ = "announcement_line"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("price IS NULL OR price > 0", name="price_positive"),
        CheckConstraint("net_price IS NULL OR net_price > 0", name="net_price_positive"),
        Index("ix_announcement_line_announcement", "announcement_id"),
    )

    id: Mapped[Pk]
    announcement_id: Mapped[Ref] = mapped_column(ForeignKey("announcement.id"))
    product_id: Mapped[Ref | None] = mapped_column(ForeignKey("product.id"))
    title: Mapped[str]
    quantity: Mapped[int]
    price: Mapped[Rupiah | None]
    net_price: Mapped[Rupiah | None]

    announcement: Mapped[Announcement] = relationship(back_populates="lines")
    product: Mapped[Product | None] = relationship(lazy="joined")
