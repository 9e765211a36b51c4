"""What becomes of goods on their way: scanned in, found again, given up, or seen elsewhere.

Every piece is accounted for once. The record is only added to: an outcome is a row, and a movement
that puts the pieces on hand somewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.outlets.models import Outlet
from catalogue.products.models import Product
from catalogue.stock import queries as stock
from catalogue.stock import service as stock_service
from catalogue.stock.models import Movement, StockLevel
from catalogue.stock.transfers import queries
from catalogue.stock.transfers.models import Transfer, TransferLine, TransferOutcome
from core.clock import local_date
from core.errors import Refused
from core.i18n import _
from core.users import service as people


class NotOnTheList(Refused):
    """The goods are not on this transfer, or all of them were counted already."""


@dataclass(frozen=True)
class Fate:
    """What became of some pieces of a line, and where they are on record from now on."""

    line: TransferLine
    kind: str
    outlet: Outlet
    quantity: int
    note: str = ""


def scan(session: Session, transfer: Transfer, product: Product) -> TransferLine:
    """Count one piece that arrived; `take_in` books what was counted.

    Raises NotOnTheList for goods that are not expected, or not so many.
    """
    _require_on_its_way(transfer)
    rows = [s for s in queries.standings(session, transfer) if s.line.product_id == product.id]
    row = next((row for row in rows if row.left_to_scan > 0), None)
    if row is None:
        raise NotOnTheList(_surplus(transfer, product, listed=bool(rows)), field="q")
    row.line.scanned += 1
    session.flush()
    return row.line


def _surplus(transfer: Transfer, product: Product, *, listed: bool) -> str:
    if listed:
        return _(
            "%(title)s sudah lengkap. Kalau ada lebih, pisahkan dan tanyakan ke %(place)s.",
            title=product.title, place=transfer.origin.name,
        )  # fmt: skip
    return _(
        "%(title)s tidak ada di daftar ini. Pisahkan dan tanyakan ke %(place)s.",
        title=product.title, place=transfer.origin.name,
    )  # fmt: skip


def count(session: Session, transfer: Transfer, pieces: Mapping[int, int]) -> None:
    """Set how many pieces of each line (by id) were counted at arrival and are not booked yet."""
    _require_on_its_way(transfer)
    rows = {row.line.id: row for row in queries.standings(session, transfer)}
    for line_id, counted in pieces.items():
        row = rows.get(line_id)
        if row is None or not 0 <= counted <= row.in_transit:
            raise Refused(
                _("Paling banyak %(n)s yang masih di perjalanan.", n=row.in_transit if row else 0),
                field=f"scanned-{line_id}",
            )
        row.line.scanned = counted
    session.flush()


def take_in(session: Session, transfer: Transfer, *, by: int | None, at: datetime) -> int:
    """Book what was counted as received at the destination and return how many pieces that was.

    What was not counted stays in transit. Raises Refused where nothing was counted.
    """
    _require_on_its_way(transfer)
    counted = [(line, line.scanned) for line in transfer.lines if line.scanned]
    if not counted:
        raise Refused(_("Belum ada yang dipindai. Pindai barang yang sampai dulu."), field="q")
    for line, _pieces in counted:
        line.scanned = 0
    return _receive(session, transfer, counted, by=by, at=at)


def take_all(session: Session, transfer: Transfer, *, by: int | None, at: datetime) -> int:
    """Book all that is in transit as received and return how many pieces that was."""
    _require_on_its_way(transfer)
    rows = queries.standings(session, transfer)
    left = [(row.line, row.in_transit) for row in rows if row.in_transit]
    return _receive(session, transfer, left, by=by, at=at)


def _receive(
    session: Session, transfer: Transfer, pieces: Sequence[tuple[TransferLine, int]], *,
    by: int | None, at: datetime,
) -> int:  # fmt: skip
    fates = [Fate(line, "received", transfer.destination, count) for line, count in pieces]
    book(session, transfer, fates, by=by, at=at)
    people.record(
        session, "transfer.received", kind="transfer", subject_id=transfer.id, by=by, at=at
    )
    return sum(fate.quantity for fate in fates)


def decide(
    session: Session,
    transfer: Transfer,
    line: TransferLine,
    kind: str,
    quantity: int,
    *,
    note: str = "",
    source: tuple[str, int] | None = None,
    by: int | None,
    at: datetime,
) -> TransferOutcome:
    """Decide what became of pieces that did not arrive: returned, corrected or lost.

    All three put them back on the origin's record; from there the lost ones are given up, on the
    record that `source` names (`losing.py`). Raises Refused for more pieces than are missing.
    """
    assert kind in ("returned", "corrected", "lost"), kind
    _require_on_its_way(transfer)
    row = next(r for r in queries.standings(session, transfer) if r.line.id == line.id)
    if not 0 < quantity <= row.in_transit:
        raise Refused(
            _("Paling banyak %(n)s yang masih di perjalanan.", n=row.in_transit),
            field=f"quantity-{line.id}",
        )
    fate = Fate(line, kind, transfer.origin, quantity, note.strip())
    [outcome] = book(session, transfer, [fate], by=by, at=at, source=source)
    people.record(
        session, "transfer.decided", kind="transfer", subject_id=transfer.id, by=by, at=at,
        detail={"title": line.product.title, "n": quantity, "kind": kind},
    )  # fmt: skip
    return outcome


def bring_here(
    session: Session,
    product_id: int,
    outlet_id: int,
    *,
    source: tuple[str, int],
    business_date: date,
    by: int | None,
    at: datetime,
) -> None:
    """Make the record say that a unique piece is where somebody holds it in the hand.

    In transit, it is accounted for there; on hand elsewhere, it is corrected away from there;
    otherwise it is found. A piece that is on record here stays as it is.
    """
    if stock.on_hand(session, product_id, outlet_id) > 0:
        return
    line = queries.line_on_its_way(session, product_id)
    if line is not None:
        transfer = queries.lock(session, line.transfer_id)
        line = queries.line_of(transfer, line.id)
        fate = Fate(line, "seen", session.get_one(Outlet, outlet_id), 1)
        book(session, transfer, [fate], by=by, at=at, source=source, on=business_date)
    missing = 1 - stock.on_hand(session, product_id, outlet_id)
    elsewhere = stock.on_hand_of(session, [product_id]).get(product_id, {})
    moves = [(other, -n, "correction") for other, n in sorted(elsewhere.items())
             if other != outlet_id and n > 0 and missing > 0]  # fmt: skip
    if missing > 0:
        moves.append((outlet_id, missing, "found"))
    for where, pieces, reason in moves:
        stock_service.move(
            session, product_id, where, pieces, reason=reason, source=source,
            business_date=business_date, by=by, at=at,
        )  # fmt: skip


def book(
    session: Session,
    transfer: Transfer,
    fates: Sequence[Fate],
    *,
    by: int | None,
    at: datetime,
    source: tuple[str, int] | None = None,
    on: date | None = None,
) -> list[TransferOutcome]:
    """Write outcomes with their movements; the transfer closes when nothing is in transit.

    `source` is what made somebody see a piece; `on` its business date, else the outlet's own.
    """
    kind, source_id = source or (None, None)
    outcomes = [
        TransferOutcome(
            line_id=fate.line.id, line=fate.line, kind=fate.kind, outlet_id=fate.outlet.id,
            outlet=fate.outlet, quantity=fate.quantity, note=fate.note, source_kind=kind,
            source_id=source_id, at=at, actor_id=by,
        )
        for fate in fates
    ]  # fmt: skip
    session.add_all(outcomes)
    session.flush()
    short = _sold_before_arrival(session, outcomes)
    stock_service.move_all(
        session,
        [
            Movement(
                product_id=one.line.product_id, outlet_id=one.outlet_id, lot_id=lot_id,
                quantity=pieces, reason="transferred_in", source_kind="transfer_outcome",
                source_id=one.id, business_date=on or local_date(at, one.outlet.zone), at=at,
                actor_id=by,
            )
            for one in sorted(outcomes, key=lambda one: (one.line.product_id, one.id))
            for lot_id, pieces in _by_lot(one, short)
        ],
    )  # fmt: skip
    _settle(session, transfer, at=at)
    return outcomes


def _sold_before_arrival(
    session: Session, outcomes: Sequence[TransferOutcome]
) -> dict[tuple[int, int], int]:
    """Return {(product, outlet): pieces} of goods with lots that sold there without one.

    Food that sells before anybody scanned it in leaves no lot, for there was none on record.
    """
    rows = session.execute(
        select(StockLevel.product_id, StockLevel.outlet_id, StockLevel.on_hand).where(
            StockLevel.product_id.in_([one.line.product_id for one in outcomes if one.line.lot_id]),
            StockLevel.lot_key == 0,
            StockLevel.on_hand < 0,
        )
    )
    return {(product_id, outlet_id): -pieces for product_id, outlet_id, pieces in rows}


def _by_lot(
    one: TransferOutcome, short: dict[tuple[int, int], int]
) -> list[tuple[int | None, int]]:
    """Return the pieces of an outcome by lot: those that sold already without a lot come first."""
    goods = (one.line.product_id, one.outlet_id)
    gone = min(one.quantity, short.get(goods, 0)) if one.line.lot_id else 0
    if gone:
        short[goods] -= gone
    parts = [(None, gone), (one.line.lot_id, one.quantity - gone)]
    return [(lot_id, pieces) for lot_id, pieces in parts if pieces]


def _settle(session: Session, transfer: Transfer, *, at: datetime) -> None:
    """Keep counted pieces within what is left, and close the transfer when nothing is."""
    left = 0
    for row in queries.standings(session, transfer):
        left += row.in_transit
        row.line.scanned = min(row.line.scanned, row.in_transit)
    session.flush()
    if left:
        transfer.state = "received"
    else:
        transfer.closed_at, transfer.state = at, "closed"
    session.flush()


def _require_on_its_way(transfer: Transfer) -> None:
    if transfer.is_draft:
        raise Refused(_("Barangnya belum dikirim dari %(place)s.", place=transfer.origin.name))
    if not transfer.is_on_its_way:
        raise Refused(_("Semua barang pindahan ini sudah jelas; tidak ada yang di perjalanan."))
