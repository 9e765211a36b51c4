"""The table of signatures drawn on a screen."""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Pk, Ref, UtcTime, append_only, short


class Signature(Base):
    """Who signed a paper on a screen, at which of its places, and the strokes (core/drawn.py).

    The paper is an upward pair; `by` is whose device it was signed on.
    """

    __tablename__ = "signature"
    __table_args__ = (
        UniqueConstraint("source_kind", "source_id", "place"),
        CheckConstraint("drawing <> '' AND name <> ''", name="somebody_drew"),
    )

    id: Mapped[Pk]
    source_kind: Mapped[str] = mapped_column(short(16))
    source_id: Mapped[Ref]
    place: Mapped[str] = mapped_column(short(8))
    name: Mapped[str] = mapped_column(short(80))
    drawing: Mapped[str]
    at: Mapped[UtcTime]
    by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))


append_only(Signature)
