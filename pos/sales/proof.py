"""The daily proof: what was taken equals what everybody is owed of it, to the rupiah."""

from dataclasses import dataclass

from pos.sales.models import Sale


@dataclass(frozen=True)
class Proof:
    """The sums over a shift's completed tickets (returns negative), in rupiah.

    `tenders` is what was applied: tendered less change.
    """

    sales: int
    tenders: int
    makers: int
    house: int
    rounding: int
    deposits: int = 0
    """Deposits taken less those given back; their money is among `tenders` too."""

    @property
    def difference(self) -> int:
        """Tenders − (makers + house + rounding + deposits); zero or the books are wrong."""
        return self.tenders - (self.makers + self.house + self.rounding + self.deposits)

    @property
    def is_good(self) -> bool:
        """True when it closes to the rupiah."""
        return self.difference == 0


def prove(sales: list[Sale], *, deposits: int = 0) -> Proof:
    """Return the proof over completed sales, and the rupiah of deposits taken less given back."""
    signed = [(1 if line.kind == "sale" else -1, line) for sale in sales for line in sale.lines]
    return Proof(
        sales=len(sales),
        tenders=sum(tender.amount for sale in sales for tender in sale.tenders) + deposits,
        makers=sum(sign * (line.maker_share or 0) for sign, line in signed),
        house=sum(sign * (line.house_share or 0) for sign, line in signed),
        rounding=sum(sale.rounding for sale in sales),
        deposits=deposits,
    )
