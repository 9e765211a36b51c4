"""When it was: what a sale, a shift or an arrival wrote, it wrote at its own very moment."""

from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import InstrumentedAttribute

from catalogue.stock.models import Movement
from catalogue.stock.transfers.models import TransferOutcome
from core.i18n import _
from pos.ledger.models import Entry
from pos.reports.checks import Book, Result
from pos.sales.models import Sale, SaleLine, Tender
from pos.shifts.models import Shift


def moments(book: Book) -> Result:
    """Compare the clock of entries and movements with that of what is behind them.

    A sale's own moment is sealed; a shift's end decides which payouts its drawer bore.
    """
    entry, movement = (Entry, Entry.posted_at), (Movement, Movement.at)
    sales = select(func.min(Sale.number)).select_from(Sale)
    of_lines, of_tenders = sales.join(SaleLine), sales.join(Tender)
    told = (
        (_("nota %(number)s"), sales, Sale.id, "sale", ("rounding",), Sale.completed_at, entry),
        (_("nota %(number)s"), of_lines, SaleLine.id, "sale_line", (), Sale.completed_at, entry),
        (_("nota %(number)s"), of_lines, SaleLine.id, "sale_line", ("sold", "customer_return"),
         Sale.completed_at, movement),
        (_("nota %(number)s"), of_tenders, Tender.id, "tender", ("tender",), Sale.completed_at, entry),
        (_("sif %(number)s"), select(func.min(Shift.id)), Shift.id, "shift",
         ("float", "float_held"), Shift.opened_at, entry),
        (_("sif %(number)s"), select(func.min(Shift.id)), Shift.id, "shift",
         ("over_short", "banked", "kept"), Shift.closed_at, entry),
        (_("kiriman yang tiba %(number)s"), select(func.min(TransferOutcome.id)),
         TransferOutcome.id, "transfer_outcome", (), TransferOutcome.at, movement),
    )  # fmt: skip
    for words, things, key, kind, reasons, at, (model, written) in told:
        found = book.session.scalar(
            things.join(model, _is_of(model, key, kind, reasons)).where(written != at)
        )
        yield None if found is None else words % {"number": found}


def _is_of(
    model: type[Entry] | type[Movement],
    key: InstrumentedAttribute[Any],
    kind: str,
    reasons: tuple[str, ...],
) -> Any:
    """Say that an entry or a movement was written by the thing of that key, for one of the reasons."""
    mine = and_(model.source_kind == kind, model.source_id == key)
    return and_(mine, model.reason.in_(reasons)) if reasons else mine
