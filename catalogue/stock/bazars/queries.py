"""Reads about bazars: which there are, and what became of the goods that were taken."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from catalogue.outlets.models import Outlet
from catalogue.products.models import Product
from catalogue.stock.bazars.models import Bazar
from catalogue.stock.departures.queries import COMEBACK
from catalogue.stock.models import Movement, StockLevel
from catalogue.stock.transfers import queries as transfers
from catalogue.stock.transfers.models import Transfer, TransferLine, TransferOutcome
from core.errors import NotFound
from core.i18n import _

CAME = ("transferred_in", "found", "received", "opening")
SOLD = ("sold", "customer_return")
WENT = ("transferred_out", "correction", "returned_to_maker")
GIVEN_UP = ("lost", "damaged", "counted")


@dataclass(frozen=True)
class Taken:
    """A product at a bazar: pieces taken, sold (net), brought back, given up as lost or damaged."""

    product: Product
    taken: int
    sold: int
    returned: int
    lost: int

    @property
    def missing(self) -> int:
        """Pieces nobody has accounted for; below zero where more were sold than were taken."""
        return self.taken - self.sold - self.returned - self.lost


def require(session: Session, bazar_id: int) -> Bazar:
    """Return the bazar, or raise NotFound."""
    bazar = session.get(Bazar, bazar_id)
    if bazar is None:
        raise NotFound(_("Bazar ini tidak ada dalam daftar."))
    return bazar


def lock(session: Session, bazar_id: int) -> Bazar:
    """Return the bazar, locked until this transaction ends, or raise NotFound."""
    statement = select(Bazar).where(Bazar.id == bazar_id).with_for_update(of=Bazar)
    bazar = session.scalar(statement.execution_options(populate_existing=True))
    if bazar is None:
        raise NotFound(_("Bazar ini tidak ada dalam daftar."))
    return bazar


def free_outlets(session: Session) -> list[Outlet]:
    """Return the outlets without goods, without a bazar and without goods on their way."""
    full = (
        select(StockLevel.outlet_id)
        .group_by(StockLevel.outlet_id, StockLevel.product_id)
        .having(func.sum(StockLevel.on_hand) != 0)
    )
    busy = select(Bazar.outlet_id).where(Bazar.state == "open")
    open_states = ("draft", *transfers.ON_ITS_WAY)
    leaving = select(Transfer.origin_id).where(Transfer.state.in_(open_states))
    coming = select(Transfer.destination_id).where(Transfer.state.in_(open_states))
    return list(
        session.scalars(
            select(Outlet)
            .where(
                Outlet.archived_at.is_(None), Outlet.is_main.is_(False),
                *(Outlet.id.not_in(taken) for taken in (full, busy, leaving, coming)),
            )
            .order_by(Outlet.name)
        )
    )  # fmt: skip


def last_day_sold(session: Session, outlet_id: int) -> date | None:
    """Return the newest business date on which goods were sold at an outlet, or None."""
    return session.scalar(
        select(func.max(Movement.business_date)).where(
            Movement.outlet_id == outlet_id, Movement.reason.in_(SOLD)
        )
    )


def transfers_of(session: Session, bazar_id: int) -> list[Transfer]:
    """Return the transfers of a bazar, out and back, in order; cancelled ones are left out."""
    return list(
        session.scalars(
            select(Transfer)
            .where(Transfer.bazar_id == bazar_id, Transfer.state != "cancelled")
            .order_by(Transfer.id)
        )
    )


def goods_of(session: Session, bazar: Bazar) -> list[Taken]:
    """Return what became of each product of a bazar, by title.

    The stall began without goods, so all that moved there is the bazar's; what is still on its way
    there counts as taken, and what was given up on the way as taken and lost.
    """
    moved = _moved(session, bazar)
    on_the_way = _underway(session, bazar)
    lost = _lost_underway(session, bazar)
    ids = moved.keys() | on_the_way.keys() | lost.keys()
    rows = []
    for product in _products(session, ids):
        came, sold, went, given_up = moved.get(product.id, (0, 0, 0, 0))
        gone = lost.get(product.id, 0)
        taken = came + on_the_way.get(product.id, 0) + gone
        rows.append(Taken(product, taken, sold, went, given_up + gone))
    return rows


def _products(session: Session, ids: Iterable[int]) -> list[Product]:
    return list(
        session.scalars(
            select(Product).where(Product.id.in_(list(ids))).order_by(Product.title_key, Product.id)
        )
    )


def _moved(session: Session, bazar: Bazar) -> dict[int, tuple[int, int, int, int]]:
    # A lost piece that turned up again is no longer lost, rather than taken once more.
    found_again = Movement.source_kind == COMEBACK

    def pieces(*moved: ColumnElement[bool], sign: int) -> ColumnElement[int]:
        counted = case((or_(*moved), sign * Movement.quantity), else_=0)
        return func.coalesce(func.sum(counted), 0)

    where = [Movement.outlet_id == bazar.outlet_id, Movement.at >= bazar.created_at]
    if bazar.closed_at is not None:
        where.append(Movement.at <= bazar.closed_at)
    rows = session.execute(
        select(
            Movement.product_id,
            pieces(Movement.reason.in_(CAME) & ~found_again, sign=1),
            pieces(Movement.reason.in_(SOLD), sign=-1),
            pieces(Movement.reason.in_(WENT) & ~found_again, sign=-1),
            pieces(Movement.reason.in_(GIVEN_UP), found_again, sign=-1),
        )
        .where(*where)
        .group_by(Movement.product_id)
    )  # fmt: skip
    return {row[0]: (int(row[1]), int(row[2]), int(row[3]), int(row[4])) for row in rows}


def _underway(session: Session, bazar: Bazar) -> dict[int, int]:
    """Return the pieces that are still on their way to the stall, by product."""
    found: dict[int, int] = {}
    if bazar.state != "open":
        return found
    for transfer in transfers.incoming(session, [bazar.outlet_id]):
        for row in transfers.standings(session, transfer):
            found[row.line.product_id] = found.get(row.line.product_id, 0) + row.in_transit
    return {product_id: pieces for product_id, pieces in found.items() if pieces}


def _lost_underway(session: Session, bazar: Bazar) -> dict[int, int]:
    """Return the pieces given up on the way to the stall, by product."""
    until = [] if bazar.closed_at is None else [TransferOutcome.at <= bazar.closed_at]
    rows = session.execute(
        select(TransferLine.product_id, func.sum(TransferOutcome.quantity))
        .join(TransferLine, TransferLine.id == TransferOutcome.line_id)
        .join(Transfer, Transfer.id == TransferLine.transfer_id)
        .where(
            TransferOutcome.kind == "lost",
            Transfer.destination_id == bazar.outlet_id,
            Transfer.sent_at >= bazar.created_at,
            *until,
        )
        .group_by(TransferLine.product_id)
    )
    return {product_id: int(pieces) for product_id, pieces in rows}
