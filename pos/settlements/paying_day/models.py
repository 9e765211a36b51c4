"""Tables of paying day: how each maker is paid, and the lists that were printed to sign."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Json, Pk, Ref, UtcTime, append_only, one_of, short


class PayMeans(Base):
    """How the treasurer chose to pay a maker, in cash or by transfer, until she chooses anew."""

    __tablename__ = "pay_means"
    __table_args__ = (one_of("means", "cash", "transfer"),)

    maker_id: Mapped[Ref] = mapped_column(ForeignKey("maker.id"), primary_key=True)
    means: Mapped[str] = mapped_column(short(8))
    chosen_at: Mapped[UtcTime]
    chosen_by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))


class PayingList(Base):
    """A Daftar Pembayaran as it was printed to sign; printed again it tells what was paid since.

    `document` is the paper itself; it is never changed, and its hash stands in the office's chain.
    """

    __tablename__ = "paying_list"

    id: Mapped[Pk]
    day: Mapped[date]
    document: Mapped[Json]
    made_at: Mapped[UtcTime]
    made_by: Mapped[Ref] = mapped_column(ForeignKey("user_account.id"))

    @property
    def number(self) -> str:
        """The number that stands on it: DP-0007."""
        return number_of(self.id)

    @property
    def total(self) -> int:
        """Rupiah of all its rows."""
        return sum(row["amount"] for row in self.document["rows"])


append_only(PayingList)


def number_of(list_id: int) -> str:
    """Return a list's number: DP-0007."""
    return f"DP-{list_id:04d}"
