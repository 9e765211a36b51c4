"""Importing a sheet: takes the rows of a plan in, a few at a time, each row wholly or not at all.

Every step is one short transaction. A dry run does the same steps and rolls each of them back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from catalogue.outlets.models import Outlet
from catalogue.stock import import_queries as known
from catalogue.stock import plan as planning
from catalogue.stock import rejections, sheet
from catalogue.stock.intake import Intake
from catalogue.stock.models import ImportBatch
from catalogue.stock.outcome import ImportResult, Tally
from catalogue.stock.planned import Plan, PlannedRow, RefusedRow
from core.clock import local_date
from core.db import Database
from core.errors import Refused
from core.i18n import _

MOST_WRITTEN_PER_STEP = 250
"""Database rows that one step writes at most."""

ROWS_PER_STEP = 12
"""Sheet rows per transaction: the write lock is held for some 50 ms, whatever the sheet's size."""

Progress = Callable[[int, int], None]
"""Told (rows done, rows to do) after each step."""


@dataclass(frozen=True)
class Delivery:
    """Which delivery a sheet is: its batch, where it went, on which day, and who says so."""

    batch_name: str
    batch_key: str
    outlet_id: int
    outlet_code: str
    today: date
    delivered_on: date
    by: int | None
    at: datetime


def delivery(
    session: Session,
    found: sheet.Sheet,
    *,
    batch: str | None,
    outlet_code: str | None,
    by: int | None,
    at: datetime,
) -> Delivery:
    """Return which delivery `found` is; raise Refused for an unknown outlet."""
    outlet = known.outlet_for(session, outlet_code)
    key = sheet.batch_name(batch) if batch else found.batch or sheet.NOTHING_NAMED
    today = local_date(at, outlet.zone)
    return Delivery(
        batch_name=" ".join((batch or key).split()),
        batch_key=key,
        outlet_id=outlet.id,
        outlet_code=outlet.code,
        today=today,
        delivered_on=sheet.delivered_on(key, today),
        by=by,
        at=at,
    )


def make_plan(session: Session, found: sheet.Sheet, brought: Delivery) -> Plan:
    """Return what will be done with every row; reads only."""
    batch = known.batch(session, brought.batch_key)
    return planning.make(
        session,
        found,
        batch_id=batch.id if batch else None,
        today=brought.today,
        delivered_on=brought.delivered_on,
    )


def steps(plan: Plan) -> list[list[PlannedRow]]:
    """Return the rows of a plan in portions of one transaction each.

    A maker's rows stay together where they fit, so that the consignment is whole.
    """
    portions: list[list[PlannedRow]] = []
    for rows in _by_maker(plan.rows):
        for start in range(0, len(rows), ROWS_PER_STEP):
            part = rows[start : start + ROWS_PER_STEP]
            if portions and len(portions[-1]) + len(part) <= ROWS_PER_STEP:
                portions[-1].extend(part)
            else:
                portions.append(list(part))
    return portions


def _by_maker(rows: list[PlannedRow]) -> list[list[PlannedRow]]:
    found: list[list[PlannedRow]] = []
    for row in rows:
        if found and found[-1][0].maker == row.maker:
            found[-1].append(row)
        else:
            found.append([row])
    return found


def take_step(
    session: Session, plan: Plan, rows: list[PlannedRow], brought: Delivery, tally: Tally
) -> None:
    """Take `rows` into stock inside the caller's transaction; refused ones go to the tally.

    Rows that came in meanwhile are passed over, so a step may be run again.
    """
    batch = _batch(session, brought)
    outlet = session.get_one(Outlet, brought.outlet_id)
    there = known.taken(session, batch.id, [r.row_hash for r in rows])
    rows = [row for row in rows if row.row_hash not in there]
    intake = Intake(session, plan, batch, outlet, by=brought.by, at=brought.at)
    if _try(session, intake, rows, tally) is None:
        return
    for row in rows:  # one of them cannot be taken: each by itself, so that the others come in
        reason = _try(session, intake, [row], tally)
        if reason:
            tally.refused.append(RefusedRow.of(row.raw, reason))


