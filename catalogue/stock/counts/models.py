"""Tables of stock counts: the count, its lines, and what was counted of each, never changed."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.makers.models import Maker
from catalogue.outlets.models import Outlet
from catalogue.products.models import Product
from catalogue.stock.models import Lot
from core.db import Base, Json, Pk, Ref, Rupiah, UtcTime, append_only, guard, one_of, short
from core.images import Photo


class StockCount(Base):
    """A count of the goods at one outlet: of one maker, on one shelf, or of all.

    `counting` until everything is counted, then `review` with recounts, `posting` once both have
    signed, and `posted`. `document` is the record (berita acara) as it was posted.
    """

    __tablename__ = "stock_count"
    __table_args__ = (
        one_of("state", "counting", "review", "posting", "posted", "cancelled"),
        CheckConstraint("maker_id IS NULL OR shelf = ''", name="one_scope"),
        CheckConstraint(
            "(state IN ('posting', 'posted')) = (signed_at IS NOT NULL)", name="signed_to_post"
        ),
        CheckConstraint(
            "signed_at IS NULL OR (maker_name <> '' AND house_name <> '')", name="two_signatures"
        ),
        CheckConstraint(
            "(state = 'posted') = (posted_at IS NOT NULL)"
            " AND (state = 'posted') = (document IS NOT NULL)",
            name="posted_is_whole",
        ),
        Index("ix_stock_count_outlet", "outlet_id", "id"),
        Index("ix_stock_count_maker", "maker_id"),
    )

    id: Mapped[Pk]
    number: Mapped[str] = mapped_column(short(16), unique=True)
    outlet_id: Mapped[Ref] = mapped_column(ForeignKey("outlet.id"))
    maker_id: Mapped[Ref | None] = mapped_column(ForeignKey("maker.id"))
    shelf: Mapped[str] = mapped_column(short(20), default="")
    state: Mapped[str] = mapped_column(short(9), default="counting")
    started_at: Mapped[UtcTime]
    started_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    maker_name: Mapped[str] = mapped_column(default="")
    house_name: Mapped[str] = mapped_column(default="")
    photo_id: Mapped[Ref | None] = mapped_column(ForeignKey("photo.id"))
    signed_at: Mapped[UtcTime | None]
    signed_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    posted_at: Mapped[UtcTime | None]
    document: Mapped[Json | None]

    outlet: Mapped[Outlet] = relationship(lazy="joined")
    maker: Mapped[Maker | None] = relationship(lazy="joined")
    photo: Mapped[Photo | None] = relationship(lazy="joined")

    @property
    def is_open(self) -> bool:
        """True while something can still be counted."""
        return self.state in ("counting", "review")


guard(
    StockCount,
    "posted_is_final",
    on="update",
    when="OLD.state IN ('posted', 'cancelled')",
    message="a posted count is corrected by another count",
)
guard(StockCount, "no_delete", on="delete", message="counts are cancelled, not deleted")


class CountLine(Base):
    """One product (of one lot) in a count. `round` rises when it is counted anew; `is_again` says
    that those who check asked for that.

    Once posted it holds what was posted: `counted` and, on tickets at the tills, `at_till` pieces
    against `expected` ones, and what a shortage of the product is worth and owed in rupiah.
    `left` was not posted: the record was corrected under it, so it wants another count.
    """

    __tablename__ = "count_line"
    __table_args__ = (
        one_of("state", "open", "posted", "left"),
        CheckConstraint("round > 0", name="round_positive"),
        CheckConstraint(
            "(state = 'posted') = (counted IS NOT NULL AND expected IS NOT NULL)",
            name="posted_has_figures",
        ),
        CheckConstraint("owed BETWEEN 0 AND value", name="owed_within_value"),
        Index("ix_count_line_product", "product_id"),
    )

    id: Mapped[Pk]
    count_id: Mapped[Ref] = mapped_column(ForeignKey("stock_count.id"))
    product_id: Mapped[Ref] = mapped_column(ForeignKey("product.id"))
    lot_id: Mapped[Ref | None] = mapped_column(ForeignKey("lot.id"))
    round: Mapped[int] = mapped_column(default=1)
    is_again: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(short(6), default="open")
    counted: Mapped[int | None]
    at_till: Mapped[int] = mapped_column(default=0)
    expected: Mapped[int | None]
    value: Mapped[Rupiah] = mapped_column(default=0)
    owed: Mapped[Rupiah] = mapped_column(default=0)

    product: Mapped[Product] = relationship(lazy="joined")
    lot: Mapped[Lot | None] = relationship(lazy="joined")

    @property
    def difference(self) -> int:
        """Pieces that were there beyond the record (negative: missing), as posted."""
        return (self.counted or 0) + self.at_till - (self.expected or 0)


Index(
    "uq_count_line_product",
    CountLine.count_id,
    CountLine.product_id,
    func.coalesce(CountLine.lot_id, 0),
    unique=True,
)
guard(
    CountLine,
    "posted_is_final",
    on="update",
    when="OLD.state <> 'open'",
    message="a posted count is corrected by another count",
)
guard(CountLine, "no_delete", on="delete", message="what was counted stays on record")


class CountEntry(Base):
    """Pieces that somebody counted of a line, at one moment of the stock's history.

    `mark` is the number of the newest movement then: expected is what was on hand by it. `at_till`
    pieces of the product lay on tickets that were open then, off the shelf but still on record.
    The entries of a line's newest round add up; those of earlier rounds are history. `is_done`
    says that this person had finished the line: a number was typed, or something else was scanned
    next, which adds an entry of no pieces. What moves before that makes the count doubtful.
    """

    __tablename__ = "count_entry"
    __table_args__ = (
        CheckConstraint("quantity >= 0", name="quantity_not_negative"),
        CheckConstraint("at_till >= 0", name="at_till_not_negative"),
        Index("ix_count_entry_line", "line_id", "round"),
        Index("ix_count_entry_by", "by", "id"),
    )

    id: Mapped[Pk]
    line_id: Mapped[Ref] = mapped_column(ForeignKey("count_line.id"))
    round: Mapped[int]
    quantity: Mapped[int]
    mark: Mapped[Ref]
    at_till: Mapped[int] = mapped_column(default=0)
    is_done: Mapped[bool] = mapped_column(default=False)
    at: Mapped[UtcTime]
    by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))


append_only(CountEntry)
