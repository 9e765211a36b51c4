"""The text of the agreement as the showroom worded it, kept append-only."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Pk, Ref, UtcTime, append_only, one_of, short


class AgreementText(Base):
    """One wording of the agreement in one language; the newest written by a day counts on it."""

    __tablename__ = "agreement_text"
    __table_args__ = (one_of("language", "id", "en"),)

    id: Mapped[Pk]
    language: Mapped[str] = mapped_column(short(2))
    body: Mapped[str]
    written_at: Mapped[UtcTime]
    written_by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))


append_only(AgreementText)
