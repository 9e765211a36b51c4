"""Tables of stock: consignments, lots, append-only movements, levels, and reservations."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.makers.models import Maker
from catalogue.outlets.models import Outlet
from catalogue.products.models import Product
from core.db import Base, Pk, Ref, Rupiah, UtcTime, append_only, guard, one_of, short

REASONS = (
    "received",
    "sold",
    "customer_return",
    "returned_to_maker",
    "transferred_out",
    "transferred_in",
    "counted",
    "lost",
    "damaged",
    "opening",
    "found",
    "correction",
)
"""Why stock moves. `found` is the corrective movement of a piece that sells though recorded away."""


class Lot(Base):
    """Goods of one product that expire on one day."""

    __tablename__ = "lot"
    __table_args__ = (UniqueConstraint("product_id", "expires_on"),)

    id: Mapped[Pk]
    product_id: Mapped[Ref] = mapped_column(ForeignKey("product.id"))
    expires_on: Mapped[date]


append_only(Lot)


class ImportBatch(Base):
    """A delivery that came as a sheet; rows are known within it."""

    __tablename__ = "import_batch"

    id: Mapped[Pk]
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[UtcTime]
    created_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))


class Consignment(Base):
    """What a maker brought to an outlet (surat titip barang); received, it is never edited."""

    __tablename__ = "consignment"
    __table_args__ = (
        one_of("state", "draft", "received", "cancelled"),
        CheckConstraint(
            "state <> 'received' OR (received_at IS NOT NULL AND number IS NOT NULL)",
            name="received_has_number",
        ),
        Index("ix_consignment_maker", "maker_id", "id"),
    )

    id: Mapped[Pk]
    number: Mapped[str | None] = mapped_column(short(16), unique=True)
    maker_id: Mapped[Ref] = mapped_column(ForeignKey("maker.id"))
    outlet_id: Mapped[Ref] = mapped_column(ForeignKey("outlet.id"))
    batch_id: Mapped[Ref | None] = mapped_column(ForeignKey("import_batch.id"), index=True)
    announcement_id: Mapped[Ref | None] = mapped_column(ForeignKey("announcement.id"), index=True)
    state: Mapped[str] = mapped_column(short(9), default="draft")
    note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[UtcTime]
    created_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    received_at: Mapped[UtcTime | None]
    received_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))

    maker: Mapped[Maker] = relationship(lazy="joined")
    outlet: Mapped[Outlet] = relationship(lazy="joined")
    lines: Mapped[list["ConsignmentLine"]] = relationship(
        back_populates="consignment", order_by="ConsignmentLine.id"
    )


guard(
    Consignment,
    "received_is_final",
    on="update",
    when="OLD.state = 'received'",
    message="a received consignment is corrected by a counter-entry",
)
guard(Consignment, "no_delete", on="delete", message="consignments are cancelled, not deleted")


class ConsignmentLine(Base):
    """Some pieces of one product in a consignment."""

    __tablename__ = "consignment_line"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        Index("ix_consignment_line_consignment", "consignment_id"),
    )

    id: Mapped[Pk]
    consignment_id: Mapped[Ref] = mapped_column(ForeignKey("consignment.id"))
    product_id: Mapped[Ref] = mapped_column(ForeignKey("product.id"))
    lot_id: Mapped[Ref | None] = mapped_column(ForeignKey("lot.id"))
    announcement_line_id: Mapped[Ref | None] = mapped_column(
        ForeignKey("announcement_line.id"), index=True
    )
    quantity: Mapped[int]
    price: Mapped[Rupiah]
    net_price: Mapped[Rupiah | None]
    note: Mapped[str] = mapped_column(default="")

    consignment: Mapped[Consignment] = relationship(back_populates="lines")
    product: Mapped[Product] = relationship(lazy="joined")
    lot: Mapped[Lot | None] = relationship(lazy="joined")


guard(
    ConsignmentLine,
    "received_is_final",
    on="update",
    when="EXISTS (SELECT 1 FROM consignment c WHERE c.id = OLD.consignment_id "
    "AND c.state = 'received')",
    message="a received consignment is corrected by a counter-entry",
)
guard(
    ConsignmentLine,
    "received_stays",
    on="delete",
    when="EXISTS (SELECT 1 FROM consignment c WHERE c.id = OLD.consignment_id "
    "AND c.state = 'received')",
    message="a received consignment is corrected by a counter-entry",
)


class ImportRow(Base):
    """A row of a sheet that came in, by the hash of its content, once per batch."""

    __tablename__ = "import_row"
    __table_args__ = (UniqueConstraint("batch_id", "row_hash"),)

    id: Mapped[Pk]
    batch_id: Mapped[Ref] = mapped_column(ForeignKey("import_batch.id"))
    row_hash: Mapped[str] = mapped_column(short(64))
    consignment_line_id: Mapped[Ref] = mapped_column(ForeignKey("consignment_line.id"))


append_only(ImportRow)


class Movement(Base):
    """Pieces that came or went, with the reason and the document; never changed.

    `quantity` is signed. One source moves a product once for one reason (per lot).
    """

    __tablename__ = "movement"
    __table_args__ = (
        one_of("reason", *REASONS),
        CheckConstraint("quantity <> 0", name="quantity_not_zero"),
        Index("ix_movement_product", "product_id", "id"),
    )

    id: Mapped[Pk]
    product_id: Mapped[Ref] = mapped_column(ForeignKey("product.id"))
    outlet_id: Mapped[Ref] = mapped_column(ForeignKey("outlet.id"))
    lot_id: Mapped[Ref | None] = mapped_column(ForeignKey("lot.id"))
    quantity: Mapped[int]
    reason: Mapped[str] = mapped_column(short(20))
    source_kind: Mapped[str] = mapped_column(short(24))
    source_id: Mapped[Ref]
    business_date: Mapped[date]
    at: Mapped[UtcTime]
    actor_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))


Index(
    "uq_movement_source",
    Movement.source_kind,
    Movement.source_id,
    Movement.reason,
    Movement.outlet_id,
    func.coalesce(Movement.lot_id, 0),
    unique=True,
)
append_only(Movement)


class StockLevel(Base):
    """On hand per product, outlet and lot, kept beside the movements and proved equal to them.

    `lot_key` is the lot's id, 0 for goods without a lot.
    """

    __tablename__ = "stock_level"

    product_id: Mapped[Ref] = mapped_column(ForeignKey("product.id"), primary_key=True)
    outlet_id: Mapped[Ref] = mapped_column(ForeignKey("outlet.id"), primary_key=True)
    lot_key: Mapped[Ref] = mapped_column(primary_key=True)
    on_hand: Mapped[int]


class Reservation(Base):
    """A unique piece held by one source; at most one lives at a time."""

    __tablename__ = "reservation"
    __table_args__ = (
        Index(
            "uq_reservation_live",
            "product_id",
            unique=True,
            sqlite_where=text("released_at IS NULL"),
            postgresql_where=text("released_at IS NULL"),
        ),
        Index("ix_reservation_source", "source_kind", "source_id"),
    )

    id: Mapped[Pk]
    product_id: Mapped[Ref] = mapped_column(ForeignKey("product.id"))
    source_kind: Mapped[str] = mapped_column(short(24))
    source_id: Mapped[Ref]
    reserved_at: Mapped[UtcTime]
    expires_at: Mapped[UtcTime]
    released_at: Mapped[UtcTime | None]


class ShelfPlace(Base):
    """The shelf (rak) that a product stands on at an outlet, as the house calls it."""

    __tablename__ = "shelf_place"
    __table_args__ = (
        CheckConstraint("shelf <> ''", name="shelf_has_name"),
        Index("ix_shelf_place_shelf", "shelf"),
    )

    product_id: Mapped[Ref] = mapped_column(ForeignKey("product.id"), primary_key=True)
    outlet_id: Mapped[Ref] = mapped_column(ForeignKey("outlet.id"), primary_key=True)
    shelf: Mapped[str] = mapped_column(short(20))


class TagPrint(Base):
    """Price tags that were printed for a product, and the price on them.

    Those of a delivery hang on what is new; only others replace tags that hang already.
    """

    __tablename__ = "tag_print"
    __table_args__ = (
        CheckConstraint("count > 0", name="count_positive"),
        Index("ix_tag_print_product", "product_id", "id"),
    )

    id: Mapped[Pk]
    product_id: Mapped[Ref] = mapped_column(ForeignKey("product.id"))
    price: Mapped[Rupiah]
    count: Mapped[int]
    is_of_delivery: Mapped[bool]
    at: Mapped[UtcTime]
    by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))


append_only(TagPrint)


class Purchase(Base):
    """Goods of the house that were bought outright: how many, for how much each, from whom."""

    __tablename__ = "purchase"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("unit_cost > 0", name="cost_positive"),
        Index("ix_purchase_product", "product_id", "id"),
    )

    id: Mapped[Pk]
    product_id: Mapped[Ref] = mapped_column(ForeignKey("product.id"))
    outlet_id: Mapped[Ref] = mapped_column(ForeignKey("outlet.id"))
    quantity: Mapped[int]
    unit_cost: Mapped[Rupiah]
    supplier: Mapped[str]
    business_date: Mapped[date]
    at: Mapped[UtcTime]
    by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))

    product: Mapped[Product] = relationship()
    outlet: Mapped[Outlet] = relationship(lazy="joined", innerjoin=True)


append_only(Purchase)
