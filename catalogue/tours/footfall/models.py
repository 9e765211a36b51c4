"""The table of counted visitors: who came on their own, from here or from abroad."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from catalogue.outlets.models import Outlet
from core.db import Base, Pk, Ref, UtcTime, guard, one_of, short

KINDS = ("local", "foreign")


class Footfall(Base):
    """One touch of a button: so many visitors of one kind came to an outlet; taken back, it stays."""

    __tablename__ = "footfall"
    __table_args__ = (
        one_of("kind", *KINDS),
        CheckConstraint("people BETWEEN 1 AND 5000", name="people_range"),
        CheckConstraint(
            "(undone_at IS NULL) = (undone_by IS NULL)", name="undone_by_somebody"
        ),
        Index("ix_footfall_day", "outlet_id", "business_date"),
    )  # fmt: skip

    id: Mapped[Pk]
    outlet_id: Mapped[Ref] = mapped_column(ForeignKey(Outlet.id))
    business_date: Mapped[date]
    kind: Mapped[str] = mapped_column(short(7))
    people: Mapped[int] = mapped_column(default=1)
    at: Mapped[UtcTime]
    by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    undone_at: Mapped[UtcTime | None]
    undone_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))


_KEPT = ("outlet_id", "business_date", "kind", "people", "at", "by")
guard(
    Footfall,
    "is_taken_back_once",
    on="update",
    when="OLD.undone_at IS NOT NULL OR "
    + " OR ".join(f'NEW."{name}" <> OLD."{name}"' for name in _KEPT),
    message="a counted visitor is taken back, not changed",
)
guard(Footfall, "no_delete", on="delete", message="counted visitors are taken back, not deleted")
