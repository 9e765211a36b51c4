"""Reads about transfers: what is on its way, and what became of the rest."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, selectinload

from catalogue.products.models import ProductPrice
from catalogue.stock import queries as stock
from catalogue.stock.bazars.models import Bazar
from catalogue.stock.cards.sources import Paper, explains
from catalogue.stock.transfers.models import OUTCOMES, Transfer, TransferLine, TransferOutcome
from core.errors import NotFound
from core.i18n import _

ON_ITS_WAY = ("sent", "received")


@dataclass(frozen=True)
class Standing:
    """A line of a transfer with what became of its pieces, by kind of outcome."""

    line: TransferLine
    became: dict[str, int] = field(default_factory=dict)

    @property
    def in_transit(self) -> int:
        """Pieces that nobody has accounted for yet."""
        return self.line.quantity - sum(self.became.values())

    @property
    def left_to_scan(self) -> int:
        """Pieces in transit that are not among the scanned ones."""
        return self.in_transit - self.line.scanned


@dataclass(frozen=True)
class OnTheWay:
    """Pieces of one product that a transfer carries."""

    transfer_id: int
    number: str
    origin_id: int
    destination_id: int
    pieces: int


@dataclass(frozen=True)
class Sums:
    """A transfer in numbers: kinds, pieces, how many of them are in transit, value in rupiah."""

    kinds: int = 0
    pieces: int = 0
    in_transit: int = 0
    value: int = 0

    def underway(self, state: str) -> int:
        """Return the pieces in transit of a transfer in that state: a draft has none."""
        return self.in_transit if state in ON_ITS_WAY else 0


def require(session: Session, transfer_id: int) -> Transfer:
    """Return the transfer with its lines, or raise NotFound."""
    return _found(session, _whole(transfer_id))


def lock(session: Session, transfer_id: int) -> Transfer:
    """Return the transfer with its lines as they stand now, locked until this transaction ends.

    Every change begins here, so that two people who scan, send or receive at once take turns.
    """
    # The row first, then its lines: what somebody else just wrote must be seen.
    session.execute(select(Transfer.id).where(Transfer.id == transfer_id).with_for_update())
    statement = _whole(transfer_id).execution_options(populate_existing=True)
    return _found(session, statement)


def _whole(transfer_id: int) -> Select[Transfer]:
    return select(Transfer).where(Transfer.id == transfer_id).options(selectinload(Transfer.lines))


def _found(session: Session, statement: Select[Transfer]) -> Transfer:
    transfer = session.scalar(statement)
    if transfer is None:
        raise NotFound(_("Pindahan barang ini tidak ada dalam daftar."))
    return transfer


def line_of(transfer: Transfer, line_id: int) -> TransferLine:
    """Return a line of this very transfer, or raise NotFound."""
    found = next((line for line in transfer.lines if line.id == line_id), None)
    if found is None:
        raise NotFound(_("Baris ini sudah tidak ada dalam daftar."))
    return found


def standings(session: Session, transfer: Transfer) -> list[Standing]:
    """Return each line of a transfer with what became of its pieces."""
    became: dict[int, dict[str, int]] = {}
    rows = session.execute(
        select(TransferOutcome.line_id, TransferOutcome.kind, func.sum(TransferOutcome.quantity))
        .where(TransferOutcome.line_id.in_([line.id for line in transfer.lines]))
        .group_by(TransferOutcome.line_id, TransferOutcome.kind)
    )
    for line_id, kind, pieces in rows:
        became.setdefault(line_id, {})[kind] = int(pieces)
    return [Standing(line, became.get(line.id, {})) for line in transfer.lines]


def beyond_record(session: Session, transfer: Transfer) -> dict[int, int]:
    """Return {product: pieces on record} for counted goods of which a draft takes more than that.

    Lots are not told apart: pieces count, whatever date stands on them.
    """
    wanted: dict[int, int] = {}
    for line in transfer.lines:
        if not line.product.is_unique:
            wanted[line.product_id] = wanted.get(line.product_id, 0) + line.quantity
    here = stock.on_hand_of(session, wanted)
    left = {
        product_id: here.get(product_id, {}).get(transfer.origin_id, 0) for product_id in wanted
    }
    return {p: max(left[p], 0) for p, pieces in wanted.items() if pieces > left[p]}


def outcomes_of(session: Session, transfer_id: int) -> list[TransferOutcome]:
    """Return what was booked about a transfer's pieces, in order."""
    return list(
        session.scalars(
            select(TransferOutcome)
            .join(TransferLine, TransferLine.id == TransferOutcome.line_id)
            .where(TransferLine.transfer_id == transfer_id)
            .order_by(TransferOutcome.id)
        )
    )


