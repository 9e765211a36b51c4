"""Tables of products: what they are, their codes, prices with history, and the terms."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.makers.models import Maker
from core.db import Base, Pk, Ref, Rupiah, UtcTime, append_only, guard, one_of, short
from core.images import Photo


class Category(Base):
    """A kind of goods that a contract may name."""

    __tablename__ = "category"

    id: Mapped[Pk]
    name: Mapped[str] = mapped_column(unique=True)


class ProductCard(Base):
    """Sizes of one thing, shown as one; `title` is theirs without the size."""

    __tablename__ = "product_card"

    id: Mapped[Pk]
    title: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    created_at: Mapped[UtcTime]


class Product(Base):
    """Goods with a code: counted, one of a kind (`unique`), or a house service.

    `maker_id` is None for house goods. A unique product is exactly one piece. What is charged for
    a service that `is_passed_on` (postage) belongs to whoever does it, the courier.
    """

    __tablename__ = "product"
    __table_args__ = (
        one_of("kind", "counted", "unique", "service"),
        CheckConstraint("kind <> 'service' OR maker_id IS NULL", name="services_are_ours"),
        CheckConstraint("NOT is_passed_on OR kind = 'service'", name="passed_on_is_a_service"),
        CheckConstraint("days_to_make BETWEEN 1 AND 3650", name="days_make_sense"),
        CheckConstraint(
            "card_id IS NULL OR (kind = 'counted' AND size <> '')", name="sizes_are_counted"
        ),
        Index("ix_product_match", "maker_id", "title_key"),
        Index(
            "uq_product_card_size",
            "card_id",
            "size",
            unique=True,
            sqlite_where=text("archived_at IS NULL"),
            postgresql_where=text("archived_at IS NULL"),
        ),
    )

    id: Mapped[Pk]
    slug: Mapped[str] = mapped_column(unique=True)
    maker_id: Mapped[Ref | None] = mapped_column(ForeignKey("maker.id"))
    category_id: Mapped[Ref | None] = mapped_column(ForeignKey("category.id"))
    card_id: Mapped[Ref | None] = mapped_column(ForeignKey("product_card.id"))
    kind: Mapped[str] = mapped_column(short(8), default="counted")
    is_passed_on: Mapped[bool] = mapped_column(default=False)
    title: Mapped[str]
    title_key: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    description_en: Mapped[str] = mapped_column(default="")
    motif: Mapped[str] = mapped_column(default="")
    technique: Mapped[str] = mapped_column(default="")
    size: Mapped[str] = mapped_column(default="")
    net_weight: Mapped[str] = mapped_column(default="")
    material: Mapped[str] = mapped_column(default="")
    colour: Mapped[str] = mapped_column(default="")
    days_to_make: Mapped[int | None]
    care: Mapped[str] = mapped_column(default="")
    ingredients: Mapped[str] = mapped_column(default="")
    storage: Mapped[str] = mapped_column(default="")
    packed: Mapped[str] = mapped_column(default="")
    """Its size and weight once packed for a journey: 40 × 30 × 5 cm, 600 g."""
    unit: Mapped[str] = mapped_column(default="buah")
    created_at: Mapped[UtcTime]
    archived_at: Mapped[UtcTime | None]

    maker: Mapped[Maker | None] = relationship(lazy="joined")
    card: Mapped[ProductCard | None] = relationship()
    codes: Mapped[list["ProductCode"]] = relationship(
        back_populates="product", order_by="ProductCode.code", lazy="selectin"
    )

    @property
    def thing(self) -> str:
        """What it is whatever its size: the title of its card, or its own."""
        return self.card.title if self.card else self.title

    @property
    def is_unique(self) -> bool:
        """True for one of a kind."""
        return self.kind == "unique"

    @property
    def code(self) -> str:
        """The code on its tag: 13 digits."""
        return self.codes[0].code


guard(Product, "no_delete", on="delete", message="products are archived, not deleted")


class ProductCode(Base):
    """A code on a tag: our in-store EAN-13 or the maker's GTIN, 13 digits, of one product."""

    __tablename__ = "product_code"
    __table_args__ = (CheckConstraint("length(code) = 13", name="thirteen_digits"),)

    code: Mapped[str] = mapped_column(short(13), primary_key=True)
    product_id: Mapped[Ref] = mapped_column(ForeignKey("product.id"), index=True)
    created_at: Mapped[UtcTime]

    product: Mapped[Product] = relationship(back_populates="codes")


