"""What is due every business date: tasks that run once for each date, and catch up on missed ones.

The shop's PC is off at night and over a feast. The worker asks at its start and every minute what
is due; a row for each task says up to which date all was done. Whatever takes long is only
enqueued as a job here. app.py lists the tasks.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.clock import local_date
from core.db import Base, Database, UtcTime

log = logging.getLogger(__name__)

Work = Callable[[Session, date, datetime], None]
"""What a task does for one business date, inside the transaction that notes the date as done."""


class DueTask(Base):
    """A task by its name, and the last business date for which it is done."""

    __tablename__ = "due_task"

    name: Mapped[str] = mapped_column(primary_key=True)
    done_on: Mapped[date]
    ran_at: Mapped[UtcTime]


def run(
    database: Database,
    tasks: Mapping[str, Work],
    *,
    zone_of: Callable[[Session], str],
    at: datetime,
) -> None:
    """Do what is due of `tasks`, each date of each in a transaction of its own, the oldest first.

    A date begins on the clock of `zone_of`, the house's. A task that fails is logged and tried
    again with the next call; others are not held up.
    """
    with database.reader() as session:
        today = local_date(at, zone_of(session))
        done = {task.name: task.done_on for task in session.scalars(select(DueTask))}
    for name, work in tasks.items():
        step = partial(_next, name=name, work=work, today=today, at=at)
        try:
            while done.get(name, date.min) < today:
                done[name] = database.write(step)
        except Exception:  # the other tasks and the worker must outlive one that is broken
            log.exception("due task %s failed", name)


def _next(session: Session, *, name: str, work: Work, today: date, at: datetime) -> date:
    """Do a task for the first date that is due, and return the date up to which it is done."""
    row = session.get(DueTask, name, with_for_update=True)
    if row is not None and row.done_on >= today:
        return row.done_on
    # A task that is new has missed nothing: it begins today.
    on = today if row is None else row.done_on + timedelta(days=1)
    work(session, on, at)
    if row is None:
        row = DueTask(name=name, done_on=on, ran_at=at)
        session.add(row)
    row.done_on, row.ran_at = on, at
    session.flush()
    return on
