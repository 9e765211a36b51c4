"""What happens by itself to goods on the shelf: their markdowns, noted on the day they begin."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from catalogue.stock.ageing import listing
from core import jobs
from core.users import service as people

STEP_ROWS = 100
"""Products that one step of the job looks at; none of them writes more than one row."""


def begin_markdowns(session: Session, on: date, at: datetime) -> None:
    """Have the markdowns noted that begin on a date; due once every business date."""
    jobs.enqueue(session, "markdowns", {"on": on.isoformat()}, by=None, at=at)


@jobs.step("markdowns")
def note_markdowns(session: Session, job: jobs.Job, at: datetime) -> bool:
    """Note in the log of up to STEP_ROWS products that their price came down; True when done.

    The till needs no note: it reads the plan at the scan. This is for people who ask since when.
    """
    on = date.fromisoformat(job.payload["on"])
    found = listing.stepped_on(session, on, after=job.cursor or 0, limit=STEP_ROWS)
    people.record_all(
        session, "product.marked_down", kind="product", subject_ids=found, by=None, at=at
    )
    job.progress += len(found)
    job.cursor = found[-1] if found else job.cursor
    return len(found) < STEP_ROWS
