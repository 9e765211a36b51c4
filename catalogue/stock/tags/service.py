"""Verbs that put papers about goods into a printer's queue."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from catalogue.outlets.models import Outlet
from catalogue.stock import checking, queries, service
from catalogue.stock.announced import service as announced
from catalogue.stock.models import Consignment
from catalogue.stock.tags import papers, reprint
from core.clock import local_date
from core.errors import Refused
from core.i18n import _
from printers import spool
from printers.models import Printer, PrintJob

MAX_TAGS = 500


def receive(
    session: Session,
    consignment: Consignment,
    *,
    note_on: Printer | None,
    labels_on: Printer | None,
    public_url: str | None,
    by: int,
    at: datetime,
) -> None:
    """Take a delivery in and queue its acknowledgement and its price tags, in one step."""
    on = local_date(at, consignment.outlet.zone)
    lines = queries.lines_of(session, consignment.id)
    checking.refuse_what_cannot_come_in(session, consignment, lines, on=on)
    service.receive(session, consignment, by=by, at=at)
    announced.settle(session, consignment, by=by, at=at)
    session.refresh(consignment)
    if note_on is not None:
        print_note(session, consignment, note_on, by=by, at=at)
    if labels_on is not None:
        wanted = wanted_of(consignment)
        print_labels(
            session, wanted, labels_on, public_url=public_url, by=by, at=at,
            source=("consignment", consignment.id), outlet=consignment.outlet,
        )  # fmt: skip


def print_note(
    session: Session, consignment: Consignment, printer: Printer, *, by: int, at: datetime
) -> PrintJob:
    """Queue the acknowledgement of a delivery; after the first time it is a copy."""
    return spool.enqueue_again(
        session, printer, papers.note(session, consignment), source_kind="consignment",
        source_id=consignment.id, by=by, at=at,
    )  # fmt: skip


def print_labels(
    session: Session,
    wanted: Sequence[papers.Wanted],
    printer: Printer,
    *,
    public_url: str | None,
    source: tuple[str, int | None],
    by: int,
    at: datetime,
    outlet: Outlet | None = None,
) -> PrintJob:
    """Queue price tags for a label printer, on the stock that is in it."""
    check_count(wanted)
    if source[0] == "consignment" and source[1] is not None:
        note_tags_of(session, session.get_one(Consignment, source[1]), wanted, by=by, at=at)
    else:
        reprint.note(session, wanted, is_of_delivery=False, by=by, at=at)
    document = papers.labels(
        session, wanted, stock=printer.stock, public_url=public_url,
        on=local_date(at, outlet.zone if outlet else "WIB"),
    )  # fmt: skip
    return spool.enqueue(
        session, printer, document, source_kind=source[0], source_id=source[1], by=by, at=at
    )


def note_tags_of(
    session: Session,
    consignment: Consignment,
    wanted: Sequence[papers.Wanted],
    *,
    by: int,
    at: datetime,
) -> None:
    """Write down that the tags of a delivery are printed."""
    counts = [(item.product.id, item.count) for item in wanted]
    received_at = consignment.received_at or at
    reprint.note_first(session, counts, received_at=received_at, by=by, at=at)


def check_count(wanted: Sequence[papers.Wanted]) -> None:
    """Refuse a batch without tags, or one so long that it must be a mistake."""
    pieces = sum(item.count for item in wanted)
    if not pieces:
        raise Refused(_("Belum ada label yang dipilih."), field="q")
    if pieces > MAX_TAGS:
        raise Refused(
            _("Paling banyak %(n)s label sekali cetak. Bagi menjadi beberapa kali.", n=MAX_TAGS),
            field="q",
        )


def wanted_of(consignment: Consignment) -> list[papers.Wanted]:
    """Return one tag for each piece of a delivery."""
    return [
        papers.Wanted(line.product, line.quantity, line.lot.expires_on if line.lot else None)
        for line in consignment.lines
    ]
