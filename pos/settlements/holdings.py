"""Where the house's money lies, place by place, and whose money is among it: the page Kas dan bank."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from catalogue.outlets import queries as outlets
from core.i18n import _
from pos.ledger import queries as balances
from pos.ledger.models import BORNE, ENTRUSTED, MONEY, UNSEEN
from pos.ledger.words import kind_name
from pos.settlements import treasury
from pos.settlements.treasury import Place
from pos.shifts import queries as shifts
from pos.shifts.carried import carried


@dataclass(frozen=True)
class Holding:
    """How many rupiah the books say lie somewhere.

    `code` is its account in the ledger, empty before anything was written to it; `place` is None
    where no transfer can begin.
    """

    name: str
    amount: int
    code: str
    place: Place | None = None
    note: str = ""


@dataclass(frozen=True)
class Holdings:
    """Every place that holds money, cash first, and what of all that belongs to somebody else.

    `borne` is what did not come and the house bears: part of no sum.
    """

    cash: tuple[Holding, ...]
    beyond: tuple[Holding, ...]
    others: tuple[Holding, ...]
    borne: tuple[Holding, ...]

    @property
    def held(self) -> int:
        """Rupiah at all places together."""
        return sum(one.amount for one in (*self.cash, *self.beyond))


def holdings(session: Session) -> Holdings:
    """Return what the books say lies everywhere; nothing that holds a rupiah is left out.

    Places in use are always there; a till or a safe that is not, and what somebody carries, while
    there is money.
    """
    found = {a.code: amount for a, amount in balances.accounts_of_kinds(session, MONEY)}
    places = treasury.places(session)
    moves = [
        _at(found, place.account_code, name=place.name(session), place=place) for place in places
    ]
    cash = [one for one in moves if one.place and one.place.kind in ("treasury", "safe")]
    cash += _drawers(session, found)
    cash += [
        Holding(
            _("Dibawa %(name)s", name=one.name), one.amount,
            balances.account_code("holder", user_id=one.user_id), note=_("belum diserahkan"),
        )
        for one in carried(session)
    ]  # fmt: skip
    beyond = [one for one in moves if one.place and one.place.kind in ("bank", "qris")]
    beyond += [Holding(kind_name(kind), found[kind], kind) for kind in UNSEEN if found.get(kind)]
    entrusted = balances.accounts_of_kinds(session, ENTRUSTED)
    others = [Holding(kind_name(a.kind), -amount, a.code) for a, amount in entrusted if amount]
    lost = balances.accounts_of_kinds(session, BORNE)
    borne = [Holding(kind_name(a.kind), amount, a.code) for a, amount in lost if amount]
    return Holdings(tuple(cash), tuple(beyond), tuple(others), tuple(borne))


def _drawers(session: Session, found: Mapping[str, int]) -> list[Holding]:
    drawers = []
    for till in outlets.all_tills(session):
        code = balances.account_code("cash", till_id=till.id)
        if till.archived_at is not None and not found.get(code):
            continue
        note = _("sif buka") if shifts.open_shift(session, till.id) else _("kasir tutup")
        name = _("Laci %(till)s, %(outlet)s", till=till.name, outlet=till.outlet.name)
        drawers.append(_at(found, code, name=name, note=note))
    return drawers


def _at(
    found: Mapping[str, int], code: str, *, name: str, place: Place | None = None, note: str = ""
) -> Holding:
    return Holding(name, found.get(code, 0), code if code in found else "", place, note)
