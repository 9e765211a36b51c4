"""Printing the tags of a whole delivery as a job: a PDF for each maker, one for all, a list to fetch by.

A step draws a few products on a reader and keeps the sheets under construction in the worker's
memory; after a restart the PDF that was being drawn is begun anew, finished ones stay.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.outlets import queries as places
from catalogue.products import queries as products
from catalogue.stock.tagging import picking, queries
from catalogue.stock.tagging.queries import Line
from catalogue.stock.tags import papers, reprint
from catalogue.stock.tags.paper import Paper
from core import jobs
from core.errors import NotFound, Refused
from core.files import Files
from core.i18n import _, use_locale
from core.jobs import Job
from core.users import service as people
from printers.pdf import pdf_bytes
from printers.sheets import SHEETS, Book

KIND = "tagging"
LINES_PER_STEP = 100
WORKS_KEPT = 2
LIST, ALL = "list", "all"


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is to be printed: a batch up to a line, on which paper, from which tag on.

    Of a `whole` delivery every PDF is made; otherwise the one of `maker_id`, or of all makers.
    """

    batch_id: int
    last_line: int
    sheet: str
    start: int
    right: int
    down: int
    language: str
    url: str | None
    maker_id: int | None = None
    first: int = 1
    whole: bool = False

    @property
    def paper(self) -> Paper:
        """The sheet and where on it."""
        return Paper(self.sheet, self.start, self.right, self.down)

    def tag_at(self, sheet_number: int, place: int) -> int:
        """Return which tag, counted from 1, stands at a place of a sheet of this printing."""
        return self.first + (sheet_number - 1) * SHEETS[self.sheet].places + place - self.start


@dataclass(frozen=True)
class Part:
    """One PDF of a printing: `key` is list, all, or the code of a maker."""

    key: str
    maker_id: int | None
    tags: int


@dataclass
class _Work:
    """What the worker holds of one job: its parts, and the sheets under construction."""

    order: Order
    on: date
    parts: list[Part]
    key: str = ""
    book: Book | None = None
    left: list[Line] = field(default_factory=list)
    drawn: int = 0
    lines: int = 0

    def begin(self, session: Session, part: Part, *, demo: bool) -> None:
        """Begin the sheets of a part at the first tag that is wanted."""
        order = self.order
        found = queries.lines(
            session, order.batch_id, last_line=order.last_line, maker_id=part.maker_id
        )
        self.key, self.drawn, self.lines = part.key, 0, 0
        self.left = after(found, order.first - 1)
        self.book = Book(order.sheet, start=order.start, offset_mm=order.paper.offset_mm, demo=demo)


@dataclass(frozen=True)
class _Ready:
    """What the reader did for one step: which part, its file once it is whole, tags so far.

    `parts` is how many PDFs there will be; `tags` are (product, count) of what was drawn in this
    step, of which `before` products were drawn before it.
    """

    key: str
    file: str | None
    progress: int
    parts: int
    tags: tuple[tuple[int, int], ...] = ()
    before: int = 0


_works: OrderedDict[int, _Work] = OrderedDict()


def start(session: Session, order: Order, *, by: int, at: datetime) -> Job:
    """Enqueue the printing of a delivery's tags; Refused where there is no such tag."""
    total = sum(part.tags for part in parts(session, order))
    if total < 1 or order.first < 1:
        raise Refused(_("Label itu tidak ada: lembarnya habis sebelum itu."), field="sheet_no")
    job = jobs.enqueue(session, KIND, asdict(order), by=by, at=at, total=total)
    people.record(
        session, "tags.printed", kind="import_batch", subject_id=order.batch_id, by=by, at=at
    )
    return job


def require_printing(session: Session, batch_id: int, job_id: int) -> Job:
    """Return the job that prints tags of a batch, or raise NotFound."""
    job = session.get(Job, job_id)
    if job is None or job.kind != KIND or job.payload["batch_id"] != batch_id:
        raise NotFound(_("Cetakan label ini tidak ada."))
    return job


def order_of(job: Job) -> Order:
    """Return what a job was asked to print."""
    return Order(**job.payload)


def parts(session: Session, order: Order) -> list[Part]:
    """Return the PDFs of an order in the order in which they are made."""
    found = queries.shares(session, order.batch_id, last_line=order.last_line)
    if order.whole:
        each = [Part(share.code, share.maker_id, share.pieces) for share in found]
        return [Part(LIST, None, 0), *each, Part(ALL, None, sum(p.tags for p in each))]
    chosen = [s for s in found if order.maker_id in (None, s.maker_id)]
    key = chosen[0].code if order.maker_id is not None and chosen else ALL
    return [Part(key, order.maker_id, max(0, sum(s.pieces for s in chosen) - order.first + 1))]


