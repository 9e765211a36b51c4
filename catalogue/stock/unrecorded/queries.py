"""Reads of what still waits for a consignment."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.outlets.models import Outlet
from catalogue.products import photos
from catalogue.products.models import Product
from catalogue.products.queries import Price, current_prices
from catalogue.stock.models import Consignment, ConsignmentLine, Movement
from catalogue.stock.unrecorded.models import Unrecorded
from core.images import Photo


@dataclass(frozen=True)
class Waiting:
    """A product that waits: pieces sold beyond what is on record, and the draft that has it.

    What was sold and came back stands on the shelf, so it came in too and counts among the sold.
    """

    noted: Unrecorded
    price: Price
    sold: int
    draft_id: int | None
    photo: Photo | None

    @property
    def product(self) -> Product:
        """The product itself."""
        return self.noted.product


@dataclass(frozen=True)
class Group:
    """What waits of one maker at one place: it comes in on one consignment."""

    maker: Maker
    outlet: Outlet
    rows: tuple[Waiting, ...]

    @property
    def to_write(self) -> tuple[Waiting, ...]:
        """Those that stand on no draft yet."""
        return tuple(row for row in self.rows if row.draft_id is None)

    @property
    def draft_ids(self) -> list[int]:
        """The drafts that have the others."""
        return sorted({row.draft_id for row in self.rows if row.draft_id is not None})


def count(session: Session) -> int:
    """Return how many products wait."""
    return session.scalar(
        select(func.count()).select_from(Unrecorded).join(Product).where(*_waits())
    ) or 0  # fmt: skip


def waiting(session: Session, *, maker_id: int | None = None) -> list[Waiting]:
    """Return the products that wait, those of one maker or all, the longest first."""
    query = select(Unrecorded).join(Product).where(*_waits()).order_by(Unrecorded.id)
    if maker_id is not None:
        query = query.where(Product.maker_id == maker_id)
    noted = session.scalars(query).all()
    ids = [one.product_id for one in noted]
    prices, deepest, shots = (
        current_prices(session, ids), _deepest(session, ids), photos.first_of(session, ids),
    )  # fmt: skip
    drafts = _drafts(session, ids)
    return [
        Waiting(
            one,
            prices[one.product_id],
            deepest.get((one.product_id, one.outlet_id), 0),
            drafts.get(one.product_id),
            shots.get(one.product_id),
        )
        for one in noted
    ]


def groups(session: Session) -> list[Group]:
    """Return what waits by maker and place, in the order of their names."""
    found: dict[tuple[int, int], list[Waiting]] = {}
    for row in waiting(session):
        assert row.product.maker_id is not None
        found.setdefault((row.product.maker_id, row.noted.outlet_id), []).append(row)
    made = []
    for rows in found.values():
        maker = rows[0].product.maker
        assert maker is not None
        made.append(Group(maker, rows[0].noted.outlet, tuple(rows)))
    return sorted(made, key=lambda group: (group.maker.name_key, group.outlet.id))


def _deepest(session: Session, product_ids: list[int]) -> dict[tuple[int, int], int]:
    """Return how many pieces each product went below zero at each outlet, at its lowest."""
    level: dict[tuple[int, int], int] = {}
    deepest: dict[tuple[int, int], int] = {}
    rows = session.execute(
        select(Movement.product_id, Movement.outlet_id, Movement.quantity)
        .where(Movement.product_id.in_(product_ids))
        .order_by(Movement.id)
    )
    for product_id, outlet_id, quantity in rows:
        place = (product_id, outlet_id)
        level[place] = level.get(place, 0) + quantity
        deepest[place] = max(deepest.get(place, 0), -level[place])
    return deepest


def _waits() -> tuple[ColumnElement[bool], ...]:
    recorded = (
        exists()
        .where(
            ConsignmentLine.product_id == Unrecorded.product_id,
            Consignment.id == ConsignmentLine.consignment_id,
            Consignment.state == "received",
        )
        .correlate(Unrecorded)
    )
    return ~recorded, Product.archived_at.is_(None)


def _drafts(session: Session, product_ids: list[int]) -> dict[int, int]:
    rows = session.execute(
        select(ConsignmentLine.product_id, func.max(Consignment.id))
        .join(Consignment, Consignment.id == ConsignmentLine.consignment_id)
        .where(ConsignmentLine.product_id.in_(product_ids), Consignment.state == "draft")
        .group_by(ConsignmentLine.product_id)
    )
    return {row[0]: row[1] for row in rows}
