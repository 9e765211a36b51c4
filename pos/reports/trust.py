"""The money the house holds: where it lies, whose it is, and what is the house's own."""

from dataclasses import dataclass

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from core.i18n import _
from pos.ledger.models import Account, Entry
from pos.ledger.queries import balances_by_kind
from pos.shifts.carried import carried

HELD = ("cash", "safe", "treasury", "bank", "qris", "qris_claimed", "qris_missing", "card")


@dataclass(frozen=True)
class Place:
    """Money on record somewhere, in rupiah; `is_seen` is False for what is only claimed."""

    kind: str
    name: str
    amount: int
    is_seen: bool = True


@dataclass(frozen=True)
class Trust:
    """What lies where, less what is others', leaves the house's own; whole rupiah."""

    places: tuple[Place, ...]
    owed: int
    makers: int
    overpaid: int
    others: int

    @property
    def held(self) -> int:
        """All the money on record."""
        return sum(place.amount for place in self.places)

    @property
    def own(self) -> int:
        """What is left for the house: held − owed to makers + overpaid − owed to others."""
        return self.held - self.owed + self.overpaid - self.others

    @property
    def is_short(self) -> bool:
        """True where there is less money than what belongs to others."""
        return self.own < 0


def trust(session: Session) -> Trust:
    """Return where the money lies and whose it is, from the whole ledger."""
    sums = balances_by_kind(session)
    names = {
        "cash": _("Laci kasir"), "safe": _("Brankas"), "treasury": _("Kas bendahara"),
        "bank": _("Rekening bank"), "qris": _("Dana QRIS di penyedia"),
        "qris_claimed": _("QRIS belum dipastikan"), "card": _("Kartu, belum masuk bank"),
        "qris_missing": _("QRIS belum masuk, ditanggung galeri"),
    }  # fmt: skip
    payables = _payables(session)
    return Trust(
        places=(
            *(
                Place(
                    kind,
                    names[kind],
                    sums.get(kind, 0),
                    kind not in ("qris_claimed", "qris_missing", "card"),
                )
                for kind in HELD
            ),
            *(
                Place("holder", _("Dibawa %(name)s", name=one.name), one.amount)
                for one in carried(session)
            ),
        ),
        owed=sum(amount for amount in payables if amount > 0),
        makers=sum(amount > 0 for amount in payables),
        overpaid=-sum(amount for amount in payables if amount < 0),
        others=-sum(sums.get(kind, 0) for kind in ("deposits", "fees_payable", "qris_surplus")),
    )


def _payables(session: Session) -> list[int]:
    """Return what the house owes each maker (negative: the maker owes the house)."""
    effect = case((Entry.credit_id == Account.id, Entry.amount), else_=-Entry.amount)
    rows = session.execute(
        select(Account.id, func.sum(effect))
        .join(Entry, or_(Entry.debit_id == Account.id, Entry.credit_id == Account.id))
        .where(Account.kind == "payable")
        .group_by(Account.id)
    )
    return [int(amount) for _account, amount in rows]
