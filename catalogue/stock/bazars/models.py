"""Table of bazars: for some days a stall sells what was taken there."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.outlets.models import Outlet
from core.db import Base, Json, Pk, Ref, UtcTime, guard, one_of, short


class Bazar(Base):
    """A bazar of one or some days, business dates `first_day`..`last_day`, at a stall of its own.

    The stall begins without goods, so whatever moves there while the bazar is open is the bazar's.
    `account` is the paper as it was when the bazar closed.
    """

    __tablename__ = "bazar"
    __table_args__ = (
        one_of("state", "open", "closed", "cancelled"),
        CheckConstraint("first_day <= last_day", name="days_in_order"),
        CheckConstraint("origin_id <> outlet_id", name="goes_somewhere"),
        CheckConstraint(
            "state <> 'closed' OR (closed_at IS NOT NULL AND account IS NOT NULL)",
            name="closed_has_account",
        ),
        Index(
            "uq_bazar_open",
            "outlet_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[Pk]
    number: Mapped[str] = mapped_column(short(16), unique=True)
    name: Mapped[str]
    origin_id: Mapped[Ref] = mapped_column(ForeignKey("outlet.id"))
    outlet_id: Mapped[Ref] = mapped_column(ForeignKey("outlet.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    carrier: Mapped[str]
    state: Mapped[str] = mapped_column(short(9), default="open")
    created_at: Mapped[UtcTime]
    created_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    closed_at: Mapped[UtcTime | None]
    closed_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    account: Mapped[Json | None]

    origin: Mapped[Outlet] = relationship(lazy="joined", foreign_keys=[origin_id])
    outlet: Mapped[Outlet] = relationship(lazy="joined", foreign_keys=[outlet_id])


guard(
    Bazar,
    "closed_is_final",
    on="update",
    when="OLD.state <> 'open'",
    message="a bazar that was closed is final",
)
guard(Bazar, "no_delete", on="delete", message="bazars are cancelled, not deleted")
