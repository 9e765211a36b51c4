"""Verbs of paying day: choose cash or transfer, print the list, hand an envelope over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy.orm import Session

from core import forms
from core.errors import Refused
from core.i18n import _
from core.money import rupiah
from core.users import service as people
from core.users.models import User
from pos.ledger import service as ledger
from pos.settlements import payable, posting, service, treasury
from pos.settlements.adjusting import queries as adjusting
from pos.settlements.adjusting.models import Adjustment
from pos.settlements.adjusting.words import KIND_NAMES
from pos.settlements.models import Payout, Statement
from pos.settlements.payable import payable_amount
from pos.settlements.paying_day import queries
from pos.settlements.paying_day.models import PayingList, PayMeans
from pos.settlements.transfers import queries as transfers
from printers.documents import PaymentList, PaymentRow, to_json

LIST = "paying_list"
"""What a printed list is called in the office's chain and in the activity log."""


class Undecided(Refused):
    """What was proposed for the maker waits for a second person, and nobody said to pay all the same.

    `number` is the proposal's.
    """

    def __init__(self, maker: str, one: Adjustment) -> None:
        super().__init__(
            _("%(kind)s %(amount)s untuk %(maker)s menunggu persetujuan (%(number)s). Putuskan dulu, atau"
              " bayar tetap.", kind=_(KIND_NAMES[one.kind]), amount=rupiah(one.amount), maker=maker,
              number=one.number), field="anyway",
        )  # fmt: skip
        self.number = one.number


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


def choose(session: Session, wanted: Mapping[int, str], *, by: int, at: datetime) -> None:
    """Remember how makers are paid, `cash` or `transfer` by maker; those that differ are written.

    Raises Refused for a transfer to a maker whose bank account is not known.
    """
    posting.lock_makers(session, wanted)
    before, banks = queries.usual_means(session, wanted), transfers.banks(session)
    for maker_id, means in sorted(wanted.items()):
        if maker_id not in banks:
            if means == "transfer":
                raise Refused(_("Rekeningnya belum ditulis, jadi tidak bisa ditransfer."))
        elif means != before[maker_id]:
            row = session.get(PayMeans, maker_id) or PayMeans(maker_id=maker_id)
            row.means, row.chosen_at, row.chosen_by = means, at, by
            session.add(row)
            people.record(
                session, f"means.{means}", kind="maker", subject_id=maker_id, by=by, at=at
            )
    session.flush()


def still_stands(printed: PayingList, rows: Iterable[PaymentRow]) -> bool:
    """Say whether all of `rows` stand on a printed list as they are: it can be printed again."""
    on_it = {_row(row) for row in to_rows(printed)}
    return all(_row(row) in on_it for row in rows)


def to_rows(printed: PayingList) -> list[PaymentRow]:
    """Return the rows of a list as it was printed."""
    return [PaymentRow(**row) for row in printed.document["rows"]]


def keep_list(session: Session, paper: PaymentList, *, by: User, at: datetime) -> PayingList:
    """Keep the list that is printed to sign, and give it a number.

    The newest one is returned as it is where everybody still stands on it. Raises Refused for an
    empty list.
    """
    if not paper.rows:
        raise Refused(_("Tidak ada yang menunggu dibayar."))
    newest = next(iter(queries.lists(session)), None)
    if newest is not None and still_stands(newest, paper.rows):
        return newest
    document = to_json(replace(paper, treasurer=by.name))
    row = PayingList(day=paper.day, document=document, made_at=at, made_by=by.id)
    session.add(row)
    session.flush()
    ledger.chain(session, ledger.OFFICE, sealed(row), source=(LIST, row.id))
    people.record(session, "paying_list.made", kind=LIST, subject_id=row.id, by=by.id, at=at)
    return row


def sealed(row: PayingList) -> dict[str, Any]:
    """Return what the hash of a printed list covers."""
    return {
        "event": LIST,
        "id": row.id,
        "day": row.day.isoformat(),
        "document": ledger.digest(row.document),
    }


def _row(row: PaymentRow) -> tuple[str, str, int]:
    return row.statement, row.means, row.amount


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


class Said(TypedDict):
    """What a form answers to the questions before a payment."""

    below: str
    anyway: bool


def said(form: forms.Form) -> Said:
    """Read why kas bendahara may go below zero, and whether to pay though a proposal waits."""
    return Said(below=forms.text(form, "below"), anyway=forms.text(form, "anyway") == "1")


def hand_over(
    session: Session,
    statement: Statement,
    source: str,
    *,
    by: User,
    at: datetime,
    below: str = "",
    anyway: bool = False,
) -> Payout:
    """Pay a statement in cash by its slip; raises what `pay_from` raises.

    Refused, too, for a place that was not offered, and where the maker is to be paid by transfer:
    nobody fetched cash for her.
    """
    if all(source != place.code for place in sources(session)):
        raise Refused(_("Pilih dari mana uangnya."), field="source")
    if queries.is_by_transfer(session, statement.maker_id):
        raise Refused(
            _("%(name)s dibayar lewat transfer. Ganti ke tunai dulu, kalau memang diserahkan tunai.",
              name=statement.maker.name), field="code",
        )  # fmt: skip
    return pay_from(session, statement, source, by=by, at=at, below=below, anyway=anyway)


def pay_from(
    session: Session,
    statement: Statement,
    source: str,
    *,
    by: User,
    at: datetime,
    below: str = "",
    anyway: bool = False,
) -> Payout:
    """Pay a statement from `treasury`, `bank`, `drawer:<till>` or `safe:<outlet>`.

    What kas bendahara lacks is carried there from the safe first, as a movement of its own. Raises
    Undecided where a proposal of hers waits, unless she is to be paid `anyway`; Refused for a place
    that there is not or that has too little, and whatever `service.pay` raises.
    """
    kind = source.partition(":")[0]
    method = service.METHODS.get(kind, "cash")
    payable.checked_amount(session, statement, method)  # what cannot be paid at all is said first
    for one in adjusting.unstated(session, [statement.maker_id]).get(statement.maker_id, []):
        if one.state == "proposed" and not anyway:
            raise Undecided(statement.maker.name, one)
    if kind == "safe":
        _carry(session, source, statement, by=by, at=at)
        kind = "treasury"
    if kind not in service.METHODS:
        raise Refused(_("Pilih dari mana uangnya."), field="source")
    open_tills = [shift.till_id for shift, _amount in treasury.open_drawers(session)]
    till_id = next((n for n in open_tills if source == f"drawer:{n}"), None)
    return service.pay(session, statement, kind, by=by, at=at, till_id=till_id, below=below)


def _carry(session: Session, source: str, statement: Statement, *, by: User, at: datetime) -> None:
    safe = treasury.place_of(session, source)
    wanted = payable_amount(statement.closing, "cash")
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