def _try(session: Session, intake: Intake, rows: list[PlannedRow], tally: Tally) -> str | None:
    """Take all of `rows` in, or nothing of them; return why not."""
    if not rows:
        return None
    try:
        with session.begin_nested():
            heard = intake.take(rows)
    except Refused as refused:
        return refused.message
    except IntegrityError:
        return _("bertabrakan dengan perubahan orang lain saat ini; impor sekali lagi")
    tally.accepted += len(rows)
    tally.new_makers |= heard.new_makers
    tally.doubts |= heard.doubts
    for row in rows:
        _note(intake.plan, row, tally)
    return None


def _note(plan: Plan, planned: PlannedRow, tally: Tally) -> None:
    product = plan.products[planned.product]
    if product.change:
        tally.price_changes.add(product.change)
    if product.doubt:
        tally.doubts.add(product.doubt)


def _batch(session: Session, brought: Delivery) -> ImportBatch:
    found = known.batch(session, brought.batch_key)
    if found is None:
        found = ImportBatch(
            name=brought.batch_name,
            name_key=brought.batch_key,
            created_at=brought.at,
            created_by=brought.by,
        )
        session.add(found)
        session.flush()
    return found


def result(plan: Plan, brought: Delivery, tally: Tally, *, dry_run: bool) -> ImportResult:
    """Return the outcome of a plan whose steps made `tally`."""
    refused = sorted([*plan.refused, *tally.refused], key=lambda row: row.number)
    return ImportResult(
        batch=brought.batch_key,
        outlet=brought.outlet_code,
        dry_run=dry_run,
        accepted=tally.accepted,
        already_there=plan.already_there,
        refused=tuple(refused),
        new_makers=tuple(sorted(tally.new_makers)),
        doubtful=tuple(sorted(tally.doubts)),
        price_changes=tuple(sorted(tally.price_changes)),
        headers=plan.headers,
    )


def import_file(
    database: Database,
    path: Path,
    *,
    at: datetime,
    by: int | None = None,
    batch: str | None = None,
    outlet_code: str | None = None,
    dry_run: bool = False,
    progress: Progress = lambda _done, _total: None,
) -> ImportResult:
    """Import the sheet at `path`, in short transactions, and return what came of it.

    Refused rows are written to a workbook beside the sheet, or in the current folder where that
    cannot be. Raises Refused with one sentence for a file that is no sheet, or an unknown outlet.
    """
    found = sheet.read(path)
    with database.reader() as session:
        brought = delivery(session, found, batch=batch, outlet_code=outlet_code, by=by, at=at)
        plan = make_plan(session, found, brought)
    tally = Tally()
    done, total = 0, len(plan.rows)
    for rows in steps(plan):
        tally = _in_own_transaction(database, plan, rows, brought, tally, dry_run=dry_run)
        done += len(rows)
        progress(done, total)
    outcome = result(plan, brought, tally, dry_run=dry_run)
    if dry_run or not outcome.refused:
        return outcome
    content = rejections.workbook(outcome.headers, outcome.refused, batch=outcome.batch)
    return ImportResult(**{**outcome.__dict__, "refused_file": rejections.save(path, content)})


def _in_own_transaction(
    database: Database,
    plan: Plan,
    rows: list[PlannedRow],
    brought: Delivery,
    tally: Tally,
    *,
    dry_run: bool,
) -> Tally:
    def work(session: Session) -> Tally:
        counted = copy_of(tally)  # the transaction may have to be run again
        run_step(session, plan, rows, brought, counted, dry_run=dry_run)
        return counted

    return database.write(work)


def copy_of(tally: Tally) -> Tally:
    """Return a tally that can be added to without changing this one."""
    return Tally(
        tally.accepted,
        list(tally.refused),
        set(tally.new_makers),
        set(tally.doubts),
        set(tally.price_changes),
    )


def run_step(
    session: Session,
    plan: Plan,
    rows: list[PlannedRow],
    brought: Delivery,
    tally: Tally,
    *,
    dry_run: bool,
) -> None:
    """Run `take_step`; in a dry run take everything back afterwards."""
    if not dry_run:
        take_step(session, plan, rows, brought, tally)
        return
    attempt = session.begin_nested()
    try:
        take_step(session, plan, rows, brought, tally)
    finally:
        attempt.rollback()
