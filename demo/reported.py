"""What the house counted and told: visitors day by day, and last month's paper for the Dinas."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from random import Random

from sqlalchemy.orm import Session

from catalogue.outlets import queries as places
from catalogue.tours.footfall import service as footfall
from core.files import Files
from demo.days import day, moment
from demo.history import FIRST_DAY
from demo.people import person
from pos.reports.dinas import figures, service
from pos.reports.dinas.figures import Signing
from pos.reports.dinas.months import months, previous
from printers.pdf import pdf_bytes

Step = Callable[[Session, datetime], None]


def steps(files: Files) -> Iterator[tuple[str, Step]]:
    """Yield one step for who came, one for the month's paper, whose PDF lies among the files."""
    yield "visitors", count_visitors
    yield "monthly paper", partial(tell_the_dinas, files)


def count_visitors(session: Session, at: datetime) -> None:
    """Write down from the guest book who came to the gallery on their own."""
    rng = Random("titip visitors")
    gallery, by = places.require_main(session), person(session, "kasir").id
    for days_ago in range(FIRST_DAY, 0, -1):
        for kind, few, many in (("local", 14, 45), ("foreign", 1, 6)):
            footfall.count(
                session, gallery, kind, on=day(at, days_ago), by=by,
                at=moment(at, days_ago, 17, 10), people=rng.randint(few, many),
            )  # fmt: skip


def tell_the_dinas(files: Files, session: Session, at: datetime) -> None:
    """Give last month's report out, where anything sold in it."""
    today = day(at, 0)
    first = previous(today.replace(day=1))
    said = Signing(
        number=service.next_number(session, first), addressee="Kepala Dinas Perindustrian (contoh)",
        place="Bandar Lampung", signatory="Ratna Wulandari", position="Pengelola galeri",
    )  # fmt: skip
    paper = figures.report(session, months(first, today=today), said, at=at, today=today)
    if paper.now.sales:
        service.issue(
            session, paper, files.put(pdf_bytes(paper)), today=today,
            by=person(session, "manajer").id, at=at,
        )  # fmt: skip
