"""Tables of corrections: a paper of its own for each, its lines signed, never changed."""

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.stock.models import Consignment, ConsignmentLine, Lot
from core.db import Base, Pk, Ref, Rupiah, UtcTime, append_only, short


class Correction(Base):
    """A counter-entry to one received consignment (koreksi titipan), with its reason."""

    __tablename__ = "correction"
    __table_args__ = (CheckConstraint("reason <> ''", name="has_reason"),)

    id: Mapped[Pk]
    number: Mapped[str] = mapped_column(short(16), unique=True)
    consignment_id: Mapped[Ref] = mapped_column(ForeignKey("consignment.id"), index=True)
    reason: Mapped[str]
    created_at: Mapped[UtcTime]
    created_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))

    consignment: Mapped[Consignment] = relationship(lazy="joined")
    lines: Mapped[list["CorrectionLine"]] = relationship(
        back_populates="correction", order_by="CorrectionLine.id"
    )


append_only(Correction)


class CorrectionLine(Base):
    """Pieces of a consignment's line that come or go (signed), or the price it should have had.

    A wrong day of expiry is two lines: the pieces leave one lot and come into another. A line
    about the price moves nothing (`quantity` 0).
    """

    __tablename__ = "correction_line"
    __table_args__ = (
        CheckConstraint("(quantity = 0) = (price IS NOT NULL)", name="pieces_or_price"),
        CheckConstraint("price IS NULL OR price > 0", name="price_positive"),
        CheckConstraint(
            "net_price IS NULL OR (net_price > 0 AND net_price <= price)", name="net_below_price"
        ),
        Index("ix_correction_line_consignment_line", "consignment_line_id"),
        Index("ix_correction_line_correction", "correction_id"),
    )

    id: Mapped[Pk]
    correction_id: Mapped[Ref] = mapped_column(ForeignKey("correction.id"))
    consignment_line_id: Mapped[Ref] = mapped_column(ForeignKey("consignment_line.id"))
    lot_id: Mapped[Ref | None] = mapped_column(ForeignKey("lot.id"))
    quantity: Mapped[int]
    price: Mapped[Rupiah | None]
    net_price: Mapped[Rupiah | None]

    correction: Mapped[Correction] = relationship(back_populates="lines")
    consignment_line: Mapped[ConsignmentLine] = relationship(lazy="joined")
    lot: Mapped[Lot | None] = relationship(lazy="joined")


append_only(CorrectionLine)
