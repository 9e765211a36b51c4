"""The table of merges."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.makers.models import Maker
from core.db import Base, Pk, Ref, Rupiah, UtcTime, guard, one_of, short
from core.jobs import Job
from core.users.models import User


class MakerMerge(Base):
    """One maker who goes into another, done in steps by a job and never undone.

    `stated` is what stood on the last statement of the one who goes, `unstated` what stood on
    none: together the balance that moved, in rupiah, negative where the maker owed.
    """

    __tablename__ = "maker_merge"
    __table_args__ = (
        one_of("state", "moving", "done"),
        UniqueConstraint("from_id"),
        CheckConstraint("from_id <> into_id", name="two_makers"),
        CheckConstraint(
            "(state = 'done') = (done_at IS NOT NULL)"
            " AND (done_at IS NULL) = (stated IS NULL)"
            " AND (done_at IS NULL) = (unstated IS NULL)"
            " AND (done_at IS NULL) = (business_date IS NULL)",
            name="done_is_whole",
        ),
    )

    id: Mapped[Pk]
    from_id: Mapped[Ref] = mapped_column(ForeignKey("maker.id"))
    into_id: Mapped[Ref] = mapped_column(ForeignKey("maker.id"), index=True)
    keeps_terms: Mapped[bool]
    goods: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(short(8), default="moving")
    job_id: Mapped[Ref | None] = mapped_column(ForeignKey("job.id"))
    started_at: Mapped[UtcTime]
    started_by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    done_at: Mapped[UtcTime | None]
    business_date: Mapped[date | None]
    stated: Mapped[Rupiah | None]
    unstated: Mapped[Rupiah | None]

    from_maker: Mapped[Maker] = relationship(foreign_keys=[from_id], lazy="joined")
    into_maker: Mapped[Maker] = relationship(foreign_keys=[into_id], lazy="joined")
    starter: Mapped[User] = relationship(lazy="joined")
    job: Mapped[Job | None] = relationship(lazy="joined")


guard(
    MakerMerge,
    "done_is_final",
    on="update",
    when="OLD.state = 'done' OR NEW.from_id <> OLD.from_id OR NEW.into_id <> OLD.into_id",
    message="a merge is never undone",
)
guard(MakerMerge, "no_delete", on="delete", message="a merge is never undone")
