"""Money held in trust: where it lies, whose it is, and what is the house's own.

Every figure is the sum of ledger lines on a set of accounts, so every figure opens its lines.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, case, not_, or_, select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from core.errors import NotFound
from core.i18n import _
from core.lists import Condition, Expression
from core.users.models import User
from pos.ledger.models import BORNE, ENTRUSTED, MONEY, UNSEEN, Account, Entry
from pos.ledger.words import kind_name
from pos.reports import queries
from pos.reports.words import account_name

HOLDER = "holder"


@dataclass(frozen=True)
class Part:
    """What one account adds to a figure, in rupiah."""

    account: Account
    amount: int


@dataclass(frozen=True)
class Figure:
    """Some accounts together; `sign` is 1 where debits count up, −1 where credits do."""

    key: str
    name: str
    parts: tuple[Part, ...] = ()
    sign: int = 1
    is_seen: bool = True

    @property
    def amount(self) -> int:
        """What its accounts come to, in rupiah."""
        return sum(part.amount for part in self.parts)

    @property
    def touches(self) -> Condition:
        """The lines between one of its accounts and one that is none of them."""
        mine = [part.account.id for part in self.parts]
        debit, credit = Entry.debit_id.in_(mine), Entry.credit_id.in_(mine)
        return or_(and_(debit, not_(credit)), and_(credit, not_(debit)))

    @property
    def effect(self) -> Expression:
        """What such a line adds to the figure, in rupiah."""
        mine = [part.account.id for part in self.parts]
        return self.sign * case((Entry.debit_id.in_(mine), Entry.amount), else_=-Entry.amount)


@dataclass(frozen=True)
class Trust:
    """What lies where, less what is others', leaves the house's own.

    `borne` did not come and is the house's loss: no part of what is held, so its own is less by it.
    """

    places: tuple[Figure, ...]
    held: Figure
    owed: Figure
    overpaid: Figure
    others: Figure
    own: Figure
    borne: Figure
    makers: int

    @property
    def is_short(self) -> bool:
        """True where there is less money than what belongs to others."""
        return self.own.amount < 0

    @property
    def unconfirmed(self) -> int:
        """Rupiah that are only said to have come."""
        return sum(max(0, place.amount) for place in self.places if not place.is_seen)

    def figure(self, key: str, names: Mapping[str, str]) -> Figure:
        """Return the figure of that key, or of the one account of that code; raises NotFound.

        `names` are what accounts belong to (`queries.names`).
        """
        every = (*self.places, self.held, self.owed, self.overpaid, self.others, self.own,
                 self.borne)  # fmt: skip
        found = next((figure for figure in every if figure.key == key), None)
        if found is not None:
            return found
        for figure in (self.held, self.owed, self.overpaid, self.others, self.borne):
            mine = tuple(part for part in figure.parts if part.account.code == key)
            if mine:
                return Figure(key, account_name(key, names), mine, sign=figure.sign)
        raise NotFound(_("Angka ini tidak ada."))


def trust(session: Session) -> Trust:
    """Return where the money lies and whose it is, from the whole ledger."""
    accounts = queries.accounts(session)
    owed, overpaid, makers = _payables(session, accounts)
    places = [
        Figure(kind, kind_name(kind), _of_kinds(accounts, [kind]), is_seen=kind not in UNSEEN)
        for kind in MONEY
        if kind != HOLDER
    ]
    places += _carried(session, accounts)
    lying, other = _of_kinds(accounts, MONEY), _of_kinds(accounts, ENTRUSTED)
    mine = (*lying, *other, *_of_kinds(accounts, ["payable"]))
    return Trust(
        places=tuple(places),
        held=Figure("held", _("Uang yang dipegang"), lying),
        owed=Figure("owed", _("Milik perajin"), _turned(owed), sign=-1),
        overpaid=Figure("overpaid", _("Perajin berutang kepada galeri"), overpaid),
        others=Figure("others", _("Milik pembeli, kurir, dan pemandu"), _turned(other), sign=-1),
        own=Figure("own", _("Milik galeri sendiri"), mine),
        borne=Figure("borne", _("Tidak masuk, ditanggung galeri"), _of_kinds(accounts, BORNE)),
        makers=makers,
    )


def _carried(session: Session, accounts: Iterable[tuple[Account, int]]) -> list[Figure]:
    """Return what each person carries for the house, whoever handed all in left out."""
    found = [part for part in _of_kinds(accounts, [HOLDER]) if part.amount]
    who = select(User.id, User.name).where(User.id.in_([p.account.user_id for p in found]))
    names = {user_id: name for user_id, name in session.execute(who)}  # noqa: C416  # rows
    return [
        Figure(f"{HOLDER}-{p.account.user_id}",
               _("Dibawa %(name)s", name=names.get(p.account.user_id or 0, "")), (p,))
        for p in found
    ]  # fmt: skip


def _of_kinds(accounts: Iterable[tuple[Account, int]], kinds: Sequence[str]) -> tuple[Part, ...]:
    return tuple(Part(account, amount) for account, amount in accounts if account.kind in kinds)


def _turned(parts: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(Part(part.account, -part.amount) for part in parts)


def _payables(
    session: Session, accounts: Iterable[tuple[Account, int]]
) -> tuple[tuple[Part, ...], tuple[Part, ...], int]:
    """Return the accounts of makers whom the house owes, of those who owe it, how many of the first.

    Who was merged into another maker is part of that one: returns still post to the old account.
    """
    into = {
        maker_id: target
        for maker_id, target in session.execute(
            select(Maker.id, Maker.merged_into_id).where(Maker.merged_into_id.is_not(None))
        )
        if target is not None
    }
    families: dict[int, list[Part]] = {}
    for part in _of_kinds(accounts, ["payable"]):
        maker_id = part.account.maker_id
        assert maker_id is not None
        while maker_id in into:
            maker_id = into[maker_id]
        families.setdefault(maker_id, []).append(part)
    sums = {maker_id: sum(part.amount for part in parts) for maker_id, parts in families.items()}
    owed = [part for maker_id, parts in families.items() if sums[maker_id] < 0 for part in parts]
    over = [part for maker_id, parts in families.items() if sums[maker_id] > 0 for part in parts]
    return tuple(owed), tuple(over), sum(amount < 0 for amount in sums.values())
