"""The table of opening balances."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.makers.models import Maker
from core.db import Base, Pk, Ref, Rupiah, UtcTime, guard, short
from core.users.models import User


class OpeningBalance(Base):
    """What one maker was owed, or what lay in one place, when the books began; at most one stands.

    `account` names whose it is: `maker:12`, `drawer:1` (of till 1), `safe:1` (of outlet 1),
    `treasury`, `bank` or `qris`. A maker's has `owed` (utang) and `advance` (uang muka), a place's
    `cash`. One that was wrong is taken back with a reason, and then written anew.
    """

    __tablename__ = "opening_balance"
    __table_args__ = (
        CheckConstraint("owed >= 0 AND advance >= 0 AND cash >= 0", name="not_negative"),
        CheckConstraint("owed + advance + cash > 0", name="not_empty"),
        CheckConstraint(
            "(maker_id IS NULL AND owed = 0 AND advance = 0)"
            " OR (maker_id IS NOT NULL AND cash = 0)",
            name="maker_or_place",
        ),
        CheckConstraint(
            "(reversed_at IS NULL) = (reversed_by IS NULL)"
            " AND (reversed_at IS NULL) = (reversal_reason IS NULL)"
            " AND (reversed_at IS NULL) = (reversed_on IS NULL)",
            name="reversal_is_whole",
        ),
        Index(
            "uq_opening_balance_live",
            "account",
            unique=True,
            sqlite_where=text("reversed_at IS NULL"),
            postgresql_where=text("reversed_at IS NULL"),
        ),
    )

    id: Mapped[Pk]
    account: Mapped[str] = mapped_column(short(24))
    maker_id: Mapped[Ref | None] = mapped_column(ForeignKey("maker.id"), index=True)
    outlet_id: Mapped[Ref | None] = mapped_column(ForeignKey("outlet.id"))
    owed: Mapped[Rupiah] = mapped_column(default=0)
    advance: Mapped[Rupiah] = mapped_column(default=0)
    cash: Mapped[Rupiah] = mapped_column(default=0)
    business_date: Mapped[date]
    posted_at: Mapped[UtcTime]
    posted_by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    reversed_on: Mapped[date | None]
    reversed_at: Mapped[UtcTime | None]
    reversed_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    reversal_reason: Mapped[str | None]

    maker: Mapped[Maker | None] = relationship(lazy="joined")
    poster: Mapped[User] = relationship(foreign_keys=[posted_by], lazy="joined")

    @property
    def kind(self) -> str:
        """What it is of: maker, drawer, safe, treasury, bank or qris."""
        return self.account.partition(":")[0]

    @property
    def is_reversed(self) -> bool:
        """True once it was taken back."""
        return self.reversed_at is not None


guard(
    OpeningBalance,
    "only_reversal_changes",
    on="update",
    when="OLD.reversed_at IS NOT NULL OR NEW.account <> OLD.account OR NEW.owed <> OLD.owed "
    "OR NEW.advance <> OLD.advance OR NEW.cash <> OLD.cash "
    "OR NEW.maker_id IS DISTINCT FROM OLD.maker_id "
    "OR NEW.outlet_id IS DISTINCT FROM OLD.outlet_id "
    "OR NEW.business_date <> OLD.business_date OR NEW.posted_at <> OLD.posted_at "
    "OR NEW.posted_by <> OLD.posted_by",
    message="an opening balance is taken back, not edited",
)
guard(
    OpeningBalance,
    "no_delete",
    on="delete",
    message="an opening balance is taken back, not deleted",
)
