"""Tables of deposits: what a customer left, and what was given back of it."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.outlets.models import Till
from core.db import Base, Json, Pk, Ref, Rupiah, UtcTime, append_only, one_of, short


class Deposit(Base):
    """Money a customer left for goods to come, with the slip that was given for it.

    What is left of it is derived: the amount less the tenders of completed sales and what was
    given back (`queries.left_of`).
    """

    __tablename__ = "deposit"
    __table_args__ = (
        one_of("way", "cash", "qris", "card", "transfer"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("customer <> ''", name="has_customer"),
        Index("ix_deposit_shift", "shift_id"),
    )

    id: Mapped[Pk]
    number: Mapped[str] = mapped_column(short(12), unique=True)
    customer: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    purpose: Mapped[str] = mapped_column(default="")
    amount: Mapped[Rupiah]
    way: Mapped[str] = mapped_column(short(8))
    reference: Mapped[str] = mapped_column(default="")
    till_id: Mapped[Ref] = mapped_column(ForeignKey("till.id"))
    shift_id: Mapped[Ref] = mapped_column(ForeignKey("shift.id"))
    business_date: Mapped[date]
    at: Mapped[UtcTime]
    actor_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    document: Mapped[Json] = mapped_column(deferred=True)

    till: Mapped[Till] = relationship(lazy="joined")


append_only(Deposit)


class DepositReturn(Base):
    """Money of a deposit given back to its customer."""

    __tablename__ = "deposit_return"
    __table_args__ = (
        one_of("way", "cash", "transfer"),
        CheckConstraint("amount > 0", name="amount_positive"),
        Index("ix_deposit_return_deposit", "deposit_id"),
        Index("ix_deposit_return_shift", "shift_id"),
    )

    id: Mapped[Pk]
    deposit_id: Mapped[Ref] = mapped_column(ForeignKey("deposit.id"))
    amount: Mapped[Rupiah]
    way: Mapped[str] = mapped_column(short(8))
    reference: Mapped[str] = mapped_column(default="")
    reason: Mapped[str]
    till_id: Mapped[Ref] = mapped_column(ForeignKey("till.id"))
    shift_id: Mapped[Ref] = mapped_column(ForeignKey("shift.id"))
    business_date: Mapped[date]
    at: Mapped[UtcTime]
    actor_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    document: Mapped[Json] = mapped_column(deferred=True)

    deposit: Mapped[Deposit] = relationship(lazy="joined")
    till: Mapped[Till] = relationship(lazy="select")


append_only(DepositReturn)
