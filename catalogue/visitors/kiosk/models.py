"""The table of gallery screens."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.outlets.models import Outlet
from core.db import Base, Pk, Ref, UtcTime, short


class Kiosk(Base):
    """The screens of one place; the secret `token` makes a tablet one of them, until it is closed.

    After `idle_seconds` without a touch a screen forgets its visitor. A place has one row that is
    open: a new link ends the screens of the old one.
    """

    __tablename__ = "kiosk"
    __table_args__ = (
        CheckConstraint("idle_seconds BETWEEN 15 AND 600", name="idle_is_sensible"),
        Index(
            "uq_kiosk_open",
            "outlet_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[Pk]
    outlet_id: Mapped[Ref] = mapped_column(ForeignKey("outlet.id"))
    token: Mapped[str] = mapped_column(short(36), unique=True)
    idle_seconds: Mapped[int]
    opened_at: Mapped[UtcTime]
    opened_by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    closed_at: Mapped[UtcTime | None]

    outlet: Mapped[Outlet] = relationship(lazy="joined", innerjoin=True)
