"""The table of links that sign one phone in for a maker."""

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.makers.models import Maker
from core.db import Base, Pk, Ref, UtcTime, guard


class MakerLink(Base):
    """A link from the counter or by WhatsApp: one phone spends it, until `expires_at`.

    `ended_at`: taken back before anybody spent it.
    """

    __tablename__ = "maker_link"
    __table_args__ = (
        CheckConstraint("spent_at IS NULL OR ended_at IS NULL", name="spent_or_ended"),
        CheckConstraint("(spent_at IS NULL) = (session_id IS NULL)", name="spent_by_a_phone"),
        Index("ix_maker_link_maker", "maker_id", "id"),
    )

    id: Mapped[Pk]
    maker_id: Mapped[Ref] = mapped_column(ForeignKey("maker.id"))
    made_at: Mapped[UtcTime]
    made_by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    expires_at: Mapped[UtcTime]
    spent_at: Mapped[UtcTime | None]
    session_id: Mapped[Ref | None] = mapped_column(ForeignKey("web_session.id"), unique=True)
    ended_at: Mapped[UtcTime | None]

    maker: Mapped[Maker] = relationship(lazy="joined")


guard(
    MakerLink,
    "spent_once",
    on="update",
    when="OLD.spent_at IS NOT NULL OR OLD.ended_at IS NOT NULL OR NEW.maker_id <> OLD.maker_id",
    message="a link is spent once, for the maker it was made for",
)
guard(MakerLink, "no_delete", on="delete", message="links stay, so that it shows who let whom in")
