"""Closing a bazar: every piece is accounted for, the money stands, and the paper is kept."""

from datetime import datetime

from sqlalchemy.orm import Session

from catalogue.stock.bazars import queries as goods
from catalogue.stock.bazars import service as bazars
from catalogue.stock.bazars.models import Bazar
from catalogue.stock.transfers import service as moving
from core.errors import Refused
from core.i18n import _
from core.users import service as people
from pos.reports.bazars import queries
from printers.documents import BazarAccount, to_json


class NotAccounted(Refused):
    """Something of the bazar is not clear yet; the sentence says what."""


def close(session: Session, bazar: Bazar, *, by: int, at: datetime) -> BazarAccount:
    """Close a bazar and return its account, which stays as it is from now on.

    Raises NotAccounted while goods are in transit or missing, or its till is not closed.
    """
    bazar = goods.lock(session, bazar.id)
    if bazar.state != "open":
        raise Refused(_("Bazar ini sudah selesai."))
    if not goods.goods_of(session, bazar):
        raise NotAccounted(_("Belum ada barang yang dibawa. Batalkan saja bazar ini."))
    waiting = queries.obstacles(session, bazar, queries.account(session, bazar, at=at))
    if waiting:
        raise NotAccounted(waiting[0].sentence)
    for transfer in goods.transfers_of(session, bazar.id):
        if transfer.is_draft:  # begun and left empty
            moving.cancel(session, transfer, by=by, at=at)
    # The paper says who closed it and when; the row is written at once, for it is final then.
    with session.no_autoflush:
        bazar.closed_at, bazar.closed_by = at, by
        paper = queries.account(session, bazar, at=at)
        bazar.account, bazar.state = to_json(paper), "closed"
    session.flush()
    people.record(session, "bazar.closed", kind="bazar", subject_id=bazar.id, by=by, at=at)
    return paper


def take_along(session: Session, bazar: Bazar, *, by: int, at: datetime) -> int:
    """Record the pieces that were sold there but never scanned out; return how many.

    Goods in the buyer's hand beat the record: they were taken along unseen.
    """
    bazar = goods.lock(session, bazar.id)
    surplus = {
        row.product.id: -row.missing for row in goods.goods_of(session, bazar) if row.missing < 0
    }
    return bazars.take_along(session, bazar, surplus, by=by, at=at)
