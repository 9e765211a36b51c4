"""Reads of tagging day: which pieces a sheet brought, in the order in which their tags are printed.

Lines of received consignments never change, so the same batch up to the same line gives the same
tags in the same order, today and when the printing is taken up again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Row, Select, and_, func, select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.outlets.models import Outlet
from catalogue.products.models import ProductCode
from catalogue.stock.models import Consignment, ConsignmentLine, ImportBatch, Lot, ShelfPlace
from core.errors import NotFound
from core.i18n import _


@dataclass(frozen=True)
class Batch:
    """A delivery that came as a sheet, and how much of it wants tags."""

    id: int
    name: str
    outlet: str
    makers: int
    kinds: int
    pieces: int
    last_line: int


@dataclass(frozen=True)
class Share:
    """What one maker brought with a batch."""

    maker_id: int
    code: str
    name: str
    kinds: int
    pieces: int


@dataclass(frozen=True)
class Line:
    """Pieces of one product that want a tag each; `best_before` is None for what keeps.

    `shelf` is where the product stands at the place it was brought to, '' where nobody said.
    """

    maker_id: int
    product_id: int
    quantity: int
    best_before: date | None
    shelf: str = ""


def require_batch(session: Session, batch_id: int) -> Batch:
    """Return a batch that brought goods, or raise NotFound."""
    row = session.execute(_batches().where(ImportBatch.id == batch_id)).one_or_none()
    if row is None:
        raise NotFound(_("Kiriman ini tidak ada, atau belum ada barangnya yang masuk."))
    return _batch(row)


def received_at(session: Session, batch_id: int) -> datetime:
    """Return when the last goods of a batch came in."""
    found = session.scalar(
        select(func.max(Consignment.received_at)).where(
            Consignment.batch_id == batch_id, Consignment.state == "received"
        )
    )
    assert found is not None
    return found


def batch_named(session: Session, name_key: str) -> int | None:
    """Return the id of the batch that an import's result names, or None."""
    return session.scalar(select(ImportBatch.id).where(ImportBatch.name_key == name_key))


def shares(session: Session, batch_id: int, *, last_line: int) -> list[Share]:
    """Return what each maker brought, in the order of their codes."""
    rows = session.execute(
        select(
            Maker.id, Maker.code, Maker.name, func.count(), func.sum(ConsignmentLine.quantity)
        )
        .select_from(ConsignmentLine)
        .join(Consignment, Consignment.id == ConsignmentLine.consignment_id)
        .join(Maker, Maker.id == Consignment.maker_id)
        .where(*_brought(batch_id, last_line))
        .group_by(Maker.id, Maker.code, Maker.name)
        .order_by(Maker.code)
    )  # fmt: skip
    return [
        Share(number, code, name, kinds, int(pieces)) for number, code, name, kinds, pieces in rows
    ]


def lines(
    session: Session, batch_id: int, *, last_line: int, maker_id: int | None = None
) -> list[Line]:
    """Return the lines of a batch, or of one maker in it, in the order of their tags."""
    query = (
        select(
            Consignment.maker_id, ConsignmentLine.product_id, ConsignmentLine.quantity,
            Lot.expires_on, func.coalesce(ShelfPlace.shelf, ""),
        )
        .join(Consignment, Consignment.id == ConsignmentLine.consignment_id)
        .outerjoin(
            ShelfPlace,
            and_(
                ShelfPlace.product_id == ConsignmentLine.product_id,
                ShelfPlace.outlet_id == Consignment.outlet_id,
            ),
        )
        .join(Maker, Maker.id == Consignment.maker_id)
        .outerjoin(Lot, Lot.id == ConsignmentLine.lot_id)
        .where(*_brought(batch_id, last_line))
        .order_by(Maker.code, ConsignmentLine.id)
    )  # fmt: skip
    if maker_id is not None:
        query = query.where(Consignment.maker_id == maker_id)
    return [Line(*row) for row in session.execute(query)]


def first_tag_of(session: Session, found: Sequence[Line], code: str) -> int | None:
    """Return which tag, counted from 1, is the first of the product with that code, or None."""
    wanted = session.scalar(select(ProductCode.product_id).where(ProductCode.code == code))
    number = 1
    for line in found:
        if line.product_id == wanted:
            return number
        number += line.quantity
    return None


def _batches() -> Select[ImportBatch, str, int, int, int, int]:
    return (
        select(
            ImportBatch, func.min(Outlet.name), func.count(Consignment.maker_id.distinct()),
            func.count(ConsignmentLine.id), func.sum(ConsignmentLine.quantity),
            func.max(ConsignmentLine.id),
        )
        .join(Consignment, Consignment.batch_id == ImportBatch.id)
        .join(Outlet, Outlet.id == Consignment.outlet_id)
        .join(ConsignmentLine, ConsignmentLine.consignment_id == Consignment.id)
        .where(Consignment.state == "received")
        .group_by(ImportBatch.id)
        .order_by(ImportBatch.id.desc())
    )  # fmt: skip


def _batch(row: Row[ImportBatch, str, int, int, int, int]) -> Batch:
    batch, outlet, makers, kinds, pieces, last_line = row
    return Batch(batch.id, batch.name, outlet, makers, kinds, int(pieces), last_line)


def _brought(batch_id: int, last_line: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Consignment.batch_id == batch_id, Consignment.state == "received",
        ConsignmentLine.id <= last_line,
    )  # fmt: skip
