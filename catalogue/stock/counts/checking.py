"""What a count found against the record: line by line, and what a shortage is worth to whom."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from catalogue.products import contracts
from catalogue.products.losses import Loss, loss_share
from catalogue.products.models import Product
from catalogue.products.queries import current_prices
from catalogue.stock.counts import marks
from catalogue.stock.counts.marks import Tally
from catalogue.stock.counts.models import CountLine, StockCount
from core.db import canonical
from core.errors import Refused
from core.i18n import _

NOTHING = Loss(0, 0)
MOVED, MENDED, AGAIN = "moved", "mended", "again"
"""Why a line must be counted (anew) before it can be posted."""


@dataclass(frozen=True)
class Standing:
    """A line with what was counted, what lay at the tills, and what was expected."""

    line: CountLine
    counted: int | None
    at_till: int
    expected: int
    trouble: str
    loss: Loss = NOTHING

    @property
    def difference(self) -> int:
        """Pieces beyond the record (negative: missing)."""
        return 0 if self.counted is None else self.counted + self.at_till - self.expected


def standings(
    session: Session, count: StockCount, *, on: date, product_ids: Collection[int] | None = None
) -> list[Standing]:
    """Return every line of a count, or of some products, as it stands; losses by the contracts.

    A product's shortage over all its lots is what is lost; it stands on the lot that lacks most.
    """
    found = marks.tallies(session, count.id, product_ids=product_ids)
    found.sort(key=lambda tally: _by_maker(tally.line))
    by_mark = marks.expected(session, count, found)
    troubles = _troubles(session, count, found)
    rows = [
        Standing(
            tally.line, tally.pieces, tally.at_till, by_mark.get(tally.line.id, 0),
            troubles.get(tally.line.product_id, "") if tally.is_done else AGAIN,
        )
        if tally.line.state == "open"
        else _as_posted(tally.line)
        for tally in found
    ]  # fmt: skip
    return _with_losses(session, rows, on=on)


def _as_posted(line: CountLine) -> Standing:
    loss = Loss(line.value, line.owed)
    trouble = "" if line.state == "posted" else MENDED
    return Standing(line, line.counted, line.at_till, line.expected or 0, trouble, loss)


def _by_maker(line: CountLine) -> tuple[str, str, int, int]:
    maker = line.product.maker
    return maker.name if maker else "", line.product.title, line.product_id, line.id


def _troubles(session: Session, count: StockCount, found: Sequence[Tally]) -> dict[int, str]:
    spans: dict[int, tuple[int, int]] = {}
    lots: dict[int, int] = {}
    unsteady, on_tickets = set(), set()
    for tally in found:
        if tally.pieces is None or tally.line.state != "open":
            continue
        number = tally.line.product_id
        first, last = spans.get(number, (tally.first, tally.last))
        spans[number] = (min(first, tally.first), max(last, tally.last))
        lots[number] = lots.get(number, 0) + 1
        unsteady |= set() if tally.is_steady else {number}
        on_tickets |= {number} if tally.at_till else set()
    # Which of several lots lies on a ticket nobody knows: they wait until it is done.
    unsteady |= {number for number in on_tickets if lots[number] > 1}
    moved, mended = marks.moved_since(session, count, spans)
    return dict.fromkeys(moved | unsteady, MOVED) | dict.fromkeys(mended, MENDED)


def _with_losses(session: Session, rows: list[Standing], *, on: date) -> list[Standing]:
    short: dict[int, int] = {}
    for row in rows:
        if row.line.state == "open":
            short[row.line.product_id] = short.get(row.line.product_id, 0) + row.difference
    products = {row.line.product_id: row.line.product for row in rows}
    losses = losses_of(
        session, {products[n]: -pieces for n, pieces in short.items() if pieces < 0}, on=on
    )
    worst: dict[int, Standing] = {}
    for row in rows:
        held = worst.get(row.line.product_id)
        if held is None or row.difference < held.difference:
            worst[row.line.product_id] = row
    return [
        Standing(row.line, row.counted, row.at_till, row.expected, row.trouble,
                 losses[row.line.product_id])
        if row.line.product_id in losses and worst[row.line.product_id] is row
        else row
        for row in rows
    ]  # fmt: skip


def losses_of(session: Session, short: Mapping[Product, int], *, on: date) -> dict[int, Loss]:
    """Return what missing pieces cost whom, by product; house goods are owed to nobody.

    Raises Refused where no contract says who bears a loss.
    """
    held = contracts.all_in_force(session, list(short), on=on)
    prices = current_prices(session, [product.id for product in short])
    found = {}
    for product, pieces in short.items():
        if product.maker_id is None:
            continue
        contract = held.get(product.id)
        if contract is None:
            raise Refused(
                _("Belum ada perjanjian untuk %(title)s, jadi selisihnya belum bisa dinilai.",
                  title=product.title)
            )  # fmt: skip
        found[product.id] = loss_share(
            contract.terms, contract.loss_bearer, price=prices[product.id].price, quantity=pieces,
            commission_bps=contract.commission_bps, net_price=prices[product.id].net_price,
        )  # fmt: skip
    return found


@dataclass(frozen=True)
class Checked:
    """What a reader found before the signatures: as long as nothing is counted, it holds.

    `newest` is the last entry that it saw, `maker_ids` those whose goods were counted.
    """

    seen: str
    is_doubtful: bool
    newest: int
    maker_ids: frozenset[int | None]


def check(session: Session, count: StockCount, *, on: date) -> Checked:
    """Look a count through on a reader: for hundreds of lines that takes longer than a sale may wait."""
    rows = standings(session, count, on=on)
    return Checked(
        fingerprint(rows), any(row.trouble for row in rows), marks.newest_entry(session, count.id),
        frozenset(row.line.product.maker_id for row in rows),
    )  # fmt: skip


def fingerprint(rows: Sequence[Standing]) -> str:
    """Return what tells these figures from any others: both sign what they saw."""
    seen = [
        [row.line.id, row.line.round, row.counted, row.at_till, row.expected, row.loss.owed]
        for row in rows
    ]
    return hashlib.sha256(canonical(seen).encode()).hexdigest()[:24]
