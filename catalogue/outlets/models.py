"""Tables of places: outlets, their tills, and the devices and staff that belong to them."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, Json, Pk, Ref, UtcTime, guard, one_of, short


class Outlet(Base):
    """A place that sells: the showroom or a stall."""

    __tablename__ = "outlet"
    __table_args__ = (
        one_of("zone", "WIB", "WITA", "WIT"),
        Index(
            "uq_outlet_main",
            "is_main",
            unique=True,
            sqlite_where=text("is_main"),
            postgresql_where=text("is_main"),
        ),
    )

    id: Mapped[Pk]
    code: Mapped[str] = mapped_column(short(8), unique=True)
    name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    zone: Mapped[str] = mapped_column(short(4), default="WIB")
    is_main: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[UtcTime]
    archived_at: Mapped[UtcTime | None]

    tills: Mapped[list["Till"]] = relationship(back_populates="outlet", order_by="Till.id")


class Till(Base):
    """A counter in an outlet, with its own number series and printers.

    `prints_itself`: a receipt comes out after every sale; else only where the buyer asks for it.
    """

    __tablename__ = "till"

    id: Mapped[Pk]
    outlet_id: Mapped[Ref] = mapped_column(ForeignKey("outlet.id"), index=True)
    name: Mapped[str]
    series: Mapped[str] = mapped_column(short(5), unique=True)
    receipt_printer_id: Mapped[Ref | None] = mapped_column(ForeignKey("printer.id"))
    label_printer_id: Mapped[Ref | None] = mapped_column(ForeignKey("printer.id"))
    prints_itself: Mapped[bool] = mapped_column(default=True)
    archived_at: Mapped[UtcTime | None]

    outlet: Mapped[Outlet] = relationship(back_populates="tills", lazy="joined")


class OutletWelcome(Base):
    """What a visitor must know to come to a place: when it is open, and how to get there.

    `hours` are seven of [opens, closes] (HH:MM at the place) from Monday, null where it is closed.
    `position` is "latitude,longitude" in degrees, or empty.
    """

    __tablename__ = "outlet_welcome"

    outlet_id: Mapped[Ref] = mapped_column(ForeignKey("outlet.id"), primary_key=True)
    hours: Mapped[Json]
    way: Mapped[str] = mapped_column(default="")
    way_en: Mapped[str] = mapped_column(default="")
    position: Mapped[str] = mapped_column(default="")


guard(
    Till,
    "series_stays",
    on="update",
    when="NEW.series <> OLD.series",
    message="a till keeps its series",
)


class TillDevice(Base):
    """The till that an enrolled browser works for; enrolling it elsewhere moves it."""

    __tablename__ = "till_device"

    device_id: Mapped[Ref] = mapped_column(ForeignKey("device.id"), primary_key=True)
    till_id: Mapped[Ref] = mapped_column(ForeignKey("till.id"), index=True)


class TillInvite(Base):
    """A link for some minutes that makes one phone a till; the link itself is signed, not kept."""

    __tablename__ = "till_invite"

    id: Mapped[Pk]
    till_id: Mapped[Ref] = mapped_column(ForeignKey("till.id"), index=True)
    invited_by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[UtcTime]
    expires_at: Mapped[UtcTime]
    accepted_at: Mapped[UtcTime | None]
    device_id: Mapped[Ref | None] = mapped_column(ForeignKey("device.id"))

    till: Mapped[Till] = relationship(lazy="joined", innerjoin=True)


class StaffOutlet(Base):
    """A person who works at an outlet."""

    __tablename__ = "staff_outlet"
    __table_args__ = (UniqueConstraint("user_id", "outlet_id"),)

    id: Mapped[Pk]
    user_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    outlet_id: Mapped[Ref] = mapped_column(ForeignKey("outlet.id"))
