"""Which entries of a maker are due, and what a statement would come to. Reads, never writes.

Preview and posting both call `drafts` and `draft_of`; the preview simply stops there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from catalogue.makers.models import Maker
from catalogue.makers.queries import owner_id
from catalogue.products import contracts
from pos.ledger.models import Account, Entry
from pos.sales.models import Sale, SaleLine, Tender, TenderConfirmation
from pos.settlements.maker_records.models import MakerMerge
from pos.settlements.models import SettlementRun, Statement, StatementEntry

State = Literal["due", "hold", "unconfirmed", "later"]
CHUNK = 50

Origin = aliased(SaleLine)
OriginSale = aliased(Sale)
OriginEntry = aliased(Entry)
OriginOn = aliased(StatementEntry)
Claim = aliased(Tender)


@dataclass(frozen=True)
class Terms:
    """What a run settles: up to `cutoff`, sales `hold_days` old, closings of `minimum` rupiah.

    `only` names the makers; None means all. A maker's own payout minimum counts beside the run's,
    but not in a run for that maker alone: who picks one maker means to settle.
    """

    cutoff: date
    hold_days: int
    minimum: int = 0
    only: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Facts:
    """What decides whether an entry is due.

    `sold_on` is the business date of the sale that counts (a return's original), None for what
    has no sale; `claimed`: money of that sale is not seen yet; `origin_settled`: the returned
    sale is on a statement already.
    """

    booked_on: date
    sold_on: date | None = None
    claimed: bool = False
    origin_settled: bool = False


@dataclass(frozen=True)
class OpenEntry:
    """An entry that stands on no statement yet; `effect` is + what the maker gains, in rupiah.

    `maker_id` is the account's maker, `owner_id` the one whose statement it is due on: another
    one where the account's maker was merged.
    """

    id: int
    maker_id: int
    owner_id: int
    effect: int
    booked_on: date
    reason: str
    source_kind: str
    source_id: int
    state: State

    @property
    def is_line(self) -> bool:
        """True for the share of a sold or returned line; other entries have no receipt line."""
        return self.source_kind == "sale_line" and self.reason == "share"

    @property
    def is_payment(self) -> bool:
        """True for money handed over, or taken back, for an earlier statement."""
        return self.source_kind == "payout" and self.reason in ("payout", "reversal")


@dataclass(frozen=True)
class Draft:
    """A statement before it is posted: what stood over, what is due, and what waits.

    `own_minimum` is the least that the maker's contract lets be settled, in rupiah.
    """

    maker_id: int
    previous_id: int | None
    previous_cutoff: date | None
    opening: int
    due: tuple[OpenEntry, ...]
    waiting: tuple[OpenEntry, ...]
    own_minimum: int = 0

    @property
    def change(self) -> int:
        """Rupiah that the due entries add to the balance."""
        return sum(entry.effect for entry in self.due)

    @property
    def paid(self) -> int:
        """Rupiah of the due entries that are payments, negative where money was handed over."""
        return sum(entry.effect for entry in self.due if entry.is_payment)

    @property
    def has_news(self) -> bool:
        """True where something else than a payment is due, so that there is something to tell."""
        return any(not entry.is_payment for entry in self.due)

    @property
    def closing(self) -> int:
        """The balance that the statement ends with."""
        return self.opening + self.change

    @property
    def held(self) -> int:
        """Rupiah that are not due yet and no part of the closing balance."""
        return sum(entry.effect for entry in self.waiting)

    @property
    def is_empty(self) -> bool:
        """True where there is nothing to write a statement about."""
        return not self.due and self.opening == 0

    def is_below(self, minimum: int) -> bool:
        """Say whether the run's minimum, or the maker's own, leaves this maker for a later run."""
        least = max(minimum, self.own_minimum)
        return least > 0 and self.closing < least


def state_of(facts: Facts, *, cutoff: date, hold_days: int) -> State:
    """Return whether an entry is due, or what it waits for (`docs/decisions/settling.md`).

    A sale waits until its money is seen, then until the hold has passed; a return waits with
    its sale, unless that is on a statement already: then it is due at once.
    """
    if facts.sold_on is None or facts.origin_settled:
        return "due" if facts.booked_on <= cutoff else "later"
    if facts.sold_on > cutoff:
        return "later"
    if facts.claimed:
        return "unconfirmed"
    return "due" if facts.sold_on + timedelta(days=hold_days) <= cutoff else "hold"


def drafts(
    session: Session, terms: Terms, *, after: int = 0, at_once: int = CHUNK
) -> Iterator[Draft]:
    """Yield the draft of each maker with something to settle, by maker id, beginning `after`.

    `at_once` makers are read together: many for a page that shows all, one for who takes the next.
    """
    while chunk := _makers_with_account(session, terms, after=after, limit=at_once):
        yield from _drafts_of(session, terms, chunk)
        after = chunk[-1]


def how_many(session: Session, terms: Terms) -> int:
    """Return how many makers have something to settle. Reads every open entry: not for a writer."""
    return sum(1 for _draft in drafts(session, terms))


def draft_of(session: Session, terms: Terms, maker_id: int) -> Draft:
    """Return the draft of one maker, which may be empty."""
    found = list(_drafts_of(session, terms, [maker_id]))
    return found[0] if found else Draft(maker_id, None, None, 0, (), ())


def open_entries(
    session: Session, maker_ids: Sequence[int], *, cutoff: date, hold_days: int
) -> list[OpenEntry]:
    """Return the makers' entries that stand on no statement, by date, with what each waits for."""
    found = [
        _open_entry(row, sign, cutoff=cutoff, hold_days=hold_days)
        for sign, side in ((1, Entry.credit_id), (-1, Entry.debit_id))
        for row in session.execute(_unstated(side, maker_ids))
    ]
    return sorted(found, key=lambda entry: (entry.booked_on, entry.id))


def _drafts_of(session: Session, terms: Terms, maker_ids: Sequence[int]) -> Iterator[Draft]:
    entries = open_entries(session, maker_ids, cutoff=terms.cutoff, hold_days=terms.hold_days)
    previous = _previous(session, maker_ids)
    minimums = _own_minimums(session, terms, maker_ids)
    by_maker: dict[int, list[OpenEntry]] = {}
    for entry in entries:
        by_maker.setdefault(entry.owner_id, []).append(entry)
    for maker_id in maker_ids:
        mine = by_maker.get(maker_id, [])
        statement_id, closing, cutoff = previous.get(maker_id, (None, 0, None))
        draft = Draft(
            maker_id,
            statement_id,
            cutoff,
            closing,
            due=tuple(entry for entry in mine if entry.state == "due"),
            waiting=tuple(entry for entry in mine if entry.state != "due"),
            own_minimum=minimums.get(maker_id, 0),
        )
        if not draft.is_empty:
            yield draft


def _own_minimums(session: Session, terms: Terms, maker_ids: Sequence[int]) -> dict[int, int]:
    if terms.only is not None and len(terms.only) == 1:
        return {}
    held = contracts.of_makers_in_force(session, maker_ids, on=terms.cutoff)
    return {maker_id: contract.payout_minimum for maker_id, contract in held.items()}


def _makers_with_account(session: Session, terms: Terms, *, after: int, limit: int) -> list[int]:
    owner = owner_id()
    query = select(owner).join(Account, Account.maker_id == Maker.id)
    query = query.where(Account.kind == "payable", owner > after)
    if terms.only is not None:
        query = query.where(owner.in_(terms.only))
    return list(session.scalars(query.distinct().order_by(owner).limit(limit)))


def _previous(session: Session, maker_ids: Sequence[int]) -> dict[int, tuple[int, int, date]]:
    newest = (
        select(func.max(Statement.id))
        .where(Statement.maker_id.in_(maker_ids))
        .group_by(Statement.maker_id)
    )
    rows = session.execute(
        select(Statement.maker_id, Statement.id, Statement.closing, SettlementRun.cutoff)
        .join(SettlementRun, SettlementRun.id == Statement.run_id)
        .where(Statement.id.in_(newest))
    )
    return {maker_id: (number, closing, cutoff) for maker_id, number, closing, cutoff in rows}


def _unstated(side: Any, maker_ids: Sequence[int]) -> Any:
    """Entries with a maker's account on `side`, and the sale that each one waits with.

    Of a merge, what stood on a statement stands once more, on the side of the one who stays. What
    stood on none goes along by itself, entry by entry, so its sum stands nowhere.
    """
    return (
        select(
            Entry.id,
            Entry.amount,
            Entry.business_date,
            Entry.reason,
            Entry.source_kind,
            Entry.source_id,
            Account.maker_id,
            owner_id().label("owner_id"),
            _claimed(func.coalesce(OriginSale.id, Sale.id)).label("claimed"),
            func.coalesce(OriginSale.business_date, Sale.business_date).label("sold_on"),
            OriginOn.entry_id.is_not(None).label("origin_settled"),
        )
        .join(Account, Account.id == side)
        .join(Maker, Maker.id == Account.maker_id)
        .outerjoin(MakerMerge, _is_source(Entry, "maker_merge", MakerMerge.id))
        .outerjoin(StatementEntry, _stands_on(StatementEntry, Entry, Account.maker_id))
        .outerjoin(SaleLine, _is_source(Entry, "sale_line", SaleLine.id))
        .outerjoin(Tender, _is_source(Entry, "tender", Tender.id))
        .outerjoin(Sale, Sale.id == func.coalesce(SaleLine.sale_id, Tender.sale_id))
        .outerjoin(Origin, Origin.id == SaleLine.return_of_id)
        .outerjoin(OriginSale, OriginSale.id == Origin.sale_id)
        .outerjoin(
            OriginEntry,
            and_(_is_source(OriginEntry, "sale_line", Origin.id), OriginEntry.reason == "share"),
        )
        .outerjoin(OriginOn, _stands_on(OriginOn, OriginEntry, Account.maker_id))
        .where(
            Account.kind == "payable",
            owner_id().in_(maker_ids),
            or_(
                MakerMerge.id.is_(None),
                and_(Entry.reason == "stated", Account.maker_id == MakerMerge.into_id),
            ),
            StatementEntry.entry_id.is_(None),
        )
    )


def _claimed(sale_id: Any) -> ColumnElement[bool]:
    """Whether a sale has QRIS money that nobody has seen and nobody has vouched for."""
    return exists(
        select(Claim.id)
        .outerjoin(TenderConfirmation, TenderConfirmation.tender_id == Claim.id)
        .where(
            Claim.sale_id == sale_id,
            Claim.kind == "qris",
            Claim.amount > 0,
            TenderConfirmation.tender_id.is_(None),
        )
        .correlate(Sale, OriginSale)
    )


def _is_source(entry: Any, kind: str, row_id: Any) -> ColumnElement[bool]:
    return and_(entry.source_kind == kind, entry.source_id == row_id)


def _stands_on(on: Any, entry: Any, maker_id: Any) -> ColumnElement[bool]:
    return and_(on.entry_id == entry.id, on.maker_id == maker_id)


def _open_entry(row: Row[Any], sign: int, *, cutoff: date, hold_days: int) -> OpenEntry:
    facts = Facts(
        booked_on=row.business_date,
        sold_on=row.sold_on,
        claimed=bool(row.claimed),
        origin_settled=bool(row.origin_settled),
    )
    return OpenEntry(
        id=row.id,
        maker_id=row.maker_id,
        owner_id=row.owner_id,
        effect=sign * row.amount,
        booked_on=row.business_date,
        reason=row.reason,
        source_kind=row.source_kind,
        source_id=row.source_id,
        state=state_of(facts, cutoff=cutoff, hold_days=hold_days),
    )
