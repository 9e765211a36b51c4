"""Tables of shifts: one open shift per till, its cash movements and its count."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.outlets.models import Outlet, Till
from core.db import Base, Json, Pk, Ref, Rupiah, UtcTime, append_only, guard, one_of, short
from core.users.models import User


class Shift(Base):
    """A till from opening to closing; its business date is the outlet's date at opening.

    Closed without a count (`is_counted` false), what it expected stands for what was counted.
    The cash goes into the outlet's safe, or stays with `kept_by` as that person's charge;
    `float_held` rupiah of the float came out of such a charge of who opened.
    """

    __tablename__ = "shift"
    __table_args__ = (
        CheckConstraint("opening_float >= 0", name="float_not_negative"),
        CheckConstraint("(closed_at IS NULL) = (counted_cash IS NULL)", name="closed_is_counted"),
        CheckConstraint("float_held BETWEEN 0 AND opening_float", name="float_held_range"),
        CheckConstraint("kept_by IS NULL OR closed_at IS NOT NULL", name="kept_is_closed"),
        CheckConstraint(
            "is_counted OR counted_cash = expected_cash", name="uncounted_is_as_expected"
        ),
        Index(
            "uq_shift_open",
            "till_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_shift_date", "business_date"),
    )

    id: Mapped[Pk]
    till_id: Mapped[Ref] = mapped_column(ForeignKey("till.id"))
    business_date: Mapped[date]
    opened_at: Mapped[UtcTime]
    opened_by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    opening_float: Mapped[Rupiah]
    closed_at: Mapped[UtcTime | None]
    closed_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    counted_cash: Mapped[Rupiah | None]
    expected_cash: Mapped[Rupiah | None]
    is_counted: Mapped[bool] = mapped_column(default=True)
    float_held: Mapped[Rupiah] = mapped_column(default=0)
    kept_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    report: Mapped[Json | None]

    till: Mapped[Till] = relationship(lazy="joined")
    cashier: Mapped[User] = relationship(foreign_keys=[opened_by], lazy="joined")

    @property
    def is_open(self) -> bool:
        """True until it is counted and closed."""
        return self.closed_at is None


guard(
    Shift,
    "closed_is_final",
    on="update",
    when="OLD.closed_at IS NOT NULL",
    message="a closed shift is final",
)
guard(Shift, "no_delete", on="delete", message="shifts are never deleted")


class CashMovement(Base):
    """Cash put into or taken from the drawer with a reason, or dropped into the safe."""

    __tablename__ = "cash_movement"
    __table_args__ = (
        one_of("kind", "in", "out", "drop"),
        CheckConstraint("amount > 0", name="amount_positive"),
    )

    id: Mapped[Pk]
    shift_id: Mapped[Ref] = mapped_column(ForeignKey("shift.id"), index=True)
    kind: Mapped[str] = mapped_column(short(4))
    amount: Mapped[Rupiah]
    reason: Mapped[str]
    at: Mapped[UtcTime]
    actor_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))


append_only(CashMovement)


class Handover(Base):
    """The drawer passes from one person to the next while the shift stays open.

    Counted blind or not at all; what a count finds too much or too little is the first one's.
    """

    __tablename__ = "shift_handover"
    __table_args__ = (
        CheckConstraint("(counted IS NULL) = (expected IS NULL)", name="counted_is_compared"),
        CheckConstraint("counted >= 0", name="counted_not_negative"),
        CheckConstraint("from_id <> to_id", name="two_people"),
    )

    id: Mapped[Pk]
    shift_id: Mapped[Ref] = mapped_column(ForeignKey("shift.id"), index=True)
    from_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    to_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[UtcTime]
    counted: Mapped[Rupiah | None]
    expected: Mapped[Rupiah | None]

    giver: Mapped[User] = relationship(foreign_keys=[from_id], lazy="joined")
    taker: Mapped[User] = relationship(foreign_keys=[to_id], lazy="joined")

    @property
    def difference(self) -> int:
        """Rupiah over (+) or short (−); zero where nobody counted."""
        return (self.counted or 0) - (self.expected or 0)


append_only(Handover)


class CashCount(Base):
    """How many of one note or coin lay in the drawer when the shift was counted."""

    __tablename__ = "cash_count"
    __table_args__ = (
        UniqueConstraint("shift_id", "denomination"),
        CheckConstraint("pieces > 0", name="pieces_positive"),
    )

    id: Mapped[Pk]
    shift_id: Mapped[Ref] = mapped_column(ForeignKey("shift.id"))
    denomination: Mapped[Rupiah]
    pieces: Mapped[int]


append_only(CashCount)


class CashDelivery(Base):
    """Cash that a person carried is handed in, into a safe or to the treasurer, with a signed slip.

    `amount` is what was received. `difference` is what the house lets go at the same time: less
    received (−) or more (+) than the person was charged with, over or short from then on.
    """

    __tablename__ = "cash_delivery"
    __table_args__ = (
        one_of("to_kind", "safe", "treasury"),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
        CheckConstraint("amount > 0 OR difference < 0", name="something_happened"),
        CheckConstraint("(to_kind = 'safe') = (to_outlet_id IS NOT NULL)", name="safe_of_outlet"),
        CheckConstraint("receiver <> ''", name="receiver_named"),
    )

    id: Mapped[Pk]
    holder_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"), index=True)
    to_kind: Mapped[str] = mapped_column(short(8))
    to_outlet_id: Mapped[Ref | None] = mapped_column(ForeignKey("outlet.id"))
    amount: Mapped[Rupiah]
    difference: Mapped[Rupiah] = mapped_column(default=0)
    receiver: Mapped[str]
    business_date: Mapped[date]
    at: Mapped[UtcTime]
    actor_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))

    holder: Mapped[User] = relationship(foreign_keys=[holder_id], lazy="joined")
    outlet: Mapped[Outlet | None] = relationship(lazy="joined")


append_only(CashDelivery)
