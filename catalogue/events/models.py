"""Tables of events and of those who signed up. What a class costs is paid at the counter."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.outlets.models import Outlet
from core.db import Base, Pk, Ref, Rupiah, UtcTime, guard, one_of, short

KINDS = ("class", "show", "market", "other")
"""A class (pelatihan menapis), a fashion show (peragaan busana), a market, or something else."""


class Event(Base):
    """What visitors may come to on a day. `begins` and `ends` are HH:MM at the place, or empty.

    `seats` is how many may sign up, None for as many as like; where `takes_names` is off people
    simply come. `fee` is rupiah for each person, 0 where it is free.
    """

    __tablename__ = "event"
    __table_args__ = (
        one_of("kind", *KINDS),
        CheckConstraint("last_day >= day", name="days_in_order"),
        CheckConstraint("seats IS NULL OR seats > 0", name="seats_positive"),
        CheckConstraint("fee >= 0", name="fee_not_negative"),
        Index("ix_event_day", "last_day"),
    )

    id: Mapped[Pk]
    slug: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(short(8))
    title: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    story: Mapped[str] = mapped_column(default="")
    story_en: Mapped[str] = mapped_column(default="")
    outlet_id: Mapped[Ref] = mapped_column(ForeignKey("outlet.id"))
    day: Mapped[date]
    last_day: Mapped[date]
    begins: Mapped[str] = mapped_column(short(5), default="")
    ends: Mapped[str] = mapped_column(short(5), default="")
    takes_names: Mapped[bool] = mapped_column(default=True)
    seats: Mapped[int | None]
    fee: Mapped[Rupiah] = mapped_column(default=0)
    created_at: Mapped[UtcTime]
    created_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    cancelled_at: Mapped[UtcTime | None]

    outlet: Mapped[Outlet] = relationship(lazy="joined", innerjoin=True)


guard(Event, "no_delete", on="delete", message="events are cancelled, not deleted")


class SignUp(Base):
    """Somebody who comes to an event, with so many people. `token` opens their own page.

    `sender` is the fingerprint of the address that sent the form, kept to refuse floods. Name and
    number are emptied some weeks after the event: nobody needs them then.
    """

    __tablename__ = "event_sign_up"
    __table_args__ = (
        one_of("language", "id", "en"),
        CheckConstraint("people > 0", name="people_positive"),
        Index("ix_event_sign_up_event", "event_id"),
        Index("ix_event_sign_up_sender", "sender", "created_at"),
        Index(
            "uq_event_sign_up_phone",
            "event_id",
            "phone",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL AND phone <> ''"),
            postgresql_where=text("withdrawn_at IS NULL AND phone <> ''"),
        ),
    )

    id: Mapped[Pk]
    event_id: Mapped[Ref] = mapped_column(ForeignKey("event.id"))
    token: Mapped[str] = mapped_column(short(32), unique=True)
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(short(16))
    people: Mapped[int]
    language: Mapped[str] = mapped_column(short(2))
    note: Mapped[str] = mapped_column(default="")
    sender: Mapped[str | None] = mapped_column(short(64))
    created_at: Mapped[UtcTime]
    withdrawn_at: Mapped[UtcTime | None]

    event: Mapped[Event] = relationship(lazy="joined", innerjoin=True)
