"""The table of practice: one note for each browser session that practises, gone when it leaves."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Json, Pk, Ref, UtcTime


class Practice(Base):
    """Practice at one till in one session; `note` holds the float, what was scanned, how it was paid."""

    __tablename__ = "practice"

    id: Mapped[Pk]
    web_session_id: Mapped[Ref] = mapped_column(ForeignKey("web_session.id"), unique=True)
    till_id: Mapped[Ref] = mapped_column(ForeignKey("till.id"))
    started_at: Mapped[UtcTime]
    note: Mapped[Json]
