"""Tables of acquirers' days: what an acquirer paid out, and which payments that money was for."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, not_, text, type_coerce
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, Pk, Ref, Rupiah, UtcTime, guard, one_of, short
from core.users.models import User
from pos.sales.claims.models import SurplusMoney
from pos.sales.deposits.models import Deposit
from pos.sales.models import Tender

KINDS = ("qris", "card")
"""The tenders whose money an acquirer has first; each has accounts of its own."""


class AcquirerCredit(Base):
    """Money that an acquirer paid into the bank: `amount` = `gross` − `charge`.

    `kind` is the tender that it is for. `gross` is what the payments (and the surplus money) come to
    that it pays for, `day` the business date on whose page it stands. Taken back by counter-entries
    when it was wrong. The table is called after QRIS, which was there before cards.
    """

    __tablename__ = "qris_credit"
    __table_args__ = (
        one_of("kind", *KINDS),
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
    kind: Mapped[str] = mapped_column(short(4))
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
    parts: Mapped[list["AcquirerCreditPart"]] = relationship(
        order_by="AcquirerCreditPart.id", lazy="selectin"
    )

    @property
    def source(self) -> str:
        """What it is called as the source of entries and links: `qris_credit`, `card_credit`."""
        return f"{self.kind}_credit"

    @property
    def difference(self) -> SurplusMoney | None:
        """The surplus money that was noted with this credit and is nothing without it."""
        noted = (part.surplus for part in self.parts if part.surplus is not None)
        return next((one for one in noted if one.at == self.at), None)


guard(
    AcquirerCredit,
    "only_reversal_changes",
    on="update",
    when="OLD.reversed_at IS NOT NULL OR NEW.amount <> OLD.amount OR NEW.gross <> OLD.gross "
    "OR NEW.charge <> OLD.charge OR NEW.day <> OLD.day OR NEW.kind <> OLD.kind "
    "OR NEW.business_date <> OLD.business_date OR NEW.at <> OLD.at",
    message="a credit is taken back, not edited",
)
guard(AcquirerCredit, "no_delete", on="delete", message="a credit is taken back, not deleted")


class AcquirerCreditPart(Base):
    """What a credit pays for: a tender, a deposit, or surplus money; each by one credit that stands.

    `is_back`: the acquirer kept the money of that tender again, because the buyer's bank had taken it back.
    """

    __tablename__ = "qris_credit_part"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN tender_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN surplus_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN deposit_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_thing",
        ),
        CheckConstraint("NOT is_back OR tender_id IS NOT NULL", name="back_is_tender"),
        Index("ix_qris_credit_part_credit", "credit_id"),
        *(
            Index(
                f"uq_qris_credit_part_{name}", *columns, unique=True,
                sqlite_where=text("NOT is_released"), postgresql_where=text("NOT is_released"),
            )
            for name, columns in (
                ("tender", ("tender_id", "is_back")), ("surplus", ("surplus_id",)),
                ("deposit", ("deposit_id",)),
            )
        ),
    )  # fmt: skip

    id: Mapped[Pk]
    credit_id: Mapped[Ref] = mapped_column(ForeignKey("qris_credit.id"))
    tender_id: Mapped[Ref | None] = mapped_column(ForeignKey("tender.id"))
    surplus_id: Mapped[Ref | None] = mapped_column(ForeignKey("surplus_money.id"))
    deposit_id: Mapped[Ref | None] = mapped_column(ForeignKey("deposit.id"))
    is_back: Mapped[bool] = mapped_column(default=False)
    is_released: Mapped[bool] = mapped_column(default=False)

    tender: Mapped[Tender | None] = relationship(lazy="joined")
    surplus: Mapped[SurplusMoney | None] = relationship(lazy="joined")
    deposit: Mapped[Deposit | None] = relationship(lazy="joined")

    @property
    def thing(self) -> Tender | SurplusMoney | Deposit:
        """What it pays for."""
        found = self.tender or self.surplus or self.deposit
        assert found is not None
        return found

    @property
    def amount(self) -> int:
        """What it was for, in rupiah; negative for what went back the same way."""
        return -self.thing.amount if self.is_back else self.thing.amount


STANDS = not_(type_coerce(AcquirerCreditPart.is_released, Integer))
"""Not released, in the very words of the indexes: by others SQLite would not use them."""

guard(
    AcquirerCreditPart,
    "only_release_changes",
    on="update",
    when="OLD.is_released OR NEW.credit_id <> OLD.credit_id OR NEW.is_back <> OLD.is_back",
    message="what a credit pays for is released, not edited",
)
guard(AcquirerCreditPart, "no_delete", on="delete", message="what a credit pays for is not deleted")
