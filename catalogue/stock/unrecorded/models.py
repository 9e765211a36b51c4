"""The table of goods that were noted at a till because nobody had recorded them."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalogue.outlets.models import Outlet
from catalogue.products.models import Product
from core.db import Base, Pk, Ref, UtcTime, append_only


class Unrecorded(Base):
    """A product that a till noted (belum terdaftar): where, when, by whom.

    It waits until a received consignment has it; nothing here says so a second time.
    """

    __tablename__ = "unrecorded"

    id: Mapped[Pk]
    product_id: Mapped[Ref] = mapped_column(ForeignKey("product.id"), unique=True)
    outlet_id: Mapped[Ref] = mapped_column(ForeignKey("outlet.id"))
    at: Mapped[UtcTime]
    by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))

    product: Mapped[Product] = relationship(lazy="joined", innerjoin=True)
    outlet: Mapped[Outlet] = relationship(lazy="joined", innerjoin=True)


append_only(Unrecorded)
