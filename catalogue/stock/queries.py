"""Reads about stock: on hand, lots, holds and consignments."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import func, literal_column, select, true
from sqlalchemy.orm import Session, selectinload

from catalogue.stock.models import (
    Consignment,
    ConsignmentLine,
    Lot,
    Movement,
    Reservation,
    StockLevel,
)
from core.errors import NotFound
from core.i18n import _


def on_hand(session: Session, product_id: int, outlet_id: int | None = None) -> int:
    """Return the pieces on record of a product, at one outlet or at all."""
    where = [StockLevel.product_id == product_id]
    if outlet_id is not None:
        where.append(StockLevel.outlet_id == outlet_id)
    return session.scalar(select(func.coalesce(func.sum(StockLevel.on_hand), 0)).where(*where)) or 0


def on_hand_of(session: Session, product_ids: Iterable[int]) -> dict[int, dict[int, int]]:
    """Return {product: {outlet: pieces}} for a page of products, zeros left out."""
    found: dict[int, dict[int, int]] = {}
    rows = session.execute(
        select(StockLevel.product_id, StockLevel.outlet_id, func.sum(StockLevel.on_hand))
        .where(StockLevel.product_id.in_(list(product_ids)))
        .group_by(StockLevel.product_id, StockLevel.outlet_id)
    )
    for product_id, outlet_id, pieces in rows:
        if pieces:
            found.setdefault(product_id, {})[outlet_id] = int(pieces)
    return found


def lot(session: Session, product_id: int, expires_on: date) -> Lot | None:
    """Return the lot of a product that expires on a day, or None."""
    return session.scalar(
        select(Lot).where(Lot.product_id == product_id, Lot.expires_on == expires_on)
    )


def lots(session: Session, product_ids: Collection[int]) -> dict[tuple[int, date], Lot]:
    """Return every lot of these products, by product and day."""
    rows = session.scalars(select(Lot).where(Lot.product_id.in_(product_ids)))
    return {(lot.product_id, lot.expires_on): lot for lot in rows}


def lots_on_hand(session: Session, product_id: int, outlet_id: int) -> list[tuple[Lot | None, int]]:
    """Return what is on hand at an outlet by lot, the earliest expiry first, goods without last."""
    return all_lots_on_hand(session, [product_id], outlet_id).get(product_id, [])


def all_lots_on_hand(
    session: Session, product_ids: Collection[int], outlet_id: int
) -> dict[int, list[tuple[Lot | None, int]]]:
    """Return the same for several products, by product; those without stock are left out."""
    rows = session.execute(
        select(StockLevel.product_id, Lot, StockLevel.on_hand)
        .select_from(StockLevel)
        .outerjoin(Lot, Lot.id == StockLevel.lot_key)
        .where(
            StockLevel.product_id.in_(product_ids),
            StockLevel.outlet_id == outlet_id,
            StockLevel.on_hand > 0,
        )
        .order_by(Lot.expires_on.is_(None), Lot.expires_on)
    )
    found: dict[int, list[tuple[Lot | None, int]]] = {}
    for product_id, lot, pieces in rows:
        found.setdefault(product_id, []).append((lot, pieces))
    return found


def fresh_at(
    session: Session, product_ids: Collection[int], outlet_id: int, *, on: date
) -> dict[int, int]:
    """Return by product the pieces at an outlet that may be sold: expired packs do not count."""
    lots = all_lots_on_hand(session, product_ids, outlet_id)
    return {
        number: sum(n for lot, n in lots.get(number, []) if lot is None or lot.expires_on >= on)
        for number in product_ids
    }


def live_reservation(session: Session, product_id: int) -> Reservation | None:
    """Return the hold on a unique piece that nobody released (it may have expired), or None."""
    return session.scalar(
        select(Reservation).where(
            Reservation.product_id == product_id, Reservation.released_at.is_(None)
        )
    )


def is_sold(session: Session, product_id: int) -> bool:
    """Say whether a unique piece was sold and not brought back."""
    pieces = session.scalar(
        select(func.coalesce(func.sum(Movement.quantity), 0)).where(
            Movement.product_id == product_id,
            Movement.reason.in_(("sold", "customer_return")),
        )
    )
    return (pieces or 0) < 0


def sold_among(session: Session, product_ids: Collection[int]) -> set[int]:
    """Return which of these unique pieces were sold and not brought back."""
    rows = session.scalars(
        select(Movement.product_id)
        .where(
            Movement.product_id.in_(product_ids),
            Movement.reason.in_(("sold", "customer_return")),
        )
        .group_by(Movement.product_id)
        .having(func.sum(Movement.quantity) < 0)
    )
    return set(rows)


def held_by(session: Session, source: tuple[str, int], product_ids: Collection[int]) -> set[int]:
    """Return which of these unique pieces a source holds, though the hold may have run out."""
    rows = session.scalars(
        select(Reservation.product_id).where(
            Reservation.source_kind == source[0],
            Reservation.source_id == source[1],
            Reservation.product_id.in_(product_ids),
            Reservation.released_at.is_(None),
        )
    )
    return set(rows)


def require_consignment(session: Session, consignment_id: int) -> Consignment:
    """Return the consignment with its lines, or raise NotFound."""
    found = session.scalar(
        select(Consignment)
        .where(Consignment.id == consignment_id)
        .options(selectinload(Consignment.lines))
    )
    if found is None:
        raise NotFound(_("Titipan ini tidak ada dalam daftar."))
    return found


def lines_of(session: Session, consignment_id: int) -> list[ConsignmentLine]:
    """Return the lines of a consignment in the order they were written."""
    return list(
        session.scalars(
            select(ConsignmentLine)
            .where(ConsignmentLine.consignment_id == consignment_id)
            .order_by(ConsignmentLine.id)
        )
    )


def levels_that_disagree(
    session: Session, product_id: int | None = None
) -> list[tuple[int, int, int, int, int]]:
    """Return (product, outlet, lot, kept, counted) where a level is not the sum of movements.

    Of every product, or of one.
    """
    of_one = Movement.product_id == product_id if product_id is not None else true()
    lot_key = func.coalesce(Movement.lot_id, literal_column("0"))  # a parameter would be two
    moved = (
        select(
            Movement.product_id,
            Movement.outlet_id,
            lot_key.label("lot_key"),
            func.sum(Movement.quantity).label("pieces"),
        )
        .where(of_one)
        .group_by(Movement.product_id, Movement.outlet_id, lot_key)
        .subquery()
    )
    rows = session.execute(
        select(
            func.coalesce(StockLevel.product_id, moved.c.product_id),
            func.coalesce(StockLevel.outlet_id, moved.c.outlet_id),
            func.coalesce(StockLevel.lot_key, moved.c.lot_key),
            func.coalesce(StockLevel.on_hand, 0),
            func.coalesce(moved.c.pieces, 0),
        )
        .select_from(StockLevel)
        .join(
            moved,
            (moved.c.product_id == StockLevel.product_id)
            & (moved.c.outlet_id == StockLevel.outlet_id)
            & (moved.c.lot_key == StockLevel.lot_key),
            full=True,
        )
        .where(
            func.coalesce(StockLevel.on_hand, 0) != func.coalesce(moved.c.pieces, 0),
            func.coalesce(StockLevel.product_id, moved.c.product_id) == product_id
            if product_id is not None
            else true(),
        )
    )
    return [tuple(int(v) for v in row) for row in rows]  # type: ignore[misc]
