"""The table of campaigns."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Pk, Ref, UtcTime, guard


class Campaign(Base):
    """A programme that discounts may belong to, for some days; None: without an end."""

    __tablename__ = "campaign"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="days_in_order"),
    )

    id: Mapped[Pk]
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    created_at: Mapped[UtcTime]
    created_by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))


guard(Campaign, "no_delete", on="delete", message="campaigns end, they are not deleted")
