"""Tables of what leaves other than by a sale: the signed record, its lines, and counter-entries."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.makers.models import Maker
from catalogue.outlets.models import Outlet
from catalogue.products.models import Product
from catalogue.stock.models import Lot
from core.clock import local_date
from core.db import Base, Pk, Ref, Rupiah, UtcTime, append_only, guard, one_of, short
from core.images import Photo

CAUSES = ("contract_over", "unsold", "asked", "expired", "faulty", "other")
"""Why goods go back to their maker."""


class Departure(Base):
    """Berita acara of goods that left: `return` to one maker, or `loss` of anybody's goods.

    Once done it is never edited; what turns out otherwise is a Comeback.
    """

    __tablename__ = "departure"
    __table_args__ = (
        one_of("kind", "return", "loss"),
        one_of("state", "draft", "done", "cancelled"),
        one_of("cause", *CAUSES),
        CheckConstraint("(kind = 'return') = (maker_id IS NOT NULL)", name="return_has_maker"),
        CheckConstraint("(kind = 'return') = (cause IS NOT NULL)", name="return_has_cause"),
        CheckConstraint("(kind = 'loss') = (happened_on IS NOT NULL)", name="loss_has_day"),
        CheckConstraint(
            "(state = 'done') = (done_at IS NOT NULL) AND (state = 'done') = (number IS NOT NULL)",
            name="done_has_number",
        ),
        Index("ix_departure_kind", "kind", "id"),
        Index("ix_departure_maker", "maker_id", "id"),
    )

    id: Mapped[Pk]
    kind: Mapped[str] = mapped_column(short(6))
    number: Mapped[str | None] = mapped_column(short(16), unique=True)
    outlet_id: Mapped[Ref] = mapped_column(ForeignKey("outlet.id"))
    maker_id: Mapped[Ref | None] = mapped_column(ForeignKey("maker.id"))
    state: Mapped[str] = mapped_column(short(9), default="draft")
    cause: Mapped[str | None] = mapped_column(short(16))
    note: Mapped[str] = mapped_column(default="")
    happened_on: Mapped[date | None]
    found_by: Mapped[str] = mapped_column(default="")
    witnesses: Mapped[str] = mapped_column(default="")
    photo_id: Mapped[Ref | None] = mapped_column(ForeignKey("photo.id"))
    created_at: Mapped[UtcTime]
    created_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    done_at: Mapped[UtcTime | None]
    done_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))

    outlet: Mapped[Outlet] = relationship(lazy="joined")
    maker: Mapped[Maker | None] = relationship(lazy="joined")
    photo: Mapped[Photo | None] = relationship(lazy="joined")
    lines: Mapped[list["DepartureLine"]] = relationship(
        back_populates="departure", order_by="DepartureLine.id"
    )

    @property
    def pieces(self) -> int:
        """How many pieces in all."""
        return sum(line.quantity for line in self.lines)

    @property
    def signed_on(self) -> date:
        """The business date of a record that is done."""
        assert self.done_at is not None
        return local_date(self.done_at, self.outlet.zone)


guard(
    Departure,
    "done_is_final",
    on="update",
    when="OLD.state = 'done'",
    message="a signed record is corrected by a counter-entry",
)
guard(Departure, "no_delete", on="delete", message="records are cancelled, not deleted")


class DepartureLine(Base):
    """Some pieces of one product that left.

    From the moment the record is done: `maker` is whose they were (None: the house's), `price` the
    list price of one, `value` what a loss costs and `owed` what the house owes the maker of it,
    for the whole line in rupiah.
    """

    __tablename__ = "departure_line"
    __table_args__ = (
        one_of("fate", "returned", "lost", "damaged"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("owed BETWEEN 0 AND value", name="owed_within_value"),
        Index("ix_departure_line_departure", "departure_id"),
        Index("ix_departure_line_product", "product_id"),
    )

    id: Mapped[Pk]
    departure_id: Mapped[Ref] = mapped_column(ForeignKey("departure.id"))
    product_id: Mapped[Ref] = mapped_column(ForeignKey("product.id"))
    lot_id: Mapped[Ref | None] = mapped_column(ForeignKey("lot.id"))
    maker_id: Mapped[Ref | None] = mapped_column(ForeignKey("maker.id"))
    quantity: Mapped[int]
    fate: Mapped[str] = mapped_column(short(8))
    price: Mapped[Rupiah] = mapped_column(default=0)
    value: Mapped[Rupiah] = mapped_column(default=0)
    owed: Mapped[Rupiah] = mapped_column(default=0)

    departure: Mapped[Departure] = relationship(back_populates="lines")
    product: Mapped[Product] = relationship(lazy="joined")
    lot: Mapped[Lot | None] = relationship(lazy="joined")
    maker: Mapped[Maker | None] = relationship(lazy="joined")
    comebacks: Mapped[list["Comeback"]] = relationship(
        back_populates="line", order_by="Comeback.id", lazy="selectin"
    )

    @property
    def came_back(self) -> int:
        """How many of the pieces turned out to be here after all."""
        return sum(comeback.quantity for comeback in self.comebacks)


for rule, on in (("done_is_final", "update"), ("done_stays", "delete")):
    guard(
        DepartureLine,
        rule,
        on=on,
        when="EXISTS (SELECT 1 FROM departure d WHERE d.id = OLD.departure_id "
        "AND d.state = 'done')",
        message="a signed record is corrected by a counter-entry",
    )


guard(
    DepartureLine,
    "done_is_whole",
    on="insert",
    when="EXISTS (SELECT 1 FROM departure d WHERE d.id = NEW.departure_id AND d.state = 'done')",
    message="a signed record is corrected by a counter-entry",
)


class Comeback(Base):
    """Counter-entry: pieces that did not leave after all, were found again, or are whole.

    `owed` is what the maker gives back of the compensation. `moved` is false where the piece was
    back on record already, because it was sold from the shelf where it was thought lost.
    """

    __tablename__ = "comeback"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("owed >= 0", name="owed_not_negative"),
        Index("ix_comeback_line", "line_id"),
    )

    id: Mapped[Pk]
    line_id: Mapped[Ref] = mapped_column(ForeignKey("departure_line.id"))
    quantity: Mapped[int]
    owed: Mapped[Rupiah]
    moved: Mapped[bool]
    reason: Mapped[str]
    business_date: Mapped[date]
    at: Mapped[UtcTime]
    actor_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))

    line: Mapped[DepartureLine] = relationship(back_populates="comebacks")


append_only(Comeback)
