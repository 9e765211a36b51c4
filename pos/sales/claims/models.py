"""Tables of claims: who looked in vain, money that came late or otherwise, money too much."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, Pk, Ref, Rupiah, UtcTime, append_only, one_of, short
from core.users.models import User
from pos.sales.models import Tender


class ClaimLook(Base):
    """Somebody looked in the acquirer's app, and the money of a claim was not there."""

    __tablename__ = "claim_look"
    __table_args__ = (Index("ix_claim_look_tender", "tender_id"),)

    id: Mapped[Pk]
    tender_id: Mapped[Ref] = mapped_column(ForeignKey("tender.id"))
    at: Mapped[UtcTime]
    actor_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))

    actor: Mapped[User] = relationship(lazy="joined")


append_only(ClaimLook)


class LateMoney(Base):
    """Money that came after the house accepted its risk, or the money of a claim in another way."""

    __tablename__ = "late_money"
    __table_args__ = (
        one_of("way", "qris", "card", "cash", "transfer"),
        CheckConstraint("(way = 'cash') = (shift_id IS NOT NULL)", name="cash_has_shift"),
        Index("ix_late_money_shift", "shift_id"),
    )

    id: Mapped[Pk]
    tender_id: Mapped[Ref] = mapped_column(ForeignKey("tender.id"), unique=True)
    way: Mapped[str] = mapped_column(short(8))
    reference: Mapped[str] = mapped_column(default="")
    shift_id: Mapped[Ref | None] = mapped_column(ForeignKey("shift.id"))
    business_date: Mapped[date]
    at: Mapped[UtcTime]
    actor_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))

    tender: Mapped[Tender] = relationship(lazy="joined")


append_only(LateMoney)


class SurplusMoney(Base):
    """Money at an acquirer that belongs to no ticket: somebody paid twice, or too much.

    `kind` is the tender that it came by.
    """

    __tablename__ = "surplus_money"
    __table_args__ = (
        one_of("kind", "qris", "card"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("note <> ''", name="has_note"),
    )

    id: Mapped[Pk]
    kind: Mapped[str] = mapped_column(short(4))
    amount: Mapped[Rupiah]
    note: Mapped[str]
    business_date: Mapped[date]
    at: Mapped[UtcTime]
    actor_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))


append_only(SurplusMoney)


class SurplusReturn(Base):
    """Surplus money given back to who had paid it, whole."""

    __tablename__ = "surplus_return"
    __table_args__ = (one_of("source", "qris", "card", "bank", "treasury"),)

    id: Mapped[Pk]
    surplus_id: Mapped[Ref] = mapped_column(ForeignKey("surplus_money.id"), unique=True)
    source: Mapped[str] = mapped_column(short(8))
    note: Mapped[str]
    business_date: Mapped[date]
    at: Mapped[UtcTime]
    actor_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))

    surplus: Mapped[SurplusMoney] = relationship(lazy="joined")


append_only(SurplusReturn)