def in_transit(session: Session, product_ids: Iterable[int]) -> dict[int, list[OnTheWay]]:
    """Return what is on its way of these products, by product, the oldest transfer first."""
    open_pieces = _open_pieces()
    rows = session.execute(
        select(
            TransferLine.product_id, Transfer.id, Transfer.number, Transfer.origin_id,
            Transfer.destination_id, func.sum(open_pieces),
        )
        .join(Transfer, Transfer.id == TransferLine.transfer_id)
        .where(
            Transfer.state.in_(ON_ITS_WAY),
            TransferLine.product_id.in_(list(product_ids)),
            open_pieces > 0,
        )
        .group_by(
            TransferLine.product_id, Transfer.id, Transfer.number, Transfer.origin_id,
            Transfer.destination_id,
        )
        .order_by(Transfer.id)
    )  # fmt: skip
    found: dict[int, list[OnTheWay]] = {}
    for product_id, transfer_id, number, origin, destination, pieces in rows:
        found.setdefault(product_id, []).append(
            OnTheWay(transfer_id, number or "", origin, destination, int(pieces))
        )
    return found


def in_transit_to(session: Session) -> dict[int, list[int]]:
    """Return every product that is on its way somewhere with the outlets it is carried to."""
    rows = session.execute(
        select(TransferLine.product_id, Transfer.destination_id)
        .join(Transfer, Transfer.id == TransferLine.transfer_id)
        .where(Transfer.state.in_(ON_ITS_WAY), _open_pieces() > 0)
        .distinct()
        .order_by(TransferLine.product_id, Transfer.destination_id)
    )
    found: dict[int, list[int]] = {}
    for product_id, outlet_id in rows:
        found.setdefault(product_id, []).append(outlet_id)
    return found


def line_on_its_way(session: Session, product_id: int) -> TransferLine | None:
    """Return the line of a transfer in which a unique piece is in transit, or None."""
    return session.scalar(
        select(TransferLine)
        .join(Transfer, Transfer.id == TransferLine.transfer_id)
        .where(
            Transfer.state.in_(ON_ITS_WAY),
            TransferLine.product_id == product_id,
            _open_pieces() > 0,
        )
        .order_by(TransferLine.id)
        .limit(1)
    )


def pieces_in_transit(session: Session) -> int:
    """Return how many pieces of the house are on their way, all transfers together."""
    pieces = session.scalar(
        select(func.coalesce(func.sum(_open_pieces()), 0))
        .select_from(TransferLine)
        .join(Transfer, Transfer.id == TransferLine.transfer_id)
        .where(Transfer.state.in_(ON_ITS_WAY))
    )
    return int(pieces or 0)


def counts(session: Session) -> dict[str, int]:
    """Return how many transfers there are by the tabs of their list."""
    rows = session.execute(select(Transfer.state, func.count()).group_by(Transfer.state))
    by_state = {state: int(count) for state, count in rows}
    return {
        "": sum(n for state, n in by_state.items() if state != "cancelled"),
        "draft": by_state.get("draft", 0),
        "way": sum(by_state.get(state, 0) for state in ON_ITS_WAY),
        "closed": by_state.get("closed", 0),
    }


def stalls_of_bazars(session: Session) -> set[int]:
    """Return the ids of the outlets that an open bazar has to itself."""
    return set(session.scalars(select(Bazar.outlet_id).where(Bazar.state == "open")))


