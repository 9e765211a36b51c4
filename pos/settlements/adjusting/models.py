"""The table of what is written on a maker's account by hand, by two people."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.makers.models import Maker
from core.db import Base, Json, Pk, Ref, Rupiah, UtcTime, guard, one_of, short
from core.users.models import User

KINDS = ("advance", "repayment", "compensation", "fee", "more", "less")
"""Uang muka, setoran perajin, ganti rugi, biaya, and a correction that adds or takes away."""
GAINS = ("repayment", "compensation", "more")
"""Kinds that add to what the maker is owed; the others take from it."""
HANDED = ("advance", "repayment")
"""Kinds in which money changes hands."""
SOURCES = ("treasury", "bank")
"""Where that money comes from or goes; a drawer hands it to kas bendahara first (kas keluar)."""


class Adjustment(Base):
    """Rupiah that one person proposes for a maker's account and another approves; then it is posted.

    `amount` is positive, `effect` says which way it counts. `source` is where the money of an
    advance comes from, or where a repayment goes; `document` is the paper that is signed. A wrong one stays, and its opposite is proposed.
    """

    __tablename__ = "adjustment"
    __table_args__ = (
        one_of("kind", *KINDS),
        one_of("state", "proposed", "approved", "declined"),
        one_of("source", *SOURCES),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("reason <> ''", name="has_reason"),
        CheckConstraint(
            "(kind IN ('advance', 'repayment')) = (source IS NOT NULL)", name="handed_has_source"
        ),
        CheckConstraint(
            "(state = 'proposed') = (decided_at IS NULL)"
            " AND (decided_at IS NULL) = (decided_by IS NULL)",
            name="decision_is_whole",
        ),
        CheckConstraint(
            "state <> 'approved' OR decided_by <> proposed_by", name="approved_by_another"
        ),
        CheckConstraint(
            "(state = 'approved') = (business_date IS NOT NULL)", name="approved_has_date"
        ),
        Index("ix_adjustment_state", "state", "id"),
    )

    id: Mapped[Pk]
    number: Mapped[str] = mapped_column(short(16), unique=True)
    maker_id: Mapped[Ref] = mapped_column(ForeignKey("maker.id"), index=True)
    kind: Mapped[str] = mapped_column(short(12))
    amount: Mapped[Rupiah]
    reason: Mapped[str]
    source: Mapped[str | None] = mapped_column(short(8))
    proposed_at: Mapped[UtcTime]
    proposed_by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    state: Mapped[str] = mapped_column(short(8), default="proposed")
    decided_at: Mapped[UtcTime | None]
    decided_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    business_date: Mapped[date | None]
    answer: Mapped[str] = mapped_column(default="")
    document: Mapped[Json | None] = mapped_column(deferred=True)

    maker: Mapped[Maker] = relationship(lazy="joined")
    proposer: Mapped[User] = relationship(foreign_keys=[proposed_by], lazy="joined")
    decider: Mapped[User | None] = relationship(foreign_keys=[decided_by], lazy="joined")

    @property
    def effect(self) -> int:
        """Rupiah that the maker is owed more (negative: less) once it is approved."""
        return self.amount if self.kind in GAINS else -self.amount

    @property
    def is_handed(self) -> bool:
        """True where money changes hands, so that a paper is signed."""
        return self.kind in HANDED


guard(
    Adjustment,
    "only_decision_changes",
    on="update",
    when="OLD.state <> 'proposed' OR NEW.number <> OLD.number OR NEW.maker_id <> OLD.maker_id "
    "OR NEW.kind <> OLD.kind OR NEW.amount <> OLD.amount OR NEW.reason <> OLD.reason "
    "OR NEW.proposed_by <> OLD.proposed_by OR NEW.proposed_at <> OLD.proposed_at "
    "OR COALESCE(NEW.source, '') <> COALESCE(OLD.source, '')",
    message="what was proposed is decided once, not edited",
)
guard(Adjustment, "no_delete", on="delete", message="a proposal is declined, not deleted")
