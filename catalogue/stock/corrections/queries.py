"""Reads about corrections: what was corrected, and how a consignment stands after them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from catalogue.stock import queries as stock
from catalogue.stock.cards.sources import Paper, explains
from catalogue.stock.corrections.models import Correction, CorrectionLine
from catalogue.stock.models import ConsignmentLine, Lot
from core.errors import NotFound
from core.i18n import _


@dataclass(frozen=True)
class Standing:
    """How a line of a consignment stands: pieces, their lot, prices in rupiah for one."""

    quantity: int
    lot: Lot | None
    price: int
    net_price: int | None

    @property
    def expires_on(self) -> date | None:
        """The day on which the pieces expire, None for goods without one."""
        return self.lot.expires_on if self.lot else None


@dataclass(frozen=True)
class Change:
    """A line that a correction touched, before it and after it."""

    line: ConsignmentLine
    before: Standing
    after: Standing

    @property
    def pieces(self) -> int:
        """The pieces that came or, negative, went."""
        return self.after.quantity - self.before.quantity


def require_correction(session: Session, correction_id: int) -> Correction:
    """Return the correction with its lines, or raise NotFound."""
    found = session.scalar(
        select(Correction)
        .where(Correction.id == correction_id)
        .options(selectinload(Correction.lines))
    )
    if found is None:
        raise NotFound(_("Koreksi ini tidak ada dalam daftar."))
    return found


def of_consignment(session: Session, consignment_id: int) -> list[Correction]:
    """Return the corrections of a consignment in the order they were made."""
    return list(
        session.scalars(
            select(Correction)
            .where(Correction.consignment_id == consignment_id)
            .options(selectinload(Correction.lines))
            .order_by(Correction.id)
        )
    )


def standings(
    session: Session, consignment_id: int, *, before: Correction | None = None
) -> dict[int, Standing]:
    """Return how each line stands after every correction, or only those made `before` one."""
    made = of_consignment(session, consignment_id)
    entries = [
        entry
        for correction in made
        if before is None or correction.id < before.id
        for entry in correction.lines
    ]
    return {
        line.id: after(_as_received(line), [e for e in entries if e.consignment_line_id == line.id])
        for line in stock.lines_of(session, consignment_id)
    }


def _as_received(line: ConsignmentLine) -> Standing:
    return Standing(line.quantity, line.lot, line.price, line.net_price)


def after(standing: Standing, entries: Collection[CorrectionLine]) -> Standing:
    """Return how a line stands after further entries about it, in their order."""
    pieces: dict[Lot | None, int] = {standing.lot: standing.quantity}
    price, net_price = standing.price, standing.net_price
    for entry in entries:
        if entry.price is not None:
            price, net_price = entry.price, entry.net_price
        else:
            pieces[entry.lot] = pieces.get(entry.lot, 0) + entry.quantity
    lot = next((lot for lot, n in pieces.items() if n), standing.lot)
    return Standing(sum(pieces.values()), lot, price, net_price)


def changes(session: Session, correction: Correction) -> list[Change]:
    """Return each line that a correction touched, as it stood before and as it stood after."""
    before = standings(session, correction.consignment_id, before=correction)
    touched: dict[int, list[CorrectionLine]] = {}
    for entry in correction.lines:
        touched.setdefault(entry.consignment_line_id, []).append(entry)
    return [
        Change(entries[0].consignment_line, before[line_id], after(before[line_id], entries))
        for line_id, entries in touched.items()
    ]


@explains("correction_line")
def _corrections(session: Session, ids: Collection[int]) -> dict[int, Paper]:
    rows = session.execute(
        select(CorrectionLine.id, Correction.id, Correction.number)
        .join(Correction, Correction.id == CorrectionLine.correction_id)
        .where(CorrectionLine.id.in_(ids))
    )
    return {
        line_id: Paper(_("Koreksi %(number)s", number=number), f"/manage/corrections/{found}")
        for line_id, found, number in rows
    }
