"""Reads of what leaves other than by a sale: records, what the stock says beside them, proposals."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, exists, func, select
from sqlalchemy.orm import Session, selectinload

from catalogue.products.models import Product
from catalogue.stock.cards.sources import Paper, explains
from catalogue.stock.departures.errors import NotDraft
from catalogue.stock.departures.models import Comeback, Departure, DepartureLine
from catalogue.stock.models import Lot, Movement, StockLevel
from core.errors import NotFound
from core.i18n import _

SOURCE = "departure"
"""The kind that names a record in the activity log, a hold and a print job."""
LINE, COMEBACK = "departure_line", "comeback"
"""The `source_kind` of movements and ledger entries."""

BROUGHT = ("received", "opening", "transferred_in")


def require(session: Session, departure_id: int, *, kind: str) -> Departure:
    """Return a record of that kind with its lines, or raise NotFound."""
    found = session.scalar(
        select(Departure)
        .where(Departure.id == departure_id, Departure.kind == kind)
        .options(selectinload(Departure.lines))
    )
    if found is None:
        raise NotFound(_("Berita acara ini tidak ada dalam daftar."))
    return found


def lock_draft(session: Session, departure: Departure) -> None:
    """Lock a record to write on it; refuse one that is signed or cancelled by now."""
    lock(session, departure)
    if departure.state == "done":
        raise NotDraft(_("Berita acara ini sudah ditandatangani, jadi tidak bisa diubah lagi."))
    if departure.state == "cancelled":
        raise NotDraft(_("Catatan ini sudah dibuang."))


def lock(session: Session, departure: Departure) -> None:
    """Let nobody else sign or write a counter-entry on this record until this transaction ends."""
    session.execute(select(Departure.id).where(Departure.id == departure.id).with_for_update())
    session.refresh(departure)


@dataclass(frozen=True)
class Sum:
    """What a record comes to: kinds of goods, pieces, list value and what the house owes."""

    kinds: int
    pieces: int
    listed: int
    owed: int


def sums_of(session: Session, departure_ids: Iterable[int]) -> dict[int, Sum]:
    """Return what each of these records comes to."""
    rows = session.execute(
        select(
            DepartureLine.departure_id, func.count(), func.sum(DepartureLine.quantity),
            func.sum(DepartureLine.quantity * DepartureLine.price), func.sum(DepartureLine.owed),
        )
        .where(DepartureLine.departure_id.in_(list(departure_ids)))
        .group_by(DepartureLine.departure_id)
    )  # fmt: skip
    return {row[0]: Sum(*(int(value) for value in row[1:])) for row in rows}


def given_back_by(session: Session, product_id: int) -> str | None:
    """Return the number of the record by which a unique piece is with its maker now, or None."""
    last = session.scalar(
        select(Movement)
        .where(Movement.product_id == product_id)
        .order_by(Movement.id.desc())
        .limit(1)
    )
    if last is None or last.reason != "returned_to_maker":
        return None
    return session.scalar(
        select(Departure.number)
        .join(DepartureLine, DepartureLine.departure_id == Departure.id)
        .where(DepartureLine.id == last.source_id)
    )


def sold_after_all() -> ColumnElement[bool]:
    """Pick the losses with a unique piece that was compensated and then sold: money to take back."""
    came_back = exists(select(Comeback.id).where(Comeback.line_id == DepartureLine.id))
    found_at_a_till = exists(
        select(Movement.id).where(
            Movement.product_id == DepartureLine.product_id,
            Movement.reason == "found",
            Movement.source_kind == "sale_line",
            Movement.at >= Departure.done_at,
        )
    )
    return exists(
        select(DepartureLine.id)
        .join(Product, Product.id == DepartureLine.product_id)
        .where(
            DepartureLine.departure_id == Departure.id,
            DepartureLine.owed > 0,
            Product.kind == "unique",
            ~came_back,
            found_at_a_till,
        )
    )


Key = tuple[int, int]
"""A product and a lot (0: goods without one)."""


def on_hand(session: Session, outlet_id: int, product_ids: Collection[int]) -> dict[Key, int]:
    """Return what is on record at an outlet of these products, by lot."""
    rows = session.execute(
        select(StockLevel.product_id, StockLevel.lot_key, StockLevel.on_hand).where(
            StockLevel.outlet_id == outlet_id, StockLevel.product_id.in_(product_ids)
        )
    )
    return {(product_id, lot_key): pieces for product_id, lot_key, pieces in rows}


def beyond_record(session: Session, departure: Departure) -> dict[int, int]:
    """Return {line: on record} for the lines that take more than is on record at the outlet."""
    here = on_hand(session, departure.outlet_id, {line.product_id for line in departure.lines})
    found = {}
    for line in departure.lines:
        key = (line.product_id, line.lot_id or 0)
        left = here.get(key, 0)
        if line.quantity > left:
            found[line.id] = max(left, 0)
        here[key] = left - line.quantity
    return found


def lots_of_lines(session: Session, departure: Departure) -> dict[int, list[Lot]]:
    """Return {product: its lots, the earliest expiry first} for the goods on a record."""
    rows = session.scalars(
        select(Lot)
        .where(Lot.product_id.in_({line.product_id for line in departure.lines}))
        .order_by(Lot.expires_on)
    )
    found: dict[int, list[Lot]] = {}
    for lot in rows:
        found.setdefault(lot.product_id, []).append(lot)
    return found


@dataclass(frozen=True)
class Proposed:
    """Goods of a maker that stand at an outlet: how many, since when, when one last sold there."""

    product: Product
    lot: Lot | None
    pieces: int
    since: date | None
    sold_on: date | None

    @property
    def key(self) -> str:
        """The name of this row in a form."""
        return f"{self.product.id}-{self.lot.id if self.lot else 0}"


def proposal(session: Session, maker_id: int, outlet_id: int) -> list[Proposed]:
    """Return everything of a maker that is on record at an outlet, what came first on top."""
    days = (
        select(
            Movement.product_id,
            func.min(case((Movement.reason.in_(BROUGHT), Movement.business_date))).label("since"),
            func.max(case((Movement.reason == "sold", Movement.business_date))).label("sold_on"),
        )
        .join(Product, Product.id == Movement.product_id)
        .where(Movement.outlet_id == outlet_id, Product.maker_id == maker_id)
        .group_by(Movement.product_id)
        .subquery()
    )
    rows = session.execute(
        select(Product, Lot, StockLevel.on_hand, days.c.since, days.c.sold_on)
        .select_from(StockLevel)
        .join(Product, Product.id == StockLevel.product_id)
        .outerjoin(Lot, Lot.id == StockLevel.lot_key)
        .outerjoin(days, days.c.product_id == Product.id)
        .where(
            StockLevel.outlet_id == outlet_id, StockLevel.on_hand > 0,
            Product.maker_id == maker_id,
        )
        .order_by(days.c.since, Product.title, Product.id, Lot.expires_on)
    )  # fmt: skip
    return [
        Proposed(product, lot, pieces, since, sold) for product, lot, pieces, since, sold in rows
    ]


# -- what stock cards say ---------------------------------------------------------------------------


def path_of(departure: Departure) -> str:
    """Return the path of a record's page."""
    area = "returns" if departure.kind == "return" else "losses"
    return f"/manage/{area}/{departure.id}"


def name_of(departure: Departure) -> str:
    """Return what people call a record: Retur RT000001."""
    if departure.kind == "return":
        return _("Retur %(number)s", number=departure.number)
    return _("Berita acara %(number)s", number=departure.number)


@explains(LINE)
def _records(session: Session, ids: Collection[int]) -> dict[int, Paper]:
    rows = session.execute(
        select(DepartureLine.id, Departure)
        .join(Departure, Departure.id == DepartureLine.departure_id)
        .where(DepartureLine.id.in_(ids))
    )
    return {line_id: Paper(name_of(found), path_of(found)) for line_id, found in rows}


@explains(COMEBACK)
def _comebacks(session: Session, ids: Collection[int]) -> dict[int, Paper]:
    rows = session.execute(
        select(Comeback.id, Departure)
        .join(DepartureLine, DepartureLine.id == Comeback.line_id)
        .join(Departure, Departure.id == DepartureLine.departure_id)
        .where(Comeback.id.in_(ids))
    )
    return {
        comeback_id: Paper(_("Koreksi atas %(number)s", number=found.number), path_of(found))
        for comeback_id, found in rows
    }
