"""The packing list of a transfer as a document, and printing it."""

from datetime import datetime

from sqlalchemy.orm import Session

from catalogue.outlets import showroom
from catalogue.outlets.letterhead import letterhead
from catalogue.stock.signing import queries as signing
from catalogue.stock.signing.queries import Place
from catalogue.stock.transfers import queries
from catalogue.stock.transfers.models import Transfer, TransferLine
from core import settings
from core.clock import local_date
from core.i18n import _, current_locale
from core.users.queries import names_of
from printers import documents, spool
from printers.models import Printer, PrintJob
from printers.queries import jobs_of
from printers.words import day

SOURCE = "transfer"


def packing_list(session: Session, transfer: Transfer) -> documents.PackingList:
    """Return the packing list of a transfer that was sent, at the prices of that moment."""
    assert transfer.sent_at is not None
    assert transfer.number is not None
    on = local_date(transfer.sent_at, transfer.origin.zone)
    prices = queries.prices_at(
        session, [line.product_id for line in transfer.lines], at=transfer.sent_at
    )
    names = names_of(session, [transfer.sent_by])
    return documents.PackingList(
        house=letterhead(session, on=on), language=current_locale(),
        demo=settings.get(session, showroom.DEMO, on=on), number=transfer.number,
        origin=transfer.origin.name, destination=transfer.destination.name,
        sent_at=transfer.sent_at, zone=transfer.origin.zone,
        sent_by=names.get(transfer.sent_by or 0, ""), carrier=transfer.carrier,
        lines=tuple(_line(line, prices.get(line.product_id, 0)) for line in transfer.lines),
        purpose=transfer.bazar.name if transfer.bazar else "",
        notes=(transfer.note,) if transfer.note else (),
        signers=signing.signers(session, (SOURCE, transfer.id), places(session, transfer)),
    )  # fmt: skip


def places(session: Session, transfer: Transfer) -> list[Place]:
    """Return who signs the packing list: who gives, who carries, who takes it in."""
    names = names_of(session, [transfer.sent_by])
    return [
        Place("sender", _("Yang menyerahkan"), names.get(transfer.sent_by or 0, "")),
        Place("carrier", _("Yang membawa"), transfer.carrier),
        Place("receiver", _("Yang menerima")),
    ]


def print_list(
    session: Session, transfer: Transfer, printer: Printer, *, by: int, at: datetime
) -> PrintJob:
    """Queue the packing list for a receipt printer; after the first time it is a copy."""
    paper = packing_list(session, transfer)
    kind, number = SOURCE, transfer.id
    if jobs_of(session, kind, number):
        paper = paper.as_copy(
            spool.next_copy(session, kind=paper.kind, source_kind=kind, source_id=number)
        )
    return spool.enqueue(session, printer, paper, source_kind=kind, source_id=number, by=by, at=at)


def _line(line: TransferLine, price: int) -> documents.PackingLine:
    maker = line.product.maker
    details = [maker.name] if maker else []
    if line.lot is not None:
        details.append(_("baik sebelum %(day)s", day=day(line.lot.expires_on)))
    return documents.PackingLine(
        code=line.product.code, title=line.product.title, quantity=line.quantity, price=price,
        detail=", ".join(details),
    )  # fmt: skip
