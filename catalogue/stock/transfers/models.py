"""Tables of transfers: what left an outlet for another, and what became of each piece."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.outlets.models import Outlet
from catalogue.products.models import Product
from catalogue.stock.bazars.models import Bazar
from catalogue.stock.models import Lot
from core.db import Base, Pk, Ref, UtcTime, append_only, guard, one_of, short

OUTCOMES = ("received", "returned", "corrected", "lost", "seen")
"""What became of pieces in transit: scanned in at the destination; found where they came from;
never sent, the list was wrong; given up as lost, from the origin's stock; or seen somewhere
before anybody scanned them in (sold there, or sent on from there)."""


class Transfer(Base):
    """Goods on their way from one outlet to another; once sent, only outcomes are added."""

    __tablename__ = "transfer"
    __table_args__ = (
        one_of("state", "draft", "sent", "received", "closed", "cancelled"),
        CheckConstraint("origin_id <> destination_id", name="goes_somewhere"),
        CheckConstraint(
            "state IN ('draft', 'cancelled') OR (sent_at IS NOT NULL AND number IS NOT NULL)",
            name="sent_has_number",
        ),
        CheckConstraint("state <> 'closed' OR closed_at IS NOT NULL", name="closed_has_time"),
        Index("ix_transfer_state", "state", "id"),
        Index("ix_transfer_bazar", "bazar_id"),
    )

    id: Mapped[Pk]
    number: Mapped[str | None] = mapped_column(short(16), unique=True)
    origin_id: Mapped[Ref] = mapped_column(ForeignKey("outlet.id"))
    destination_id: Mapped[Ref] = mapped_column(ForeignKey("outlet.id"))
    bazar_id: Mapped[Ref | None] = mapped_column(ForeignKey("bazar.id"))
    carrier: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(short(9), default="draft")
    created_at: Mapped[UtcTime]
    created_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    sent_at: Mapped[UtcTime | None]
    sent_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    closed_at: Mapped[UtcTime | None]

    origin: Mapped[Outlet] = relationship(lazy="joined", foreign_keys=[origin_id])
    destination: Mapped[Outlet] = relationship(lazy="joined", foreign_keys=[destination_id])
    bazar: Mapped[Bazar | None] = relationship(lazy="joined")
    lines: Mapped[list["TransferLine"]] = relationship(
        back_populates="transfer", order_by="TransferLine.id"
    )

    @property
    def is_draft(self) -> bool:
        """True while it is being written down."""
        return self.state == "draft"

    @property
    def is_on_its_way(self) -> bool:
        """True while some piece of it is in transit."""
        return self.state in ("sent", "received")

    @property
    def comes_back(self) -> bool:
        """True where it brings goods of a bazar back."""
        return self.bazar is not None and self.origin_id == self.bazar.outlet_id


guard(
    Transfer,
    "sent_is_final",
    on="update",
    when="OLD.state IN ('closed', 'cancelled') OR (OLD.state <> 'draft' AND ("
    "NEW.state IN ('draft', 'cancelled') OR NEW.number <> OLD.number "
    "OR NEW.origin_id <> OLD.origin_id OR NEW.destination_id <> OLD.destination_id "
    "OR NEW.sent_at <> OLD.sent_at OR NEW.carrier <> OLD.carrier))",
    message="a transfer that was sent is only added to",
)
guard(Transfer, "no_delete", on="delete", message="transfers are cancelled, not deleted")

_SENT = "EXISTS (SELECT 1 FROM transfer t WHERE t.id = {row}.transfer_id AND t.state <> 'draft')"


class TransferLine(Base):
    """Some pieces of one product and lot; `scanned` are counted at arrival and not yet booked."""

    __tablename__ = "transfer_line"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("scanned BETWEEN 0 AND quantity", name="scanned_within"),
        Index("ix_transfer_line_product", "product_id"),
    )

    id: Mapped[Pk]
    transfer_id: Mapped[Ref] = mapped_column(ForeignKey("transfer.id"))
    product_id: Mapped[Ref] = mapped_column(ForeignKey("product.id"))
    lot_id: Mapped[Ref | None] = mapped_column(ForeignKey("lot.id"))
    quantity: Mapped[int]
    scanned: Mapped[int] = mapped_column(default=0)

    transfer: Mapped[Transfer] = relationship(back_populates="lines")
    product: Mapped[Product] = relationship(lazy="joined")
    lot: Mapped[Lot | None] = relationship(lazy="joined")


Index(
    "uq_transfer_line_goods",
    TransferLine.transfer_id,
    TransferLine.product_id,
    func.coalesce(TransferLine.lot_id, 0),
    unique=True,
)
guard(
    TransferLine,
    "sent_is_final",
    on="update",
    when="(NEW.quantity <> OLD.quantity OR NEW.product_id <> OLD.product_id "
    "OR NEW.lot_id IS DISTINCT FROM OLD.lot_id OR NEW.transfer_id <> OLD.transfer_id) AND "
    + _SENT.format(row="OLD"),
    message="a transfer that was sent is only added to",
)
guard(
    TransferLine,
    "sent_takes_no_more",
    on="insert",
    when=_SENT.format(row="NEW"),
    message="a transfer that was sent is only added to",
)
guard(
    TransferLine,
    "sent_stays",
    on="delete",
    when=_SENT.format(row="OLD"),
    message="a transfer that was sent is only added to",
)


class TransferOutcome(Base):
    """What became of some pieces in transit; they are on hand at `outlet_id` from then on.

    Pieces that are lost come back onto the origin's record, and from there they are given up.
    """

    __tablename__ = "transfer_outcome"
    __table_args__ = (
        one_of("kind", *OUTCOMES),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        Index("ix_transfer_outcome_line", "line_id"),
    )

    id: Mapped[Pk]
    line_id: Mapped[Ref] = mapped_column(ForeignKey("transfer_line.id"))
    kind: Mapped[str] = mapped_column(short(10))
    outlet_id: Mapped[Ref] = mapped_column(ForeignKey("outlet.id"))
    quantity: Mapped[int]
    note: Mapped[str] = mapped_column(default="")
    source_kind: Mapped[str | None] = mapped_column(short(24))
    source_id: Mapped[Ref | None]
    at: Mapped[UtcTime]
    actor_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))

    line: Mapped[TransferLine] = relationship(lazy="joined")
    outlet: Mapped[Outlet] = relationship(lazy="joined")


append_only(TransferOutcome)
guard(
    TransferOutcome,
    "accounts_once",
    on="insert",
    when="(SELECT COALESCE(SUM(o.quantity), 0) FROM transfer_outcome o "
    "WHERE o.line_id = NEW.line_id) + NEW.quantity > "
    "(SELECT l.quantity FROM transfer_line l WHERE l.id = NEW.line_id)",
    message="a piece in transit is accounted for once",
)
