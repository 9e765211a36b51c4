"""Verbs of paying day: hand an envelope over, from wherever its money lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.errors import Refused
from core.i18n import _
from core.money import rupiah
from core.users.models import User
from pos.settlements import service, treasury
from pos.settlements.models import Payout, Statement


@dataclass(frozen=True)
class Source:
    """A place that cash can come from: `code` as a form sends it, what the books say lies there."""

    code: str
    name: str
    amount: int

    @property
    def label(self) -> str:
        """The place with its amount, as a choice."""
        return _("%(place)s, tercatat %(amount)s", place=self.name, amount=rupiah(self.amount))


def sources(session: Session) -> list[Source]:
    """Return the places that can pay cash now: kas bendahara, the open drawers, the safes.

    What a safe pays is carried to kas bendahara first; one that has nothing is left out.
    """
    found = [Source("treasury", _("Kas bendahara"), treasury.balance(session, treasury.TREASURY))]
    found += [
        Source(f"drawer:{shift.till_id}", _("Laci %(till)s", till=shift.till.name), amount)
        for shift, amount in treasury.open_drawers(session)
    ]
    safes = [place for place in treasury.places(session) if place.kind == "safe"]
    held = [Source(p.code, p.name(session), treasury.balance(session, p)) for p in safes]
    return found + [source for source in held if source.amount > 0]


def usual_source(found: Sequence[Source], amount: int) -> str:
    """Return the first place that has `amount` rupiah, else kas bendahara."""
    return next((source.code for source in found if source.amount >= amount), "treasury")


def pay_from(
    session: Session,
    statement: Statement,
    source: str,
    *,
    by: User,
    at: datetime,
    below: str = "",
) -> Payout:
    """Pay a statement from `treasury`, `bank`, `drawer:<till>` or `safe:<outlet>`.

    What kas bendahara lacks is carried there from the safe first, as a movement of its own. Raises
    Refused for a place that there is not or that has too little, and whatever `service.pay` raises.
    """
    kind, _colon, owner = source.partition(":")
    if kind == "safe":
        _carry(session, source, statement, by=by, at=at)
        kind = "treasury"
    if kind not in service.METHODS:
        raise Refused(_("Pilih dari mana uangnya."), field="source")
    till_id = int(owner) if kind == "drawer" and owner.isascii() and owner.isdigit() else None
    return service.pay(session, statement, kind, by=by, at=at, till_id=till_id, below=below)


def _carry(session: Session, source: str, statement: Statement, *, by: User, at: datetime) -> None:
    safe = treasury.place_of(session, source)
    wanted = service.payable_amount(statement.closing, "cash")
    lacks = wanted - treasury.balance(session, treasury.TREASURY)
    if lacks <= 0:
        return
    there = treasury.balance(session, safe)
    if there < lacks:
        raise Refused(
            _("Menurut catatan di %(place)s hanya ada %(amount)s.", place=safe.name(session),
              amount=rupiah(there)), field="source",
        )  # fmt: skip
    treasury.move(
        session, safe, treasury.TREASURY, lacks, by=by.id, at=at,
        reason=_("Untuk membayar %(maker)s, %(number)s", maker=statement.maker.code,
                 number=statement.number),
    )  # fmt: skip