append_only(ProductCode)


class ProductPhoto(Base):
    """A photo of a product; the one that stands lowest is shown first."""

    __tablename__ = "product_photo"
    __table_args__ = (Index("ix_product_photo_product", "product_id", "position"),)

    id: Mapped[Pk]
    product_id: Mapped[Ref] = mapped_column(ForeignKey("product.id"))
    photo_id: Mapped[Ref] = mapped_column(ForeignKey("photo.id"), unique=True)
    position: Mapped[int]
    added_at: Mapped[UtcTime]
    added_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))

    photo: Mapped[Photo] = relationship(lazy="joined", innerjoin=True)
    product: Mapped[Product] = relationship()


class ProductPrice(Base):
    """A price from one moment on; `net_price` is the maker's under net terms. Newest row counts."""

    __tablename__ = "product_price"
    __table_args__ = (
        CheckConstraint("price > 0", name="price_positive"),
        CheckConstraint(
            "net_price IS NULL OR (net_price > 0 AND net_price <= price)", name="net_below_price"
        ),
        Index("ix_product_price_newest", "product_id", "id"),
    )

    id: Mapped[Pk]
    product_id: Mapped[Ref] = mapped_column(ForeignKey("product.id"))
    price: Mapped[Rupiah]
    net_price: Mapped[Rupiah | None]
    set_at: Mapped[UtcTime]
    set_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))


append_only(ProductPrice)


class Contract(Base):
    """One version of a consignment agreement; a change is a new version.

    Holds for one product, else a category, else a maker, else as the showroom's default.
    `period_days` on the shelf are agreed, None without a limit; `afterwards` says what follows.
    """

    __tablename__ = "contract"
    __table_args__ = (
        one_of("terms", "percent", "net"),
        one_of("bearer", "house", "shared", "maker"),
        one_of("afterwards", "return", "markdown", "keep"),
        one_of("cadence", "weekly", "fortnightly", "monthly"),
        one_of("fee_bearer", "house", "maker"),
        one_of("loss_bearer", "house", "shared", "maker"),
        CheckConstraint(
            "period_days > 0 OR (period_days IS NULL AND afterwards = 'keep')",
            name="period_before_what_follows",
        ),
        CheckConstraint("payout_minimum >= 0", name="minimum_not_negative"),
        CheckConstraint(
            "(CASE WHEN maker_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN category_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN product_id IS NULL THEN 0 ELSE 1 END) <= 1",
            name="one_level",
        ),
        CheckConstraint(
            "(terms = 'percent') = (commission_bps IS NOT NULL)", name="percent_has_rate"
        ),
        CheckConstraint("commission_bps BETWEEN 0 AND 10000", name="rate_range"),
        CheckConstraint("floor_price IS NULL OR floor_price > 0", name="floor_positive"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),
        Index("ix_contract_maker", "maker_id"),
        Index("ix_contract_product", "product_id"),
        Index("ix_contract_category", "category_id"),
    )

    id: Mapped[Pk]
    maker_id: Mapped[Ref | None] = mapped_column(ForeignKey("maker.id"))
    category_id: Mapped[Ref | None] = mapped_column(ForeignKey("category.id"))
    product_id: Mapped[Ref | None] = mapped_column(ForeignKey("product.id"))
    terms: Mapped[str] = mapped_column(short(8))
    commission_bps: Mapped[int | None]
    bearer: Mapped[str] = mapped_column(short(8), default="shared")
    floor_price: Mapped[Rupiah | None]
    period_days: Mapped[int | None]
    afterwards: Mapped[str] = mapped_column(short(8), default="keep")
    cadence: Mapped[str] = mapped_column(short(11), default="monthly")
    payout_minimum: Mapped[Rupiah] = mapped_column(default=0)
    fee_bearer: Mapped[str] = mapped_column(short(8), default="house")
    loss_bearer: Mapped[str] = mapped_column(short(8), default="house")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    created_at: Mapped[UtcTime]
    created_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))

    steps: Mapped[list["MarkdownStep"]] = relationship(order_by="MarkdownStep.after_days")


