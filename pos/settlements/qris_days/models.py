"""Tables of QRIS days: what the acquirer paid out, and which claims that money was for."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, Pk, Ref, Rupiah, UtcTime, guard
from core.users.models import User
from pos.sales.claims.models import SurplusMoney
from pos.sales.models import Tender


class QrisCredit(Base):
    """Money that the acquirer paid into the bank: `amount` = `gross` − `charge`.

    `gross` is what the claims (and the surplus money) that it pays for come to, `day` the business
    date on whose page it stands. Taken back by counter-entries when it was wrong.
    """

    __tablename__ = "qris_credit"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("charge >= 0", name="charge_not_negative"),
        CheckConstraint("amount = gross - charge", name="adds_up"),
        CheckConstraint(
            "(reversed_at IS NULL) = (reversed_by IS NULL)"
            " AND (reversed_at IS NULL) = (reversal_reason IS NULL)",
            name="reversal_is_whole",
        ),
        Index("ix_qris_credit_day", "day"),
    )

    id: Mapped[Pk]
    day: Mapped[date]
    gross: Mapped[Rupiah]
    charge: Mapped[Rupiah]
    amount: Mapped[Rupiah]
    note: Mapped[str] = mapped_column(default="")
    business_date: Mapped[date]
    at: Mapped[UtcTime]
    actor_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    reversed_at: Mapped[UtcTime | None]
    reversed_on: Mapped[date | None]
    reversed_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    reversal_reason: Mapped[str | None]

    actor: Mapped[User] = relationship(foreign_keys=[actor_id], lazy="joined")
    parts: Mapped[list["QrisCreditPart"]] = relationship(
        order_by="QrisCreditPart.id", lazy="selectin"
    )

    @property
    def difference(self) -> SurplusMoney | None:
        """The surplus money that was noted with this credit and is nothing without it."""
        noted = (part.surplus for part in self.parts if part.surplus is not None)
        return next((one for one in noted if one.at == self.at), None)


guard(
    QrisCredit,
    "only_reversal_changes",
    on="update",
    when="OLD.reversed_at IS NOT NULL OR NEW.amount <> OLD.amount OR NEW.gross <> OLD.gross "
    "OR NEW.charge <> OLD.charge OR NEW.day <> OLD.day "
    "OR NEW.business_date <> OLD.business_date OR NEW.at <> OLD.at",
    message="a credit is taken back, not edited",
)
guard(QrisCredit, "no_delete", on="delete", message="a credit is taken back, not deleted")


class QrisCreditPart(Base):
    """A claim, or surplus money, that a credit pays for; each by one credit that stands."""

    __tablename__ = "qris_credit_part"
    __table_args__ = (
        CheckConstraint("(tender_id IS NULL) <> (surplus_id IS NULL)", name="one_thing"),
        Index("ix_qris_credit_part_credit", "credit_id"),
        Index(
            "uq_qris_credit_part_tender", "tender_id", unique=True,
            sqlite_where=text("NOT is_released"), postgresql_where=text("NOT is_released"),
        ),
        Index(
            "uq_qris_credit_part_surplus", "surplus_id", unique=True,
            sqlite_where=text("NOT is_released"), postgresql_where=text("NOT is_released"),
        ),
    )  # fmt: skip

    id: Mapped[Pk]
    credit_id: Mapped[Ref] = mapped_column(ForeignKey("qris_credit.id"))
    tender_id: Mapped[Ref | None] = mapped_column(ForeignKey("tender.id"))
    surplus_id: Mapped[Ref | None] = mapped_column(ForeignKey("surplus_money.id"))
    is_released: Mapped[bool] = mapped_column(default=False)

    tender: Mapped[Tender | None] = relationship(lazy="joined")
    surplus: Mapped[SurplusMoney | None] = relationship(lazy="joined")

    @property
    def amount(self) -> int:
        """What it was for, in rupiah; negative for what was given back by QRIS."""
        if self.tender is not None:
            return self.tender.amount
        assert self.surplus is not None
        return self.surplus.amount


guard(
    QrisCreditPart,
    "only_release_changes",
    on="update",
    when="OLD.is_released OR NEW.credit_id <> OLD.credit_id",
    message="what a credit pays for is released, not edited",
)
guard(QrisCreditPart, "no_delete", on="delete", message="what a credit pays for is not deleted")
