"""Tables of sales. One ticket is one row, open until it completes; completed, it is final."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.outlets.models import Till
from catalogue.products.models import Product
from catalogue.tours.models import Visit
from core.db import Base, Json, Pk, Ref, Rupiah, UtcTime, append_only, guard, one_of, short
from core.i18n import LOCALES
from core.users.models import User
from pos.sales.campaigns.models import Campaign
from pos.sales.quotations.models import Quotation

TENDER_KINDS = ("cash", "qris", "card", "transfer", "deposit", "maker")
RETURN_REASONS = ("unfit", "wrong", "faulty")


class Sale(Base):
    """A ticket: open, held, completed or void. Amounts are frozen at completion.

    `ticket_discount` is taken off the whole ticket and lies spread over its sale lines. `language`
    is the buyer's, in which the receipt is written.
    `visit_id` is the group that the ticket was made for (`sale_visit` says whose a sale is now);
    `campaign_id` the programme that its discounts belong to, those of a contract's plan left out;
    `quotation_id` what a firm was promised: all of it or a part, one ticket at a time.

    `uid` is the client's id; `sold_at` and the state `conflict` are reserved for selling off-line.
    """

    __tablename__ = "sale"
    __table_args__ = (
        one_of("state", "open", "held", "completed", "void", "conflict"),
        one_of("language", *LOCALES),
        CheckConstraint(
            "state <> 'completed' OR (number IS NOT NULL AND shift_id IS NOT NULL "
            "AND completed_at IS NOT NULL AND business_date IS NOT NULL)",
            name="completed_is_whole",
        ),
        CheckConstraint("number IS NULL OR completed_at IS NOT NULL", name="number_is_late"),
        CheckConstraint("ticket_discount >= 0", name="ticket_discount_not_negative"),
        Index("ix_sale_till_state", "till_id", "state"),
        Index("ix_sale_shift", "shift_id"),
        Index("ix_sale_date", "business_date"),
        Index(
            "ix_sale_visit",
            "visit_id",
            sqlite_where=text("visit_id IS NOT NULL"),
            postgresql_where=text("visit_id IS NOT NULL"),
        ),
        Index(
            "ix_sale_campaign",
            "campaign_id",
            sqlite_where=text("campaign_id IS NOT NULL"),
            postgresql_where=text("campaign_id IS NOT NULL"),
        ),
        Index(
            "ix_sale_quotation",
            "quotation_id",
            sqlite_where=text("quotation_id IS NOT NULL"),
            postgresql_where=text("quotation_id IS NOT NULL"),
        ),
        Index(
            "uq_sale_quotation_at_till",
            "quotation_id",
            unique=True,
            sqlite_where=text("quotation_id IS NOT NULL AND state IN ('open', 'held')"),
            postgresql_where=text("quotation_id IS NOT NULL AND state IN ('open', 'held')"),
        ),
        Index(
            "uq_sale_current",
            "till_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[Pk]
    uid: Mapped[str] = mapped_column(short(36), unique=True)
    token: Mapped[str] = mapped_column(short(32), unique=True)
    till_id: Mapped[Ref] = mapped_column(ForeignKey("till.id"))
    shift_id: Mapped[Ref | None] = mapped_column(ForeignKey("shift.id"))
    cashier_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    state: Mapped[str] = mapped_column(short(9), default="open")
    held_as: Mapped[str | None]
    series: Mapped[str] = mapped_column(short(5))
    number: Mapped[str | None] = mapped_column(short(12), unique=True)
    opened_at: Mapped[UtcTime]
    sold_at: Mapped[UtcTime | None]
    completed_at: Mapped[UtcTime | None]
    business_date: Mapped[date | None]
    list_total: Mapped[Rupiah] = mapped_column(default=0)
    discount_total: Mapped[Rupiah] = mapped_column(default=0)
    net_total: Mapped[Rupiah] = mapped_column(default=0)
    rounding: Mapped[Rupiah] = mapped_column(default=0)
    ticket_discount: Mapped[Rupiah] = mapped_column(default=0)
    language: Mapped[str] = mapped_column(short(2), default="id")
    visit_id: Mapped[Ref | None] = mapped_column(ForeignKey(Visit.id))
    campaign_id: Mapped[Ref | None] = mapped_column(ForeignKey(Campaign.id))
    quotation_id: Mapped[Ref | None] = mapped_column(ForeignKey(Quotation.id))

    till: Mapped[Till] = relationship(lazy="joined")
    cashier: Mapped[User] = relationship(lazy="joined")
    quotation: Mapped[Quotation | None] = relationship(lazy="select")
    lines: Mapped[list["SaleLine"]] = relationship(
        back_populates="sale", order_by="SaleLine.position"
    )
    tenders: Mapped[list["Tender"]] = relationship(back_populates="sale", order_by="Tender.id")

    @property
    def is_open(self) -> bool:
        """True while lines and tenders may change."""
        return self.state == "open"

    def promises(self, product: Product) -> bool:
        """Whether a quotation says how many units of a product this ticket sells, and at what price."""
        quoted = self.quotation.lines if self.quotation is not None else []
        return any(one.product_id == product.id for one in quoted)

    def add_up(self) -> None:
        """Write the sums of the lines, returns negative, onto the ticket."""
        signed = [(1 if line.kind == "sale" else -1, line) for line in self.lines]
        self.list_total = sum(sign * line.list_amount for sign, line in signed)
        self.discount_total = sum(sign * line.discount for sign, line in signed)
        self.net_total = self.list_total - self.discount_total

    @property
    def to_pay(self) -> int:
        """Rupiah to pay: what the lines come to, with the cash rounding once completed."""
        return self.net_total + self.rounding


guard(
    Sale,
    "completed_is_final",
    on="update",
    when="OLD.state IN ('completed', 'void')",
    message="a completed sale is final",
)
guard(Sale, "no_delete", on="delete", message="sales are voided, not deleted")

_CLOSED = "EXISTS (SELECT 1 FROM sale s WHERE s.id = {row}.sale_id AND s.state = 'completed')"


class SaleLine(Base):
    """Some units of one product on a ticket, sold or returned; the split is frozen at completion.

    Amounts are per line: list P, discount D, net N = P − D = maker_share + house_share.
    D = `markdown`, what the contract's plan took off by itself, + `given`, what the cashier gave
    on this line, + the line's part of the ticket's discount. `approved_by` is the manager who let
    the house bear the line's discount, or let goods come back without a receipt, with the reason.
    A return says why it came back; what `is_damaged` waits to be written off.
    """

    __tablename__ = "sale_line"
    __table_args__ = (
        one_of("kind", "sale", "return"),
        one_of("terms", "percent", "net", "house", "postage"),
        one_of("bearer", "house", "shared", "maker"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("discount BETWEEN 0 AND list_amount", name="discount_range"),
        CheckConstraint("markdown BETWEEN 0 AND discount", name="markdown_range"),
        CheckConstraint("given BETWEEN 0 AND discount", name="given_range"),
        CheckConstraint(
            "(approved_by IS NULL) = (approval_reason = '')", name="approval_has_reason"
        ),
        CheckConstraint(
            "maker_share IS NULL OR maker_share + house_share = list_amount - discount",
            name="split_is_whole",
        ),
        CheckConstraint(
            "(kind = 'return') = (return_of_id IS NOT NULL AND first_unit IS NOT NULL)",
            name="return_has_origin",
        ),
        one_of("return_reason", *RETURN_REASONS),
        CheckConstraint(
            "kind = 'return' OR (return_reason IS NULL AND NOT is_damaged)",
            name="only_returns_have_reasons",
        ),
        UniqueConstraint("return_of_id", "first_unit"),
        Index("ix_sale_line_sale", "sale_id"),
        Index("ix_sale_line_maker", "maker_id", "sale_id"),
        Index("ix_sale_line_product", "product_id"),
    )

    id: Mapped[Pk]
    sale_id: Mapped[Ref] = mapped_column(ForeignKey("sale.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(short(6), default="sale")
    product_id: Mapped[Ref] = mapped_column(ForeignKey("product.id"))
    maker_id: Mapped[Ref | None] = mapped_column(ForeignKey("maker.id"))
    code: Mapped[str] = mapped_column(short(13))
    title: Mapped[str]
    maker_name: Mapped[str] = mapped_column(default="")
    quantity: Mapped[int]
    unit_price: Mapped[Rupiah]
    list_amount: Mapped[Rupiah]
    discount: Mapped[Rupiah] = mapped_column(default=0)
    markdown: Mapped[Rupiah] = mapped_column(default=0)
    given: Mapped[Rupiah] = mapped_column(default=0)
    approved_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    approval_reason: Mapped[str] = mapped_column(default="")
    added_at: Mapped[UtcTime]
    added_by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    return_of_id: Mapped[Ref | None] = mapped_column(ForeignKey("sale_line.id"))
    first_unit: Mapped[int | None]
    return_reason: Mapped[str | None] = mapped_column(short(6))
    is_damaged: Mapped[bool] = mapped_column(default=False)
    contract_id: Mapped[Ref | None] = mapped_column(ForeignKey("contract.id"))
    terms: Mapped[str | None] = mapped_column(short(8))
    commission_bps: Mapped[int | None]
    unit_net_price: Mapped[Rupiah | None]
    bearer: Mapped[str | None] = mapped_column(short(8))
    floor_price: Mapped[Rupiah | None]
    maker_share: Mapped[Rupiah | None]
    house_share: Mapped[Rupiah | None]
    commission: Mapped[Rupiah | None]
    house_discount: Mapped[Rupiah | None]

    sale: Mapped[Sale] = relationship(back_populates="lines")
    product: Mapped[Product] = relationship(lazy="joined")

    @property
    def net_amount(self) -> int:
        """Rupiah paid for this line: list less discount."""
        return self.list_amount - self.discount


_KEPT = " OR ".join(
    f"NEW.{column.name} IS DISTINCT FROM OLD.{column.name}"
    for column in SaleLine.__table__.columns
    if column.name != "maker_name"  # a copy for the screen; erasing a maker empties it
)
for _on, _row, _but in (
    ("update", "OLD", f" AND ({_KEPT})"),
    ("delete", "OLD", ""),
    ("insert", "NEW", ""),
):
    guard(
        SaleLine,
        f"final_{_on}",
        on=_on,
        when=_CLOSED.format(row=_row) + _but,
        message="a completed sale is final",
    )


class Tender(Base):
    """A payment on a ticket: `amount` applied = tendered − change. Negative gives money back.

    `maker_id` is the maker who took the money directly, `deposit_id` the deposit it comes from.
    """

    __tablename__ = "tender"
    __table_args__ = (
        one_of("kind", *TENDER_KINDS),
        CheckConstraint("amount = tendered - change", name="applied"),
        CheckConstraint("change >= 0 AND (change = 0 OR kind = 'cash')", name="change_is_cash"),
        CheckConstraint("amount <> 0", name="amount_not_zero"),
        CheckConstraint("(kind = 'maker') = (maker_id IS NOT NULL)", name="maker_is_named"),
        CheckConstraint("(kind = 'deposit') = (deposit_id IS NOT NULL)", name="deposit_is_named"),
        Index("ix_tender_sale", "sale_id"),
    )

    id: Mapped[Pk]
    sale_id: Mapped[Ref] = mapped_column(ForeignKey("sale.id"))
    kind: Mapped[str] = mapped_column(short(8))
    tendered: Mapped[Rupiah]
    change: Mapped[Rupiah] = mapped_column(default=0)
    amount: Mapped[Rupiah]
    reference: Mapped[str] = mapped_column(default="")
    at: Mapped[UtcTime]
    maker_id: Mapped[Ref | None] = mapped_column(ForeignKey("maker.id"))
    deposit_id: Mapped[Ref | None] = mapped_column(ForeignKey("deposit.id"), index=True)

    sale: Mapped[Sale] = relationship(back_populates="tenders")
    confirmation: Mapped["TenderConfirmation | None"] = relationship(lazy="selectin")

    @property
    def is_claimed(self) -> bool:
        """True while QRIS money is only said to have come."""
        return self.kind == "qris" and self.amount > 0 and self.confirmation is None


for _on, _row in (("update", "OLD"), ("delete", "OLD"), ("insert", "NEW")):
    guard(
        Tender,
        f"final_{_on}",
        on=_on,
        when=_CLOSED.format(row=_row),
        message="a completed sale is final",
    )


class TenderConfirmation(Base):
    """What became of a claim: seen in the acquirer's app, accepted by a manager, paid otherwise."""

    __tablename__ = "tender_confirmation"
    __table_args__ = (one_of("kind", "confirmed", "accepted", "replaced"),)

    tender_id: Mapped[Ref] = mapped_column(ForeignKey("tender.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(short(9))
    business_date: Mapped[date]
    at: Mapped[UtcTime]
    actor_id: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))


append_only(TenderConfirmation)


class Receipt(Base):
    """The receipt of a completed sale as it was given, a document of `printers`."""

    __tablename__ = "receipt"

    sale_id: Mapped[Ref] = mapped_column(ForeignKey("sale.id"), primary_key=True)
    document: Mapped[Json]


append_only(Receipt)


class TillDisplay(Base):
    """A till's second screen for the buyer: its secret address, and what paying shows there.

    `shows` is the way of paying that the cashier has open for the ticket `sale_id`, and `amount`
    the rupiah that its code asks for.
    """

    __tablename__ = "till_display"
    __table_args__ = (one_of("shows", "", "qris"),)

    till_id: Mapped[Ref] = mapped_column(ForeignKey("till.id"), primary_key=True)
    token: Mapped[str] = mapped_column(short(32), unique=True)
    shows: Mapped[str] = mapped_column(short(8), default="")
    sale_id: Mapped[Ref | None] = mapped_column(ForeignKey("sale.id"))
    amount: Mapped[Rupiah] = mapped_column(default=0)
    changed_at: Mapped[UtcTime]

    till: Mapped[Till] = relationship(lazy="joined")