def incoming(session: Session, outlet_ids: Collection[int]) -> list[Transfer]:
    """Return the transfers that are on their way to these outlets, oldest first."""
    return list(
        session.scalars(
            select(Transfer)
            .where(Transfer.state.in_(ON_ITS_WAY), Transfer.destination_id.in_(outlet_ids))
            .order_by(Transfer.id)
        )
    )


def touching(session: Session, outlet_id: int) -> list[Transfer]:
    """Return the transfers to or from an outlet that are drafts or on their way."""
    return list(
        session.scalars(
            select(Transfer)
            .where(
                Transfer.state.in_(("draft", *ON_ITS_WAY)),
                (Transfer.origin_id == outlet_id) | (Transfer.destination_id == outlet_id),
            )
            .order_by(Transfer.id)
        )
    )


def sums_of(session: Session, transfer_ids: Collection[int]) -> dict[int, Sums]:
    """Return the numbers of each of these transfers; value is at the list price of today."""
    goods = select(TransferLine.product_id).where(TransferLine.transfer_id.in_(transfer_ids))
    newest = (
        select(func.max(ProductPrice.id))
        .where(ProductPrice.product_id.in_(goods))
        .group_by(ProductPrice.product_id)
    )
    rows = session.execute(
        select(
            TransferLine.transfer_id, func.count(), func.sum(TransferLine.quantity),
            func.sum(_open_pieces()), func.sum(TransferLine.quantity * ProductPrice.price),
        )
        .join(ProductPrice, ProductPrice.product_id == TransferLine.product_id)
        .where(TransferLine.transfer_id.in_(transfer_ids), ProductPrice.id.in_(newest))
        .group_by(TransferLine.transfer_id)
    )  # fmt: skip
    return {row[0]: Sums(*(int(value) for value in row[1:])) for row in rows}


def prices_at(session: Session, product_ids: Collection[int], *, at: datetime) -> dict[int, int]:
    """Return the list prices of products, in rupiah, as they stood at a moment."""
    newest = (
        select(func.max(ProductPrice.id))
        .where(ProductPrice.product_id.in_(product_ids), ProductPrice.set_at <= at)
        .group_by(ProductPrice.product_id)
    )
    rows = session.execute(
        select(ProductPrice.product_id, ProductPrice.price).where(ProductPrice.id.in_(newest))
    )
    return {row.product_id: row.price for row in rows}


def names_of_outcomes() -> dict[str, str]:
    """Return what each kind of outcome is called."""
    names = (
        _("diterima"), _("ketemu di tempat asal"), _("salah tulis, tidak dikirim"), _("hilang"),
        _("terlihat sebelum diterima"),
    )  # fmt: skip
    return dict(zip(OUTCOMES, names, strict=True))


def _open_pieces() -> ColumnElement[int]:
    """Pieces of a line that nobody has accounted for."""
    accounted = (
        select(func.coalesce(func.sum(TransferOutcome.quantity), 0))
        .where(TransferOutcome.line_id == TransferLine.id)
        .correlate(TransferLine)
        .scalar_subquery()
    )
    return TransferLine.quantity - accounted


@explains("transfer_line")
def _sent(session: Session, ids: Collection[int]) -> dict[int, Paper]:
    rows = session.execute(
        select(TransferLine.id, Transfer.id, Transfer.number)
        .join(Transfer, Transfer.id == TransferLine.transfer_id)
        .where(TransferLine.id.in_(ids))
    )
    return {line_id: _paper(transfer_id, number) for line_id, transfer_id, number in rows}


@explains("transfer_outcome")
def _became(session: Session, ids: Collection[int]) -> dict[int, Paper]:
    rows = session.execute(
        select(TransferOutcome.id, Transfer.id, Transfer.number)
        .join(TransferLine, TransferLine.id == TransferOutcome.line_id)
        .join(Transfer, Transfer.id == TransferLine.transfer_id)
        .where(TransferOutcome.id.in_(ids))
    )
    return {outcome_id: _paper(transfer_id, number) for outcome_id, transfer_id, number in rows}


def _paper(transfer_id: int, number: str | None) -> Paper:
    return Paper(_("Pindahan %(number)s", number=number), f"/manage/transfers/{transfer_id}")
