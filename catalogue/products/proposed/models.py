"""Tables of proposals: what a maker asked for, what became of it, and bank details that wait."""

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.makers.models import Maker
from catalogue.products.models import Product
from core.db import Base, Pk, Ref, Rupiah, UtcTime, guard, one_of, short

ASKED = ("price", "product", "bank")
TOLD = ("story", "photo")
"""What a maker changes at once; a manager only has to have seen it."""


class Proposal(Base):
    """What a maker proposed or changed. `reason` is the manager's, where it was refused.

    A price is of `product_id`; a new product has a title and, once accepted, its product.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        one_of("kind", *ASKED, *TOLD),
        one_of("state", "open", "accepted", "refused"),
        CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="decided_has_time"),
        CheckConstraint("state <> 'refused' OR reason <> ''", name="refused_has_reason"),
        CheckConstraint("kind <> 'price' OR product_id IS NOT NULL", name="price_of_a_product"),
        CheckConstraint(
            "kind NOT IN ('price', 'product') OR (price IS NOT NULL AND price > 0)",
            name="goods_have_a_price",
        ),
        Index("ix_proposal_maker", "maker_id", "id"),
    )

    id: Mapped[Pk]
    maker_id: Mapped[Ref] = mapped_column(ForeignKey("maker.id"))
    kind: Mapped[str] = mapped_column(short(8))
    product_id: Mapped[Ref | None] = mapped_column(ForeignKey("product.id"))
    title: Mapped[str] = mapped_column(default="")
    price: Mapped[Rupiah | None]
    net_price: Mapped[Rupiah | None]
    made_at: Mapped[UtcTime]
    made_by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))
    state: Mapped[str] = mapped_column(short(8), default="open")
    reason: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[UtcTime | None]
    decided_by: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))

    maker: Mapped[Maker] = relationship(lazy="joined")
    product: Mapped[Product | None] = relationship(lazy="joined")

    @property
    def is_asked(self) -> bool:
        """True where a manager decides; a story and a photo are changed already."""
        return self.kind in ASKED


guard(
    Proposal,
    "decided_is_final",
    on="update",
    when="OLD.state <> 'open' OR NEW.maker_id <> OLD.maker_id OR NEW.kind <> OLD.kind",
    message="a proposal is decided once",
)
guard(Proposal, "no_delete", on="delete", message="proposals are decided, not deleted")


class BankRequest(Base):
    """The bank details of an open proposal; gone as soon as it is decided. Never shown in full."""

    __tablename__ = "bank_request"

    proposal_id: Mapped[Ref] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    bank_name: Mapped[str]
    bank_account: Mapped[str]
    bank_holder: Mapped[str]