append_only(Contract)


class MarkdownStep(Base):
    """A step of a contract's markdown plan: after so many days on the shelf, so much off list."""

    __tablename__ = "markdown_step"
    __table_args__ = (
        CheckConstraint("after_days > 0", name="days_positive"),
        CheckConstraint("off_bps BETWEEN 1 AND 9999", name="off_range"),
    )

    contract_id: Mapped[Ref] = mapped_column(ForeignKey("contract.id"), primary_key=True)
    after_days: Mapped[int] = mapped_column(primary_key=True)
    off_bps: Mapped[int]


append_only(MarkdownStep)


class Certificate(Base):
    """A licence of a maker or of one product: P-IRT, halal, BPOM and the like.

    It is renewed by a new row, never edited. House goods have licences without a maker. `detail`
    is what the paper says besides: a trademark's class, which Batikmark.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        one_of("kind", "nib", "pirt", "halal", "bpom", "sni", "merek", "batikmark", "ig"),
        CheckConstraint("maker_id IS NOT NULL OR product_id IS NOT NULL", name="has_holder"),
        CheckConstraint("expires_on IS NULL OR expires_on >= issued_on", name="dates_in_order"),
        CheckConstraint("(scan IS NULL) = (scan_type IS NULL)", name="scan_has_type"),
        Index(
            "uq_certificate_renewal",
            "renews_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index("ix_certificate_maker", "maker_id"),
        Index("ix_certificate_product", "product_id"),
    )

    id: Mapped[Pk]
    maker_id: Mapped[Ref | None] = mapped_column(ForeignKey("maker.id"))
    product_id: Mapped[Ref | None] = mapped_column(ForeignKey("product.id"))
    kind: Mapped[str] = mapped_column(short(12))
    number: Mapped[str]
    detail: Mapped[str] = mapped_column(default="")
    issued_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    scan: Mapped[str | None] = mapped_column(short(64))
    scan_type: Mapped[str | None] = mapped_column(short(20))
    renews_id: Mapped[Ref | None] = mapped_column(ForeignKey("certificate.id"))
    created_at: Mapped[UtcTime]
    created_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_at: Mapped[UtcTime | None]

    maker: Mapped[Maker | None] = relationship(lazy="joined")
    product: Mapped[Product | None] = relationship(lazy="joined")


guard(
    Certificate,
    "is_renewed",
    on="update",
    when="NEW.kind <> OLD.kind"
    " OR (NEW.number <> OLD.number AND NOT (NEW.number = '' AND NEW.withdrawn_at IS NOT NULL))"
    " OR NEW.expires_on IS DISTINCT FROM OLD.expires_on"
    " OR NEW.issued_on IS DISTINCT FROM OLD.issued_on",
    message="a certificate is renewed by a new row, not edited",
)
guard(Certificate, "no_delete", on="delete", message="certificates are withdrawn, not deleted")


class ProductDoubt(Base):
    """A product that came in as new though several others fit it; a person decides."""

    __tablename__ = "product_doubt"
    __table_args__ = (
        Index(
            "ix_product_doubt_open",
            "product_id",
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
    )

    id: Mapped[Pk]
    product_id: Mapped[Ref] = mapped_column(ForeignKey("product.id"))
    reason: Mapped[str]
    found_at: Mapped[UtcTime]
    decided_at: Mapped[UtcTime | None]
    decided_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))

    product: Mapped[Product] = relationship(lazy="joined")
