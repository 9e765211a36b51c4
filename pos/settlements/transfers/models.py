"""Tables of transfers: a batch for the bank, its rows, and the bank's slips as photos."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.makers.models import Maker
from core.db import Base, Pk, Ref, Rupiah, UtcTime, append_only, guard, one_of, short
from core.users.models import User
from pos.settlements.models import Payout, Statement


class TransferBatch(Base):
    """Transfers that go to the bank in one file; `layout` is the column map that the file has.

    Accounts and names stand in no row here: the file is made when it is fetched.
    """

    __tablename__ = "transfer_batch"

    id: Mapped[Pk]
    layout: Mapped[str]
    created_at: Mapped[UtcTime]
    created_by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))

    sender: Mapped[User] = relationship(lazy="joined")
    rows: Mapped[list["TransferRow"]] = relationship(
        order_by="TransferRow.id", lazy="selectin", back_populates="batch"
    )

    @property
    def number(self) -> str:
        """What people call it: TB-0007."""
        return f"TB-{self.id:04d}"

    @property
    def total(self) -> int:
        """Rupiah of all rows."""
        return sum(row.amount for row in self.rows)

    @property
    def paid_total(self) -> int:
        """Rupiah of the rows that the bank paid."""
        return sum(row.amount for row in self.rows if row.state == "paid")

    @property
    def failed(self) -> int:
        """How many rows the bank did not pay."""
        return sum(row.state == "failed" for row in self.rows)

    @property
    def is_open(self) -> bool:
        """True while the bank has not answered for every row."""
        return any(row.state == "sent" for row in self.rows)


append_only(TransferBatch)


class TransferRow(Base):
    """One transfer: sent, then paid (with its payout) or failed (with the bank's reason).

    `account_since`: since when the maker had the account that it was sent to, as her record said then.
    """

    __tablename__ = "transfer_row"
    __table_args__ = (
        one_of("state", "sent", "paid", "failed"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("(state = 'paid') = (payout_id IS NOT NULL)", name="paid_has_payout"),
        CheckConstraint("(state = 'failed') = (failure <> '')", name="failed_has_reason"),
        CheckConstraint("(state = 'sent') = (decided_at IS NULL)", name="decided_has_time"),
        UniqueConstraint("batch_id", "statement_id"),
        Index(
            "uq_transfer_row_open", "statement_id", unique=True,
            sqlite_where=text("state = 'sent'"), postgresql_where=text("state = 'sent'"),
        ),
        Index("ix_transfer_row_maker", "maker_id"),
    )  # fmt: skip

    id: Mapped[Pk]
    batch_id: Mapped[Ref] = mapped_column(ForeignKey("transfer_batch.id"))
    statement_id: Mapped[Ref] = mapped_column(ForeignKey("statement.id"))
    maker_id: Mapped[Ref] = mapped_column(ForeignKey("maker.id"))
    amount: Mapped[Rupiah]
    state: Mapped[str] = mapped_column(short(6), default="sent")
    account_since: Mapped[UtcTime | None]
    failure: Mapped[str] = mapped_column(default="")
    payout_id: Mapped[Ref | None] = mapped_column(ForeignKey("payout.id"), unique=True)
    decided_at: Mapped[UtcTime | None]
    decided_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))

    batch: Mapped[TransferBatch] = relationship(back_populates="rows")
    statement: Mapped[Statement] = relationship(lazy="joined")
    maker: Mapped[Maker] = relationship(lazy="joined")
    payout: Mapped[Payout | None] = relationship(lazy="joined")


guard(
    TransferRow,
    "decided_is_final",
    on="update",
    when="OLD.state <> 'sent' OR NEW.amount <> OLD.amount OR NEW.statement_id <> OLD.statement_id "
    "OR NEW.batch_id <> OLD.batch_id",
    message="a transfer is decided once",
)
guard(TransferRow, "no_delete", on="delete", message="transfers are not deleted")


class TransferSlip(Base):
    """A photo or PDF of the bank's slip of one payout; files are named by their SHA-256."""

    __tablename__ = "transfer_slip"
    __table_args__ = (Index("ix_transfer_slip_payout", "payout_id"),)

    id: Mapped[Pk]
    payout_id: Mapped[Ref] = mapped_column(ForeignKey("payout.id"))
    scan: Mapped[str] = mapped_column(short(64))
    scan_type: Mapped[str] = mapped_column(short(24))
    at: Mapped[UtcTime]
    actor_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))


append_only(TransferSlip)
