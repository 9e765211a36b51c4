"""Tables of settling: runs, statements and what stands on them, payouts and reversals."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.makers.models import Maker
from catalogue.outlets.models import Outlet
from core.db import Base, Json, Pk, Ref, Rupiah, UtcTime, append_only, guard, one_of, short
from core.jobs import Job
from core.users.models import User
from printers.documents.statement import STAMP_DUTY_ABOVE


class SettlementRun(Base):
    """One settling of all or some makers up to a cut-off; a job does it maker by maker.

    The draft is the preview, computed and not stored; at most one run is posting at a time.
    `only` lists the makers it is for, None meaning all.
    """

    __tablename__ = "settlement_run"
    __table_args__ = (
        one_of("state", "posting", "posted"),
        CheckConstraint("hold_days >= 0", name="hold_not_negative"),
        CheckConstraint("minimum >= 0", name="minimum_not_negative"),
        CheckConstraint("(state = 'posted') = (posted_at IS NOT NULL)", name="posted_has_time"),
        Index(
            "uq_settlement_run_posting",
            "state",
            unique=True,
            sqlite_where=text("state = 'posting'"),
            postgresql_where=text("state = 'posting'"),
        ),
    )

    id: Mapped[Pk]
    number: Mapped[str] = mapped_column(short(16), unique=True)
    cutoff: Mapped[date]
    hold_days: Mapped[int]
    minimum: Mapped[Rupiah] = mapped_column(default=0)
    only: Mapped[Json | None]
    state: Mapped[str] = mapped_column(short(8), default="posting")
    job_id: Mapped[Ref | None] = mapped_column(ForeignKey("job.id"))
    created_at: Mapped[UtcTime]
    created_by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    posted_at: Mapped[UtcTime | None]

    job: Mapped[Job | None] = relationship(lazy="joined")

    @property
    def is_stopped(self) -> bool:
        """True where its job failed before it was posted: it waits for somebody to go on with it."""
        return self.state == "posting" and self.job is not None and self.job.state == "failed"

    def includes(self, maker_id: int) -> bool:
        """Say whether a maker is among those it settles."""
        return self.only is None or maker_id in self.only


guard(
    SettlementRun,
    "posted_is_final",
    on="update",
    when="OLD.state = 'posted'",
    message="a posted run is final",
)
guard(SettlementRun, "no_delete", on="delete", message="runs are never deleted")


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
    document: Mapped[Json] = mapped_column(deferred=True)
    pdf: Mapped[str] = mapped_column(short(64))
    posted_at: Mapped[UtcTime]

    maker: Mapped[Maker] = relationship(lazy="joined")
    run: Mapped[SettlementRun] = relationship(lazy="joined")


append_only(Statement)


class StatementEntry(Base):
    """An entry of a maker's account on the one statement that it stands on."""

    __tablename__ = "statement_entry"

    entry_id: Mapped[Ref] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    # Part of the key, because an entry between two makers is an entry of both.
    maker_id: Mapped[Ref] = mapped_column(ForeignKey("maker.id"), primary_key=True)
    statement_id: Mapped[Ref] = mapped_column(ForeignKey("statement.id"), index=True)


append_only(StatementEntry)


