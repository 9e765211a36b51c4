"""Tables of fees: what is charged from when on, and what each maker was charged for each month."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.makers.models import Maker
from core.db import Base, Pk, Ref, Rupiah, UtcTime, append_only, one_of, short
from core.users.models import User


class FeeRate(Base):
    """What is charged from a date on: `monthly`, of all or of one maker; or `transfer`, of each one.

    Of several in force the newest date counts, then the newest row; a maker's own beats that of all.
    """

    __tablename__ = "fee_rate"
    __table_args__ = (
        one_of("kind", "monthly", "transfer"),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
        CheckConstraint("kind = 'monthly' OR maker_id IS NULL", name="transfer_of_all"),
    )

    id: Mapped[Pk]
    kind: Mapped[str] = mapped_column(short(8))
    maker_id: Mapped[Ref | None] = mapped_column(ForeignKey("maker.id"), index=True)
    amount: Mapped[Rupiah]
    starts_on: Mapped[date]
    made_at: Mapped[UtcTime]
    made_by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))

    maker: Mapped[Maker | None] = relationship(lazy="joined")
    author: Mapped[User] = relationship(lazy="joined")


append_only(FeeRate)


class MonthlyFee(Base):
    """The fee of one maker for one month; `month` is its first day. Once for each."""

    __tablename__ = "monthly_fee"
    __table_args__ = (
        UniqueConstraint("maker_id", "month"),
        CheckConstraint("amount > 0", name="amount_positive"),
    )

    id: Mapped[Pk]
    maker_id: Mapped[Ref] = mapped_column(ForeignKey("maker.id"))
    month: Mapped[date]
    amount: Mapped[Rupiah]
    business_date: Mapped[date]
    posted_at: Mapped[UtcTime]


append_only(MonthlyFee)
