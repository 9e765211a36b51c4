"""Tables of settling: runs, statements and what stands on them, payouts and reversals."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.makers.models import Maker
from core.db import Base, Json, Pk, Ref, Rupiah, UtcTime, append_only, guard, one_of, short


class SettlementRun(Base):
    """One settling of all or some makers up to a cut-off; a job does it maker by maker."""

    __tablename__ = "settlement_run"
    __table_args__ = (
        one_of("state", "draft", "posting", "posted"),
        CheckConstraint("hold_days >= 0", name="hold_not_negative"),
        CheckConstraint("minimum >= 0", name="minimum_not_negative"),
    )

    id: Mapped[Pk]
    number: Mapped[str] = mapped_column(short(16), unique=True)
    cutoff: Mapped[date]
    hold_days: Mapped[int]
    minimum: Mapped[Rupiah] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(short(8), default="draft")
    job_id: Mapped[Ref | None] = mapped_column(ForeignKey("job.id"))
    created_at: Mapped[UtcTime]
    created_by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    posted_at: Mapped[UtcTime | None]


guard(
    SettlementRun, "posted_is_final", on="update", when="OLD.state = 'posted'",
    message="a posted run is final",
)


class Statement(Base):
    """What one maker earned and is owed as of a run: opening, entries, closing."""

    __tablename__ = "statement"
    __table_args__ = (
        UniqueConstraint("run_id", "maker_id"),
        CheckConstraint("closing = opening + change", name="closing_adds_up"),
        Index("ix_statement_maker", "maker_id", "id"),
    )

    id: Mapped[Pk]
    number: Mapped[str] = mapped_column(short(16), unique=True)
    run_id: Mapped[Ref] = mapped_column(ForeignKey("settlement_run.id"))
    maker_id: Mapped[Ref] = mapped_column(ForeignKey("maker.id"))
    opening: Mapped[Rupiah]
    change: Mapped[Rupiah]
    closing: Mapped[Rupiah]
    document: Mapped[Json]
    pdf: Mapped[str] = mapped_column(short(64))
    posted_at: Mapped[UtcTime]

    maker: Mapped[Maker] = relationship(lazy="joined")
    run: Mapped[SettlementRun] = relationship(lazy="joined")


append_only(Statement)


class StatementEntry(Base):
    """An entry of a maker's account on the one statement that it stands on."""

    __tablename__ = "statement_entry"

    entry_id: Mapped[Ref] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    statement_id: Mapped[Ref] = mapped_column(ForeignKey("statement.id"), index=True)


append_only(StatementEntry)


class Payout(Base):
    """Money handed to a maker for the latest statement; at most one that is not reversed."""

    __tablename__ = "payout"
    __table_args__ = (
        one_of("method", "cash", "transfer"),
        one_of("source", "drawer", "treasury", "bank"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("(source = 'drawer') = (shift_id IS NOT NULL)", name="drawer_has_shift"),
        CheckConstraint("(method = 'transfer') = (source = 'bank')", name="transfer_from_bank"),
        Index(
            "uq_payout_live", "statement_id", unique=True,
            sqlite_where=text("reversed_at IS NULL"), postgresql_where=text("reversed_at IS NULL"),
        ),
    )

    id: Mapped[Pk]
    number: Mapped[str] = mapped_column(short(16), unique=True)
    statement_id: Mapped[Ref] = mapped_column(ForeignKey("statement.id"))
    maker_id: Mapped[Ref] = mapped_column(ForeignKey("maker.id"), index=True)
    method: Mapped[str] = mapped_column(short(8))
    source: Mapped[str] = mapped_column(short(8))
    shift_id: Mapped[Ref | None] = mapped_column(ForeignKey("shift.id"))
    amount: Mapped[Rupiah]
    business_date: Mapped[date]
    paid_at: Mapped[UtcTime]
    paid_by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    reversed_at: Mapped[UtcTime | None]
    reversed_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    reversal_reason: Mapped[str | None]

    statement: Mapped[Statement] = relationship(lazy="joined")
    maker: Mapped[Maker] = relationship(lazy="joined")


guard(
    Payout, "only_reversal_changes", on="update",
    when="OLD.reversed_at IS NOT NULL OR NEW.amount <> OLD.amount "
    "OR NEW.statement_id <> OLD.statement_id OR NEW.method <> OLD.method "
    "OR NEW.source <> OLD.source OR NEW.number <> OLD.number OR NEW.maker_id <> OLD.maker_id "
    "OR NEW.paid_at <> OLD.paid_at OR NEW.business_date <> OLD.business_date",
    message="a payout is reversed, not edited",
)
guard(Payout, "no_delete", on="delete", message="a payout is reversed, not deleted")