class SkippedMaker(Base):
    """A maker whom a run left out though there was something to settle, and why."""

    __tablename__ = "skipped_maker"
    __table_args__ = (one_of("reason", "minimum", "paying"),)

    run_id: Mapped[Ref] = mapped_column(ForeignKey("settlement_run.id"), primary_key=True)
    maker_id: Mapped[Ref] = mapped_column(ForeignKey("maker.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(short(8))
    closing: Mapped[Rupiah]

    maker: Mapped[Maker] = relationship(lazy="joined")


append_only(SkippedMaker)


class Payout(Base):
    """Money handed to a maker for the latest statement; at most one that is not reversed.

    `fee` is what a transfer costs the maker, a charge that stands on the next statement.
    """

    __tablename__ = "payout"
    __table_args__ = (
        one_of("method", "cash", "transfer"),
        one_of("source", "drawer", "treasury", "bank"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("fee >= 0", name="fee_not_negative"),
        CheckConstraint("(source = 'drawer') = (shift_id IS NOT NULL)", name="drawer_has_shift"),
        CheckConstraint("(method = 'transfer') = (source = 'bank')", name="transfer_from_bank"),
        CheckConstraint("method <> 'cash' OR amount % 100 = 0", name="cash_in_hundreds"),
        CheckConstraint(
            "(reversed_at IS NULL) = (reversed_by IS NULL)"
            " AND (reversed_at IS NULL) = (reversal_reason IS NULL)",
            name="reversal_is_whole",
        ),
        Index("ix_payout_statement", "statement_id"),
        Index(
            "uq_payout_live",
            "statement_id",
            unique=True,
            sqlite_where=text("reversed_at IS NULL"),
            postgresql_where=text("reversed_at IS NULL"),
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
    fee: Mapped[Rupiah] = mapped_column(default=0)
    business_date: Mapped[date]
    paid_at: Mapped[UtcTime]
    paid_by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    document: Mapped[Json] = mapped_column(deferred=True)
    reversed_at: Mapped[UtcTime | None]
    reversed_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    reversal_reason: Mapped[str | None]

    statement: Mapped[Statement] = relationship(lazy="joined")
    maker: Mapped[Maker] = relationship(lazy="joined")
    payer: Mapped[User] = relationship(foreign_keys=[paid_by], lazy="joined")

    @property
    def is_reversed(self) -> bool:
        """True once the money was taken back."""
        return self.reversed_at is not None

    @property
    def needs_stamp(self) -> bool:
        """Whether its kuitansi asks for a meterai: above, not at, five million rupiah."""
        return self.amount > STAMP_DUTY_ABOVE


guard(
    Payout,
    "only_reversal_changes",
    on="update",
    when="OLD.reversed_at IS NOT NULL OR NEW.amount <> OLD.amount "
    "OR NEW.fee <> OLD.fee OR NEW.statement_id <> OLD.statement_id OR NEW.method <> OLD.method "
    "OR NEW.source <> OLD.source OR NEW.number <> OLD.number OR NEW.maker_id <> OLD.maker_id "
    "OR NEW.paid_at <> OLD.paid_at OR NEW.business_date <> OLD.business_date "
    "OR NEW.document <> OLD.document",
    message="a payout is reversed, not edited",
)
guard(Payout, "no_delete", on="delete", message="a payout is reversed, not deleted")


PLACES = ("outside", "safe", "treasury", "bank", "qris")


class MoneyTransfer(Base):
    """Money moved between two places of the house, who moved it and why.

    A place is an outlet's safe, kas bendahara, the bank, QRIS money at the acquirer, or
    `outside`: money that was there before the books began. To `postage` goes what couriers get.
    """

    __tablename__ = "money_transfer"
    __table_args__ = (
        one_of("from_kind", *PLACES),
        one_of("to_kind", *(place for place in PLACES if place != "outside"), "postage"),
        CheckConstraint("(from_kind = 'safe') = (from_outlet_id IS NOT NULL)", name="from_whole"),
        CheckConstraint("(to_kind = 'safe') = (to_outlet_id IS NOT NULL)", name="to_whole"),
        CheckConstraint(
            "from_kind <> to_kind"
            " OR (from_outlet_id IS NOT NULL AND from_outlet_id <> to_outlet_id)",
            name="two_places",
        ),
        CheckConstraint("amount > 0", name="amount_positive"),
    )

    id: Mapped[Pk]
    from_kind: Mapped[str] = mapped_column(short(8))
    from_outlet_id: Mapped[Ref | None] = mapped_column(ForeignKey("outlet.id"))
    to_kind: Mapped[str] = mapped_column(short(8))
    to_outlet_id: Mapped[Ref | None] = mapped_column(ForeignKey("outlet.id"))
    amount: Mapped[Rupiah]
    reason: Mapped[str]
    business_date: Mapped[date]
    moved_at: Mapped[UtcTime]
    moved_by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))

    mover: Mapped[User] = relationship(lazy="joined")
    from_outlet: Mapped[Outlet | None] = relationship(foreign_keys=[from_outlet_id], lazy="joined")
    to_outlet: Mapped[Outlet | None] = relationship(foreign_keys=[to_outlet_id], lazy="joined")

    @property
    def number(self) -> str:
        """The number of its slip: PU-00012."""
        return movement_number(self.id)


def movement_number(movement_id: int) -> str:
    """Return the number of a movement's slip: PU-00012."""
    return f"PU-{movement_id:05d}"


append_only(MoneyTransfer)
