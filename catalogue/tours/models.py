"""Tables of tours: agencies that bring groups, and their visits. No money stands here."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.outlets.models import Outlet
from core.db import Base, Pk, Ref, UtcTime, guard, one_of, short

COLOURS = ("red", "blue", "green", "yellow", "purple", "orange")
"""The colours of badges: so many groups can be told apart at once."""
WAYS = ("form", "whatsapp", "phone", "walk_in")
"""How a visit was announced; `walk_in` stood at the door."""


class Agency(Base):
    """Who brings groups and is given the fee: a travel agency, or a guide who works alone.

    `fee_bps` is the usual fee in basis points of what the group pays.
    """

    __tablename__ = "agency"
    __table_args__ = (CheckConstraint("fee_bps BETWEEN 0 AND 10000", name="fee_range"),)

    id: Mapped[Pk]
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    contact: Mapped[str] = mapped_column(default="")
    phone: Mapped[str | None]
    fee_bps: Mapped[int]
    created_at: Mapped[UtcTime]
    archived_at: Mapped[UtcTime | None]


guard(Agency, "no_delete", on="delete", message="agencies are archived, not deleted")


class Visit(Base):
    """A group that comes to an outlet on a day.

    announced: someone says so; confirmed: the house awaits it; here: it stands in the shop; done:
    it left, and the fee was settled; cancelled: it does not come. `agency_name` and `guide` are as
    they were announced; `fee_bps` is the agency's fee as agreed when the visit was confirmed.
    `token` opens the guide's own page; `sender` is the fingerprint of the address that sent the
    form, kept to refuse floods.
    """

    __tablename__ = "visit"
    __table_args__ = (
        one_of("state", "announced", "confirmed", "here", "done", "cancelled"),
        one_of("came_by", *WAYS),
        one_of("colour", *COLOURS),
        one_of("language", "id", "en"),
        CheckConstraint("people IS NULL OR people > 0", name="people_positive"),
        CheckConstraint("fee_bps IS NULL OR fee_bps BETWEEN 0 AND 10000", name="fee_range"),
        CheckConstraint(
            "state IN ('announced', 'cancelled') OR (agency_id IS NOT NULL AND fee_bps IS NOT NULL)",
            name="confirmed_is_whole",
        ),
        CheckConstraint(
            "(state IN ('done', 'cancelled')) = (closed_at IS NOT NULL)", name="closed_has_time"
        ),
        Index("ix_visit_day", "outlet_id", "expected_on"),
        Index("ix_visit_agency", "agency_id"),
        Index("ix_visit_sender", "sender", "created_at"),
    )

    id: Mapped[Pk]
    token: Mapped[str] = mapped_column(short(32), unique=True)
    state: Mapped[str] = mapped_column(short(9), default="announced")
    agency_id: Mapped[Ref | None] = mapped_column(ForeignKey("agency.id"))
    agency_name: Mapped[str]
    guide: Mapped[str] = mapped_column(default="")
    phone: Mapped[str | None]
    people: Mapped[int | None]
    country: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(short(2), default="id")
    outlet_id: Mapped[Ref] = mapped_column(ForeignKey("outlet.id"))
    expected_on: Mapped[date]
    expected_at: Mapped[str] = mapped_column(short(5), default="")
    colour: Mapped[str] = mapped_column(short(8))
    fee_bps: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="")
    came_by: Mapped[str] = mapped_column(short(8))
    sender: Mapped[str | None] = mapped_column(short(64))
    created_at: Mapped[UtcTime]
    created_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    confirmed_at: Mapped[UtcTime | None]
    closed_at: Mapped[UtcTime | None]
    closed_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))

    agency: Mapped[Agency | None] = relationship(lazy="joined")
    outlet: Mapped[Outlet] = relationship(lazy="joined")

    @property
    def name(self) -> str:
        """Who brings the group, as the house knows them."""
        return self.agency.name if self.agency else self.agency_name

    @property
    def is_at_hand(self) -> bool:
        """True while the till may give it sales."""
        return self.state in ("confirmed", "here")

    @property
    def is_over(self) -> bool:
        """True once it left or will not come."""
        return self.state in ("done", "cancelled")


guard(
    Visit,
    "closed_is_final",
    on="update",
    when="OLD.state IN ('done', 'cancelled') AND (NEW.state <> OLD.state "
    "OR NEW.agency_id IS DISTINCT FROM OLD.agency_id OR NEW.fee_bps IS DISTINCT FROM OLD.fee_bps)",
    message="a visit that is over is final",
)
guard(Visit, "no_delete", on="delete", message="visits are cancelled, not deleted")
