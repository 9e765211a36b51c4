"""Tables of tours at the till: the group that is served, whose a sale is, and the fees paid."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.tours.models import Agency, Visit
from core.db import Base, Json, Pk, Ref, Rupiah, UtcTime, append_only, one_of, short
from pos.shifts.models import Shift


class TillVisit(Base):
    """The visit that a till serves now: its next tickets belong to it, while it is fresh."""

    __tablename__ = "till_visit"

    till_id: Mapped[Ref] = mapped_column(ForeignKey("till.id"), primary_key=True)
    visit_id: Mapped[Ref | None] = mapped_column(ForeignKey("visit.id"))
    touched_at: Mapped[UtcTime]

    visit: Mapped[Visit | None] = relationship(lazy="joined")


class SaleVisit(Base):
    """Which visit a completed sale belongs to; None: to none. The newest row of a sale counts.

    The first is written when the sale completes, `from_id` of the others says whose it was before.
    """

    __tablename__ = "sale_visit"
    __table_args__ = (
        CheckConstraint("visit_id IS DISTINCT FROM from_id", name="moves"),
        Index("ix_sale_visit_sale", "sale_id", "id"),
        Index("ix_sale_visit_visit", "visit_id"),
    )

    id: Mapped[Pk]
    sale_id: Mapped[Ref] = mapped_column(ForeignKey("sale.id"))
    visit_id: Mapped[Ref | None] = mapped_column(ForeignKey("visit.id"))
    from_id: Mapped[Ref | None] = mapped_column(ForeignKey("visit.id"))
    at: Mapped[UtcTime]
    actor_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))


append_only(SaleVisit)


class GuideFee(Base):
    """What a visit brought and the fee that was paid for it, once (uang pemandu).

    base = sold − returned; fee = ⌊base × fee_bps / 10000⌋; `carried` is what the agency's earlier
    fees were too low (+) or, after late returns, too high (−); amount = fee + carried, never below
    zero, paid in whole Rp100. `counted` names the sales and the returned lines that were added up.
    """

    __tablename__ = "guide_fee"
    __table_args__ = (
        one_of("source", "drawer", "treasury"),
        CheckConstraint("sold >= 0 AND returned BETWEEN 0 AND sold", name="base_not_negative"),
        CheckConstraint("fee >= 0 AND amount >= 0", name="amount_not_negative"),
        CheckConstraint("amount <= fee + carried OR amount = 0", name="amount_is_due"),
        CheckConstraint(
            "(movement_id IS NOT NULL) = (source = 'drawer' AND amount > 0)",
            name="drawer_has_movement",
        ),
        Index("ix_guide_fee_agency", "agency_id"),
    )

    id: Mapped[Pk]
    number: Mapped[str] = mapped_column(short(12), unique=True)
    visit_id: Mapped[Ref] = mapped_column(ForeignKey("visit.id"), unique=True)
    agency_id: Mapped[Ref] = mapped_column(ForeignKey("agency.id"))
    sold: Mapped[Rupiah]
    returned: Mapped[Rupiah]
    fee_bps: Mapped[int]
    fee: Mapped[Rupiah]
    carried: Mapped[Rupiah]
    amount: Mapped[Rupiah]
    counted: Mapped[Json]
    source: Mapped[str] = mapped_column(short(8))
    shift_id: Mapped[Ref | None] = mapped_column(ForeignKey("shift.id"))
    movement_id: Mapped[Ref | None] = mapped_column(ForeignKey("cash_movement.id"), unique=True)
    business_date: Mapped[date]
    paid_at: Mapped[UtcTime]
    paid_by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    document: Mapped[Json]

    visit: Mapped[Visit] = relationship(lazy="joined")
    agency: Mapped[Agency] = relationship(lazy="joined")
    shift: Mapped[Shift | None] = relationship()

    @property
    def base(self) -> int:
        """Rupiah that the fee is reckoned on: what the group bought less what it brought back."""
        return self.sold - self.returned


append_only(GuideFee)