def prepare(session: Session, job: Job, at: datetime, files: Files | None) -> _Ready:
    """Draw the next products, or make the list of what to fetch."""
    del at  # a printing has one day, that of its order
    assert files is not None
    work = _works.get(job.id)
    if work is None:
        order = order_of(job)
        work = _Work(order, places.house_date(session, job.created_at), parts(session, order))
        _works[job.id] = work
        while len(_works) > WORKS_KEPT:
            _works.popitem(last=False)
    done = (job.cursor or {}).get("files", {})
    part = next(part for part in work.parts if part.key not in done)
    before = sum(one.tags for one in work.parts if one.key in done)
    with use_locale(work.order.language):
        if part.key == LIST:
            paper = picking.document(session, work.order.batch_id, work.order.last_line,
                                     work.order.paper, on=work.on)  # fmt: skip
            return _Ready(part.key, files.put(pdf_bytes(paper)), before, len(work.parts))
        if work.key != part.key:
            work.begin(session, part, demo=papers.is_demo(session, on=work.on))
        first, tags = work.lines, _draw(session, work)
    assert work.book is not None
    file = None
    if not work.left:
        file, work.key = files.put(work.book.finish()), ""
    return _Ready(part.key, file, before + work.drawn, len(work.parts), tags, first)


def _draw(session: Session, work: _Work) -> tuple[tuple[int, int], ...]:
    """Draw the next few products on the sheets; return each with how many tags."""
    taken, work.left = work.left[:LINES_PER_STEP], work.left[LINES_PER_STEP:]
    found = products.by_ids(session, [line.product_id for line in taken])
    wanted = [papers.Wanted(found[x.product_id], x.quantity, x.best_before) for x in taken]
    document = papers.labels(
        session, wanted, stock=work.order.sheet, public_url=work.order.url, on=work.on
    )
    assert work.book is not None
    for run in document.runs:
        work.book.add(run.label, run.count)
        work.drawn += run.count
    work.lines += len(taken)
    return tuple((line.product_id, line.quantity) for line in taken)


@jobs.prepared_step(KIND, prepare)
def advance(session: Session, job: Job, at: datetime, ready: _Ready) -> bool:
    """Write down how far the printing is and which PDF is whole, and the tags that it drew.

    One row, and one for each of LINES_PER_STEP products. The tags of all makers stand in two PDFs;
    they are counted once, and once only where a killed worker draws a PDF anew.
    """
    cursor = job.cursor or {}
    done, noted = dict(cursor.get("files", {})), int(cursor.get("noted", 0))
    if not order_of(job).whole or ready.key == ALL:
        noted = _note_tags(session, job, ready, noted, at=at)
    if ready.file is not None:
        done[ready.key] = ready.file
    job.cursor, job.progress = {"files": done, "noted": noted}, ready.progress
    if len(done) < ready.parts:
        return False
    _works.pop(job.id, None)
    order = order_of(job)
    job.result = {"files": done, "tags": job.total // (2 if order.whole else 1)}
    return True


def _note_tags(session: Session, job: Job, ready: _Ready, noted: int, *, at: datetime) -> int:
    """Write down what was drawn beyond the first `noted` products; return how many are by now."""
    fresh = ready.tags[max(0, noted - ready.before) :]
    if fresh:
        received_at = queries.received_at(session, order_of(job).batch_id)
        reprint.note_first(session, fresh, received_at=received_at, by=job.created_by, at=at)
    return max(noted, ready.before + len(ready.tags))


def after(found: Sequence[Line], skipped: int) -> list[Line]:
    """Return the lines without their first `skipped` tags."""
    left: list[Line] = []
    for line in found:
        if skipped >= line.quantity:
            skipped -= line.quantity
            continue
        left.append(replace(line, quantity=line.quantity - skipped))
        skipped = 0
    return left


def printings(session: Session, batch_id: int, *, limit: int = 20) -> list[Job]:
    """Return the newest printings of a batch's tags."""
    recent = session.scalars(
        select(Job).where(Job.kind == KIND).order_by(Job.id.desc()).limit(limit * 5)
    )
    return [job for job in recent if job.payload["batch_id"] == batch_id][:limit]


def stored(job: Job, key: str) -> str:
    """Return the SHA-256 of one PDF of a printing, finished or not; NotFound where it is not there."""
    found: dict[str, Any] = (job.cursor or {}).get("files", {})
    if key not in found:
        raise NotFound(_("PDF ini belum selesai dibuat."))
    return str(found[key])
