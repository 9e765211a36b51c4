"""Posting a signed stock count in steps: the stock's movements, and what makers are owed of shortages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from catalogue.stock.counts import marks, papers, queries
from catalogue.stock.counts import service as counts
from catalogue.stock.counts.checking import Checked
from catalogue.stock.counts.models import CountLine, StockCount
from catalogue.stock.signing import service as signing
from catalogue.stock.signing.queries import Place
from core import jobs
from core.files import Files
from core.i18n import _, current_locale, use_locale
from core.images import Photo
from core.jobs import Job
from pos.ledger import service as ledger
from pos.ledger.service import Posting
from pos.settlements import compensation
from printers.documents import to_json

KIND = "stock_count"
NOTHING_DRAWN: Mapping[str, str] = {}
SOURCE, LINE = "stock_count", "count_line"


def sign(
    session: Session,
    count: StockCount,
    *,
    seen: str,
    checked: Checked,
    maker_name: str,
    house_name: str,
    drawings: Mapping[str, str] = NOTHING_DRAWN,
    photo: Photo | None = None,
    by: int,
    at: datetime,
) -> Job:
    """Take both signatures and begin to post; raises what `counts.service.sign` raises.

    `drawings` are those of `maker` and `house`, "" for who signed on paper.
    """
    lines = counts.sign(
        session, count, seen=seen, checked=checked, maker_name=maker_name, house_name=house_name, photo=photo,
        by=by, at=at,
    )  # fmt: skip
    places = [Place("maker", _("Perajin"), maker_name), Place("house", _("Galeri"), house_name)]
    for place in places:
        if drawings.get(place.key):
            signing.sign(
                session, (papers.SOURCE, count.id), places, place.key, name=place.name,
                drawing=drawings[place.key], by=by, at=at,
            )  # fmt: skip
    wanted = {"count": count.id, "language": current_locale()}
    return jobs.enqueue(session, KIND, wanted, by=by, at=at, total=lines)


@dataclass(frozen=True)
class Ready:
    """What closes a count: its record, and what the hash over it covers."""

    document: dict[str, Any]
    sealed: dict[str, object]


def prepare(session: Session, job: Job, at: datetime, files: Files | None) -> Ready | None:
    """Return the record once every line is posted, None before."""
    del at, files
    count = queries.require(session, job.payload["count"])
    if any(line.state == "open" for line in queries.lines_of(session, count.id)):
        return None
    with use_locale(job.payload["language"]):
        record = to_json(papers.count_record(session, count, on=papers.posted_on(count)))
    return Ready(record, sealed_count(session, count, record))


@jobs.prepared_step(KIND, prepare)
def advance(session: Session, job: Job, at: datetime, ready: Ready | None) -> bool:
    """Post the next products with what their makers are owed, or close and seal the count."""
    count = queries.lock(session, job.payload["count"])
    if ready is not None:
        counts.close(session, count, ready.document, at=at)
        ledger.chain(session, ledger.OFFICE, ready.sealed, source=(SOURCE, count.id))
        return True
    posted = counts.post_some(session, count, at=at)
    for line in posted:
        _owe(session, count, line, at=at)
    job.progress += len(posted)
    return False


def _owe(session: Session, count: StockCount, line: CountLine, *, at: datetime) -> None:
    if line.owed:
        assert line.product.maker_id is not None
        posting = Posting(papers.posted_on(count), count.outlet_id, count.signed_by, at)
        compensation.owe(
            session, line.product.maker_id, line.owed, source=(LINE, line.id), posting=posting
        )


def label_of(session: Session, line_id: int) -> str:
    """Return what compensation for a shortage is called on a statement."""
    line = session.get_one(CountLine, line_id)
    number = session.get_one(StockCount, line.count_id).number
    return _(
        "Ganti rugi: %(title)s kurang saat dihitung (%(number)s)",
        title=line.product.title, number=number,
    )  # fmt: skip


def sealed_count(session: Session, count: StockCount, record: object) -> dict[str, object]:
    """Return what the hash of a posted count covers: its record, its lines, all that was counted."""
    lines = [
        [x.id, x.product_id, x.lot_id, x.round, x.state, x.counted, x.at_till, x.expected, x.value,
         x.owed]
        for x in queries.lines_of(session, count.id)
    ]  # fmt: skip
    entries = [
        [x.id, x.line_id, x.round, x.quantity, x.mark, x.at_till, x.is_done]
        for x in marks.entries_of(session, count.id)
    ]
    return {
        "event": "count",
        "id": count.id,
        "number": count.number,
        "outlet": count.outlet_id,
        "lines": ledger.digest(lines),
        "entries": ledger.digest(entries),
        "record": ledger.digest(record),
    }
