"""The table of gallery screens."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.outlets.models import Outlet
from core.db import Base, Pk, Ref, UtcTime, short


class Kiosk(Base):
    """One screen of a place: a link that waits for its tablet, then that tablet, until it is closed.

    The `token` of the link is spent when a tablet begins; that tablet has a secret of its own, of
    which `secret_hash` is kept. `code` leads out: six digits that were drawn, nobody's PIN, readable
    for managers because it opens what everybody may see. `wrong_tries` counts on the day `wrong_on`.
    After `idle_seconds` without a touch a screen forgets its visitor. One link waits for a place.
    """

    __tablename__ = "kiosk"
    __table_args__ = (
        CheckConstraint("idle_seconds BETWEEN 15 AND 600", name="idle_is_sensible"),
        CheckConstraint("wrong_tries >= 0", name="wrong_tries_not_negative"),
        CheckConstraint("(begun_at IS NULL) = (secret_hash IS NULL)", name="begun_with_a_secret"),
        Index(
            "uq_kiosk_open",
            "outlet_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL AND begun_at IS NULL"),
            postgresql_where=text("closed_at IS NULL AND begun_at IS NULL"),
        ),
    )

    id: Mapped[Pk]
    outlet_id: Mapped[Ref] = mapped_column(ForeignKey("outlet.id"))
    token: Mapped[str] = mapped_column(short(36), unique=True)
    secret_hash: Mapped[str | None] = mapped_column(short(64), unique=True)
    code: Mapped[str] = mapped_column(short(6))
    idle_seconds: Mapped[int]
    opened_at: Mapped[UtcTime]
    opened_by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    begun_at: Mapped[UtcTime | None]
    wrong_tries: Mapped[int] = mapped_column(default=0)
    wrong_on: Mapped[date | None]
    closed_at: Mapped[UtcTime | None]

    outlet: Mapped[Outlet] = relationship(lazy="joined", innerjoin=True)
