"""The table of monthly reports as they were handed to the Dinas."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Json, Pk, Ref, UtcTime, append_only, short


class MonthlyPaper(Base):
    """A report that was given out: its number, month (the first of it), what it says, its PDF.

    A mistake is put right by another paper of the same month; the newest counts.
    """

    __tablename__ = "monthly_paper"
    __table_args__ = (Index("ix_monthly_paper_month", "month"),)

    id: Mapped[Pk]
    number: Mapped[str] = mapped_column(short(40), unique=True)
    month: Mapped[date]
    document: Mapped[Json] = mapped_column(deferred=True)
    pdf: Mapped[str] = mapped_column(short(64))
    issued_at: Mapped[UtcTime]
    issued_by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))


append_only(MonthlyPaper)
